// The drawing: edges on a canvas, units as buttons over it, heads above the columns; a wide one scrolls in itself.

import { effect } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { html } from "../../html.js";
import { facts, frame, view } from "../../state/store.js";
import { color } from "../../state/theme.js";
import { lights } from "../../state/tracing.js";
import { t } from "../../text/text.js";
import { CanvasPen } from "../drawing/pens.js";
import { choose, lit, pointed, release, subject } from "./choice.js";
import { dragWeight, dragged } from "./editing.js";
import { edgeValues } from "./edge_values.js";
import { drawEdges, flow } from "./edges.js";
import { Handles } from "./handles.js";
import { Head } from "./heads.js";
import { fits } from "./parameters.js";
import { centre, edgeAt, neighbour, plan, room } from "./plan.js";
import { Unit } from "./unit.js";

const MANY = 600, PAUSE = 50; // edges: so many are drawn with every second frame at most, so many milliseconds apart
const REACH = 6, TOUCH_REACH = 14; // pixels from an edge
const FRONT = "button, select, .handle, .column-head";
const calmly = matchMedia("(prefers-reduced-motion: reduce)");
let drawnAt = 0, skipped = false;

/** Whether many edges may stay as they are for this frame: they take longer than all else. @param {number} time */
function skips(time) {
  skipped = !skipped || time < drawnAt + PAUSE;
  return skipped;
}

/** What stands out: what is pointed at, or else the line of the step by hand. */
function lookOf() {
  const { weight } = subject.value ?? {}, traced = lights.value?.edges;
  if (weight === undefined && !view.value.hover && traced) return { traced };
  return { lit: lit.value, weight };
}

/** Draw the edges as the last frame has them. @param {HTMLCanvasElement} canvas */
function paintEdges(canvas) {
  const now = plan.value, last = frame.value, look = lookOf();
  const time = performance.now();
  if (!now || !last || !fits(facts.value, last)) return;
  if (last.playing && now.edges.length > MANY && skips(time)) return;
  drawnAt = time;
  const { width, height } = now, ratio = globalThis.devicePixelRatio || 1;
  const wide = Math.round(width * ratio), high = Math.round(height * ratio);
  if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.lineDashOffset = last.playing && !calmly.matches ? flow(time) : 0;
  drawEdges(new CanvasPen(context, width, height), now, edgeValues.value, {
    ...look, locked: new Set(last.locked.map(([index]) => index)),
    line: color("--edge"), ink: color("--ink"), ground: color("--ground"),
  });
}

/** Whether an event is on something in front of the edges. @param {Event} event */
const inFront = ({ target }) => target instanceof Element && Boolean(target.closest(FRONT));

/** The edge under the pointer. @param {PointerEvent} event */
function edgeUnder(event) {
  const now = plan.peek(), box = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
  const reach = event.pointerType === "touch" ? TOUCH_REACH : REACH;
  const found = now && edgeAt(now, event.clientX - box.left, event.clientY - box.top, reach);
  return found && { index: found.edge.index, s: Math.max(0.15, Math.min(0.85, found.s)) };
}

/** @param {PointerEvent} event */
function onPointerMove(event) {
  if (dragged.peek() !== null || event.pointerType === "touch") return;
  if (event.target instanceof Element && event.target.closest(".handle")) return; // it knows its weight
  const next = inFront(event) ? null : edgeUnder(event);
  if (next?.index !== pointed.peek()?.index) pointed.value = next;
}

/** @param {PointerEvent} event */
function onPointerDown(event) {
  if (event.button || inFront(event)) return;
  const next = edgeUnder(event);
  choose(next);
  if (next && event.pointerType !== "touch") dragWeight(event, next.index);
}

const onPointerLeave = () => {
  if (dragged.peek() === null) pointed.value = null;
};

const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** From unit to unit by arrow keys. @param {KeyboardEvent} event */
function onKeyDown(event) {
  if (event.key === "Escape" && release()) return event.preventDefault();
  const move = MOVES[event.key], now = plan.peek(), id = /** @type {HTMLElement} */ (event.target).dataset?.unit;
  if (!move || !now || !id) return;
  event.preventDefault();
  const [layer, unit] = id.split(".").map(Number), next = neighbour(now, layer, unit, move[0], move[1]);
  const drawing = /** @type {HTMLElement} */ (event.currentTarget);
  /** @type {HTMLElement | null} */ (drawing.querySelector(`[data-unit="${next.layer}.${next.unit}"]`))?.focus();
}

/** The room that there is for the drawing, as it changes. @param {HTMLElement} element */
function followRoom(element) {
  const measure = () => {
    const { width, height } = room.peek(), now = { width: element.clientWidth, height: innerHeight };
    if (now.width !== width || now.height !== height) room.value = now;
  };
  const observer = new ResizeObserver(measure);
  observer.observe(element);
  addEventListener("resize", measure);
  measure();
  return () => (observer.disconnect(), removeEventListener("resize", measure));
}

export function Diagram() {
  const scroller = useRef(/** @type {any} */ (null)), canvas = useRef(/** @type {any} */ (null)), now = plan.value;
  useLayoutEffect(() => followRoom(scroller.current), []);
  useEffect(() => effect(() => {
    if (canvas.current) paintEdges(canvas.current); // none: it is being taken away
  }), [Boolean(now)]);
  if (!now) return html`<div class="diagram" ref=${scroller}></div>`;
  const size = `width:${now.width}px;height:${now.height}px`;
  return html`<div class="diagram" ref=${scroller}>
    <div class=${pointed.value ? "drawing pointing" : "drawing"} style=${`${size};${rowPlace()}`} role="group"
      aria-label=${t("network.drawing")} data-row=${view.value.row ?? undefined} onKeyDown=${onKeyDown}
      onPointerMove=${onPointerMove} onPointerDown=${onPointerDown} onPointerLeave=${onPointerLeave}>
      <canvas class="edges" ref=${canvas} aria-hidden="true" style=${size}></canvas>
      ${now.columns.map((column) => html`<${Head} key=${column.layer} column=${column} />`)}
      <${Columns} now=${now} />
      <${Handles} />
    </div>
  </div>`;
}

/** Where on every picture the row is that is looked at. */
function rowPlace() {
  const { data, plane } = facts.value, { row } = view.value;
  if (row === null || row >= data.n) return "";
  const share = (feature, [from, to]) => (data.X[row * data.d + feature] - from) / (to - from);
  const down = plane.up < 0 ? 0.5 : 1 - share(plane.up, plane.y);
  return `--row-x:${100 * share(plane.across, plane.x)}%;--row-y:${100 * down}%`;
}

/** The unit that Tab reaches: the one pointed at or kept, else the first one of layer 1. */
function reachable(now) {
  const { hover, unit } = view.value, there = [hover, unit].find((each) => each && centre(now, each.layer, each.unit));
  return there ?? { layer: 1, unit: now.columns[1].units[0] };
}

/** All units, and what is left out. @param {{now: import("./plan.js").Plan}} props */
function Columns({ now }) {
  const first = reachable(now), middle = now.top + (now.most * now.pitch) / 2;
  return html`${now.columns.map(({ layer, units, x, more }) => html`
    ${units.map((unit) => {
      const { y } = /** @type {{x: number, y: number}} */ (centre(now, layer, unit));
      const reached = first.layer === layer && first.unit === unit;
      return html`<${Unit} key=${`${layer}.${unit}`} ...${{ layer, unit, x, y, size: now.size, reached }} />`;
    })}
    ${more > 0 && html`<span class="more" style=${`left:${x}px`}>${t("network.more_units", { n: more })}</span>`}`)}
    ${now.gap && html`<span class="gap" style=${`left:${now.gap.x}px;top:${middle}px`}>
      ${t("network.more_layers", { n: now.gap.layers })}</span>`}`;
}
