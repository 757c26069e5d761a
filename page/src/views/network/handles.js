// Handles of weights: of all inputs of the unit that is kept, and of the weight that is chosen; dragged, or moved by arrow keys.

import { html } from "../../html.js";
import { facts, view } from "../../state/store.js";
import { isLocked, readTheta } from "./calm.js";
import { chosen, isUnit, pointed } from "./choice.js";
import { dragWeight, dragged, editable, keyWeight } from "./editing.js";
import { BIAS, indexOf, placeOf, weightName } from "./parameters.js";
import { centre, plan, pointOn } from "./plan.js";
import { weightText } from "./weight_field.js";

const NEAR_SOURCE = 0.28; // along an edge: there the handles of one unit are apart

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
  const it = facts.value, theta = readTheta();
  if (!theta.length || !editable() || view.value.hidden.includes("weights")) return null;
  return places().map(({ index, s, x, y }) => {
    const place = placeOf(it, index), w = theta[index], here = { index, s };
    const point = () => dragged.value === null && (pointed.value = here), away = () => dragged.value === null && (pointed.value = null);
    return html`<span key=${index} role="spinbutton" tabindex="0" class=${dragged.value === index ? "handle dragged" : "handle"}
      style=${`left:${x}px;top:${y}px`} data-weight=${index} data-kind=${place.from === BIAS ? "bias" : "weight"} data-locked=${isLocked(index)}
      aria-label=${weightName(it, place)} aria-valuenow=${w} aria-valuetext=${weightText(w)}
      onPointerEnter=${point} onPointerLeave=${away} onFocus=${point} onBlur=${away} onKeyDown=${(event) => keyWeight(event, index)}
      onPointerDown=${(event) => (event.stopPropagation(), dragWeight(event, index))}></span>`;
  });
}
