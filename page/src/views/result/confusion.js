// Which classes the network takes for which: counts, with precision, recall and F1 of each; of labels one matrix each.

import { html } from "../../html.js";
import { facts } from "../../state/store.js";
import { fixed, short, percent } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { ViewFrame } from "../drawing/view_frame.js";
import { outputOf, partOf } from "./choices.js";
import { accuracy, classScores, confusionMatrix } from "./outcome.js";
import { PartField } from "./part_field.js";
import { table } from "./table.js";
import { tablePicture } from "./table_picture.js";

const SCORES = /** @type {const} */ (["precision", "recall", "f1"]);

/** The matrix that is shown, and the names of its rows. @param {any} known  facts @param {import("./table.js").Table} judged */
function matrixOf(known, judged) {
  const { data, outputNames, parts, task } = known, rows = parts[partOf(known)], { T, targetNames } = data;
  if (task !== "multilabel") return { names: targetNames, matrix: confusionMatrix(T, judged.said, rows, targetNames.length) };
  const c = Math.max(0, outputOf(known)), label = outputNames[c];
  return { names: [t("result.no"), t("result.yes")], label, matrix: confusionMatrix(T, judged.said, rows, 2, c, outputNames.length) };
}

export function ConfusionView() {
  const known = facts.value, judged = table.value;
  if (!judged) return null;
  const { names, label, matrix } = matrixOf(known, judged), rows = known.parts[partOf(known)].length;
  const words = { part: t(`part.${partOf(known)}`), count: count(rows), label };
  const title = t(label ? "result.confusion.label" : "result.confusion.title", words);
  const svg = () => tablePicture(title, ...picture(names, matrix));
  return html`<${ViewFrame} name="confusion" titleKey="result.confusion" title=${title} svg=${svg}
    tools=${html`<${PartField} known=${known} />`}>
    <div class="scroll" tabindex="0" role="group" aria-label=${title}><table class="matrix">
      <caption>${t("result.confusion.caption", { share: percent(accuracy(matrix)) })}</caption>
      <thead><tr><th scope="col">${t("result.true")}</th>
        ${names.map((name) => html`<th scope="col">${t("result.said", { name })}</th>`)}
        ${SCORES.map((score) => html`<th scope="col" class="score">${t(`score.${score}`)}</th>`)}</tr></thead>
      <tbody>${matrix.map((counts, c) => html`<${Row} key=${c} name=${names[c]} c=${c} counts=${counts} scores=${classScores(matrix)[c]} />`)}</tbody>
    </table></div>
  <//>`;
}

/** One true class. */
function Row({ name, c, counts, scores }) {
  const share = (count) => (scores.support ? count / scores.support : 0);
  return html`<tr><th scope="row">${name}</th>
    ${counts.map((count, j) => html`<td class=${j === c ? "right" : count ? "wrong" : "none"} style=${`--share:${share(count)}`}>
      ${count}<small>${scores.support && count ? percent(share(count)) : ""}</small></td>`)}
    ${SCORES.map((score) => html`<td class="score">${fixed(scores[score], 3)}</td>`)}</tr>`;
}

/** Cells, and how dark each is. @returns {[string[][], (number | null)[][]]} */
function picture(names, matrix) {
  const scores = classScores(matrix), head = [t("result.true"), ...names.map((name) => t("result.said", { name }))];
  const cells = matrix.map((counts, c) => [names[c], ...counts.map(String), ...SCORES.map((score) => fixed(scores[c][score], 3))]);
  const shades = matrix.map((counts, c) => [null, ...counts.map((n) => n / Math.max(1, scores[c].support)), null, null, null]);
  return [[[...head, ...SCORES.map((score) => t(`score.${score}`))], ...cells], [[], ...shades]];
}
