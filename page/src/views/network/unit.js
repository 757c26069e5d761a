// A unit of the drawing: its picture on a button, which lights up its inputs and keeps it; its name where it has one.

import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { html } from "../../html.js";
import { inspected } from "../../state/inspection.js";
import { facts, show, view } from "../../state/store.js";
import { lights } from "../../state/tracing.js";
import { fixed } from "../../text/numbers.js";
import { isLocked } from "./calm.js";
import { isUnit, lit, pin } from "./choice.js";
import { BIAS, indexOf, unitName } from "./parameters.js";
import { drawPicture, pictures } from "./unit_pictures.js";

const LEAST_WITH_OUTPUT = 20; // pixels of a unit: its h stands below it
const BESIDE = 6; // pixels between a unit and its name

/**
 * ``reached``: whether Tab comes to it.
 * @param {{layer: number, unit: number, x: number, y: number, size: number, reached: boolean}} props
 */
export function Unit({ layer, unit, x, y, size, reached }) {
  const canvas = useRef(/** @type {any} */ (null)), here = { layer, unit };
  const it = facts.value, last = it.sizes.length - 1;
  useEffect(() => effect(() => {
    const picture = pictures.value?.[layer]?.[unit];
    if (picture && canvas.current) drawPicture(canvas.current, picture); // none: it is being taken away
  }), [layer, unit, size]);
  const pinned = isUnit(view.value.unit, layer, unit), side = `width:${size}px;height:${size}px`;
  const arrive = (event) => event.pointerType !== "touch" && show({ hover: here });
  const leave = () => isUnit(view.value.hover, layer, unit) && show({ hover: null });
  return html`<button type="button" class=${classes(layer, unit, pinned)} data-unit=${`${layer}.${unit}`}
      aria-pressed=${pinned} tabindex=${reached ? 0 : -1} aria-label=${unitName(it, layer, unit)}
      style=${`left:${x - size / 2}px;top:${y - size / 2}px;${side}`} onClick=${() => pin(layer, unit)}
      onFocus=${arrive} onBlur=${leave} onPointerEnter=${arrive} onPointerLeave=${leave}>
      <canvas ref=${canvas} aria-hidden="true"></canvas>
      ${layer > 0 && isLocked(indexOf(it, { layer, from: BIAS, to: unit })) && html`<span class="locked"></span>`}
      ${size >= LEAST_WITH_OUTPUT && html`<${Output} layer=${layer} unit=${unit} />`}
    </button>
    ${layer === 0 && html`<${Name} kind="before" text=${it.inputNames[unit]} x=${x - size / 2 - BESIDE} y=${y} />`}
    ${layer === last && html`<${Name} kind="after" text=${it.outputNames[unit]} x=${x + size / 2 + BESIDE} y=${y} />`}`;
}

function classes(layer, unit, pinned) {
  const feeding = lit.value?.layer === layer + 1, shown = isUnit(lit.value, layer, unit);
  const traced = lights.value?.units.includes(`${layer}.${unit}`);
  const marks = [pinned && "pinned", traced && "traced", feeding && "feeding", shown && "lit"];
  return ["unit", ...marks].filter(Boolean).join(" ");
}

/** h of the row that is looked at. */
function Output({ layer, unit }) {
  const h = inspected.value?.h[layer]?.[unit];
  return h === undefined ? null : html`<span class="output">${fixed(h, 2)}</span>`;
}

/** The name of an input or an output, beside it. @param {{kind: string, text: string, x: number, y: number}} props */
function Name({ kind, text, x, y }) {
  const at = `left:${x}px;top:${y}px`;
  return html`<span class=${`name ${kind}`} aria-hidden="true" title=${text} style=${at}>${text}</span>`;
}
