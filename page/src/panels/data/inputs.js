// What the network gets: the features, and squares, products and sines of them; standardised or not.

import { html } from "../../html.js";
import { apply } from "../../state/actions.js";
import { config, facts } from "../../state/store.js";
import { t } from "../../text/text.js";
import { Field, Section, Toggle, locked } from "../../ui/controls.js";

const MOST_OFFERED = 2; // features for which all terms are offered one by one

/** The terms that are offered: text of the configuration, and how it is written. @param {number} d @param {string[]} names */
function offered(d, names) {
  const places = Array.from({ length: d }, (_, j) => `x${j + 1}`), shown = names.map((name) => (/^x\d$/.test(name) ? subscript(name) : name));
  const each = (text, written) => places.map((place, j) => ({ text: text(place), written: written(shown[j]) }));
  return [
    ...each((x) => x, (x) => x), ...each((x) => `${x}^2`, (x) => `${x}²`),
    ...(d > 1 ? [{ text: "x1*x2", written: `${shown[0]}·${shown[1]}` }] : []), ...each((x) => `sin(${x})`, (x) => `sin ${x}`),
  ];
}

const subscript = (name) => name.replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]);

export function Inputs() {
  const { data } = facts.value;
  return html`<${Section} name="inputs" title=${t("data.inputs")}>
    ${data.d <= MOST_OFFERED ? html`<${Terms} data=${data} />` : html`<${Written} data=${data} />`}
    ${data.scale && html`<div class="broad"><${Toggle} name="scale" label=${t("data.scale")} help=${t("data.scale.help")} value=${config.value.scale}
      onChange=${(scale) => apply({ scale })} /></div>`}
  <//>`;
}

/** @param {{data: import("../../engine/dataset.js").Dataset}} props */
function Terms({ data }) {
  const terms = offered(data.d, data.featureNames), features = terms.slice(0, data.d).map(({ text }) => text);
  const given = config.value.inputs ?? [], now = given.length ? given.map((text) => text.replaceAll(" ", "").replace("**2", "^2")) : features;
  const chosen = (text) => now.includes(text) || (data.d === 1 && now.includes(text.replace("x1", "x")));
  const change = (text) => {
    const next = terms.map((term) => term.text).filter((other) => (other === text ? !chosen(text) : chosen(other)));
    const others = now.filter((other) => !terms.some((term) => term.text === other || term.text.replace("x1", "x") === other));
    const all = [...next, ...others];
    return apply({ inputs: all.length === features.length && all.every((other, j) => other === features[j]) ? [] : all });
  };
  const last = terms.filter(({ text }) => chosen(text)).length === 1;
  return html`<div class="broad terms" role="group" aria-label=${t("data.inputs")} data-help=${t("data.inputs.help")}>
    ${terms.map(({ text, written }) => html`<label class="term" key=${text}>
      <input type="checkbox" checked=${chosen(text)} disabled=${locked("inputs") || (last && chosen(text))} onChange=${() => change(text)} />${written}</label>`)}
  </div>`;
}

/** Of many features the terms are written down. @param {{data: import("../../engine/dataset.js").Dataset}} props */
function Written({ data }) {
  const change = (text) => apply({ inputs: text.split(",").map((term) => term.trim()).filter(Boolean) });
  const example = data.featureNames.slice(0, 2).every((name) => /^\w+$/.test(name)) ? data.featureNames.slice(0, 2) : ["x1", "x2"];
  return html`<div class="broad"><${Field} name="inputs" label=${t("data.terms")} help=${t("data.terms.help")}>${(id, described) => html`
    <input id=${id} type="text" aria-describedby=${described} disabled=${locked("inputs")} value=${(config.value.inputs ?? []).join(", ")}
      placeholder=${t("data.terms.all", { example: `${example[0]}, ${example[0]}*${example[1]}` })}
      onChange=${(event) => change(event.currentTarget.value)} />`}<//></div>`;
}
