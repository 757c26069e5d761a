// The columns of a table: what is in each, and whether it is a feature, a target, or left out.

import { contents } from "../../data/understood.js";
import { html } from "../../html.js";
import { t } from "../../text/text.js";

const ROLES = ["feature", "target", "off"];
const MANY = 6; // columns, from which on they scroll

/**
 * @typedef {import("./drafts.js").Draft} Draft
 * @typedef {import("../../data/table_inspection.js").TableInspection | null} Inspected
 */

/**
 * @param {{draft: Draft, table: import("../../data/table.js").Table, disabled: boolean, inspection: Inspected,
 *   use: (draft: Draft) => void}} props
 */
export function Columns({ draft, table, inspection, use, disabled }) {
  const targets = inspection?.targets ?? (draft.targets.length ? draft.targets : table.names.slice(-1));
  const off = (name) => draft.off.includes(name) || inspection?.leftOut.has(name);
  const role = (name) => (targets.includes(name) ? "target" : off(name) ? "off" : "feature");
  const change = (name, next) => use({ ...draft, ...changed(draft, table.names, targets, name, next) });
  const choices = (now) => ROLES.map((value) => html`
    <option value=${value} selected=${value === now}>${t(`columns.${value}`)}</option>`);
  const choice = (name) => html`<select aria-label=${t("columns.role", { name })} disabled=${disabled}
      value=${role(name)} onChange=${(event) => change(name, event.currentTarget.value)}>
    ${choices(role(name))}
  </select>`;
  const scrolls = table.names.length > MANY;
  return html`<div class="columns" role="group" aria-label=${t("columns")} tabindex=${scrolls ? 0 : undefined}>
    ${table.names.map((name) => html`<div class="column" key=${name}>
      <div class="column-about"><b>${name}</b> <span class="faint">${described(inspection, name)}</span></div>
      ${choice(name)}
    </div>`)}
  </div>`;
}

/**
 * Targets and columns left out, after a column got another role.  The first target that is chosen takes the place of
 * the one that was assumed, others come beside it; one there is always.
 */
function changed(draft, names, targets, name, next) {
  const others = (list) => list.filter((other) => other !== name), off = others(draft.off), keep = others(draft.keep);
  const besides = next === "target" && !draft.targets.length ? [] : others(targets);
  const all = next === "target" || !besides.length ? [...besides, name] : besides;
  return {
    targets: names.filter((other) => all.includes(other)),
    off: next === "off" ? [...off, name] : off,
    keep: next === "feature" ? [...keep, name] : keep,
  };
}

const digits = (value) => String(Number(value.toPrecision(4)));
const day = (value) => new Date(value * 86_400_000).toISOString().slice(0, 10);

/** What is in a column, in a few words. @param {Inspected} inspection @param {string} name */
function described(inspection, name) {
  if (!inspection) return "";
  const missing = inspection.missing.get(name), why = inspection.leftOut.get(name);
  const said = missing && t("columns.missing", { count: missing });
  const words = [why && t(`left_out.${why}`), inWords(contents(inspection, name)), said];
  return words.filter(Boolean).join("; ");
}

/** @param {ReturnType<typeof contents>} found */
function inWords({ kind, texts, more, low = 0, high = 0, unit }) {
  if (kind === "empty") return "";
  if (texts) {
    const common = texts.map(({ text, count }) => `${text.slice(0, 20)} ${count}`);
    return [...common, ...(more ? [t("columns.more", { count: more })] : [])].join(", ");
  }
  const say = kind === "date" ? day : digits, written = kind === "time" ? t("columns.hours") : unit;
  return t("columns.range", { low: say(low), high: say(high), unit: written ? ` ${written}` : "" });
}
