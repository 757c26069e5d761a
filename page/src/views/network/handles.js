// Handles of weights: of all inputs of the unit that is kept, and of the weight that is chosen; dragged, or moved by arrow keys.

import { html } from "../../html.js";
import { facts, view } from "../../state/store.js";
import { calm, isLocked, readTheta } from "./calm.js";
import { chosen, pointed } from "./choice.js";
import { dragWeight, dragged, editable, keyWeight } from "./editing.js";
import { BIAS, indexOf, placeOf, weightName } from "./parameters.js";
import { centre, plan, pointOn } from "./plan.js";
import { weightText } from "./weight_field.js";

const NEAR_SOURCE = 0.28; // along an edge: there the handles of one unit are apart

/** {index, s, x, y} of every handle. */
function places() {
  const now = plan.value, { unit } = view.value, picked = chosen.value, found = [];
  if (!now) return found;
  const at = unit && unit.layer > 0 ? centre(now, unit.layer, unit.unit) : null;
  for (const { index, layer, to, ends } of now.edges) {
    const s = index === picked?.index ? picked.s : at && layer === unit?.layer && to === unit.unit ? NEAR_SOURCE : 0;
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
    const place = placeOf(it, index), w = theta[index], point = (/** @type {boolean} */ on) => (pointed.value = on ? { index, s } : null);
    return html`<span key=${index} role="spinbutton" tabindex="0" class=${`handle${dragged.value === index ? " dragged" : ""}`} data-weight=${index}
      style=${`left:${x}px;top:${y}px`} aria-label=${weightName(it, place)} aria-valuenow=${w} aria-valuetext=${weightText(w)}
      data-bias=${place.from === BIAS ? "" : undefined} aria-roledescription=${undefined} data-locked=${isLocked(index) ? "" : undefined}
      onPointerEnter=${() => dragged.value === null && point(true)} onPointerLeave=${() => point(false)} onFocus=${() => point(true)} onBlur=${() => point(false)}
      onPointerDown=${(event) => (event.stopPropagation(), dragWeight(event, index))} onKeyDown=${(event) => keyWeight(event, index)}></span>`;
  });
}
