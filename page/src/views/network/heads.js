// Over each column: what layer it is, how many units it has, with − and +, and the activation.

import { html } from "../../html.js";
import { apply } from "../../state/actions.js";
import { about, config, facts } from "../../state/store.js";
import { t } from "../../text/text.js";
import { SelectField, Stepper } from "../../ui/controls.js";
import { nameOf } from "./names.js";
import { MOST_UNITS } from "./plan.js";

/** @param {number} layer @param {number} units */
const setUnits = (layer, units) => apply({ hidden: config.value.hidden.map((m, l) => (l === layer - 1 ? units : m)) });
/** @param {number} layer @param {string} name */
const setActivation = (layer, name) => apply({ activation: config.value.activation.map((old, l) => (l === layer - 1 ? name : old)) });

/** @param {{column: import("./plan.js").Column}} props */
export function Head({ column: { layer, x } }) {
  const { sizes } = facts.value, last = sizes.length - 1, hidden = layer > 0 && layer < last;
  return html`<div class="column-head" style=${`left:${x}px`}>
    <span class="caption">${layer === 0 ? t("network.inputs") : hidden ? t("network.layer", { layer }) : t("network.outputs")}</span>
    ${hidden ? html`<${HiddenHead} layer=${layer} units=${sizes[layer]} />` : html`<span class="count">${sizes[layer]}</span>`}
    ${layer === last && html`<span class="caption">${nameOf("activation", about.value.tasks[facts.value.task].output)}</span>`}
  </div>`;
}

function HiddenHead({ layer, units }) {
  const { activation } = facts.value.config, each = Array.isArray(activation), label = t("network.units_of", { layer });
  const less = units > 1 ? () => setUnits(layer, units - 1) : undefined;
  const more = units < MOST_UNITS ? () => setUnits(layer, units + 1) : undefined;
  const choices = about.value.hidden_activations.map((value) => ({ value, text: nameOf("activation", value) }));
  return html`<${Stepper} name="units" label=${label} value=${units} onLess=${less} onMore=${more} />
    ${each ? html`<${SelectField} name="activation" label=${t("network.activation_of", { layer })} value=${activation[layer - 1]}
        choices=${choices} onChange=${(name) => setActivation(layer, name)} />`
      : html`<span class="caption">${nameOf("activation", activation)}</span>`}`;
}
