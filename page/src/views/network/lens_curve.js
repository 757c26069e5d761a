// The loss along one weight, all others as they are, with the ball on it: dragged, or moved by the slider under it.

import { signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { html } from "../../html.js";
import { insideNow } from "../../state/inside.js";
import { facts, frame } from "../../state/store.js";
import { digits } from "../../tracing/worked.js";
import { t } from "../../text/text.js";
import { valueAt } from "../drawing/axes.js";
import { Canvas, svgOf } from "../drawing/canvas.js";
import { plot } from "../drawing/plot.js";
import { readTheta } from "./calm.js";
import { changeWeight, editable } from "./editing.js";
import { placeOf, symbol, weightName, BIAS } from "./parameters.js";

const LEAST = 2, TIMES = 1.5; // of the weight, at least: half the width of what is shown
const EDGE = 0.04; // of the width: where the ball comes nearer to the end, the picture moves along
const CLOSER = 0.5, LEAST_SHARE = 1e-3; // of the weight, or of 1
const SAVED = { width: 480, height: 300 }; // pixels of a picture
const TANGENT = 0.12; // of the width, to each side

/** What is shown of which weight; it stays while the ball is moved. */
const shown = signal(/** @type {{index: number, from: number, to: number} | null} */ (null));
let held = false; // the ball is being dragged

/** From where to where the loss along a weight is wanted. @param {number} index */
export function lensRange(index) {
  const now = shown.value, w = frame.value?.theta[index];
  if (w === undefined || !Number.isFinite(w)) return null;
  const edge = now ? EDGE * (now.to - now.from) : 0;
  const stays = now?.index === index && (held || (w > now.from + edge && w < now.to - edge));
  if (stays) return now;
  const half = now?.index === index ? Math.max((now.to - now.from) / 2, least(w))
    : Math.max(LEAST, TIMES * Math.abs(w));
  return (shown.value = { index, from: w - half, to: w + half });
}

/** Half the width that a weight has digits for. @param {number} w */
const least = (w) => LEAST_SHARE * Math.max(1, Math.abs(w));

/** Show less, or more, around the ball. @param {number} times */
function zoom(times) {
  const now = shown.value, w = now && frame.value?.theta[now.index];
  if (!now || typeof w !== "number") return;
  const half = Math.max(least(w), (times * (now.to - now.from)) / 2);
  shown.value = { index: now.index, from: w - half, to: w + half };
}

/** The curve of this weight, or null before it is known. @param {number} index */
function curveOf(index) {
  const now = insideNow(), along = now?.along;
  return along?.index === index ? { ...along, slope: now?.gradient?.[index], update: now?.update ?? null } : null;
}

/** The losses between two of the points that were evaluated, along a straight line. */
function lossAt({ from, to, losses }, w) {
  const place = Math.max(0, Math.min(1, (w - from) / (to - from))) * (losses.length - 1), i = Math.floor(place);
  return losses[i] + (place - i) * ((losses[i + 1] ?? losses[i]) - losses[i]);
}

/** @param {number} index */
export function curveSvg(index) {
  const curve = curveOf(index), name = weightName(facts.value, placeOf(facts.value, index));
  if (!curve) return "";
  const draw = (pen, look) => drawCurve(pen, look, curve, readTheta()[index]);
  return svgOf(draw, t("inside.along", { name }), SAVED.width, SAVED.height);
}

/** "w of x1 → h₃": what the axis is called. @param {number} index */
function axisName(index) {
  const it = facts.value, { layer, from, to } = placeOf(it, index), unit = symbol(it, layer, to);
  return from === BIAS ? `b → ${unit}` : `w: ${symbol(it, layer - 1, from)} → ${unit}`;
}

/** Curve, slope, ball, and where the next update takes it. */
function drawCurve(pen, look, curve, w) {
  const { index, from, to, losses, slope, update, loss } = curve, low = Math.min(...losses), high = Math.max(...losses);
  const room = 0.08 * (high - low) || 0.1, step = update && { at: update.after[index] };
  const x = { from, to, name: axisName(index) }, y = { from: low - room, to: high + room, name: t("inside.loss") };
  const ring = { stroke: look.ink, width: 1.5 }, tangent = { stroke: look.faint, width: 1.5, dash: [4, 3] };
  const entry = (shape, style, key) => ({ shape, style, text: t(key) });
  const entries = [[entry("circle", { fill: look.accent }, "inside.ball"),
    ...(step ? [entry("circle", ring, "inside.after")] : []), entry("line", tangent, "inside.slope")]];
  return plot(pen, look, { x, y, entries }, (axes) => {
    axes.grid(pen);
    const line = losses.flatMap((E, i) => [axes.across(from + ((to - from) * i) / (losses.length - 1)), axes.up(E)]);
    pen.lines([line], { stroke: look.ink, width: 2 });
    const E = Math.abs(w - (update?.w[index] ?? w)) < 1e-12 ? loss : lossAt(curve, w), away = TANGENT * (to - from);
    if (slope !== undefined) {
      const at = (side) => [axes.across(w + side * away), axes.up(E + side * away * slope)];
      pen.lines([[...at(-1), ...at(1)]], tangent);
    }
    const ball = (at, loss, r, style) => pen.marks("circle", [axes.across(at), axes.up(loss)], r, style);
    if (step) ball(step.at, lossAt(curve, step.at), look.size / 2.4, ring);
    ball(w, E, look.size / 2, { fill: look.accent, stroke: look.ground, width: 1.5 });
  });
}

/** @param {{index: number}} props */
export function LensCurve({ index }) {
  const curve = curveOf(index), w = readTheta()[index] ?? 0, axes = useRef(/** @type {any} */ (null));
  const canvas = useRef(/** @type {any} */ (null));
  if (!curve) return null;
  const draw = (pen, look) => (axes.current = drawCurve(pen, look, curve, w));
  const moved = (event) => {
    const { left } = canvas.current.getBoundingClientRect(), { box, x } = axes.current;
    changeWeight(index, valueAt(x, Math.max(0, Math.min(1, (event.clientX - left - box.left) / box.width))));
  };
  const take = (event) => {
    if (event.button || !editable() || !axes.current) return;
    held = true;
    event.currentTarget.setPointerCapture(event.pointerId);
    moved(event);
  };
  const leave = () => (held = false);
  const button = (key, sign, times) => html`<button type="button" class="quiet" aria-label=${t(key)}
    onClick=${() => zoom(times)}>${sign}</button>`;
  const slope = curve.slope === undefined ? "" : digits(curve.slope);
  return html`<div class="lens-curve">
    <div class=${editable() ? "ball" : ""} ref=${canvas} onPointerDown=${take} onPointerUp=${leave}
        onPointerCancel=${leave} onPointerMove=${(event) => held && moved(event)}>
      <${Canvas} name="lens" draw=${draw} height=${(width) => Math.max(170, Math.min(0.5 * width, 260))}
        describe=${() => t("inside.curve", { w: digits(w), loss: digits(curve.loss), slope })} /></div>
    <div class="ball-line"><input type="range" min=${curve.from} max=${curve.to} step=${(curve.to - curve.from) / 400}
      value=${w} disabled=${!editable()} aria-label=${weightName(facts.value, placeOf(facts.value, index))}
      aria-valuetext=${`w = ${digits(w)}, E = ${digits(curve.loss)}`}
      onPointerDown=${() => (held = true)} onPointerUp=${leave} onPointerCancel=${leave}
      onInput=${(event) => changeWeight(index, Number(event.currentTarget.value))} />
      ${button("inside.closer", "+", CLOSER)}${button("inside.wider", "−", 1 / CLOSER)}</div>
    <p class="rest">${t("inside.curve", { w: digits(w), loss: digits(curve.loss), slope })}</p>
  </div>`;
}
