// The plane that is painted on: by mouse, finger or pen, or with a cursor that the arrow keys move.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { HALF } from "../../data/painting.js";
import { html } from "../../html.js";
import { theme } from "../../state/theme.js";
import { t } from "../../text/text.js";
import { drawPainting } from "./painting_picture.js";

const STEP = 0.1, LONG_STEP = 0.5; // of the cursor
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * ``stroke``: begin, move, hold and end of a press at (x, y) of the plane; ``place``: one point by key, or none there;
 * ``describe``: what is said of the cursor.
 * @typedef {{painting: import("../../data/painting.js").Painting, radius: number, disabled: boolean,
 *   stroke: (phase: "begin" | "move" | "hold" | "end", x: number, y: number) => void,
 *   place: (x: number, y: number, erase: boolean) => void, describe: (x: number, y: number) => string}} Props
 */

/** @param {Props} props */
export function PaintCanvas(props) {
  const { painting, radius, describe } = props, canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const [cursor, move] = useCursor(), size = useSize(canvas), now = theme.value;
  useLayoutEffect(() => {
    if (canvas.current) drawPainting(canvas.current, painting, cursor.on ? { ...cursor, radius } : null);
  }, [painting, cursor, radius, now, size]);
  const pointer = usePointer(props, ({ x, y }) => move({ x, y, on: false }));
  const focus = (event) => event.currentTarget.matches(":focus-visible") && move({ on: true });
  return html`<canvas class=${`paint-canvas ${painting.kind}`} ref=${canvas} tabindex="0" role="application"
      aria-label=${t("paint.canvas")} aria-describedby="paint-keys" ...${pointer} onKeyDown=${keys(props, move)}
      onFocus=${focus} onBlur=${() => move({ on: false })}></canvas>
    <p class="hidden-text" id="paint-keys">${t("paint.keys")}</p>
    <p class="hidden-text" aria-live="polite">${cursor.on ? describe(cursor.x, cursor.y) : ""}</p>`;
}

/**
 * The cursor, and how it is changed; what a change gives back is the cursor at once, for the next key may come before
 * the canvas is drawn.
 */
function useCursor() {
  const latest = useRef({ x: 0, y: 0, on: false }), [shown, show] = useState(latest.current);
  /** @param {Partial<typeof shown>} [changes] */
  const move = (changes) => {
    latest.current = { ...latest.current, ...changes };
    show(latest.current);
    return latest.current;
  };
  return /** @type {const} */ ([shown, move]);
}

/** Another number whenever an element has another size. @param {{current: Element | null}} element */
function useSize(element) {
  const [size, resize] = useState(0);
  useEffect(() => {
    const watcher = new ResizeObserver(() => resize((count) => count + 1));
    if (element.current) watcher.observe(element.current);
    return () => watcher.disconnect();
  }, []);
  return size;
}

/** Where a pointer is on the plane. @param {PointerEvent & {currentTarget: HTMLCanvasElement}} event */
function placeOf(event) {
  const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
  return { x: (2 * (event.clientX - left) / width - 1) * HALF, y: (1 - 2 * (event.clientY - top) / height) * HALF };
}

/**
 * Listeners for presses: while one lasts, each frame is told of.
 * @param {Props} props  @param {(at: {x: number, y: number}) => void} begin
 */
function usePointer({ disabled, stroke }, begin) {
  const at = useRef({ x: 0, y: 0 }), frame = useRef(0), latest = useRef(stroke);
  latest.current = stroke;
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  const tell = (phase) => latest.current(phase, at.current.x, at.current.y);
  const hold = () => {
    frame.current = requestAnimationFrame(hold);
    tell("hold");
  };
  const onPointerDown = (event) => {
    if (disabled || event.button > 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    at.current = placeOf(event);
    begin(at.current);
    tell("begin");
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(hold);
  };
  const onPointerMove = (event) => {
    if (!frame.current || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    at.current = placeOf(event);
    tell("move");
  };
  const end = () => {
    if (!frame.current) return;
    cancelAnimationFrame(frame.current);
    frame.current = 0;
    tell("end");
  };
  return { onPointerDown, onPointerMove, onPointerUp: end, onPointerCancel: end, onLostPointerCapture: end };
}

/**
 * The listener for keys.
 * @param {Props} props  @param {(changes?: {x?: number, y?: number, on?: boolean}) => {x: number, y: number}} move
 */
function keys({ disabled, place }, move) {
  const within = (value) => Math.round(Math.max(-HALF, Math.min(HALF, value)) * 100) / 100;
  return (event) => {
    const { x, y } = move(), arrow = ARROWS[event.key], step = event.shiftKey ? LONG_STEP : STEP;
    const puts = event.key === "Enter" || event.key === " ";
    const erases = event.key === "Delete" || event.key === "Backspace";
    if (arrow) move({ x: within(x + step * arrow[0]), y: within(y + step * arrow[1]), on: true });
    else if (!disabled && (puts || erases)) place(x, y, erases);
    else return;
    event.preventDefault();
  };
}
