// A canvas that a pen draws on: anew when it is told to, when its size changes, or the theme; with a crosshair that the
// pointer and the arrow keys move.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { html } from "../../html.js";
import { playing, view } from "../../state/store.js";
import { t } from "../../text/text.js";
import { look } from "./look.js";
import { CanvasPen, SvgPen } from "./pens.js";

/**
 * Draws, and returns the axes that the crosshair moves on, if there are any.
 * @typedef {(pen: import("./pens.js").Pen, look: import("./look.js").Look) => import("./axes.js").Axes | null} Draw
 *
 * @typedef {object} Place
 * @property {number} x  in the numbers of the axes
 * @property {number} y
 * @property {import("./axes.js").Axes} axes
 */

/**
 * The picture as SVG, under its title.
 * @param {Draw} draw  @param {string} title  @param {number} width  @param {number} height
 */
export function svgOf(draw, title, width, height) {
  const pen = new SvgPen(width, height), now = look();
  draw(pen, now);
  return pen.svg(title, now);
}

/** Draw on a canvas of this size in CSS pixels, sharp on every screen. @returns {import("./axes.js").Axes | null} */
function paint(canvas, { width, height }, draw, enlarged) {
  if (width === 0 || height === 0) return null; // in a part that is closed
  const ratio = globalThis.devicePixelRatio || 1, wide = Math.round(width * ratio), high = Math.round(height * ratio);
  if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return draw(new CanvasPen(context, width, height), look(enlarged));
}

/** What ``describe`` says, at rest and once a second at most: for a screen reader. @param {() => string} describe */
export function useCalm(describe) {
  const [text, say] = useState(describe), still = !playing.value;
  useEffect(() => {
    if (!still) return undefined;
    const timer = setTimeout(() => say(describe()), 1000);
    return () => clearTimeout(timer);
  });
  return text;
}

/** The width and height of an element, as they change. @param {{current: any}} element */
function useSize(element) {
  const [size, set] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element.current;
      set((before) => (before.width === width && before.height === height ? before : { width, height }));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element.current);
    measure();
    return () => observer.disconnect();
  }, []);
  return size;
}

const STEP = 50, LEAP = 10; // parts of the axes that an arrow key moves over, and one with Shift
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @param {object} props
 * @param {string} props.name  of the view
 * @param {Draw} props.draw
 * @param {(width: number) => number} props.height  where it does not fill the screen
 * @param {() => string} props.describe  in words, what is to be seen
 * @param {(place: Place) => any} [props.read]  what is said of a place under the crosshair
 * @param {any} [props.rest]  what is said under it
 * @param {(place: Place) => void} [props.pick]  on a click, or Enter
 * @param {boolean} [props.level]  whether the crosshair has a level line
 */
export function Canvas({ name, draw, height, describe, read, rest, pick, level = true }) {
  const canvas = useRef(/** @type {any} */ (null)), holder = useRef(/** @type {any} */ (null));
  const size = useSize(holder);
  const axes = useRef(/** @type {import("./axes.js").Axes | null} */ (null));
  const [cross, move] = useState(/** @type {{px: number, py: number} | null} */ (null));
  const enlarged = view.value.enlarged === name, label = useCalm(describe);
  useLayoutEffect(() => {
    axes.current = paint(canvas.current, size, draw, enlarged);
  });
  useLayoutEffect(() => move(null), [size]); // what was under the pointer lies elsewhere
  const placeOf = (at) => {
    const values = at && axes.current?.at(at.px, at.py);
    return values ? { ...values, axes: /** @type {import("./axes.js").Axes} */ (axes.current) } : null;
  };
  const place = placeOf(cross), chosen = (at) => at && pick?.(at);
  const point = (event) => ({ px: event.offsetX, py: event.offsetY });
  const onKeyDown = (event) => {
    const box = axes.current?.box, [right, down] = ARROWS[event.key] ?? [0, 0];
    if (event.key === "Enter") chosen(place);
    if (!box || !(right || down)) return;
    event.preventDefault();
    const from = place ? /** @type {any} */ (cross) : { px: box.left + box.width / 2, py: box.top + box.height / 2 };
    const step = event.shiftKey ? LEAP : STEP, kept = (at, low, span) => Math.max(low, Math.min(low + span, at));
    move({ px: kept(from.px + (right * box.width) / step, box.left, box.width),
      py: kept(from.py + (down * box.height) / step, box.top, box.height) });
  };
  const leave = () => move(null), heard = read ? {
    tabindex: 0, role: "application", "aria-roledescription": t("view.crosshair"),
    "aria-label": t("view.crosshair.help"), onPointerMove: (event) => move(point(event)),
    onPointerLeave: leave, onBlur: leave, onKeyDown, onClick: (event) => chosen(placeOf(point(event))),
  } : {};
  const style = enlarged ? "" : `height:${Math.round(height(size.width))}px`;
  return html`<div class="canvas" ref=${holder} style=${style} ...${heard}>
      <canvas ref=${canvas} role="img" aria-label=${label}></canvas>
      ${place && html`<${Cross} box=${place.axes.box} at=${cross} level=${level} />`}
      ${read && html`<output class="bubble" style=${cross ? beside(cross, size) : ""}
        aria-live=${playing.value ? "off" : "polite"}>${place && read(place)}</output>`}
    </div>
    ${rest && html`<p class="rest">${rest}</p>`}`;
}

/** Where the bubble stands: away from the crosshair, within the canvas. */
function beside({ px, py }, { width, height }) {
  const across = px < width / 2 ? `left:${px + 12}px` : `right:${width - px + 12}px`;
  return `${across};${py < height / 2 ? `top:${py + 12}px` : `bottom:${height - py + 12}px`}`;
}

function Cross({ box, at, level }) {
  const line = (left, top, width, height) =>
    html`<i class="cross" style=${`left:${left}px;top:${top}px;width:${width}px;height:${height}px`}></i>`;
  return html`${line(at.px, box.top, 1, box.height)}${level && line(box.left, at.py, box.width, 1)}`;
}
