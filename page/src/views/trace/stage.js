// The line that is looked at, large: with its numbers, or with a field to fill in, what is said of it, and hints.

import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../../html.js";
import { answer, answers, filling, hint, hints, line, marks, move } from "../../state/tracing.js";
import { t } from "../../text/text.js";
import { partsOf, valueText } from "./equation.js";

const MOST_HINTS = 3; // formula, numbers, value
export const SIGNS = { right: "✓", follows: "✓", few: "…", wrong: "✗", unread: "?", blank: "" };

/** @param {{own: import("../../state/tracing.js").Sheet}} props */
export function Stage({ own }) {
  const now = line.value;
  if (!now) return null;
  if (filling.value && now.follow) return html`<${Open} now=${now} key=${now.key} />`;
  return html`<div class="stage" aria-live="polite">${partsOf(now, own.get).map((part, k) =>
    html`<p class=${k ? "part" : "name-of"} key=${k}>${k ? `= ${part}` : part}</p>`)}</div>`;
}

/** @param {{now: import("../../tracing/sheet.js").Line}} props */
function Open({ now }) {
  const mark = marks.value.get(now.key), given = hints.value.get(now.key) ?? 0;
  const field = useRef(/** @type {any} */ (null)), typed = answers.value.get(now.key) ?? "";
  const [text, type] = useState(typed), verdict = mark?.verdict ?? "blank";
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  const commit = () => text !== typed && answer(now.key, text);
  const key = (event) => {
    if (["Enter", "ArrowUp", "ArrowDown"].includes(event.key)) commit();
    if (event.key === "Enter") move(1);
  };
  const kind = mark?.mistake ? `mistake.${mark.mistake}` : `verdict.${verdict}`;
  const said = verdict === "blank" ? "" : t(`trace.${kind}`);
  const wrong = ["wrong", "unread"].includes(verdict) || undefined;
  return html`<div class="stage">
    <p class="name-of"><label>${now.name} = <input type="text" inputmode="decimal" autocomplete="off" ref=${field}
      value=${text} aria-invalid=${wrong} aria-describedby="trace-said"
      onInput=${(event) => type(event.currentTarget.value)} onBlur=${commit} onKeyDown=${key} /></label></p>
    <p class=${`verdict ${verdict}`} id="trace-said" role="status">${said && `${SIGNS[verdict]} ${said}`}</p>
    ${given > 0 && now.formula && html`<p class="part">= ${now.formula}</p>`}
    ${given > 1 && mark && now.numbers(mark.get) && html`<p class="part">= ${now.numbers(mark.get)}</p>`}
    ${given > 2 && mark && html`<p class="part">= ${valueText(mark.expected)}</p>`}
    ${given < MOST_HINTS && html`<button type="button" onClick=${() => hint(now.key)}>
      ${t(`trace.hint.${given + 1}`)}</button>`}
  </div>`;
}
