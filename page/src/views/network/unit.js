// A unit of the drawing: its picture on a button that lights up its inputs, and keeps it when it is clicked.

import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { html } from "../../html.js";
import { inspected } from "../../state/inspection.js";
import { facts, show, view } from "../../state/store.js";
import { fixed } from "../../text/numbers.js";
import { isLocked } from "./calm.js";
import { isUnit, lit, pin } from "./choice.js";
import { BIAS, indexOf, unitName } from "./parameters.js";
import { drawPicture, pictures } from "./unit_pictures.js";

/** Whether a unit's output goes into the one that is lit up. */
const feeds = (layer) => lit.value?.layer === layer + 1;

/**
 * @param {{layer: number, unit: number, x: number, y: number, size: number, first: boolean}} props  ``first``: the one that
 *   Tab reaches
 */
export function Unit({ layer, unit, x, y, size, first }) {
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null)), here = { layer, unit }, it = facts.value;
  useEffect(() => effect(() => {
    const picture = pictures.value?.[layer]?.[unit];
    if (canvas.current && picture) drawPicture(canvas.current, picture);
  }), [layer, unit, size]);
  const pinned = isUnit(view.value.unit, layer, unit), away = () => isUnit(view.value.hover, layer, unit) && show({ hover: null });
  const classes = ["unit", pinned && "pinned", feeds(layer) && "feeding", isUnit(lit.value, layer, unit) && "lit"];
  return html`<button type="button" class=${classes.filter(Boolean).join(" ")} data-unit=${`${layer}.${unit}`} aria-pressed=${pinned}
    tabindex=${first ? 0 : -1} aria-label=${unitName(it, layer, unit)}
    style=${`left:${x - size / 2}px;top:${y - size / 2}px;width:${size}px;height:${size}px`}
    onClick=${() => pin(layer, unit)} onFocus=${() => show({ hover: here })} onBlur=${away}
    onPointerEnter=${(event) => event.pointerType !== "touch" && show({ hover: here })} onPointerLeave=${away}>
    <canvas ref=${canvas} aria-hidden="true"></canvas>
    ${layer > 0 && it.parameters && isLocked(indexOf(it, { layer, from: BIAS, to: unit })) && html`<span class="locked"></span>`}
    <${Output} layer=${layer} unit=${unit} />
  </button>`;
}

/** h of the row that is looked at. */
function Output({ layer, unit }) {
  const h = inspected.value?.h[layer]?.[unit];
  return h === undefined ? null : html`<span class="output">${fixed(h, 2)}</span>`;
}
