// An equation of the step by hand: name = formula = numbers = value, as `numnet trace` prints it.

import { html } from "../../html.js";
import { digits } from "../../state/tracing.js";
import { number } from "../../tracing/notation.js";

export const valueText = (value) => number(value, digits.value);

/** @typedef {import("../../tracing/sheet.js").Line} Line */

/**
 * Its parts.
 * @param {Line} line  @param {import("../../tracing/sheet.js").Get} get
 */
export const partsOf = (line, get) =>
  [line.name, line.formula, line.numbers(get), valueText(line.value)].filter(Boolean);

/** Parts joined by signs; a line may break before a sign. @param {{parts: string[]}} props */
export function Equation({ parts }) {
  return html`<span class="equation">${parts.map((part, k) =>
    html`${k > 0 && html`<wbr />`}<span class="part">${k > 0 ? `= ${part}` : part}</span> `)}</span>`;
}
