// A weight or bias as a number that can be set, locked, and set back to what it began as.

import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { html } from "../../html.js";
import { lockWeights } from "../../state/actions.js";
import { facts, view } from "../../state/store.js";
import { short } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { isLocked, readTheta } from "./calm.js";
import { changeWeight, editable, keyWeight } from "./editing.js";
import { allDigits, firstOf, indexOf, weightName } from "./parameters.js";

/** @typedef {import("./parameters.js").Place} Place */

/** Whether all digits are shown. */
export const exact = signal(false);

/** A weight as text. @param {number} w */
export const weightText = (w) => (exact.value ? allDigits(w, facts.value.config.dtype) : short(w));

/** For an input, which knows no true minus sign. @param {number} w @param {boolean} all  digits */
function typable(w, all) {
  if (all) return allDigits(w, facts.value.config.dtype).replace("−", "-");
  const rounded = Number(w.toPrecision(3)), size = Math.abs(rounded), far = size < 1e-3 || size >= 1e6;
  return rounded && far ? rounded.toExponential() : String(rounded); // an exponent must not be cut off
}

/** The number of a text, or NaN. @param {string} text */
const numberOf = (text) => (text.trim() ? Number(text.replace(",", ".").replace("−", "-")) : NaN);

/** The number alone, as it stands in a table; it stands still while it has the focus. @param {{place: Place}} props */
export function WeightInput({ place }) {
  const [typed, type] = useState(/** @type {{text: string, before: string} | null} */ (null));
  const index = indexOf(facts.value, place), w = readTheta()[index] ?? NaN, now = typable(w, exact.value);
  const touched = typed !== null && typed.text !== typed.before;
  const number = numberOf(typed?.text ?? ""), wrong = touched && !Number.isFinite(number);
  const commit = () => {
    if (touched && !wrong) changeWeight(index, number);
    type(null);
  };
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter") commit();
    else if (event.key === "Escape") type(null);
    else if (!touched && keyWeight(event, index)) type(null);
  };
  if (view.value.fixed) return html`<span class="weight" title=${typable(w, true)}>${now.replace("-", "−")}</span>`;
  return html`<input type="text" inputmode="decimal" class="weight" value=${typed?.text ?? now}
    title=${typable(w, true)} aria-label=${weightName(facts.value, place)} disabled=${!editable()}
    aria-invalid=${wrong ? "true" : undefined} onFocus=${() => type({ text: now, before: now })} onBlur=${commit}
    onKeyDown=${onKeyDown}
    onInput=${({ currentTarget: { value } }) => type({ text: value, before: typed?.before ?? now })} />`;
}

/** A padlock, closed or open. @param {{closed: boolean}} props */
function Lock({ closed }) {
  return html`<svg viewBox="0 0 16 16" aria-hidden="true"><rect x="3" y="7" width="10" height="7" rx="1" />
    <path d=${closed ? "M5 7V5a3 3 0 0 1 6 0v2" : "M5 7V4a3 3 0 0 1 6 0"} /></svg>`;
}

/** The number with its lock and the way back. @param {{place: Place}} props */
export function WeightField({ place }) {
  const it = facts.value, index = indexOf(it, place), name = weightName(it, place), first = firstOf(it, index);
  if (view.value.fixed) return html`<span class="weight-field"><${WeightInput} place=${place} key=${index} /></span>`;
  const locked = isLocked(index), still = !editable(), back = t("network.reset.help", { value: short(first) });
  return html`<span class="weight-field" data-control="weights">
    <${WeightInput} place=${place} key=${index} />
    <button type="button" class="quiet lock" aria-pressed=${locked} disabled=${still}
      data-help=${t("network.lock.help")} aria-label=${t("network.lock", { name })}
      onClick=${() => lockWeights({ [index]: !locked })}><${Lock} closed=${locked} /></button>
    <button type="button" class="quiet" disabled=${still || readTheta()[index] === first} data-help=${back}
      aria-label=${t("network.reset", { name })} onClick=${() => changeWeight(index, first)}>↺</button>
  </span>`;
}
