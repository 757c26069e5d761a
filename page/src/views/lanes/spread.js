// Where the seeds end: a dot for each, above the value that it came to, and higher where others are near.

import { html } from "../../html.js";
import { luck, outcome } from "../../state/luck.js";
import { count } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { Canvas, svgOf } from "../drawing/canvas.js";
import { plot } from "../drawing/plot.js";
import { ViewFrame } from "../drawing/view_frame.js";
import { classInk } from "../result/points.js";
import { TargetField } from "./standings.js";
import { summary } from "./luck.js";
import { measureName, valueWords } from "./measured.js";

const SAVED = { width: 640, height: 300 }; // pixels of a picture
const BINS = 30;
const COLOR = 0;

/**
 * Dots in columns: which values stand above each other.
 * @param {number[]} ends  of every seed  @returns {{from: number, to: number, columns: number[][], highest: number}}
 */
export function columnsOf(ends) {
  const finite = ends.filter(Number.isFinite), low = Math.min(...finite), high = Math.max(...finite);
  const room = 0.04 * (high - low) || Math.max(1e-3, 0.02 * Math.abs(low)), from = low - room, to = high + room;
  const columns = Array.from({ length: BINS }, () => /** @type {number[]} */ ([]));
  const binOf = (value) => Math.min(BINS - 1, Math.floor(((value - from) / (to - from)) * BINS));
  for (const value of finite) columns[binOf(value)].push(value);
  return { from, to, columns, highest: Math.max(...columns.map(({ length }) => length), 1) };
}

export function LuckSpread() {
  const found = outcome.value, now = luck.value;
  if (!found || !now) return null;
  const title = t("luck.spread", { name: measureName() }), some = found.ends.some(Number.isFinite);
  const draw = (pen, look) => drawSpread(pen, look, found);
  const [first, ...others] = now.running ? [""] : summary(found, now);
  return html`<div class="verdict" role="status"><p><b>${first}</b></p>
    <ul class="notes small">${others.map((line) => html`<li key=${line}>${line}</li>`)}</ul></div>
    <${TargetField} target=${found.target} help=${t("luck.target.help")} />
    ${some && html`<${ViewFrame} name="luck-spread" titleKey="luck.spread.view" title=${title}
      svg=${() => svgOf(draw, title, SAVED.width, SAVED.height)}>
      <${Canvas} name="luck-spread" draw=${draw} height=${(width) => Math.max(150, Math.min(width * 0.4, 240))}
        describe=${() => summary(found, now).join(" ")} />
    <//>`}`;
}

function drawSpread(pen, look, found) {
  const { from, to, columns, highest } = columnsOf(found.ends), stroke = classInk(COLOR);
  const whole = Array.from({ length: highest + 1 }, (_, k) => k).filter((k) => k % Math.ceil(highest / 5) === 0);
  const ticks = whole.map((value) => ({ value, text: count(value) }));
  const y = { from: 0, to: highest + 0.5, name: t("luck.count"), ticks };
  const median = { stroke: look.ink, width: look.size / 6 }, [low, middle, high] = found.quartiles;
  const text = t("luck.legend.median.at", { value: valueWords(middle) });
  const line = { shape: /** @type {const} */ ("line"), style: median, text };
  const entries = [[{ shape: /** @type {const} */ ("circle"), style: { fill: stroke }, text: t("luck.legend.seed") },
    ...(Number.isFinite(middle) ? [line] : [])]];
  return plot(pen, look, { x: { from, to, name: measureName() }, y, entries, right: look.size * 2 }, (axes) => {
    const { box } = axes, wide = box.width / BINS;
    const r = Math.max(1.5, Math.min(wide / 2, box.height / (2 * highest + 1)) - 0.5);
    if (Number.isFinite(low) && Number.isFinite(high)) {
      const [left, right] = [axes.across(Math.min(low, high)), axes.across(Math.max(low, high))];
      pen.rect(left, box.top, right - left, box.height, { fill: stroke, opacity: 0.14 });
    }
    const dots = columns.flatMap((values) => values.flatMap((value, k) => [axes.across(value), axes.up(k + 0.5)]));
    pen.marks("circle", dots, r, { fill: stroke });
    if (Number.isFinite(middle)) {
      const x = axes.across(middle);
      pen.lines([[x, box.top, x, box.top + box.height]], median);
    }
  });
}
