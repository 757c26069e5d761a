// The generated sets as pictures to choose from, and the options of the one that is chosen.

import { setGroups, setOptions, setText } from "../../data/sources.js";
import { namedSet } from "../../engine/dataset.js";
import { html } from "../../html.js";
import { about, config, source } from "../../state/store.js";
import { t, textOr } from "../../text/text.js";
import { Button, NumberField, locked } from "../../ui/controls.js";
import { take } from "./drafts.js";
import { Preview } from "./preview.js";

const MOST = 20_000; // points
const BOUNDS = {
  n: { min: 0, max: MOST, step: 100, whole: true }, noise: { min: 0, max: 10, step: 0.05 },
  seed: { min: 0, step: 1, whole: true },
};
const OF_CLASSES = { min: 2, max: 16, step: 1, whole: true };
const title = (name) => t(`data.set.${name}`);

/** What there is to say about a set in one line: of the catalogue, or else numnet's own. @param {string} name */
function description(name) {
  const { generators, truth_tables } = about.value;
  return textOr(`data.set.${name}.about`, (generators[name] ?? truth_tables[name]).description);
}

/** Train on a set; of the one that is trained on, only these options change. @param {string} name @param {any} options */
function choose(name, options) {
  const { task = "binary", features = 2 } = about.peek().generators[name] ?? {};
  const changes = ({ data }) => {
    const now = typeof data === "string" ? namedSet(about.peek(), data) : null;
    return { data: setText(about.peek(), name, { ...(now?.name === name ? now.options : {}), ...options }) };
  };
  return take(changes, { kind: "set" }, { task, d: features });
}

/** The set that is trained on, with all its options; null where the data are others. */
function chosen() {
  const { data } = config.value;
  return source.value.kind === "set" && typeof data === "string" ? namedSet(about.value, data) : null;
}

export function Sets() {
  const now = chosen();
  const picture = (name) => html`<${Picture} key=${name} name=${name} pressed=${now?.name === name} />`;
  const group = ({ group: key, names }) => html`<div role="group" aria-label=${t(`data.group.${key}`)} key=${key}>
    <span class="label" aria-hidden="true">${t(`data.group.${key}`)}</span>
    <div class="row">${names.map(picture)}</div>
  </div>`;
  return html`<div class="sets" role="group" aria-label=${t("data.sets")} data-control="data">
      ${setGroups(about.value).map(group)}
    </div>
    ${now && html`<${Options} ...${now} />`}`;
}

/** @param {{name: string, pressed: boolean}} props */
function Picture({ name, pressed }) {
  const help = `${title(name)}: ${description(name)}`;
  return html`<button type="button" class="set" aria-pressed=${String(pressed)} aria-label=${title(name)}
    disabled=${locked("data")} data-help=${help} onClick=${() => choose(name, {})}>
    <${Preview} name=${name} /></button>`;
}

/** @param {{name: string, options: {[option: string]: number}}} props */
function Options({ name, options }) {
  const field = (key) => html`<${NumberField} key=${key} name=${`data_${key}`} label=${t(`data.option.${key}`)}
    help=${t(`data.option.${key}.help`)} value=${options[key]} ...${BOUNDS[key] ?? OF_CLASSES}
    onChange=${(value) => choose(name, { [key]: value })} />`;
  const keys = Object.keys(setOptions(about.value, name)), redraw = () => choose(name, { seed: options.seed + 1 });
  return html`<p class="about"><b>${title(name)}</b> ${description(name)}</p>
    <div class="fields">${keys.map(field)}
      ${keys.includes("seed") && html`<${Button} name="other_points" kind="" help=${t("data.other_points.help")}
        onClick=${redraw}>${t("data.other_points")}<//>`}</div>`;
}
