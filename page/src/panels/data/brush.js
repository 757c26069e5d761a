// The brush: a class, labels, a number, or the eraser; and how wide it is.

import { MOST_CLASSES, letter } from "../../data/painting.js";
import { html } from "../../html.js";
import { t } from "../../text/text.js";
import { Field } from "../../ui/controls.js";
import { colorOf } from "./points.js";

const SHAPES = "●■▲⯁⬟⬢▼⯃●■";

/** @typedef {{value: number, mask: number, number: number, radius: number, eraser: boolean}} Held */

/**
 * @param {{painting: import("../../data/painting.js").Painting, brush: Held, change: (changes: Partial<Held>) => void,
 *   disabled: boolean, more?: () => void}} props
 */
export function Brush({ painting, brush, change, disabled, more }) {
  const { kind, count } = painting, numbers = Array.from({ length: Math.min(count, MOST_CLASSES) }, (_, k) => k);
  const chip = (k) => html`<span class="chip" style=${{ color: colorOf(k) }} aria-hidden="true">${kind === "classes" ? SHAPES[k] : "●"}</span>`;
  const button = (pressed, text, click, label) => html`<button type="button" aria-pressed=${String(pressed)} aria-label=${label} disabled=${disabled}
    onClick=${click}>${text}</button>`;
  const add = (kind === "classes" || kind === "labels") && more &&
    html`<button type="button" aria-label=${t(`paint.more_${kind}`)} data-help=${t(`paint.more_${kind}`)} disabled=${disabled} onClick=${more}>+</button>`;
  return html`<div class="brushes" role="group" aria-label=${t("paint.brush")} data-help=${t(`paint.brush.${kind}`)}>
      ${kind === "classes" && numbers.map((k) => button(!brush.eraser && brush.value === k, [chip(k), letter(k)], () => change({ value: k, eraser: false }), t("paint.class", { name: letter(k) })))}
      ${kind === "labels" && numbers.map((k) => button(!brush.eraser && Boolean((brush.mask >> k) & 1), [chip(k), letter(k)],
        () => change({ mask: brush.mask ^ (1 << k), eraser: false }), t("paint.label", { name: letter(k) })))}
      ${(kind === "curve" || kind === "values") && button(!brush.eraser, t("paint.pen"), () => change({ eraser: false }))}
      ${add}
      ${button(brush.eraser, t("paint.eraser"), () => change({ eraser: !brush.eraser }))}
    </div>
    <div class="fields">
      ${kind === "values" && html`<${Slider} name="paint_value" label=${t("paint.value", { value: brush.number.toFixed(1) })} help=${t("paint.value.help")}
        value=${brush.number} min=${-2} max=${2} step=${0.1} change=${(number) => change({ number, eraser: false })} />`}
      ${(kind !== "curve" || brush.eraser) && html`<${Slider} name="paint_radius" label=${t("paint.radius")} help=${t("paint.radius.help")}
        value=${brush.radius} min=${0.05} max=${1.2} step=${0.05} change=${(radius) => change({ radius })} />`}
    </div>`;
}

function Slider({ name, label, help, value, min, max, step, change }) {
  return html`<${Field} name=${name} label=${label} help=${help}>${(id, described) => html`<input id=${id} type="range" aria-describedby=${described}
    min=${min} max=${max} step=${step} value=${value} onInput=${(event) => change(Number(event.currentTarget.value))} />`}<//>`;
}
