// The columns of a table: what is in each, and whether it is a feature, a target, or left out.

import { contents } from "../../data/understood.js";
import { html } from "../../html.js";
import { t } from "../../text/text.js";

/**
 * @param {{draft: import("./drafts.js").Draft, table: import("../../data/table.js").Table, disabled: boolean,
 *   inspection: import("../../data/table_inspection.js").TableInspection | null, use: (draft: import("./drafts.js").Draft) => void}} props
 */
export function Columns({ draft, table, inspection, use, disabled }) {
  const targets = inspection?.targets ?? (draft.targets.length ? draft.targets : table.names.slice(-1));
  const role = (name) => (targets.includes(name) ? "target" : draft.off.includes(name) ? "off" : "feature");
  // The first target that is chosen takes the place of the one that was assumed; others come beside it.
  const change = (name, next) => {
    const others = (names) => names.filter((other) => other !== name), all = new Set(next !== "target" ? others(targets) : draft.targets.length ? [...targets, name] : [name]);
    if (!all.size) all.add(name);
    use({ ...draft, targets: table.names.filter((other) => all.has(other)), off: next === "off" ? [...others(draft.off), name] : others(draft.off) });
  };
  return html`<div class="columns" role="group" aria-label=${t("columns")} tabindex=${table.names.length > 6 ? 0 : undefined}>
    ${table.names.map((name) => html`<div class="column" key=${name}>
      <div class="column-about"><b>${name}</b> <span class="faint">${described(inspection, name)}</span></div>
      <select aria-label=${t("columns.role", { name })} disabled=${disabled} value=${role(name)}
        onChange=${(event) => change(name, event.currentTarget.value)}>
        ${["feature", "target", "off"].map((value) => html`<option value=${value} selected=${value === role(name)}>${t(`columns.${value}`)}</option>`)}
      </select>
    </div>`)}
  </div>
  ${targets.length > 0 && html`<p class="hidden-text">${t("columns.targets", { names: targets.join(", ") })}</p>`}`;
}

const digits = (value) => String(Number(value.toPrecision(4)));
const day = (value) => new Date(value * 86_400_000).toISOString().slice(0, 10);

/** What is in a column, in a few words. */
function described(inspection, name) {
  if (!inspection) return "";
  const found = contents(inspection, name), words = [], missing = inspection.missing.get(name), why = inspection.leftOut.get(name);
  if (why) words.push(t(`left_out.${why}`));
  if (found.kind === "empty") return words.join("; ");
  if (found.texts) words.push([...found.texts.map(({ text, count }) => `${text.slice(0, 20)} ${count}`), ...(found.more ? [t("columns.more", { count: found.more })] : [])].join(", "));
  else {
    const say = found.kind === "date" ? day : digits, unit = found.kind === "time" ? t("columns.hours") : found.unit;
    words.push(t("columns.range", { low: say(found.low ?? 0), high: say(found.high ?? 0), unit: unit ? ` ${unit}` : "" }));
  }
  if (missing) words.push(t("columns.missing", { count: missing }));
  return words.join("; ");
}
