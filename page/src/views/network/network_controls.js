// Settings of the network as a whole: hidden layers, activation, initial weights, loss.

import { html } from "../../html.js";
import { apply } from "../../state/actions.js";
import { inspected } from "../../state/inspection.js";
import { about, config, facts } from "../../state/store.js";
import { short } from "../../text/numbers.js";
import { t, textOr } from "../../text/text.js";
import { CodeButton } from "../../ui/code.js";
import { SelectField, Stepper, hidden as isHidden } from "../../ui/controls.js";
import { activationChoices, nameOf } from "./names.js";
import { MOST_LAYERS } from "./plan.js";

const EACH = "each"; // layer an activation of its own
const NEW_LAYER = 4; // units of the first hidden layer, where there is none to go by

export function NetworkControls() {
  return html`<div class="network-controls fields">
    <${LayersField} /><${ActivationField} /><${InitField} /><${LossField} />
    <${CodeButton} name="code.network" course=${["forward", "backward", "activations"]} parts=${networkCode} />
  </div>`;
}

/** Forward, the activations of the hidden layers, the loss, backward. @returns {import("../../ui/code.js").Part[]} */
function networkCode() {
  const { code } = about.value, { hidden, activation } = config.value;
  const used = hidden.length ? [...new Set([activation].flat())] : [];
  return [
    { title: t("code.forward"), sources: code.forward },
    ...used.map((name) => ({ title: nameOf("activation", name), sources: code.activations[name] })),
    lossCode(),
    { title: t("code.backward"), sources: code.backward },
  ];
}

/** The loss, with the numbers of the point that is looked at. @returns {import("../../ui/code.js").Part} */
function lossCode() {
  const { task, loss } = facts.value, { single, softmax } = about.value.code.losses[loss], row = inspected.value;
  const values = row ? { net: last(row.net), y: last(row.h), t: row.t } : undefined;
  const note = row ? t("code.loss.point", { point: row.row + 1, loss: short(row.loss, 6) }) : t("code.loss.no_point");
  return { title: nameOf("loss", loss), sources: task === "multiclass" ? softmax : single, values, note };
}

const last = (list) => list[list.length - 1];

/** A hidden layer more, as wide as the last, or one fewer. @param {number} by  1 or −1 */
const addLayer = (by) => apply(({ hidden }) => {
  if (by < 0) return { hidden: hidden.slice(0, -1) };
  return hidden.length < MOST_LAYERS ? { hidden: [...hidden, hidden[hidden.length - 1] ?? NEW_LAYER] } : {};
});

function LayersField() {
  const layers = config.value.hidden.length, label = t("network.hidden");
  const less = layers > 0 ? () => addLayer(-1) : undefined;
  const more = layers < MOST_LAYERS ? () => addLayer(1) : undefined;
  const help = more ? undefined : t("network.most_layers", { most: MOST_LAYERS });
  if (isHidden("hidden")) return null;
  return html`<div class="field"><span class="label">${label}</span>
    <${Stepper} name="hidden" label=${label} value=${layers} help=${help} onLess=${less} onMore=${more} /></div>`;
}

/** One for all layers, or one each. @param {string} choice */
function setActivation(choice) {
  const { activation, hidden } = config.value, one = Array.isArray(activation) ? activation[0] : activation;
  return apply({ activation: choice === EACH ? hidden.map(() => one) : choice });
}

function ActivationField() {
  const { hidden, activation } = config.value, each = Array.isArray(activation), choices = activationChoices();
  if (hidden.length > 1 || each) choices.push({ value: EACH, text: t("network.each") });
  const help = each ? t("network.each.help") : t("network.activation.help", about.value.activations[activation]);
  return html`<${SelectField} name="activation" label=${t("network.activation")} value=${each ? EACH : activation}
    choices=${choices} help=${help} onChange=${setActivation} />`;
}

function InitField() {
  const { init } = config.value, { options, initializers } = about.value;
  const choices = options.init.choices.map((value) => ({ value, text: nameOf("init", value) }));
  const help = initializers[init] ? t("network.init.help", initializers[init]) : t("network.init.auto");
  return html`<${SelectField} name="init" label=${t("network.init")} value=${init} choices=${choices} help=${help}
    onChange=${(value) => apply({ init: value })} />`;
}

/** Losses that fit the task: those of probabilities only where there are classes. */
function LossField() {
  const { losses, options } = about.value, { task, loss: own } = facts.value;
  const text = (value) => (value === "auto" ? t("network.auto", { name: nameOf("loss", own) }) : nameOf("loss", value));
  const fitting = options.loss.choices.filter((value) => task !== "regression" || !losses[value]?.of_net);
  const choices = fitting.map((value) => ({ value, text: text(value) }));
  const help = t("network.loss.help", { formula: textOr(`loss.${own}.formula`, losses[own].formula) });
  return html`<${SelectField} name="loss" label=${t("network.loss")} value=${config.value.loss} choices=${choices}
    help=${help} onChange=${(value) => apply({ loss: value })} />`;
}
