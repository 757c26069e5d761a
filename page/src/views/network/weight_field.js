// A weight or bias as a number that can be set, locked, and set back to what the seed drew.

import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { html } from "../../html.js";
import { lockWeights } from "../../state/actions.js";
import { facts } from "../../state/store.js";
import { numberText } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { isLocked, readTheta } from "./calm.js";
import { changeWeight, editable, keyWeight } from "./editing.js";
import { allDigits, indexOf, weightName } from "./parameters.js";

/** Whether all digits are shown. */
export const exact = signal(false);

/** A weight as text. @param {number} w */
export const weightText = (w) => (exact.value ? allDigits(w, facts.value.config.dtype) : numberText(w));

/** For an input, which knows no true minus sign. */
const typable = (text) => text.replace("−", "-");

/**
 * The number alone, as it stands in a table.
 * @param {{place: import("./parameters.js").Place}} props
 */
export function WeightInput({ place }) {
  const [typed, type] = useState(/** @type {{text: string, before: string} | null} */ (null));
  const index = indexOf(facts.value, place), w = readTheta()[index] ?? NaN, full = typable(allDigits(w, facts.value.config.dtype));
  const touched = typed !== null && typed.text !== typed.before, number = Number(typed?.text.replace(",", "."));
  const wrong = touched && (typed.text.trim() === "" || !Number.isFinite(number));
  const commit = () => {
    if (touched && !wrong) changeWeight(index, number);
    type(null);
  };
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter") commit();
    else if (event.key === "Escape") type(null);
    else if (!touched && keyWeight(event, index)) type(null);
  };
  const rounded = exact.value || Math.abs(w) < 1e-4 ? full : String(Number(w.toPrecision(3)));
  return html`<input type="text" inputmode="decimal" class="weight" value=${typed?.text ?? rounded} title=${full}
    aria-label=${weightName(facts.value, place)} disabled=${!editable()} aria-invalid=${wrong ? "true" : undefined}
    onFocus=${() => type({ text: full, before: full })} onBlur=${commit} onKeyDown=${onKeyDown}
    onInput=${(event) => type({ text: event.currentTarget.value, before: typed?.before ?? full })} />`;
}

const LOCK = html`<svg viewBox="0 0 16 16" aria-hidden="true"><rect x="3" y="7" width="10" height="7" rx="1" /><path d="M5 7V5a3 3 0 0 1 6 0v2" /></svg>`;
const OPEN = html`<svg viewBox="0 0 16 16" aria-hidden="true"><rect x="3" y="7" width="10" height="7" rx="1" /><path d="M5 7V4a3 3 0 0 1 6 0" /></svg>`;

/**
 * The number with its lock and the way back.
 * @param {{place: import("./parameters.js").Place}} props
 */
export function WeightField({ place }) {
  const it = facts.value, index = indexOf(it, place), name = weightName(it, place), locked = isLocked(index), first = it.drawn[index];
  const still = !editable();
  return html`<span class="weight-field" data-control="weights">
    <${WeightInput} place=${place} key=${index} />
    <button type="button" class="quiet lock" aria-pressed=${locked} disabled=${still} aria-label=${t("network.lock", { name })}
      data-help=${t("network.lock.help")} onClick=${() => lockWeights({ [index]: !locked })}>${locked ? LOCK : OPEN}</button>
    <button type="button" class="quiet" disabled=${still || readTheta()[index] === first} aria-label=${t("network.reset", { name })}
      data-help=${t("network.reset.help", { value: numberText(first) })} onClick=${() => changeWeight(index, first)}>↺</button>
  </span>`;
}
