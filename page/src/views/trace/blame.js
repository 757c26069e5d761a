// Which weights count in the loss of this point, and who gets better or worse by one step on it alone.

import { html } from "../../html.js";
import { backAgain, blamed, moved, takeStep } from "../../state/blaming.js";
import { facts, show } from "../../state/store.js";
import { goTo } from "../../state/tracing.js";
import { count, percent, short } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { keyOf } from "../../tracing/sheet.js";
import { Button, Section } from "../../ui/controls.js";
import { scoredParts } from "../result/choices.js";
import { decide, mistakes } from "../result/outcome.js";

const MOST = 6; // weights, terms and points that are named

/** @typedef {{own: import("../../state/tracing.js").Sheet}} Props */

/** @param {Props} props */
export function BlameView({ own }) {
  return html`<${Section} name="blame" title=${t("blame")}>
    <div class="broad blame"><${Terms} own=${own} /><${Weights} own=${own} /><${Others} own=${own} /></div><//>`;
}

/** What the net of the output that is most wrong adds up. @param {Props} props */
function Terms({ own: { trace, facts: known } }) {
  const { sizes, outputNames, weightsAt, biasesAt, inputNames } = known, layer = sizes.length - 1;
  const deltas = trace.delta[layer], far = deltas.map(Math.abs), k = far.indexOf(Math.max(...far));
  const name = (i) => (layer > 1 ? t("blame.h", { layer: layer - 1, unit: i + 1 }) : inputNames[i]);
  const w = (i) => trace.point[weightsAt[layer - 1] + i * sizes[layer] + k];
  const inputs = trace.h[layer - 1].map((h, i) => ({ name: name(i), value: h * w(i) }));
  const terms = [...inputs, { name: t("network.bias"), value: trace.point[biasesAt[layer - 1] + k] }];
  terms.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const named = terms.slice(0, MOST).map(({ name, value }) => t("blame.term", { name, value: short(value) }));
  const more = terms.length > MOST ? [t("network.more_terms", { n: terms.length - MOST })] : [];
  const values = { name: outputNames[k], delta: short(deltas[k]), net: short(trace.net[layer][k]) };
  return html`<p>${t("blame.terms", { ...values, terms: [...named, ...more].join(", ") })}</p>`;
}

/** The weights of the largest share in what a small step of plain descent gains. @param {Props} props */
function Weights({ own: { whole, lines, get } }) {
  const slopes = whole.filter(({ quantity }) => quantity === "dE/dw" || quantity === "dE/db");
  const all = slopes.reduce((sum, { value }) => sum + value * value, 0);
  const first = [...slopes].sort((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, MOST);
  if (!all) return html`<p>${t("blame.no_slope")}</p>`;
  const delta = ({ layer, unit }) => short(get(keyOf("delta", layer, null, unit)));
  const input = ({ layer, input }) => get(keyOf(layer > 1 ? "h" : "x", layer - 1, null, input));
  const heads = [t("blame.weight"), "h", "δ", "∂E/∂w", t("blame.share")]; // symbols, in every language
  const h = (each) => (each.input === null ? "1" : short(input(each)));
  return html`<p>${t("blame.weights")}</p>
    <div class="scroll"><table><thead><tr>${heads.map((text) => html`<th scope="col">${text}</th>`)}</tr></thead>
      <tbody>${first.map((each) => html`<tr key=${each.key}>
      <th scope="row"><button type="button" class="quiet" onClick=${() => goTo(lines.findIndex(({ key }) => key === each.key))}>
        ${each.name.replace("∂E/∂", "")}</button></th>
      <td>${h(each)}</td><td>${delta(each)}</td><td>${short(each.value)}</td>
      <td>${percent((each.value * each.value) / all)}</td></tr>`)}</tbody></table></div>`;
}

/** The step on a copy: losses before and after. @param {Props} props */
function Others({ own: { trace } }) {
  const found = blamed.value, values = { before: short(trace.loss, 4), after: short(trace.lossAfter, 4) };
  const rule = { rule: trace.config.optimizer, rate: short(trace.rate, 4) };
  return html`<p>${t(trace.lossAfter <= trace.loss ? "blame.step" : "blame.step.up", { ...values, ...rule })}</p>
    ${found ? html`<${Parts} found=${found} /><${Worst} found=${found} />
      <${Button} name="blame_back" kind="" onClick=${backAgain}>${t("blame.back")}<//>`
      : html`<${Button} name="blame_step" kind="" help=${t("blame.take.help")} onClick=${takeStep}>
        ${t("blame.take")}<//>`}`;
}

/** Who gets better and worse, part by part. */
function Parts({ found: { before, after } }) {
  const { task, data, parts, outputNames } = facts.value, k = outputNames.length;
  const wrong = ({ outputs }) => mistakes(decide(task, outputs, k), data.T, data.n), told = task !== "regression";
  const [was, is] = told ? [wrong(before), wrong(after)] : [[], []];
  const sum = (rows, of) => rows.reduce((all, row) => all + of(row), 0);
  return html`<div class="scroll"><table role="status"><thead><tr>
      ${["blame.part", "blame.mean", "blame.better", "blame.worse", told && "blame.wrong"].filter(Boolean).map((key) =>
        html`<th scope="col">${t(/** @type {string} */ (key))}</th>`)}</tr></thead>
    <tbody>${scoredParts(facts.value).map((name) => {
      const rows = parts[name], mean = ({ losses }) => short(sum(rows, (row) => losses[row]) / rows.length, 4);
      const share = (sign) => count(sum(rows, (row) => Number(sign * (after.losses[row] - before.losses[row]) > 0)));
      return html`<tr key=${name}><th scope="row">${t(`part.${name}`)}</th><td>${mean(before)} → ${mean(after)}</td>
        <td>${share(-1)}</td><td>${share(1)}</td>
        ${told && html`<td>${count(sum(rows, (row) => was[row]))} → ${count(sum(rows, (row) => is[row]))}</td>`}</tr>`;
    })}</tbody></table></div>`;
}

/** The points that lose most. */
function Worst({ found: { before, after } }) {
  const rows = moved.value?.up.slice(0, MOST) ?? [];
  if (!rows.length) return html`<p>${t("blame.nobody")}</p>`;
  return html`<p>${t("blame.most")} ${rows.map((row) => html`<button type="button" class="quiet" key=${row}
    onClick=${() => show({ row })}>${t("blame.point", {
    point: row + 1, before: short(before.losses[row]), after: short(after.losses[row]) })}</button> `)}</p>`;
}
