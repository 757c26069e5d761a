// What was changed while the training went on: lines in a chart with numbers, and a list that says what they mean.

import { html } from "../../html.js";
import { about } from "../../state/store.js";
import { count, short } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { textWidth } from "../drawing/pens.js";

/** @typedef {{update: number, epoch: number, changes: {key: string, from: any, to: any}[]}} Mark */

/** A value of a configuration. @param {any} value */
export function valueWords(value) {
  if (value === null || value === undefined) return t("change.none");
  if (typeof value === "number") return short(value, 4);
  return typeof value === "boolean" ? t(value ? "change.on" : "change.off") : String(value);
}

/** "learning rate 0.01 → 0.1"; hyper-parameters that come and go with a rule are left out. @param {Mark} mark */
export function markWords({ changes }) {
  const rule = changes.some(({ key }) => key === "optimizer");
  const told = changes.filter(({ from, to }) => !rule || (from !== null && to !== null));
  return told.map(({ key, from, to }) => (key === "weight" ? t("change.weight", { index: from, value: valueWords(to) })
    : t("change", { name: t(`change.${key}`), from: valueWords(from), to: valueWords(to) }))).join(", ");
}

/** "learning rate 0.1, momentum 0.5": what sets a future apart. @param {{[key: string]: any}} values */
export function settingWords(values) {
  const own = (key) => "optimizer" in values && key !== "learning_rate" && key in about.value.hyper_parameters;
  const told = Object.entries(values).filter(([key]) => !own(key)); // what comes and goes with a rule is left out
  return told.map(([key, value]) => (["weight", "lock", "snapshot"].includes(key) ? t(`future.${key}`, { index: value })
    : t("result.is", { name: t(`change.${key}`), value: valueWords(value) }))).join(", ") || t("future.unchanged");
}

/**
 * @param {import("../drawing/pens.js").Pen} pen  @param {import("../drawing/look.js").Look} look
 * @param {import("../drawing/axes.js").Axes} axes  @param {(Mark & {at: number})[]} marks  ``at``: along the axis
 * @param {number | null} end  where it diverged
 */
export function drawMarks(pen, { size, ink, ground, faint, bad }, axes, marks, end) {
  const { top, height, left, width } = axes.box, upright = (x) => [[x, top, x, top + height]];
  let free = left;
  marks.forEach((mark, i) => {
    const x = axes.across(mark.at), number = String(i + 1), long = `${number} ${markWords(mark)}`;
    pen.lines(upright(x), { stroke: faint, width: 1, dash: [2, 3] });
    const next = i + 1 < marks.length ? axes.across(marks[i + 1].at) : left + width;
    const text = x + 8 + textWidth(long, size) < next ? long : number, wide = textWidth(text, size);
    const start = x + 4 + wide < left + width ? x + 4 : x - 4 - wide; // before the line where there is no room behind
    if (start < free) return;
    pen.text(text, start, top + size, { fill: ink, size, rim: ground });
    free = start + wide;
  });
  if (end === null) return;
  const x = axes.across(end), text = t("result.diverged"), before = x - textWidth(text, size, 600) - 8 > left;
  const style = { fill: bad, size, weight: 600, rim: ground };
  pen.lines(upright(x), { stroke: bad, width: 2 });
  pen.text(text, before ? x - 6 : x + 6, top + size * 2.4, { ...style, align: before ? "end" : "start" });
}

/** @param {{marks: Mark[]}} props */
export function MarkList({ marks }) {
  if (!marks.length) return null;
  const words = (mark) => ({ epoch: short(mark.epoch), updates: count(mark.update), what: markWords(mark) });
  return html`<ol class="marks">${marks.map((mark) => html`<li>${t("change.at", words(mark))}</li>`)}</ol>`;
}
