// All weights and biases of a layer as a table of numbers to set: what the drawing shows, without the drawing.

import { signal } from "@preact/signals";
import { html } from "../../html.js";
import { facts } from "../../state/store.js";
import { t } from "../../text/text.js";
import { SelectField, hidden } from "../../ui/controls.js";
import { layerName } from "./names.js";
import { BIAS, symbol } from "./parameters.js";
import { WeightInput, exact } from "./weight_field.js";

const ROWS = 32, COLUMNS = 16; // at a time

const open = signal(false);
const shown = signal({ layer: 1, rows: 0, columns: 0 });

export function WeightTable() {
  if (hidden("weights") || !facts.value) return null;
  const { drawn, parameters } = facts.value;
  const large = html`<p class="hint">${t("network.too_large", { n: parameters })}</p>`;
  return html`<details class="section weight-table" data-control="weights" open=${open.value}
    onToggle=${(event) => (open.value = event.currentTarget.open)}>
    <summary>${t("network.table")}</summary>
    ${open.value && (drawn.length ? html`<${Table} />` : large)}
  </details>`;
}

/** 1 … 32, 33 … 64, … @param {number} count @param {number} most */
const pages = (count, most) => Array.from({ length: Math.ceil(count / most) }, (_, page) => ({
  value: String(page), text: `${page * most + 1} … ${Math.min(count, (page + 1) * most)}`,
}));

/** The numbers of a page. @param {number} page @param {number} most @param {number} count */
const numbers = (page, most, count) =>
  Array.from({ length: Math.min(most, count - page * most) }, (_, k) => page * most + k);

function Table() {
  const { sizes } = facts.value, layer = Math.min(shown.value.layer, sizes.length - 1);
  const layers = sizes.slice(1).map((_, l) => ({ value: String(l + 1), text: layerName(facts.value, l + 1) }));
  const rowPages = pages(sizes[layer - 1], ROWS), columnPages = pages(sizes[layer], COLUMNS);
  const rows = Math.min(shown.value.rows, rowPages.length - 1);
  const columns = Math.min(shown.value.columns, columnPages.length - 1);
  const choice = (key, label, value, choices) => choices.length > 1 && html`<${SelectField} name="weights"
    label=${label} value=${String(value)} choices=${choices}
    onChange=${(next) => (shown.value = { layer, rows, columns, [key]: Number(next) })} />`;
  return html`<div class="fields">
      ${choice("layer", t("network.table_layer"), layer, layers)}
      ${choice("rows", t("network.table_rows"), rows, rowPages)}
      ${choice("columns", t("network.table_columns"), columns, columnPages)}
    </div>
    <div class="scrolling" tabindex="0" role="group" aria-label=${t("network.table")}>
      <${Cells} layer=${layer} from=${[BIAS, ...numbers(rows, ROWS, sizes[layer - 1])]}
        to=${numbers(columns, COLUMNS, sizes[layer])} />
    </div>`;
}

/** @param {{layer: number, from: number[], to: number[]}} props */
function Cells({ layer, from, to }) {
  const it = facts.value, name = (other) => (other === BIAS ? t("network.bias") : symbol(it, layer - 1, other));
  return html`<table class=${exact.value ? "exact" : ""}>
    <thead><tr><td></td>
      ${to.map((unit) => html`<th scope="col" key=${unit}>${symbol(it, layer, unit)}</th>`)}</tr></thead>
    <tbody>${from.map((other) => html`<tr key=${other}><th scope="row">${name(other)}</th>
      ${to.map((unit) => html`<td key=${unit}><${WeightInput} place=${{ layer, from: other, to: unit }} /></td>`)}
    </tr>`)}</tbody>
  </table>`;
}
