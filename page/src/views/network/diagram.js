// The drawing: edges on a canvas, units as buttons over it, heads above the columns; it scrolls in itself where it is wide.

import { effect } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { html } from "../../html.js";
import { facts, frame, view } from "../../state/store.js";
import { color } from "../../state/theme.js";
import { t } from "../../text/text.js";
import { CanvasPen } from "../drawing/pens.js";
import { choose, chosen, lit, pointed, release, subject } from "./choice.js";
import { dragWeight, dragged } from "./editing.js";
import { drawEdges, flow } from "./edges.js";
import { Handles } from "./handles.js";
import { Head } from "./heads.js";
import { fits } from "./parameters.js";
import { edgeAt, centre, plan, room } from "./plan.js";
import { Unit } from "./unit.js";

const calmly = matchMedia("(prefers-reduced-motion: reduce)");

const MANY = 600; // edges: so many are drawn with every second frame while it learns
let turn = 0;

/** Draw the edges as the last frame has them. @param {HTMLCanvasElement} canvas */
function paintEdges(canvas) {
  const now = plan.value, last = frame.value, look = { lit: lit.value, weight: subject.value?.weight };
  if (!now || !last || !fits(facts.value, last) || (last.playing && now.edges.length > MANY && ++turn % 2)) return;
  const ratio = globalThis.devicePixelRatio || 1, wide = Math.round(now.width * ratio), high = Math.round(now.height * ratio);
  if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, now.width, now.height);
  context.lineDashOffset = last.playing && !calmly.matches ? flow(performance.now()) : 0;
  drawEdges(new CanvasPen(context, now.width, now.height), now, last.theta, {
    ...look, locked: new Set(last.locked.map(([index]) => index)),
    line: color("--edge"), ink: color("--ink"), ground: color("--ground"),
  });
}

/** The edge under the pointer. @param {PointerEvent} event */
function edgeUnder(event) {
  const now = plan.peek(), box = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
  const found = now && edgeAt(now, event.clientX - box.left, event.clientY - box.top, event.pointerType === "touch" ? 14 : 6);
  return found && { index: found.edge.index, s: Math.max(0.15, Math.min(0.85, found.s)) };
}

/** @param {PointerEvent} event */
function onPointerMove(event) {
  if (dragged.peek() !== null || event.pointerType === "touch" || event.target instanceof HTMLButtonElement) return;
  if (event.target instanceof Element && event.target.closest(".handle")) return;
  const next = event.target instanceof Element && event.target.closest(".unit, .column-head") ? null : edgeUnder(event);
  if (next?.index !== pointed.peek()?.index) pointed.value = next;
}

/** @param {PointerEvent} event */
function onPointerDown(event) {
  if (event.button || (event.target instanceof Element && event.target.closest("button, select, .handle, .column-head"))) return;
  const next = edgeUnder(event);
  choose(next);
  if (next && event.pointerType !== "touch") dragWeight(event, next.index);
}

const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** From unit to unit by arrow keys. @param {KeyboardEvent} event */
function onKeyDown(event) {
  if (event.key === "Escape") return release();
  const move = MOVES[event.key], now = plan.peek(), id = /** @type {HTMLElement} */ (event.target).dataset?.unit;
  if (!move || !now || !id) return;
  event.preventDefault();
  const [layer, unit] = id.split(".").map(Number), c = now.columns.findIndex((column) => column.layer === layer);
  const column = now.columns[Math.max(0, Math.min(now.columns.length - 1, c + move[0]))];
  const row = now.columns[c].units.indexOf(unit) + move[1], share = (row + 0.5) / now.columns[c].units.length;
  const next = move[0] ? Math.floor(share * column.units.length) : row;
  const reached = `${column.layer}.${column.units[Math.max(0, Math.min(column.units.length - 1, next))]}`;
  const drawing = /** @type {HTMLElement} */ (event.currentTarget), button = drawing.querySelector(`[data-unit="${reached}"]`);
  /** @type {HTMLElement | null} */ (button)?.focus();
}

/** The unit that Tab reaches: the one that was last reached or kept, else the first of the first layer behind the inputs. */
function reachable(now) {
  const { hover, unit } = view.value, there = [hover, unit].find((each) => each && centre(now, each.layer, each.unit));
  return there ?? { layer: 1, unit: now.columns[1].units[0] };
}

export function Diagram() {
  const scroller = useRef(/** @type {HTMLElement | null} */ (null)), canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  useLayoutEffect(() => {
    const element = /** @type {HTMLElement} */ (scroller.current);
    const measure = () => {
      const { width, height } = room.peek(), now = { width: element.clientWidth, height: innerHeight };
      if (now.width !== width || now.height !== height) room.value = now;
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    addEventListener("resize", measure);
    measure();
    return () => (observer.disconnect(), removeEventListener("resize", measure));
  }, []);
  useEffect(() => effect(() => paintEdges(/** @type {HTMLCanvasElement} */ (canvas.current))), []);
  const now = plan.value;
  if (!now) return html`<div class="diagram" ref=${scroller}></div>`;
  return html`<div class="diagram" ref=${scroller}>
    <div class=${`drawing${pointed.value ? " pointing" : ""}`} style=${`width:${now.width}px;height:${now.height}px`} role="group"
      aria-label=${t("network.drawing")} onPointerMove=${onPointerMove} onPointerDown=${onPointerDown} onKeyDown=${onKeyDown}
      onPointerLeave=${() => dragged.peek() === null && (pointed.value = null)}>
      <canvas class="edges" ref=${canvas} aria-hidden="true" style=${`width:${now.width}px;height:${now.height}px`}></canvas>
      ${now.columns.map((column) => html`<${Head} key=${`head${column.layer}`} column=${column} />`)}
      <${Units} now=${now} />
      <${Handles} />
    </div>
  </div>`;
}

/** All units, the names of inputs and outputs, and what is left out. @param {{now: import("./plan.js").Plan}} props */
function Units({ now }) {
  const first = reachable(now), last = facts.value.sizes.length - 1;
  return html`${now.columns.map(({ layer, units, x, more }) => html`
    ${units.map((unit) => {
      const { y } = /** @type {{x: number, y: number}} */ (centre(now, layer, unit)), name = layer === 0 ? "before" : layer === last ? "after" : "";
      return html`<${Unit} key=${`${layer}.${unit}`} ...${{ layer, unit, x, y, size: now.size, first: first.layer === layer && first.unit === unit }} />
        ${name && html`<${Name} ...${{ layer, unit, y, name, x: x + (name === "before" ? -1 : 1) * (now.size / 2 + 6) }} />`}`;
    })}
    ${more > 0 && html`<span class="more" style=${`left:${x}px`}>${t("network.more_units", { n: more })}</span>`}`)}
    ${now.gap && html`<span class="gap" style=${`left:${now.gap.x}px;top:${now.top + (now.most * now.pitch) / 2}px`}>
      ${t("network.more_layers", { n: now.gap.layers })}</span>`}`;
}

/** The name of an input or an output beside its unit. */
function Name({ layer, unit, x, y, name }) {
  const text = layer ? facts.value.outputNames[unit] : facts.value.inputNames[unit];
  return html`<span class=${`name ${name}`} aria-hidden="true" title=${text} style=${`left:${x}px;top:${y}px`}>${text}</span>`;
}
