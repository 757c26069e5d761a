// The generated sets as pictures to choose from, and the options of the one that is chosen.

import { namedSet } from "../../engine/dataset.js";
import { html } from "../../html.js";
import { setGroups, setOptions, setText } from "../../data/sources.js";
import { about, config, source } from "../../state/store.js";
import { t } from "../../text/text.js";
import { NumberField, locked } from "../../ui/controls.js";
import { take } from "./drafts.js";
import { Preview } from "./preview.js";

const MOST = 20_000; // points
const title = (name) => t(`data.set.${name}`);

/** What there is to say about a set in one line: of the catalogue, or else numnet's own. @param {string} name */
function description(name) {
  const key = `data.set.${name}.about`, said = t(key);
  return said === key ? (about.value.generators[name] ?? about.value.truth_tables[name]).description : said;
}

/** Train on a set. @param {string} name @param {{[option: string]: number}} options */
function choose(name, options) {
  const entry = about.peek().generators[name];
  return take({ data: setText(about.peek(), name, options) }, { kind: "set" }, { task: entry?.task ?? "binary", d: entry?.features ?? 2 });
}

/** The set that is trained on, with all its options; null where the data are others. */
function chosen() {
  const { data } = config.value;
  return source.value.kind === "set" && typeof data === "string" ? namedSet(about.value, data) : null;
}

export function Sets() {
  const now = chosen();
  return html`<div class="sets" role="group" aria-label=${t("data.sets")} data-control="data">
    ${setGroups(about.value).map(({ group, names }) => html`<div class="set-group" role="group" aria-label=${t(`data.group.${group}`)} key=${group}>
      <span class="label" aria-hidden="true">${t(`data.group.${group}`)}</span>
      <div class="set-list">${names.map((name) => html`<${Picture} key=${name} name=${name} pressed=${now?.name === name} />`)}</div>
    </div>`)}
  </div>
  ${now && html`<${Options} ...${now} />`}`;
}

/** @param {{name: string, pressed: boolean}} props */
function Picture({ name, pressed }) {
  return html`<button type="button" class="set" aria-pressed=${String(pressed)} aria-label=${title(name)} disabled=${locked("data")}
    data-help=${`${title(name)}: ${description(name)}`} onClick=${() => choose(name, {})}><${Preview} name=${name} /></button>`;
}

/** @param {{name: string, options: {[option: string]: number}}} props */
function Options({ name, options }) {
  const own = setOptions(about.value, name), change = (key) => (value) => choose(name, { ...options, [key]: value });
  const field = (key, bounds) => html`<${NumberField} key=${key} name=${`data_${key}`} label=${t(`data.option.${key}`)} help=${t(`data.option.${key}.help`)}
    value=${options[key]} ...${bounds} onChange=${change(key)} />`;
  const bounds = { n: { min: 0, max: MOST, step: 100, whole: true }, noise: { min: 0, max: 10, step: 0.05 }, seed: { min: 0, step: 1, whole: true } };
  return html`<p class="set-about"><b>${title(name)}</b> ${description(name)}</p>
    <div class="fields">${Object.keys(own).map((key) => field(key, bounds[key] ?? { min: 2, max: 16, step: 1, whole: true }))}</div>`;
}
