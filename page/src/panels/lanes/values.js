// The values of lanes as numbers or widths, typed with spaces between them.

import { useState } from "preact/hooks";
import { laneConfig, MOST_LANES } from "../../config/lanes.js";
import { html } from "../../html.js";
import { PageError } from "../../errors.js";
import { tried } from "../../state/actions.js";
import { chooseValues, laneValues } from "../../state/lanes.js";
import { about, config, facts, view } from "../../state/store.js";
import { t } from "../../text/text.js";
import { Field, locked } from "../../ui/controls.js";

/** The values of a text; throws `PageError` for what is none. @param {string} text @returns {string[]} */
function valuesOf(text) {
  const parts = [...new Set(text.trim().split(/[\s;]+/).filter(Boolean))], { laneKey } = view.value;
  const commas = laneKey !== "hidden" && parts.length === 1 ? parts[0].split(",").filter(Boolean) : parts;
  const count = commas.length;
  if (!count || count > MOST_LANES) throw new PageError("lanes_values", { most: MOST_LANES, count });
  for (const value of commas) laneConfig(about.value, config.value, laneKey, value, facts.value.task);
  return [...new Set(commas)];
}

export function ValuesField() {
  const [typed, type] = useState(/** @type {string | null} */ (null)), now = laneValues.value.join(" ");
  const commit = () => tried(async () => {
    if (typed !== null && typed.trim() !== now) chooseValues(valuesOf(typed));
    type(null);
  });
  const help = t(`lanes.values.help.${view.value.laneKey === "hidden" ? "hidden" : "numbers"}`, { most: MOST_LANES });
  return html`<${Field} name="lanes.values" label=${t("lanes.values")} help=${help}>${(id, described) => html`
    <input id=${id} class="expression" type="text" spellcheck="false" autocapitalize="off" autocomplete="off"
      maxlength="200" aria-describedby=${described} disabled=${locked("lanes.values")} value=${typed ?? now}
      onInput=${(event) => type(event.currentTarget.value)} onChange=${commit}
      onKeyDown=${(event) => event.key === "Escape" && type(null)} />`}<//>`;
}
