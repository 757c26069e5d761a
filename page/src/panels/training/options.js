// Controls of keys of the configuration: the bounds are numnet's, the words the catalogue's.

import { html } from "../../html.js";
import { WHILE_TRAINING } from "../../engine/deeds.js";
import { apply } from "../../state/actions.js";
import { about, begun, config } from "../../state/store.js";
import { t } from "../../text/text.js";
import { NumberField, SelectField, Toggle } from "../../ui/controls.js";

/** What a key does, and whether a training that has begun goes on with it. @param {string} key */
export function helpOf(key) {
  const what = t(`${key}.help`);
  return begun.value && !WHILE_TRAINING.includes(key) ? `${what} ${t("begins_anew")}` : what;
}

/** The least and the largest number that a key takes. @param {string} key */
function boundsOf(key) {
  const { min, max, kind } = about.value.options[key], own = about.value.hyper_parameters[key]?.bounds ?? {};
  return { min: min ?? own.at_least ?? own.above ?? 0, max: max ?? own.below, whole: kind === "Whole" };
}

/** A number. @param {{name: string, label?: string, optional?: boolean, placeholder?: string}} props */
export function OptionNumber({ name, label = t(name), optional, placeholder }) {
  const now = { help: helpOf(name), value: config.value[name], ...boundsOf(name) };
  return html`<${NumberField} ...${{ name, label, optional, placeholder, ...now }}
    onChange=${(value) => apply({ [name]: value })} />`;
}

/** One of some names. @param {{name: string, choices: string[]}} props */
export function OptionSelect({ name, choices }) {
  return html`<${SelectField} ...${{ name, label: t(name), help: helpOf(name), value: config.value[name] }}
    choices=${choices.map((value) => ({ value, text: value }))} onChange=${(value) => apply({ [name]: value })} />`;
}

/** Yes or no. @param {{name: string}} props */
export function OptionToggle({ name }) {
  return html`<${Toggle} ...${{ name, label: t(name), help: helpOf(name), value: config.value[name] }}
    onChange=${(value) => apply({ [name]: value })} />`;
}
