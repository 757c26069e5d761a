// The plane that is painted on: by mouse, finger or pen, or with a cursor that the arrow keys move.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { HALF } from "../../data/painting.js";
import { html } from "../../html.js";
import { color, theme } from "../../state/theme.js";
import { t } from "../../text/text.js";
import { colorOf, colorOfNumber, pie, shape, sheet } from "./points.js";

const DOT = 3.5; // pixels
const STEP = 0.1, LONG_STEP = 0.5; // of the cursor
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** @typedef {import("../../data/painting.js").Painting} Painting */

/** Grid, axes and points. @param {HTMLCanvasElement} canvas @param {Painting} painting @param {{x: number, y: number, radius: number} | null} cursor */
function draw(canvas, { kind, points }, cursor) {
  const { context, width, height } = sheet(canvas), across = (x) => ((x + HALF) / (2 * HALF)) * width, up = (y) => height - ((y + HALF) / (2 * HALF)) * height;
  const line = (x1, y1, x2, y2) => (context.beginPath(), context.moveTo(x1, y1), context.lineTo(x2, y2), context.stroke());
  for (let at = 1 - HALF; at < HALF; at++) {
    context.strokeStyle = color(at === 0 ? "--edge" : "--line");
    line(across(at), 0, across(at), height);
    line(0, up(at), width, up(at));
  }
  const scale = Math.max(1, ...points.map((point) => Math.abs(point[2] ?? 0)));
  for (const [x, y, value] of points) mark(context, kind, across(x), up(y), kind === "values" ? value / scale : value);
  if (!cursor) return;
  context.strokeStyle = color("--ink");
  context.lineWidth = 1.5;
  const x = across(cursor.x), y = up(cursor.y), r = (cursor.radius / (2 * HALF)) * width;
  line(x - 6, y, x + 6, y);
  line(x, y - 6, x, y + 6);
  if (r > 8) (context.beginPath(), context.arc(x, y, r, 0, 2 * Math.PI), context.stroke());
}

function mark(context, kind, x, y, value) {
  if (kind === "labels") return pie(context, x, y, DOT + 0.5, Array.from({ length: 10 }, (_, k) => k).filter((k) => (value >> k) & 1));
  context.fillStyle = kind === "classes" ? colorOf(value) : kind === "values" ? colorOfNumber(value) : colorOf(0);
  shape(context, x, y, DOT, kind === "classes" ? value : kind === "values" && value < 0 ? 1 : 0);
  context.fill();
}

/**
 * The canvas.  ``stroke``: begin, move, hold and end of a press at (x, y) of the plane; ``place``: one point by key.
 * @param {{painting: Painting, radius: number, disabled: boolean, stroke: (phase: "begin" | "move" | "hold" | "end", x: number, y: number) => void,
 *   place: (x: number, y: number, erase: boolean) => void, describe: (x: number, y: number) => string}} props
 */
export function PaintCanvas({ painting, radius, disabled, stroke, place, describe }) {
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null)), at = useRef({ x: 0, y: 0 }), held = useRef(0);
  const [shown, show] = useState({ x: 0, y: 0, on: false }), now = theme.value, [size, resize] = useState(0);
  useEffect(() => {
    const watcher = new ResizeObserver(() => resize((count) => count + 1));
    if (canvas.current) watcher.observe(canvas.current);
    return () => (watcher.disconnect(), cancelAnimationFrame(held.current));
  }, []);
  useLayoutEffect(() => {
    if (canvas.current) draw(canvas.current, painting, shown.on ? { ...shown, radius } : null);
  }, [painting, shown, radius, now, size]);
  const where = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    at.current = { x: ((event.clientX - box.left) / box.width) * 2 * HALF - HALF, y: HALF - ((event.clientY - box.top) / box.height) * 2 * HALF };
    return at.current;
  };
  const hold = () => {
    stroke("hold", at.current.x, at.current.y);
    held.current = requestAnimationFrame(hold);
  };
  const down = (event) => {
    if (disabled || event.button > 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const { x, y } = where(event);
    show({ x, y, on: false });
    stroke("begin", x, y);
    cancelAnimationFrame(held.current);
    held.current = requestAnimationFrame(hold);
  };
  const move = (event) => event.currentTarget.hasPointerCapture(event.pointerId) && (({ x, y }) => stroke("move", x, y))(where(event));
  const up = (event) => {
    if (!held.current) return;
    cancelAnimationFrame(held.current);
    held.current = 0;
    stroke("end", at.current.x, at.current.y);
  };
  const key = (event) => {
    const arrow = ARROWS[event.key], step = event.shiftKey ? LONG_STEP : STEP, erase = event.key === "Delete" || event.key === "Backspace";
    const within = (value) => Math.round(Math.max(-HALF, Math.min(HALF, value)) * 100) / 100;
    if (arrow) show({ x: within(shown.x + step * arrow[0]), y: within(shown.y + step * arrow[1]), on: true });
    else if (!disabled && (event.key === "Enter" || event.key === " " || erase)) place(shown.x, shown.y, erase);
    else return;
    event.preventDefault();
  };
  return html`<canvas class=${`paint-canvas ${painting.kind}`} ref=${canvas} tabindex="0" role="application" aria-label=${t("paint.canvas")}
      aria-describedby="paint-keys" onPointerDown=${down} onPointerMove=${move} onPointerUp=${up} onPointerCancel=${up} onLostPointerCapture=${up}
      onKeyDown=${key} onFocus=${(event) => event.currentTarget.matches(":focus-visible") && show({ ...shown, on: true })}
      onBlur=${() => show({ ...shown, on: false })}></canvas>
    <p class="hidden-text" id="paint-keys">${t("paint.keys")}</p>
    <p class="hidden-text" aria-live="polite">${shown.on ? describe(shown.x, shown.y) : ""}</p>`;
}
