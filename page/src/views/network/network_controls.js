// Settings of the network as a whole: hidden layers, activation, initial weights, loss.

import { html } from "../../html.js";
import { apply } from "../../state/actions.js";
import { about, config, facts } from "../../state/store.js";
import { t } from "../../text/text.js";
import { SelectField, Stepper, hidden as isHidden } from "../../ui/controls.js";
import { nameOf } from "./names.js";
import { MOST_LAYERS } from "./plan.js";

const EACH = "each"; // layer an activation of its own
const NEW_LAYER = 4; // units of the first hidden layer, where there is none to go by

/** @param {number} layers */
function setLayers(layers) {
  const { hidden } = config.value, next = hidden.slice(0, layers);
  while (next.length < layers) next.push(next[next.length - 1] ?? NEW_LAYER);
  return apply({ hidden: next });
}

/** One for all layers, or one each. @param {string} choice */
function setActivation(choice) {
  const { activation, hidden } = config.value, one = Array.isArray(activation) ? activation[0] : activation;
  return apply({ activation: choice === EACH ? hidden.map(() => one) : choice });
}

export function NetworkControls() {
  const { hidden, activation } = config.value, each = Array.isArray(activation), layers = hidden.length;
  const activations = about.value.hidden_activations.map((value) => ({ value, text: nameOf("activation", value) }));
  if (layers > 1 || each) activations.push({ value: EACH, text: t("network.each") });
  return html`<div class="network-controls fields">
    ${!isHidden("hidden") && html`<div class="field"><span class="label">${t("network.hidden")}</span>
      <${Stepper} name="hidden" label=${t("network.hidden")} value=${layers} onLess=${layers > 0 ? () => setLayers(layers - 1) : undefined}
        onMore=${layers < MOST_LAYERS ? () => setLayers(layers + 1) : undefined} /></div>`}
    <${SelectField} name="activation" label=${t("network.activation")} value=${each ? EACH : activation} choices=${activations}
      help=${each ? t("network.each.help") : t("network.activation.help", about.value.activations[activation])} onChange=${setActivation} />
    <${InitField} />
    <${LossField} />
  </div>`;
}

function InitField() {
  const { init } = config.value, choices = about.value.options.init.choices.map((value) => ({ value, text: nameOf("init", value) }));
  const formula = about.value.initializers[init]?.formula;
  const help = formula ? t("network.init.help", { formula }) : t("network.init.auto", { text: about.value.options.init.help });
  return html`<${SelectField} name="init" label=${t("network.init")} value=${init} choices=${choices} help=${help}
    onChange=${(value) => apply({ init: value })} />`;
}

/** Losses that fit the task: those of probabilities only where there are classes. */
function LossField() {
  const { loss } = config.value, { losses, options } = about.value, classes = facts.value.task !== "regression", own = facts.value.loss;
  const fitting = options.loss.choices.filter((value) => !losses[value]?.of_net || classes);
  const choices = fitting.map((value) => ({ value, text: value === "auto" ? t("network.auto", { name: nameOf("loss", own) }) : nameOf("loss", value) }));
  return html`<${SelectField} name="loss" label=${t("network.loss")} value=${loss} choices=${choices}
    help=${t("network.loss.help", losses[own])} onChange=${(value) => apply({ loss: value })} />`;
}
