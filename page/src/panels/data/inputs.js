// What the network gets: the features, and squares, products and sines of them; standardised or not.

import { html } from "../../html.js";
import { apply } from "../../state/actions.js";
import { config, facts } from "../../state/store.js";
import { t } from "../../text/text.js";
import { Field, Section, Toggle, locked } from "../../ui/controls.js";

const MOST_OFFERED = 2; // features for which all terms are offered one by one

/** @typedef {import("../../engine/dataset.js").Dataset} Dataset */

const subscript = (name) => name.replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]);

/**
 * The terms that are offered: text of the configuration, and how it is written.
 * @param {number} d  @param {string[]} names
 */
function offered(d, names) {
  const places = Array.from({ length: d }, (_, j) => `x${j + 1}`);
  const shown = names.map((name) => (/^x\d$/.test(name) ? subscript(name) : name));
  const each = (text, written) => places.map((place, j) => ({ text: text(place), written: written(shown[j]) }));
  return [
    ...each((x) => x, (x) => x), ...each((x) => `${x}^2`, (x) => `${x}²`),
    ...(d > 1 ? [{ text: "x1*x2", written: `${shown[0]}·${shown[1]}` }] : []),
    ...each((x) => `sin(${x})`, (x) => `sin ${x}`),
  ];
}

export function Inputs() {
  const { data } = facts.value, scale = (value) => apply({ scale: value });
  return html`<${Section} name="inputs" title=${t("data.inputs")}>
    ${data.d <= MOST_OFFERED ? html`<${Terms} data=${data} />` : html`<${Written} data=${data} />`}
    ${data.scale && html`<div class="broad"><${Toggle} name="scale" label=${t("data.scale")}
      help=${t("data.scale.help")}
      value=${config.value.scale} onChange=${scale} /></div>`}
  <//>`;
}

/**
 * The inputs that the configuration asks for, as the terms are written.
 * @param {string[]} features  @param {Dataset} data  @param {string[]} [given]
 */
function asked(features, { d, featureNames }, given = config.value.inputs ?? []) {
  const plain = (text) => text.replaceAll(" ", "").replace("**2", "^2");
  const known = (word) => (word === "x" && d === 1 ? 0 : featureNames.indexOf(word));
  const place = (text) => text.replace(/\w+/g, (word) => (known(word) < 0 ? word : `x${known(word) + 1}`));
  return given.length ? given.map((text) => place(plain(text))) : features;
}

/** @param {{data: Dataset}} props */
function Terms({ data }) {
  const terms = offered(data.d, data.featureNames), known = terms.map(({ text }) => text);
  const features = known.slice(0, data.d);
  const now = asked(features, data), chosen = (text) => now.includes(text);
  const change = (text) => apply(({ inputs }) => {
    const before = asked(features, data, inputs);
    const next = known.filter((other) => before.includes(other) !== (other === text));
    const all = [...next, ...before.filter((other) => !known.includes(other))]; // a cosine, of a configuration
    return { inputs: all.join() === features.join() ? [] : all };
  });
  const fixed = (text) => locked("inputs") || (now.length === 1 && chosen(text)); // one there must be
  const box = (text) => html`<input type="checkbox" checked=${chosen(text)} disabled=${fixed(text)}
    onChange=${() => change(text)} />`;
  return html`<div class="broad terms" role="group" aria-label=${t("data.inputs")} data-help=${t("data.inputs.help")}>
    ${terms.map(({ text, written }) => html`<label class="term" key=${text}>${box(text)}${written}</label>`)}
  </div>`;
}

/** Of many features the terms are written down. @param {{data: Dataset}} props */
function Written({ data }) {
  const change = (text) => apply({ inputs: text.split(",").map((term) => term.trim()).filter(Boolean) });
  const names = data.featureNames.slice(0, 2), plain = names.every((name) => /^\w+$/.test(name));
  const [a, b] = plain ? names : ["x1", "x2"];
  const field = (id, described) => html`<input id=${id} type="text" aria-describedby=${described}
    disabled=${locked("inputs")} value=${(config.value.inputs ?? []).join(", ")}
    placeholder=${t("data.terms.all", { example: `${a}, ${a}*${b}` })}
    onChange=${(event) => change(event.currentTarget.value)} />`;
  return html`<div class="broad">
    <${Field} name="inputs" label=${t("data.terms")} help=${t("data.terms.help")}>${field}<//></div>`;
}
