// Changing a weight: by a number, by dragging, by keys; the engine gets the newest value when it has taken the last.

import { signal } from "@preact/signals";
import { editWeight } from "../../state/actions.js";
import { frame, view } from "../../state/store.js";
import { locked } from "../../ui/controls.js";

const PIXEL = 0.02, FINE_PIXEL = 0.002; // of a drag; with Shift
const KEYS = { ArrowUp: 0.1, ArrowDown: -0.1, PageUp: 1, PageDown: -1 }, FINE_KEY = 0.1; // with Shift: times this
const STILL = 3; // pixels that are no drag yet

/** The weight that is dragged now, by its index. */
export const dragged = signal(/** @type {number | null} */ (null));

/** Whether weights may be changed: a link or a lesson may forbid it, and a page that is handed out does. */
export const editable = () => !view.value.fixed && !locked("weights");

let waiting = /** @type {{index: number, value: number} | null} */ (null), busy = false;

/** Set a weight, as soon as the engine has taken the one before. @param {number} index @param {number} value */
export async function changeWeight(index, value) {
  waiting = { index, value };
  if (busy) return;
  busy = true;
  while (waiting) {
    const next = waiting;
    waiting = null;
    await editWeight(next.index, next.value);
  }
  busy = false;
}

/** The weight as it will be. @param {number} index */
const latest = (index) => (waiting?.index === index ? waiting.value : frame.peek()?.theta[index] ?? 0);

/**
 * Up and down with the pointer that has gone down.
 * @param {PointerEvent} event  @param {number} index  @param {() => void} [click]  when it goes up where it went down
 */
export function dragWeight(event, index, click = () => {}) {
  if (!editable()) return;
  const target = /** @type {HTMLElement} */ (event.currentTarget), start = event.clientY;
  let y = start, value = latest(index);
  const move = (/** @type {PointerEvent} */ now) => {
    if (dragged.value === null && Math.abs(now.clientY - start) < STILL) return;
    dragged.value = index;
    value += (y - now.clientY) * (now.shiftKey ? FINE_PIXEL : PIXEL);
    y = now.clientY;
    changeWeight(index, value);
  };
  const end = (/** @type {Event} */ { type }) => {
    if (dragged.value === null && type === "pointerup") click();
    dragged.value = null;
    target.removeEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel"]) target.removeEventListener(name, end);
  };
  target.setPointerCapture(event.pointerId);
  target.addEventListener("pointermove", move);
  for (const name of ["pointerup", "pointercancel"]) target.addEventListener(name, end);
}

/** Arrows and pages up and down; whether it was one of them. @param {KeyboardEvent} event @param {number} index */
export function keyWeight(event, index) {
  const step = KEYS[event.key];
  if (step === undefined || !editable()) return false;
  event.preventDefault();
  event.stopPropagation();
  changeWeight(index, latest(index) + step * (event.shiftKey ? FINE_KEY : 1));
  return true;
}
