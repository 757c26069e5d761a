// What lanes differ in, and their values; the commands that do the same in a terminal, and the link.

import { html } from "../html.js";
import { LANE_KEYS, MOST_LANES, NAMED } from "../config/lanes.js";
import { chooseKey, chooseValues, compareCommand, laneValues } from "../state/lanes.js";
import { luckInTerminal } from "../state/luck.js";
import { link } from "../state/sharing.js";
import { about, config, facts, view } from "../state/store.js";
import { t } from "../text/text.js";
import { Button, hidden, locked, Section, SelectField, Toggle } from "../ui/controls.js";
import { CopyButton } from "../ui/copy_button.js";
import { namedValue } from "../views/lanes/looks.js";
import { ValuesField } from "./lanes/values.js";

export function LanesPanel() {
  return html`<section class="race-panel lanes-panel" aria-label=${t("lanes.settings")}>
    <h2>${t("lanes.settings")}</h2>
    <${KeyField} />
    ${Object.hasOwn(NAMED, view.value.laneKey) ? html`<${Names} />` : html`<${ValuesField} />`}
    <${Usual} />
    <p class="small faint">${t("lanes.present")}</p>
    <${Command} ...${compareCommand.value} />
  </section>`;
}

export function LuckPanel() {
  return html`<section class="race-panel lanes-panel" aria-label=${t("luck.settings")}>
    <h2>${t("luck.settings")}</h2>
    <p class="small faint">${t("luck.present")}</p>
    <${Command} ...${luckInTerminal.value} />
  </section>`;
}

/** The same in a terminal, or why there is no command. @param {{reason: string, text: string}} props */
function Command({ reason, text }) {
  return html`<${Section} name="lanes.command" title=${t("command")} open>
    ${reason ? html`<p class="broad note">${t(reason)}</p>` : html`
      <p class="broad note">${t("lanes.command.note")}</p>
      <pre tabindex="0" aria-label=${t("command")}><code>${text}</code></pre>
      <${CopyButton} name="copy_command" label=${t("copy_command")} text=${() => text} />`}
    <${CopyButton} name="copy_link" label=${t("copy_link")} text=${link} /><//>`;
}

function Usual() {
  return html`<div><${Button} name="lanes.usual" kind="" help=${t("lanes.usual.help")}
    disabled=${view.value.laneValues === null} onClick=${() => chooseValues(null)}>${t("lanes.usual")}<//></div>`;
}

function KeyField() {
  const keys = LANE_KEYS.filter((key) => config.value.hidden.length || key !== "activation");
  return html`<${SelectField} name="lanes.key" label=${t("lanes.key")} help=${t("lanes.key.help")}
    value=${view.value.laneKey} choices=${keys.map((value) => ({ value, text: t(`change.${value}`) }))}
    onChange=${chooseKey} />`;
}

/** Names to choose from, up to so many. */
function Names() {
  if (hidden("lanes.values")) return null;
  const all = NAMED[view.value.laneKey](about.value, config.value, 0, facts.value.task), now = laneValues.value;
  const names = [...all, ...now.filter((name) => !all.includes(name))]; // one activation a layer is none of the names
  const choose = (name, on) => chooseValues(names.filter((other) => (other === name ? on : now.includes(other))));
  return html`<fieldset class=${view.value.laneKey === "loss" ? "rules long" : "rules"} data-control="lanes.values"
    disabled=${locked("lanes.values")}>
    <legend>${t("lanes.values.names", { most: MOST_LANES })}</legend>
    ${names.map((name) => html`<${Toggle} key=${name} name=${`lanes.value.${name}`}
      label=${namedValue(view.value.laneKey, name)}
      value=${now.includes(name)} off=${now.includes(name) ? now.length === 1 : now.length === MOST_LANES}
      onChange=${(on) => choose(name, on)} />`)}
  </fieldset>`;
}
