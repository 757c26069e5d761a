// Painting: what is painted, the brush, the plane, what can be taken back; each stroke is the page's new data.

import { useRef, useState } from "preact/hooks";
import { HALF, MOST_CLASSES, MOST_POINTS, done, empty, letter, paintedData, paintingOf, pointAt, problem, redo, spray, undo, wipe } from "../../data/painting.js";
import { html } from "../../html.js";
import { facts, message } from "../../state/store.js";
import { t } from "../../text/text.js";
import { SelectField, hidden, locked } from "../../ui/controls.js";
import { steps, take } from "./drafts.js";
import { PaintCanvas } from "./canvas.js";
import { Brush } from "./brush.js";

const KINDS = /** @type {const} */ (["classes", "labels", "curve", "values"]);
const KEYBOARD_REACH = 0.15; // of Delete around the cursor
const EVERY = 50; // milliseconds between two puffs while the brush rests

/** @typedef {import("../../data/painting.js").Painting} Painting */

/** Train on what is painted now, if it is a data set yet. */
function train() {
  const { now } = steps.peek();
  if (problem(now)) return (message.value = "");
  const changes = paintedData(now);
  return take(changes, { kind: "points", task: now.kind, points: now.points, count: now.count }, { task: changes.task, d: now.kind === "curve" ? 1 : 2 }, true);
}

/** Another painting, as one step. @param {Painting} next */
function step(next) {
  if (next === steps.peek().now) return;
  steps.value = done(steps.peek(), next);
  train();
}

/** @param {(steps: import("../../data/painting.js").Steps) => import("../../data/painting.js").Steps} way */
function turn(way) {
  const before = steps.peek();
  steps.value = way(before);
  if (steps.peek() !== before) train();
}

/** Begin with nothing, or with the points that are trained on. @param {Painting["kind"]} kind */
function begin(kind) {
  const { now } = steps.peek();
  if (kind !== now.kind) step(empty(kind));
}

export function Paint() {
  const { now, past, future } = steps.value, [brush, hold] = useState({ value: 0, mask: 1, number: 1, radius: 0.4, eraser: false });
  const [stroke, strokeTo] = useState(/** @type {Painting | null} */ (null)), painted = usePainting(brush, strokeTo);
  const off = locked("data") || locked("paint"), why = problem(now);
  if (hidden("paint")) return null;
  const shown = facts.value?.data, given = shown && paintingOf(shown);
  const keys = (event) => {
    if (!(event.ctrlKey || event.metaKey) || !["z", "y"].includes(event.key.toLowerCase())) return;
    event.preventDefault();
    if (!off) turn(event.key.toLowerCase() === "y" || event.shiftKey ? redo : undo);
  };
  return html`<div class="paint" data-control="paint" onKeyDown=${keys}>
    <${SelectField} name="paint_kind" label=${t("paint.what")} help=${t("paint.what.help")} value=${now.kind} onChange=${begin}
      choices=${KINDS.map((value) => ({ value, text: t(`paint.${value}`) }))} />
    <${Brush} painting=${now} brush=${brush} change=${(changes) => hold({ ...brush, ...changes })} disabled=${off}
      more=${now.count < MOST_CLASSES ? () => (steps.value = done(steps.value, { ...now, count: now.count + 1 })) : undefined} />
    <${PaintCanvas} painting=${stroke ?? now} radius=${brush.eraser || now.kind !== "curve" ? brush.radius : 0} disabled=${off} stroke=${painted}
      place=${(x, y, erase) => step(erase ? wipe(now, { x, y, radius: KEYBOARD_REACH }) : added(now, pointAt(now.kind, x, y, valueOf(now.kind, brush))))}
      describe=${(x, y) => t("paint.cursor", { x, y, n: now.points.length })} />
    <p class="paint-state" role="status">${why ? t(`paint.${why.key}`, why.values) : t("paint.points", { n: now.points.length })}</p>
    <div class="paint-steps">
      <button type="button" disabled=${off || !past.length} onClick=${() => turn(undo)}>${t("paint.undo")}</button>
      <button type="button" disabled=${off || !future.length} onClick=${() => turn(redo)}>${t("paint.redo")}</button>
      <button type="button" disabled=${off || !now.points.length} onClick=${() => step({ ...now, points: [] })}>${t("paint.clear")}</button>
      ${given && !now.points.length && html`<button type="button" disabled=${off} onClick=${() => step(given)}>${t("paint.take", { n: given.points.length })}</button>`}
    </div>
  </div>`;
}

const valueOf = (kind, { value, mask, number }) => (kind === "classes" ? value : kind === "labels" ? mask : number);

/** One point more. @param {Painting} painting @param {number[]} point @returns {Painting} */
const added = (painting, point) => (painting.points.length < MOST_POINTS ? { ...painting, points: [...painting.points, point] } : painting);

/** What a press on the canvas does, until it ends and is one step. */
function usePainting(brush, show) {
  const going = useRef({ painting: /** @type {Painting | null} */ (null), x: 0, y: 0, at: 0 }), size = brush.radius;
  /** @param {"begin" | "move" | "hold" | "end"} phase @param {number} x @param {number} y */
  return (phase, x, y) => {
    const state = going.current, before = steps.peek().now, now = performance.now(), { kind } = before;
    if (phase === "begin") Object.assign(state, { painting: before, x: NaN, y: NaN, at: 0 });
    if (!state.painting) return;
    const painting = state.painting, far = Math.hypot(x - state.x, y - state.y);
    const due = phase === "begin" || far > (kind === "curve" ? 0.15 : size / 2) || (phase === "hold" && kind !== "curve" && now - state.at > EVERY);
    if (phase === "end") {
      state.painting = null;
      show(null);
      return step(painting);
    }
    if (!due || Math.abs(x) > HALF || Math.abs(y) > HALF) return;
    Object.assign(state, { x, y, at: now, painting: brushed(painting, brush, x, y, phase) });
    show(state.painting);
  };
}

function brushed(painting, brush, x, y, phase) {
  if (brush.eraser) return wipe(painting, { x, y, radius: brush.radius });
  if (painting.kind === "curve") return added(painting, pointAt("curve", x, y, 0));
  return spray(painting, { x, y, radius: brush.radius, value: valueOf(painting.kind, brush), count: phase === "hold" ? 1 : 3 });
}
