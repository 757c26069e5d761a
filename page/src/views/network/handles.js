// Handles of weights: of the inputs of the unit that is kept, of the weight that is chosen; dragged, or moved by keys.

import { html } from "../../html.js";
import { facts, view } from "../../state/store.js";
import { t } from "../../text/text.js";
import { hidden } from "../../ui/controls.js";
import { isLocked, readTheta } from "./calm.js";
import { choose, chosen, isUnit, NEAR_SOURCE, pointed } from "./choice.js";
import { dragWeight, dragged, editable, keyWeight } from "./editing.js";
import { BIAS, indexOf, placeOf, weightName } from "./parameters.js";
import { centre, plan, pointOn } from "./plan.js";
import { weightText } from "./weight_field.js";

/** The unit that is kept, unless a weight of another one is chosen. */
function owner() {
  const { unit } = view.value, place = chosen.value && placeOf(facts.value, chosen.value.index);
  return unit && unit.layer > 0 && (!place || isUnit(unit, place.layer, place.to)) ? unit : null;
}

/** {index, s, x, y} of every handle. */
function places() {
  const now = plan.value, unit = owner(), picked = chosen.value, found = [];
  if (!now) return found;
  const at = unit && centre(now, unit.layer, unit.unit);
  for (const { index, layer, to, ends } of now.edges) {
    const s = index === picked?.index ? picked.s : at && isUnit(unit, layer, to) ? NEAR_SOURCE : 0;
    if (s) found.push({ index, s, ...pointOn(ends, s) });
  }
  if (unit && at) {
    const index = indexOf(facts.value, { layer: unit.layer, from: BIAS, to: unit.unit });
    found.push({ index, s: 0, x: at.x - now.size / 2 - 6, y: at.y + now.size / 2 });
  }
  return found;
}

export function Handles() {
  if (!readTheta().length || !editable() || hidden("weights")) return null;
  return places().map((place) => html`<${Handle} key=${place.index} ...${place} />`);
}

/** @param {{index: number, s: number, x: number, y: number}} props */
function Handle({ index, s, x, y }) {
  const it = facts.value, place = placeOf(it, index), w = readTheta()[index];
  const arrive = () => dragged.value === null && (pointed.value = { index, s });
  const leave = () => dragged.value === null && (pointed.value = null);
  const keep = () => choose({ index, s: s || NEAR_SOURCE });
  const take = (/** @type {PointerEvent} */ event) => (event.stopPropagation(), dragWeight(event, index, keep));
  const press = (/** @type {KeyboardEvent} */ event) => (event.key === "Enter" ? keep() : keyWeight(event, index));
  return html`<span role="spinbutton" tabindex="0" class=${dragged.value === index ? "handle dragged" : "handle"}
    style=${`left:${x}px;top:${y}px`} data-weight=${index} data-kind=${place.from === BIAS ? "bias" : "weight"}
    data-locked=${isLocked(index)} aria-label=${weightName(it, place)} aria-valuenow=${w}
    aria-valuetext=${weightText(w)} onPointerEnter=${arrive} onPointerLeave=${leave} onFocus=${arrive} onBlur=${leave}
    onPointerDown=${take} aria-description=${t("inside.lens.open")}
    onKeyDown=${press}></span>`;
}
