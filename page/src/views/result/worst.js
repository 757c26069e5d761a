// The points that the network is most wrong about: those of the largest loss first.

import { useMemo, useState } from "preact/hooks";
import { html } from "../../html.js";
import { facts, show, view } from "../../state/store.js";
import { short } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { ViewFrame } from "../drawing/view_frame.js";
import { partOf } from "./choices.js";
import { answerWords, decisionWords, targetWords } from "./map_words.js";
import { PartField } from "./part_field.js";
import { table } from "./table.js";
import { tablePicture } from "./table_picture.js";

const PAGE = 10; // rows at first, and with each "more"
const MOST = 4; // features that have a column

/** The rows with the largest losses, so many, the largest first. @param {ArrayLike<number>} losses @param {number[]} rows */
export function largest(losses, rows, count) {
  return [...rows].sort((a, b) => losses[b] - losses[a] || a - b).slice(0, count);
}

export function WorstView() {
  const known = facts.value, judged = table.value, [count, see] = useState(PAGE);
  const rows = known.parts[partOf(known)], losses = judged?.losses;
  const worst = useMemo(() => (losses ? largest(losses, rows, count) : []), [losses, rows, count]);
  if (!judged) return null;
  const head = headOf(known), cells = worst.map((row) => cellsOf(known, judged, row));
  const title = t("result.worst.title", { part: t(`part.${partOf(known)}`), count: count(rows.length) });
  const choose = (row) => show({ row: view.value.row === row ? null : row });
  return html`<${ViewFrame} name="worst" titleKey="result.worst" title=${title} svg=${() => tablePicture(title, [head, ...cells])}
    tools=${html`<${PartField} known=${known} />`}>
    <div class="scroll" tabindex="0" role="group" aria-label=${title}><table class="worst">
      <thead><tr>${head.map((text) => html`<th scope="col">${text}</th>`)}</tr></thead>
      <tbody>${worst.map((row, i) => html`<tr key=${row} class=${judged.wrong[row] ? "missed" : ""}>
        <th scope="row"><button type="button" class="quiet" aria-pressed=${view.value.row === row}
          aria-label=${t("result.worst.look", { number: row + 1 })} onClick=${() => choose(row)}>${row + 1}</button></th>
        ${cells[i].slice(1).map((text) => html`<td>${text}</td>`)}</tr>`)}</tbody>
    </table></div>
    ${rows.length > count && html`<button type="button" onClick=${() => see(count + PAGE)}>${t("result.worst.more")}</button>`}
  <//>`;
}

/** @param {any} known  facts */
function headOf({ data: { featureNames }, task }) {
  const left = featureNames.length > MOST ? [t("result.worst.left", { count: featureNames.length - MOST })] : [];
  return [t("result.worst.point"), t("result.worst.loss"), t("result.target"), t("result.predicted"),
    ...(task === "regression" ? [] : [t("result.probabilities")]), ...featureNames.slice(0, MOST), ...left];
}

/** @param {any} known  facts @param {import("./table.js").Table} judged @param {number} row @returns {string[]} */
function cellsOf(known, judged, row) {
  const { data: { X, d }, task, outputNames } = known, k = outputNames.length;
  const miss = judged.wrong[row] ? ` ${t("result.worst.cross")}` : "";
  const answer = task === "regression" ? [] : [answerWords(known, judged.outputs.subarray(row * k, (row + 1) * k))];
  return [String(row + 1), short(judged.losses[row]), targetWords(known, row), decisionWords(known, judged, row) + miss, ...answer,
    ...Array.from(X.subarray(row * d, row * d + Math.min(d, MOST)), (x) => short(x)), ...(d > MOST ? ["…"] : [])];
}
