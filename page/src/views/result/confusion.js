// Which classes the network takes for which: counts, with precision, recall and F1 of each; of labels one by one.

import { html } from "../../html.js";
import { facts } from "../../state/store.js";
import { count, fixed, percent } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { ViewFrame } from "../drawing/view_frame.js";
import { outputOf, partOf } from "./choices.js";
import { LabelField, PartField } from "./fields.js";
import { accuracy, classScores, confusionMatrix } from "./outcome.js";
import { table } from "./table.js";
import { tablePicture } from "./table_picture.js";

const MOST = 4; // classes whose cells say their share
const SCORES = /** @type {const} */ (["precision", "recall", "f1"]);

/** The matrix that is shown, and the names of its rows. @param {any} known  facts */
function matrixOf(known, { said }) {
  const { data: { T, targetNames }, outputNames, parts, task } = known, rows = parts[partOf(known)];
  if (task !== "multilabel") return { names: targetNames, matrix: confusionMatrix(T, said, rows, targetNames.length) };
  const c = Math.max(0, outputOf(known)), matrix = confusionMatrix(T, said, rows, 2, c, outputNames.length);
  return { names: [t("result.no"), t("result.yes")], label: outputNames[c], matrix };
}

export function ConfusionView() {
  const known = facts.value, judged = table.value;
  if (!judged) return null;
  const { names, label, matrix } = matrixOf(known, judged), scores = classScores(matrix), part = partOf(known);
  const words = { part: t(`part.${part}`), count: count(known.parts[part].length), label };
  const title = t(label ? "result.confusion.label" : "result.confusion.title", words);
  const head = [t("result.true"), ...names, ...SCORES.map((score) => t(`score.${score}`))];
  return html`<${ViewFrame} name="confusion" titleKey="result.confusion" title=${title}
    beside=${html`<${LabelField} known=${known} /><${PartField} known=${known} />`}
    svg=${() => tablePicture(title, ...picture(head, names, matrix, scores))}>
    <div class="scroll" tabindex="0" role="group" aria-label=${title}><table class="matrix">
      <caption>${t("result.confusion.caption", { share: percent(accuracy(matrix)) })}</caption>
      <thead><tr>${head.map((text) => html`<th scope="col">${text}</th>`)}</tr></thead>
      <tbody>${matrix.map((counts, c) => html`
        <${Row} key=${c} c=${c} counts=${counts} name=${names[c]} scores=${scores[c]} />`)}</tbody>
    </table></div>
  <//>`;
}

/** One true class. */
function Row({ name, c, counts, scores }) {
  const share = (n) => n / Math.max(1, scores.support), kind = (n, j) => (j === c ? "right" : n ? "wrong" : "none");
  return html`<tr><th scope="row">${name}</th>
    ${counts.map((n, j) => html`<td class=${kind(n, j)} style=${`--share:${share(n)}`}>${n}
      ${counts.length <= MOST && html`<small>${n > 0 && percent(share(n))}</small>`}</td>`)}
    ${SCORES.map((score) => html`<td class="merit">${fixed(scores[score], 3)}</td>`)}</tr>`;
}

/** Cells, and how dark each is. @returns {[string[][], (number | null)[][]]} */
function picture(head, names, matrix, scores) {
  const scored = (c) => SCORES.map((score) => fixed(scores[c][score], 3));
  const cells = matrix.map((counts, c) => [names[c], ...counts.map(String), ...scored(c)]);
  const shades = matrix.map((counts, c) => [null, ...counts.map((n) => n / Math.max(1, scores[c].support))]);
  return [[head, ...cells], [[], ...shades]];
}
