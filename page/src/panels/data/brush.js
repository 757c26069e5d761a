// The brush: a class, labels, a number, or the eraser; and how wide it is.

import { MOST_CLASSES, letter } from "../../data/painting.js";
import { html } from "../../html.js";
import { t } from "../../text/text.js";
import { Field } from "../../ui/controls.js";
import { colorOf } from "./points.js";

const SHAPES = "●■▲⯁⬟⬢▼⯃●■"; // as points.js draws classes

/**
 * @typedef {{value: number, mask: number, number: number, radius: number, eraser: boolean}} Held
 * @typedef {{painting: import("../../data/painting.js").Painting, brush: Held, disabled: boolean, more?: () => void,
 *   change: (changes: Partial<Held>) => void}} Props  ``more``: add a class or label
 */

/** @param {Props} props */
export function Brush({ painting: { kind, count }, brush, change, disabled, more }) {
  const classes = kind === "classes", numbers = Array.from({ length: Math.min(count, MOST_CLASSES) }, (_, k) => k);
  const button = (pressed, onClick, children, label = /** @type {string | undefined} */ (undefined)) => html`
    <button type="button" aria-pressed=${String(pressed)}
    aria-label=${label} disabled=${disabled} onClick=${onClick}>${children}</button>`;
  const chosen = (k) => !brush.eraser && (classes ? brush.value === k : Boolean((brush.mask >> k) & 1));
  const choose = (k) => change({ ...(classes ? { value: k } : { mask: brush.mask ^ (1 << k) }), eraser: false });
  const mark = (k) => (classes ? SHAPES[k] : "●");
  const chip = (k) => html`<span class="chip" style=${{ color: colorOf(k) }} aria-hidden="true">${mark(k)}</span>`;
  const several = html`${numbers.map((k) => button(chosen(k), () => choose(k), [chip(k), letter(k)],
      t(classes ? "paint.class" : "paint.label", { name: letter(k) })))}
    ${more && html`<button type="button" aria-label=${t(`paint.more_${kind}`)} data-help=${t(`paint.more_${kind}`)}
      disabled=${disabled} onClick=${more}>+</button>`}`;
  const one = button(!brush.eraser, () => change({ eraser: false }), t("paint.pen"));
  return html`<div class="row" role="group" aria-label=${t("paint.brush")} data-help=${t(`paint.brush.${kind}`)}>
      ${classes || kind === "labels" ? several : one}
      ${button(brush.eraser, () => change({ eraser: !brush.eraser }), t("paint.eraser"))}
    </div>
    <${Sliders} kind=${kind} brush=${brush} change=${change} />`;
}

function Sliders({ kind, brush, change }) {
  return html`<div class="fields">
    ${kind === "values" && html`<${Slider} name="paint_value"
      label=${t("paint.value", { value: brush.number.toFixed(1) })}
      help=${t("paint.value.help")} value=${brush.number} min=${-2} max=${2} step=${0.1}
      change=${(number) => change({ number, eraser: false })} />`}
    ${(kind !== "curve" || brush.eraser) && html`<${Slider} name="paint_radius" label=${t("paint.radius")}
      help=${t("paint.radius.help")} value=${brush.radius} min=${0.05} max=${1.2} step=${0.05}
      change=${(radius) => change({ radius })} />`}
  </div>`;
}

function Slider({ name, label, help, value, min, max, step, change }) {
  return html`<${Field} name=${name} label=${label} help=${help}>${(id, described) => html`
    <input id=${id} type="range" aria-describedby=${described} min=${min} max=${max} step=${step} value=${value}
      onInput=${(event) => change(Number(event.currentTarget.value))} />`}<//>`;
}
