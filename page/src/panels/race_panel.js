// What a race is run with: rules, start, steps, rates; the command and the link of what is shown.

import { html } from "../html.js";
import { MOST_STEPS } from "../config/link_content.js";
import { chooseRate, chooseRule, command, moveStart, race, rules, tunes } from "../state/race.js";
import { ScheduleFields } from "./training/schedule.js";
import { about, show, view } from "../state/store.js";
import { link } from "../state/sharing.js";
import { t } from "../text/text.js";
import { CodeButton } from "../ui/code.js";
import { Button, hidden, locked, NumberField, Section, Toggle } from "../ui/controls.js";
import { CopyButton } from "../ui/copy_button.js";

export function RacePanel() {
  return html`<section class="race-panel" aria-label=${t("race.settings")}>
    <h2>${t("race.settings")}</h2>
    ${race.value && html`<${Start} />`}
    <${Rules} />
    ${race.value && html`<${Rates} />`}
    <${Conditions} />
    ${race.value && html`<div>
      <${CodeButton} name="code.race" course=${["surfaces", ...rules.value]} parts=${raceCode} /></div>`}
    ${command.value && html`<${Section} name="race.command" title=${t("command")} open>
      <p class="broad note">${t("race.command.note")}</p>
      <pre tabindex="0" aria-label=${t("command")}><code>${command.value}</code></pre>
      <${CopyButton} name="copy_command" label=${t("copy_command")} text=${() => command.value} />
      <${CopyButton} name="copy_link" label=${t("copy_link")} text=${link} /><//>`}
  </section>`;
}

function Start() {
  const { start, steps, surface } = race.value, { raceStart, raceSteps } = view.value;
  const field = (axis, name) => html`<${NumberField} name=${`race.start.${name}`}
    label=${t("race.start", { axis: name })} value=${start[axis]}
    min=${surface.limits[axis][0]} max=${surface.limits[axis][1]}
    onChange=${(value) => moveStart(start.map((z, other) => (other === axis ? value : z)))} />`;
  const usual = raceStart === null && raceSteps === null, what = { x: surface.start[0], y: surface.start[1] };
  return html`<div class="fields">${field(0, "x")}${field(1, "y")}
    <${NumberField} name="race.steps" label=${t("race.length")} value=${steps} min=${1} max=${MOST_STEPS} whole
      onChange=${(value) => show({ raceSteps: value === surface.steps ? null : value, tuned: false })} />
    <div class="broad">
      ${!surface.own && html`<${Button} name="race.tune" kind="" help=${t("race.tune.help")} disabled=${tunes.value}
        onClick=${() => show({ tuned: true, raceRates: null })}>${t("race.tune")}<//>`}
      <${Button} name="race.usual" kind="" help=${t("race.usual.help", what)} disabled=${usual && !view.value.tuned && !view.value.raceRates}
        onClick=${() => show({ raceStart: null, raceSteps: null, raceRates: null, tuned: false })}>${t("race.usual")}<//></div></div>`;
}

/** A rate for each rule, if not as it is. */
function Rates() {
  const own = view.value.raceRates ?? {};
  return html`<${Section} name="race.rates" title=${t("race.rates.title")} open=${Object.keys(own).length > 0}>
    <p class="broad note">${t("race.rates.help")}</p>
    ${race.value.rules.map(({ name, rate }) => html`<${NumberField} key=${name} name=${`race.rate.${name}`}
      label=${t("race.rate.of", { rule: name })} value=${own[name] ?? null} placeholder=${String(rate)} min=${LEAST} optional
      onChange=${(value) => chooseRate(name, value)} />`)}<//>`;
}

const LEAST = 1e-12; // of a rate

/** What else holds for all: noise, a schedule. */
function Conditions() {
  const { raceNoise, raceSeed, raceSchedule } = view.value, set = (change) => show({ ...change, tuned: false });
  return html`<${Section} name="race.conditions" title=${t("race.conditions")}
      open=${raceNoise > 0 || raceSchedule !== "constant"}>
    <${NumberField} name="race.noise" label=${t("race.noise.label")} help=${t("race.noise.help")} value=${raceNoise}
      min=${0} onChange=${(value) => set({ raceNoise: value })} />
    ${raceNoise > 0 && html`<${NumberField} name="race.seed" label=${t("race.seed")} help=${t("race.seed.help")}
      value=${raceSeed} min=${0} max=${999_999} whole onChange=${(value) => set({ raceSeed: value })} />`}
    <${ScheduleFields} name="race.schedule" text=${raceSchedule} onChange=${(value) => set({ raceSchedule: value })} />
  <//>`;
}

/** The surface's equations, and those of the rules at their rates. @returns {import("../ui/code.js").Part[]} */
function raceCode() {
  const { code, rules: known } = about.value, { surface, rules: shown } = race.value, [name] = surface.name.split(":");
  const equations = surface.own ? [] : [{ title: name, sources: code.surfaces[name] }];
  return [...equations, ...shown.map(({ name: rule, rate }) => (
    { title: known[rule].kind, sources: code.rules[rule], values: { ...known[rule].defaults, learning_rate: rate } }))];
}

function Rules() {
  if (hidden("race.rules")) return null;
  const names = Object.keys(about.value.rules), all = rules.value.length === names.length;
  return html`<fieldset class="rules" data-control="race.rules" disabled=${locked("race.rules")}>
    <legend>${t("race.rules")}</legend>
    ${names.map((name) => html`<${Toggle} key=${name} name=${`race.rule.${name}`} label=${name}
      value=${rules.value.includes(name)} onChange=${(on) => chooseRule(name, on)} />`)}
    <${Button} name="race.all" kind="" onClick=${() => show({ raceRules: all ? null : names })}>
      ${t(all ? "race.rules.course" : "race.rules.all")}<//>
  </fieldset>`;
}
