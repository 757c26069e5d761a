// What is said of the unit or weight that is pointed at or chosen: formula, numbers, and the weights to set.

import { html } from "../../html.js";
import { inspected } from "../../state/inspection.js";
import { about, facts } from "../../state/store.js";
import { count, short } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { Toggle, hidden } from "../../ui/controls.js";
import { Scrolling } from "../../ui/scrolling.js";
import { calm, readTheta } from "./calm.js";
import { subject } from "./choice.js";
import { editable } from "./editing.js";
import { Legend } from "./legend.js";
import { BIAS, firstOf, indexOf, inputsOf, placeOf, symbol, unitName, weightName } from "./parameters.js";
import { centre, plan } from "./plan.js";
import { pictures, range } from "./unit_pictures.js";
import { WeightField, exact, weightText } from "./weight_field.js";

const MOST_TERMS = 6; // of a formula

export function Card() {
  if (!facts.value) return null;
  const { unit, weight } = subject.value ?? {}, known = facts.value.drawn.length > 0;
  const content = weight !== undefined && known ? html`<${WeightCard} index=${weight} />`
    : unit ? html`<${UnitCard} ...${unit} />`
    : html`<${Hint} known=${known} />`;
  return html`<div class="card" role="group" aria-label=${t("network.card")}>${content}
    ${known && html`<${Toggle} name="digits" label=${t("network.digits")} value=${exact.value}
      onChange=${(on) => (exact.value = on)} />`}
  </div>`;
}

const Facts = ({ children }) => html`<${Scrolling} class="facts" label=${t("network.facts")}>${children}<//>`;

/** What can be done, what the colours mean, what a unit computes; or that there are too many weights to be shown. */
function Hint({ known }) {
  const n = count(facts.value.parameters);
  if (!known) return html`<div class="hint"><p>${t("network.too_large", { n })}</p></div>`;
  return html`<div class="hint"><p>${t(editable() ? "network.hint" : "network.hint.still")}</p></div>
    <${Facts}><${Legend} />
      <p class="hint">${t("network.units", { n })}</p>
      <p class="formula">net = Σ w h + b, h = ${commonActivation() ?? "f(net)"}</p><//>`;
}

/** The formula of the activation that all hidden layers share, if they do. */
function commonActivation() {
  const { activation, hidden: sizes } = facts.value.config;
  return sizes.length && !Array.isArray(activation) ? about.value.activations[activation].formula : null;
}

/** One weight: where it is, its number, what it does for the row that is looked at. @param {{index: number}} props */
function WeightCard({ index }) {
  const it = facts.value, place = placeOf(it, index), bias = place.from === BIAS, w = readTheta()[index];
  const began = t("network.began", { value: weightText(firstOf(it, index)) });
  return html`<h3>${sentence(weightName(it, place))}</h3>
    <${Facts}>
      <p class="formula">${bias ? "b" : "w"} = ${weightText(w)}</p><p>${began}</p>
      <${WeightAtRow} index=${index} place=${place} w=${w} />
    <//>
    ${!hidden("weights") && html`<${WeightField} place=${place} key=${index} />`}`;
}

/** What comes through a weight for the row that is looked at, and how the loss depends on it. */
function WeightAtRow({ index, place, w }) {
  const row = inspected.value, slope = row?.gradient[index], h = row?.h[place.layer - 1]?.[place.from];
  if (!row || slope === undefined) return null;
  const values = { point: row.row + 1, slope: short(slope) };
  if (place.from === BIAS) return html`<p>${t("network.row_bias", values)}</p>`;
  if (h === undefined) return null;
  return html`<p>${t("network.row_weight", { ...values, h: short(h), product: short(w * h) })}</p>`;
}

/** A unit: its formula, its range, and its weights. @param {{layer: number, unit: number}} props */
function UnitCard({ layer, unit }) {
  const listed = layer > 0 && !hidden("weights") && readTheta().length > 0;
  return html`<h3>${sentence(unitName(facts.value, layer, unit))}</h3>
    <${Facts}>
      ${layer ? html`<${Formula} layer=${layer} unit=${unit} />` : html`<${Input} unit=${unit} />`}
      <${Range} layer=${layer} unit=${unit} /><${UnitAtRow} layer=${layer} unit=${unit} />
    <//>
    ${listed && html`<${WeightList} layer=${layer} unit=${unit} />`}`;
}

/** The first letter large. @param {string} name */
const sentence = (name) => name.charAt(0).toUpperCase() + name.slice(1);

/** What the network gets of a feature. @param {{unit: number}} props */
function Input({ unit }) {
  const { scaler, inputNames } = facts.value;
  if (!scaler) return html`<p>${t("network.as_is")}</p>`;
  const [mean, scale] = [scaler.mean[unit], scaler.scale[unit]].map((x) => short(x));
  return html`<p>${t("network.scaled", { name: inputNames[unit], mean, scale })}</p>`;
}

/** net = 0.52 x1 − 0.31 x2 + 0.1, and h of it. @param {{layer: number, unit: number}} props */
function Formula({ layer, unit }) {
  const it = facts.value, theta = readTheta(), last = layer === it.sizes.length - 1, { activation } = it.config;
  const hiddenName = Array.isArray(activation) ? activation[layer - 1] : activation;
  const name = last ? about.value.tasks[it.task].output : hiddenName;
  return html`${theta.length > 0 && html`<p class="formula">net = ${netText(it, theta, layer, unit)}</p>`}
    <p class="formula">${last ? "y" : "h"} = ${about.value.activations[name].formula}</p>`;
}

/** The weighted sum with its numbers: the largest terms in their order, then the bias. */
function netText(it, theta, layer, unit) {
  const terms = inputsOf(it, layer, unit).map((place) => ({ place, w: theta[indexOf(it, place)] }));
  const [bias, ...weights] = terms;
  const large = [...weights].sort((a, b) => Math.abs(b.w) - Math.abs(a.w)).slice(0, MOST_TERMS);
  const shown = weights.filter((term) => large.includes(term)), left = weights.length - large.length;
  const parts = shown.map(({ place, w }) => signed(w, symbol(it, layer - 1, place.from)));
  if (left) parts.push(`+ ${t("network.more_terms", { n: left })}`);
  return [...parts, signed(bias.w, "")].join(" ").replace(/^\+ /, "").replace(/^− /, "−");
}

/** "− 0.31 x2" */
const signed = (w, name) => `${w < 0 ? "−" : "+"} ${weightText(Math.abs(w))}${name && ` ${name}`}`;

/** Between which numbers a unit's output is over the map. @param {{layer: number, unit: number}} props */
function Range({ layer, unit }) {
  calm.value;
  const picture = pictures.peek()?.[layer]?.[unit], { task, scaler, sizes } = facts.value;
  if (!picture) return null;
  const output = layer === sizes.length - 1, regression = output && task === "regression";
  const means = layer === 0 ? scaler?.mean : regression ? scaler?.targetMean : null;
  const scales = layer === 0 ? scaler?.scale : regression ? scaler?.targetScale : null;
  const [low, high] = range(picture.values).map((value) => short(value * (scales?.[unit] ?? 1) + (means?.[unit] ?? 0)));
  const key = output ? "network.range_output" : layer ? "network.range" : "network.range_input";
  return html`<p>${t(key, { low, high })}</p>`;
}

/** What a unit gives for the row that is looked at. @param {{layer: number, unit: number}} props */
function UnitAtRow({ layer, unit }) {
  const row = inspected.value, h = row?.h[layer]?.[unit], last = layer === facts.value.sizes.length - 1;
  if (!row || h === undefined) return null;
  const values = { point: row.row + 1, h: short(h) };
  if (!layer) return html`<p>${t("network.row_input", values)}</p>`;
  const net = short(row.net[layer][unit]), delta = short(row.delta[layer][unit]);
  return html`<p>${t(last ? "network.row_output" : "network.row_unit", { ...values, net, delta })}</p>`;
}

/** The bias and the weights of the units that are shown. @param {{layer: number, unit: number}} props */
function WeightList({ layer, unit }) {
  const it = facts.value, all = inputsOf(it, layer, unit), now = plan.value;
  const places = all.filter(({ from }) => from === BIAS || !now || centre(now, layer - 1, from));
  const left = all.length - places.length;
  const name = (from) => (from === BIAS ? t("network.bias") : symbol(it, layer - 1, from));
  return html`<ul class="weights">
    ${places.map((place) => html`<li key=${place.from}>
      <span class="of">${name(place.from)}</span><${WeightField} place=${place} /></li>`)}
    ${left > 0 && html`<li>${t("network.more_weights", { n: left })}</li>`}
  </ul>`;
}
