// What was changed while the training went on: lines in a chart with numbers, and a list that says what they mean.

import { html } from "../../html.js";
import { short } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { textWidth } from "../drawing/pens.js";

/** @typedef {{update: number, epoch: number, changes: {key: string, from: any, to: any}[]}} Mark */

/** A value of a configuration. @param {any} value */
function valueWords(value) {
  if (value === null || value === undefined) return t("change.none");
  if (typeof value === "number") return short(value, 4);
  if (typeof value === "boolean") return t(value ? "change.on" : "change.off");
  return String(value);
}

/** What a mark says: "learning rate 0.01 → 0.1". @param {Mark} mark */
export function markWords({ changes }) {
  const rule = changes.some(({ key }) => key === "optimizer"); // its hyper-parameters come and go with it
  return changes.filter(({ from, to }) => !rule || (from !== null && to !== null)).map(({ key, from, to }) => (key === "weight"
    ? t("change.weight", { index: from, value: valueWords(to) })
    : t("change", { name: t(`change.${key}`), from: valueWords(from), to: valueWords(to) }))).join(", ");
}

/**
 * @param {import("../drawing/pens.js").Pen} pen  @param {import("../drawing/look.js").Look} look
 * @param {import("../drawing/axes.js").Axes} axes  @param {Mark[]} marks  @param {(mark: Mark) => number} at  along the axis
 * @param {number | null} end  where it diverged
 */
export function drawMarks(pen, look, axes, marks, at, end) {
  const { top, height, left, width } = axes.box, { size, ink, ground, faint, bad } = look;
  let free = left;
  marks.forEach((mark, i) => {
    const x = axes.across(at(mark)), text = `${i + 1}`, long = `${text} ${markWords(mark)}`;
    pen.lines([[x, top, x, top + height]], { stroke: faint, width: 1, dash: [2, 3] });
    if (x + 4 < free) return;
    const next = i + 1 < marks.length ? axes.across(at(marks[i + 1])) : left + width;
    const said = x + 8 + textWidth(long, size) < next ? long : text;
    pen.text(said, x + 4, top + size, { fill: ink, size, rim: ground });
    free = x + 4 + textWidth(said, size);
  });
  if (end === null) return;
  const x = axes.across(end);
  pen.lines([[x, top, x, top + height]], { stroke: bad, width: 2 });
  pen.text(t("result.diverged"), x - 6, top + size * 2.4, { fill: bad, size, align: "end", weight: 600, rim: ground });
}

/** @param {{marks: Mark[]}} props */
export function MarkList({ marks }) {
  if (!marks.length) return null;
  return html`<ol class="marks">${marks.map((mark) => html`<li>
    ${t("change.at", { epoch: short(mark.epoch), updates: count(mark.update), what: markWords(mark) })}</li>`)}</ol>`;
}
