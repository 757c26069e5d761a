// Painting: what is painted, the brush, the plane, what can be taken back; each stroke is the page's new data.

import { useRef, useState } from "preact/hooks";
import {
  HALF, MOST_CLASSES, added, done, empty, paintedData, paintingOf, pointAt, problem, redo, spray, undo, wipe,
} from "../../data/painting.js";
import { html } from "../../html.js";
import { facts, message } from "../../state/store.js";
import { t } from "../../text/text.js";
import { SelectField, hidden, locked } from "../../ui/controls.js";
import { Brush } from "./brush.js";
import { PaintCanvas } from "./canvas.js";
import { steps, take } from "./drafts.js";

const KINDS = /** @type {const} */ (["classes", "labels", "curve", "values"]);
const KEYBOARD_REACH = 0.15; // of Delete around the cursor
const EVERY = 50; // milliseconds between two puffs while the brush rests
const NEXT_OF_CURVE = 0.15; // how far apart points of a curve are that is drawn
const BRUSH = { value: 0, mask: 1, number: 1, radius: 0.4, eraser: false };

/**
 * @typedef {import("../../data/painting.js").Painting} Painting
 * @typedef {import("./brush.js").Held} Held
 */

/** Train on what is painted now, if it is a data set yet. */
function train() {
  const { now } = steps.peek(), { kind, points, count } = now;
  if (problem(now)) return (message.value = "");
  const changes = paintedData(now), next = { task: changes.task, d: kind === "curve" ? 1 : 2 };
  return take(changes, { kind: "points", task: kind, points, count }, next, true);
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

const valueOf = (kind, { value, mask, number }) => (kind === "classes" ? value : kind === "labels" ? mask : number);

export function Paint() {
  const { now } = steps.value, [brush, hold] = useState(BRUSH);
  const [stroke, show] = useState(/** @type {Painting | null} */ (null));
  const painted = usePainting(brush, show), off = locked("data") || locked("paint");
  if (hidden("paint")) return null;
  const keys = (event) => {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || (key !== "z" && key !== "y")) return;
    event.preventDefault();
    if (!off) turn(key === "y" || event.shiftKey ? redo : undo);
  };
  const place = (x, y, erase) => {
    const latest = steps.peek().now, { kind } = latest;
    if (erase) return step(wipe(latest, { x, y, radius: KEYBOARD_REACH }));
    return step(added(latest, pointAt(kind, x, y, valueOf(kind, brush))));
  };
  const more = ["classes", "labels"].includes(now.kind) && now.count < MOST_CLASSES
    ? () => (steps.value = done(steps.value, { ...now, count: now.count + 1 })) : undefined;
  return html`<div class="paint" data-control="paint" onKeyDown=${keys}>
    <${Kind} />
    <${Brush} painting=${now} brush=${brush} change=${(changes) => hold({ ...brush, ...changes })} disabled=${off}
      more=${more} />
    <${PaintCanvas} painting=${stroke ?? now} radius=${brush.eraser || now.kind !== "curve" ? brush.radius : 0}
      disabled=${off}
      stroke=${painted} place=${place} describe=${(x, y) => t("paint.cursor", { x, y, n: now.points.length })} />
    <${Steps} off=${off} />
  </div>`;
}

function Kind() {
  const { now } = steps.value, choices = KINDS.map((value) => ({ value, text: t(`paint.${value}`) }));
  return html`<${SelectField} name="paint_kind" label=${t("paint.what")} help=${t("paint.what.help")} value=${now.kind}
    choices=${choices} onChange=${(kind) => kind !== now.kind && step(empty(kind))} />`;
}

/** What there is so far, and what can be done about it. @param {{off: boolean}} props */
function Steps({ off }) {
  const { now, past, future } = steps.value, why = problem(now), n = now.points.length;
  const shown = facts.value?.data, given = shown && paintingOf(shown);
  const button = (key, possible, act, values = {}) => html`
    <button type="button" disabled=${off || !possible} onClick=${act}>
    ${t(`paint.${key}`, values)}</button>`;
  const said = why ? t(`paint.${why.key}`, why.values) : t("paint.points", { n });
  return html`<p class="paint-state" role="status">${said}</p>
    <div class="row">
      ${button("undo", past.length, () => turn(undo))}
      ${button("redo", future.length, () => turn(redo))}
      ${button("clear", now.points.length, () => step({ ...now, points: [] }))}
      ${given && !now.points.length && button("take", true, () => step(given), { n: given.points.length })}
    </div>`;
}

/**
 * What a press on the canvas does, until it ends and is one step.
 * @param {Held} brush  @param {(now: Painting | null) => void} show
 */
function usePainting(brush, show) {
  const going = useRef({ painting: /** @type {Painting | null} */ (null), x: 0, y: 0, at: 0 });
  /** @param {"begin" | "move" | "hold" | "end"} phase @param {number} x @param {number} y */
  return (phase, x, y) => {
    const state = going.current, now = performance.now();
    if (phase === "begin") Object.assign(state, { painting: steps.peek().now, x: NaN, y: NaN, at: 0 });
    const { painting } = state;
    if (!painting) return;
    if (phase === "end") {
      state.painting = null;
      show(null);
      return step(painting);
    }
    const curve = painting.kind === "curve", far = Math.hypot(x - state.x, y - state.y);
    const rested = phase === "hold" && !curve && now - state.at > EVERY;
    const due = phase === "begin" || far > (curve ? NEXT_OF_CURVE : brush.radius / 2) || rested;
    if (!due || Math.abs(x) > HALF || Math.abs(y) > HALF) return;
    Object.assign(state, { x, y, at: now, painting: brushed(painting, brush, x, y, rested ? 1 : 3) });
    show(state.painting);
  };
}

/** A painting after the brush was at a place. @param {Painting} painting @param {Held} brush @returns {Painting} */
function brushed(painting, brush, x, y, count) {
  const { kind } = painting, { radius } = brush;
  if (brush.eraser) return wipe(painting, { x, y, radius });
  if (kind === "curve") return added(painting, pointAt(kind, x, y, 0));
  return spray(painting, { x, y, radius, value: valueOf(kind, brush), count });
}
