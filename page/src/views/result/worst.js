// The points that the network is most wrong about: those of the largest loss first.

import { useMemo, useState } from "preact/hooks";
import { html } from "../../html.js";
import { facts, show, view } from "../../state/store.js";
import { count, short } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { ViewFrame } from "../drawing/view_frame.js";
import { partOf } from "./choices.js";
import { PartField } from "./fields.js";
import { decisionWords, targetWords } from "./map_words.js";
import { largest } from "./outcome.js";
import { table } from "./table.js";
import { tablePicture } from "./table_picture.js";

const PAGE = 10; // rows at first, and with each "more"
const MOST = 4; // features that have a column

export function WorstView() {
  const known = facts.value, judged = table.value, [most, see] = useState(PAGE), part = partOf(known);
  const rows = known.parts[part], losses = judged?.losses;
  const worst = useMemo(() => (losses ? largest(losses, rows, most) : []), [losses, rows, most]);
  if (!judged) return null;
  const head = headOf(known), cells = worst.map((row) => cellsOf(known, judged, row));
  const title = t("result.worst.title", { part: t(`part.${part}`), count: count(rows.length) });
  return html`<${ViewFrame} name="worst" titleKey="result.worst" title=${title}
    beside=${html`<${PartField} known=${known} />`} svg=${() => tablePicture(title, [head, ...cells])}>
    <div class="scroll" tabindex="0" role="group" aria-label=${title}><table class="worst">
      <thead><tr>${head.map((text) => html`<th scope="col">${text}</th>`)}</tr></thead>
      <tbody>${worst.map((row, i) => html`<${Row} key=${row} row=${row} cells=${cells[i]} />`)}</tbody>
    </table></div>
    ${rows.length > most && html`
      <button type="button" onClick=${() => see(most + PAGE)}>${t("result.worst.more")}</button>`}
  <//>`;
}

/** @param {{row: number, cells: string[]}} props */
function Row({ row, cells: [number, ...cells] }) {
  const chosen = view.value.row === row;
  return html`<tr class=${chosen ? "chosen" : ""}>
    <th scope="row"><button type="button" class="quiet" aria-pressed=${chosen}
      aria-label=${t("result.worst.look", { number })}
      onClick=${() => show({ row: chosen ? null : row })}>${number}</button></th>
    ${cells.map((text) => html`<td>${text}</td>`)}</tr>`;
}

/** @param {any} known  facts @returns {string[]} */
function headOf({ data: { featureNames } }) {
  const left = featureNames.length > MOST ? [t("result.worst.left", { count: featureNames.length - MOST })] : [];
  const fixed = ["result.worst.point", "result.worst.loss", "result.target", "result.predicted"].map((key) => t(key));
  return [...fixed, ...featureNames.slice(0, MOST), ...left];
}

/** @param {any} known  facts @param {import("./table.js").Table} judged @param {number} row @returns {string[]} */
function cellsOf(known, judged, row) {
  const { data: { X, d } } = known, said = decisionWords(known, judged, row);
  const features = Array.from(X.subarray(row * d, row * d + Math.min(d, MOST)), (x) => short(x));
  return [String(row + 1), short(judged.losses[row]), targetWords(known, row),
    judged.wrong[row] ? t("result.worst.wrong", { said }) : said, ...features, ...(d > MOST ? ["…"] : [])];
}
