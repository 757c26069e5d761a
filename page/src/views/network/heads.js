// Over each column: what layer it is, how many units it has, with − and +, and the activation.

import { html } from "../../html.js";
import { apply } from "../../state/actions.js";
import { about, facts, view } from "../../state/store.js";
import { t } from "../../text/text.js";
import { SelectField, Stepper } from "../../ui/controls.js";
import { activationChoices, layerName, nameOf } from "./names.js";
import { MOST_UNITS } from "./plan.js";

/** A list with another entry for a layer, which are counted from 1. */
const replaced = (list, layer, entry) => list.map((old, l) => (l === layer - 1 ? entry : old));
/** Units more, or fewer. @param {number} layer @param {number} by  1 or −1 */
const addUnits = (layer, by) => apply(({ hidden }) => {
  const units = hidden[layer - 1] + by;
  return units < 1 || (by > 0 && units > MOST_UNITS) ? {} : { hidden: replaced(hidden, layer, units) };
});
/** @param {number} layer @param {string} name */
const setActivation = (layer, name) => apply(({ activation }) => ({ activation: replaced(activation, layer, name) }));

/** @param {{column: import("./plan.js").Column}} props */
export function Head({ column: { layer, x } }) {
  const { sizes, task } = facts.value, last = layer === sizes.length - 1, hidden = layer > 0 && !last;
  return html`<div class="column-head" style=${`left:${x}px`}>
    <span class="caption">${layerName(facts.value, layer)}</span>
    ${hidden ? html`<${HiddenHead} layer=${layer} units=${sizes[layer]} />`
      : html`<span class="count">${sizes[layer]}</span>`}
    ${last && html`<span class="caption">${nameOf("activation", about.value.tasks[task].output)}</span>`}
  </div>`;
}

/** @param {{layer: number, units: number}} props */
function HiddenHead({ layer, units }) {
  const { activation } = facts.value.config, label = t("network.units_of", { layer });
  if (view.value.fixed) {
    return html`<span class="count">${units}</span>
      <span class="caption">${nameOf("activation", [activation].flat()[layer - 1] ?? activation)}</span>`;
  }
  const less = units > 1 ? () => addUnits(layer, -1) : undefined;
  const more = units < MOST_UNITS ? () => addUnits(layer, 1) : undefined;
  const help = more ? undefined : t("network.most_units", { most: MOST_UNITS });
  return html`<${Stepper} name="units" label=${label} value=${units} help=${help} onLess=${less} onMore=${more} />
    ${Array.isArray(activation)
      ? html`<${SelectField} name="activation" label=${t("network.activation_of", { layer })}
          value=${activation[layer - 1]} choices=${activationChoices()}
          onChange=${(name) => setActivation(layer, name)} />`
      : html`<span class="caption">${nameOf("activation", activation)}</span>`}`;
}
