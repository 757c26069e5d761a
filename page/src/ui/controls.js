// The controls of all panels: each has a label, a name that links and locks know it by, and a sentence of help.

import { useId, useState } from "preact/hooks";
import { html } from "../html.js";
import { heldBack } from "../state/lesson.js";
import { view } from "../state/store.js";
import { t } from "../text/text.js";

/** Whether a control may be changed: a link or a lesson can lock it, or hide it. @param {string} name */
export const locked = (name) => view.value.locked.includes(name) || heldBack.value.locked.includes(name);
export const hidden = (name) => view.value.hidden.includes(name) || heldBack.value.hidden.includes(name);

/**
 * A label over a control, with a sentence of help that is read out, and shown on focus or hover (help.js: `data-help`).
 * @param {{name: string, label: string, help?: string, children: any}} props
 */
export function Field({ name, label, help, children }) {
  const id = useId();
  if (hidden(name)) return null;
  return html`<div class="field" data-control=${name} data-help=${help}>
    <label for=${id}>${label}</label>
    ${children(id, help ? `${id}-help` : undefined)}
    ${help && html`<span class="hidden-text" id=${`${id}-help`}>${help}</span>`}
  </div>`;
}

/**
 * A button; ``kind``: "quiet", "primary" or "".
 * @param {{name: string, help?: string, label?: string, kind?: string, disabled?: boolean, pressed?: boolean,
 *   onClick: () => any, children?: any}} props
 */
export function Button({ name, help, label, kind = "quiet", disabled = false, pressed, onClick, children }) {
  if (hidden(name)) return null;
  return html`<button type="button" class=${kind} data-control=${name} data-help=${help} aria-label=${label}
    aria-description=${help} aria-pressed=${pressed} disabled=${disabled || locked(name)}
    onClick=${() => onClick()}>${children}</button>`;
}

/** @typedef {{value: string, text: string, group?: string}} Choice */

/**
 * One of several choices; those of a group stand together.
 * @param {{name: string, label: string, help?: string, value: string, choices: Choice[],
 *   onChange: (value: string) => void}} props
 */
export function SelectField({ name, label, help, value, choices, onChange }) {
  return html`<${Field} ...${{ name, label, help }}>${(id, described) => html`
    <select id=${id} aria-describedby=${described} disabled=${locked(name)} value=${value}
      onChange=${(event) => onChange(event.currentTarget.value)}>
      ${grouped(choices).map(({ group, members }) => {
        const options = members.map((choice) => option(choice, value));
        return group ? html`<optgroup key=${group} label=${group}>${options}</optgroup>` : options;
      })}
    </select>`}<//>`;
}

/** @param {Choice} choice @param {string} chosen */
export function option({ value, text }, chosen) {
  return html`<option key=${value} value=${value} selected=${value === chosen}>${text}</option>`;
}

/** Choices by group, in the order in which they come. @param {Choice[]} choices */
function grouped(choices) {
  const groups = [...new Set(choices.map(({ group }) => group))];
  return groups.map((group) => ({ group, members: choices.filter((choice) => choice.group === group) }));
}

/**
 * A number that is typed; what is no number within the bounds stays marked until it is one.
 * @param {{name: string, label: string, help?: string, value: number | null, min?: number, max?: number,
 *   step?: number | "any", whole?: boolean, optional?: boolean, placeholder?: string,
 *   onChange: (value: number | null) => void}} props
 */
export function NumberField({ name, label, help, value, onChange, optional = false, placeholder, ...bounds }) {
  const [typed, type] = useState(/** @type {string | null} */ (null)), { min, max, step = "any" } = bounds;
  const number = typed === null ? NaN : Number(typed), empty = typed !== null && typed.trim() === "";
  const right = empty ? optional : within(number, bounds);
  const commit = () => {
    if (typed !== null && right) (onChange(empty ? null : number), type(null));
  };
  return html`<${Field} ...${{ name, label, help }}>${(id, described) => html`
    <input id=${id} type="number" inputmode="decimal" aria-describedby=${described} disabled=${locked(name)}
      step=${step} min=${min} max=${max} placeholder=${placeholder} value=${typed ?? value ?? ""}
      aria-invalid=${typed !== null && !right ? "true" : undefined}
      onInput=${(event) => type(event.currentTarget.value)} onChange=${commit} onBlur=${commit}
      onKeyDown=${(event) => event.key === "Escape" && type(null)} />`}<//>`;
}

/** @param {number} x @param {{whole?: boolean, min?: number, max?: number}} bounds */
function within(x, { whole = false, min = -Infinity, max = Infinity }) {
  return (whole ? Number.isInteger(x) : Number.isFinite(x)) && x >= min && x <= max;
}

/**
 * Yes or no; ``off``: it can't be changed now.
 * @param {{name: string, label: string, help?: string, value: boolean, off?: boolean,
 *   onChange: (value: boolean) => void}} props
 */
export function Toggle({ name, label, help, value, off = false, onChange }) {
  const id = useId();
  if (hidden(name)) return null;
  return html`<div class="toggle" data-control=${name} data-help=${help}>
    <input id=${id} type="checkbox" checked=${value} disabled=${off || locked(name)}
      onChange=${(event) => onChange(event.currentTarget.checked)} />
    <label for=${id}>${label}</label>
  </div>`;
}

/**
 * A number with − and +; ``help``: why there is no more.
 * @param {{name: string, label: string, value: number | string, help?: string, onLess?: () => void,
 *   onMore?: () => void}} props
 */
export function Stepper({ name, label, value, help, onLess, onMore }) {
  if (hidden(name)) return null;
  const button = (words, sign, act) => html`<button type="button" aria-label=${t(words, { what: label })}
    disabled=${!act || locked(name)} onClick=${act}>${sign}</button>`;
  return html`<div class="stepper" role="group" aria-label=${label} data-control=${name}
    data-help=${help} aria-description=${help}>
    ${button("less", "−", onLess)}<output>${value}</output>${button("more", "+", onMore)}
  </div>`;
}

/** A part of a panel that opens. @param {{name: string, title: string, open?: boolean, children: any}} props */
export function Section({ name, title, open = false, children }) {
  if (hidden(name)) return null;
  return html`<details class="section" data-control=${name} open=${open}><summary>${title}</summary>
    <fieldset class="fields" aria-label=${title} disabled=${locked(name)}>${children}</fieldset></details>`;
}
