// What is said of the unit or weight that is pointed at or chosen: the formula with its numbers, and the weights to set.

import { html } from "../../html.js";
import { inspected } from "../../state/inspection.js";
import { about, facts, frame, playing } from "../../state/store.js";
import { numberText } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { Toggle, hidden } from "../../ui/controls.js";
import { calm, readTheta } from "./calm.js";
import { subject } from "./choice.js";
import { BIAS, indexOf, inputsOf, placeOf, symbol, unitName, weightName } from "./parameters.js";
import { centre, plan } from "./plan.js";
import { pictures, range } from "./unit_pictures.js";
import { WeightField, exact, weightText } from "./weight_field.js";

const MOST_TERMS = 6; // of a formula

export function Card() {
  const { unit, weight } = subject.value ?? {}, large = !readTheta().length && facts.value?.parameters > 0 && frame.value;
  const content = large && !unit ? html`<p class="hint">${t("network.too_large", { n: facts.value.parameters })}</p>`
    : weight !== undefined ? html`<${WeightCard} index=${weight} />`
    : unit ? html`<${UnitCard} ...${unit} />`
    : html`<p class="hint">${t("network.hint")}</p>`;
  return html`<div class="card" role="group" aria-label=${t("network.card")}>${content}
    ${!large && html`<${Toggle} name="digits" label=${t("network.digits")} value=${exact.value} onChange=${(on) => (exact.value = on)} />`}</div>`;
}

/** One weight: from where to where, its number, what it does to the row that is looked at. */
function WeightCard({ index }) {
  const it = facts.value, place = placeOf(it, index), name = weightName(it, place), row = inspected.value, w = readTheta()[index];
  const h = place.from === BIAS ? 1 : row?.h[place.layer - 1][place.from], slope = row?.gradient[index];
  return html`<h3>${sentence(name)}</h3>
    <div class="facts"><p class="formula">${place.from === BIAS ? "b" : "w"} = ${weightText(w)}</p>
      ${it.drawn.length > 0 && html`<p>${t("network.began", { value: weightText(it.drawn[index]) })}</p>`}
      ${row && h !== undefined && html`<p>${t("network.row_weight", { row: row.row, h: numberText(h), product: numberText(w * h), slope: numberText(slope) })}</p>`}</div>
    ${!hidden("weights") && html`<${WeightField} place=${place} key=${index} />`}`;
}

/** A unit: its formula, its range, and its weights. @param {{layer: number, unit: number}} props */
function UnitCard({ layer, unit }) {
  const it = facts.value;
  return html`<h3>${sentence(unitName(it, layer, unit))}</h3>
    <div class="facts">${layer ? html`<${Formula} layer=${layer} unit=${unit} />` : html`<${Input} unit=${unit} />`}
      <${Range} layer=${layer} unit=${unit} /><${AtRow} layer=${layer} unit=${unit} /></div>
    ${layer > 0 && !hidden("weights") && readTheta().length > 0 && html`<${WeightList} layer=${layer} unit=${unit} />`}`;
}

/** The first letter large. @param {string} name */
const sentence = (name) => name.charAt(0).toUpperCase() + name.slice(1);

function Input({ unit }) {
  const { scaler, inputNames } = facts.value;
  return html`<p>${scaler ? t("network.scaled", { name: inputNames[unit], mean: numberText(scaler.mean[unit]), scale: numberText(scaler.scale[unit]) })
    : t("network.as_is")}</p>`;
}

/** net = 0.52 x1 − 0.31 x2 + 0.1, and h of it. */
function Formula({ layer, unit }) {
  const it = facts.value, theta = readTheta(), last = layer === it.sizes.length - 1, { activation } = it.config;
  const name = last ? about.value.tasks[it.task].output : Array.isArray(activation) ? activation[layer - 1] : activation;
  const y = last ? "y" : "h";
  return html`${theta.length > 0 && html`<p class="formula">net = ${netText(it, theta, layer, unit)}</p>`}
    <p class="formula">${y} = ${about.value.activations[name].formula}</p>`;
}

/** The weighted sum with its numbers: the largest terms in their order, then the bias. */
function netText(it, theta, layer, unit) {
  const terms = inputsOf(it, layer, unit).map((place) => ({ place, w: theta[indexOf(it, place)] })), [bias, ...weights] = terms;
  const large = [...weights].sort((a, b) => Math.abs(b.w) - Math.abs(a.w)).slice(0, MOST_TERMS);
  const left = weights.length - large.length, shown = weights.filter((term) => large.includes(term));
  const parts = shown.map(({ place, w }) => signed(w, symbol(it, layer - 1, place.from)));
  if (left) parts.push(`+ ${t("network.more_terms", { n: left })}`);
  return [...parts, signed(bias.w, "")].join(" ").replace(/^\+ /, "").replace(/^− /, "−");
}

/** "− 0.31 x2" */
const signed = (w, name) => `${w < 0 ? "−" : "+"} ${weightText(Math.abs(w))}${name && ` ${name}`}`;

/** Between which numbers h is over the map. */
function Range({ layer, unit }) {
  calm.value;
  const picture = pictures.peek()?.[layer]?.[unit], { task, scaler, sizes } = facts.value;
  if (!picture) return null;
  const output = layer === sizes.length - 1, regression = output && task === "regression";
  const [mean, scale] = layer === 0 ? [scaler?.mean[unit] ?? 0, 1]
    : regression ? [scaler?.targetMean?.[unit] ?? 0, scaler?.targetScale?.[unit] ?? 1] : [0, 1];
  const { low, high } = range(picture.values), text = (value) => numberText(value * scale + mean);
  return html`<p>${t(output ? "network.range_output" : layer ? "network.range" : "network.range_input", { low: text(low), high: text(high) })}</p>`;
}

/** What the unit gives for the row that is looked at. */
function AtRow({ layer, unit }) {
  const row = inspected.value, h = row?.h[layer]?.[unit];
  if (!row || h === undefined) return null;
  if (!layer) return html`<p>${t("network.row_input", { row: row.row, h: numberText(h) })}</p>`;
  const values = { row: row.row, net: numberText(row.net[layer][unit]), h: numberText(h), delta: numberText(row.delta[layer][unit]) };
  return html`<p>${t("network.row_unit", values)}</p>`;
}

/** The bias and the weights of the units that are shown. */
function WeightList({ layer, unit }) {
  const it = facts.value, all = inputsOf(it, layer, unit), now = plan.value;
  const places = all.filter(({ from }) => from === BIAS || !now || centre(now, layer - 1, from)), left = all.length - places.length;
  return html`<ul class="weights">
    ${places.map((place) => html`<li key=${place.from}><span class="of">${place.from === BIAS ? t("network.bias") : symbol(it, layer - 1, place.from)}</span>
      <${WeightField} place=${place} /></li>`)}
    ${left > 0 && html`<li class="left">${t("network.more_weights", { n: left })}</li>`}
  </ul>`;
}
