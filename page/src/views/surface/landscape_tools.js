// Which plane of the weights: two of them, chosen by what they lead from and to, or that of the path; how far it goes.

import { html } from "../../html.js";
import { chosenWeights } from "../../state/landscape.js";
import { facts, show, view } from "../../state/store.js";
import { t } from "../../text/text.js";
import { Button, SelectField } from "../../ui/controls.js";
import { layerName } from "../network/names.js";
import { BIAS, indexOf, inputsOf, placeOf, symbol } from "../network/parameters.js";

const CLOSER = 0.5, MOST = 64; // times as far as the path goes, or as near

/** Which plane, and how much of it. */
export function PlaneTools() {
  const { plane, reach } = view.value;
  const choices = ["weights", "path"].map((value) => ({ value, text: t(`landscape.plane.${value}`) }));
  const zoom = (key, sign, times) => html`<${Button} name="landscape.reach" label=${t(key)}
    help=${t("landscape.reach.help")} disabled=${reach * times > MOST || reach * times < 1 / MOST}
    onClick=${() => show({ reach: reach * times })}>${sign}<//>`;
  return html`
    <${SelectField} name="landscape.plane" label=${t("landscape.plane")} help=${t("landscape.plane.help")}
      value=${plane} choices=${choices} onChange=${(value) => show({ plane: value })} />
    <div class="reach">${zoom("landscape.closer", "+", CLOSER)}${zoom("landscape.wider", "−", 1 / CLOSER)}</div>`;
}

/** The weights that are its axes. */
export function AxisTools() {
  const known = facts.value;
  return [0, 1].map((axis) => html`<${WeightChoice} key=${axis} axis=${axis} known=${known} />`);
}

/** One of the two weights, as the table of weights names them: into which unit, from what. */
function WeightChoice({ axis, known }) {
  const chosen = chosenWeights.value, { layer, from, to } = placeOf(known, chosen[axis]), other = chosen[1 - axis];
  const take = (place) => {
    const free = [place, ...inputsOf(known, place.layer, place.to)].map((one) => indexOf(known, one));
    const index = free.find((one) => one !== other) ?? chosen[axis];
    show({ planeWeights: axis ? [other, index] : [index, other] });
  };
  const units = known.sizes.slice(1).flatMap((size, l) => Array.from({ length: size }, (_, unit) => (
    { value: `${l + 1} ${unit}`, text: symbol(known, l + 1, unit), group: layerName(known, l + 1) })));
  const named = (unit) => (unit === BIAS ? t("network.bias") : symbol(known, layer - 1, unit));
  const sources = inputsOf(known, layer, to).filter((place) => indexOf(known, place) !== other)
    .map((place) => ({ value: String(place.from), text: named(place.from) }));
  const name = `landscape.weight.${axis ? "up" : "across"}`, what = t(axis ? "landscape.up" : "landscape.across");
  return html`<div class="weight-choice">
    <${SelectField} name=${name} label=${what} help=${t("landscape.from.help")} value=${String(from)} choices=${sources}
      onChange=${(value) => take({ layer, from: Number(value), to })} />
    <${SelectField} name=${name} label=${t("landscape.into")} help=${t("landscape.into.help")} value=${`${layer} ${to}`}
      choices=${units} onChange=${(value) => {
        const [l, unit] = value.split(" ").map(Number);
        take({ layer: l, from: l === layer ? from : BIAS, to: unit });
      }} /></div>`;
}
