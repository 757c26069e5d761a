// What makes the training go: play, step, again, other start, speed, run until.

import { useState } from "preact/hooks";
import { html } from "../html.js";
import {
  again, apply, otherStart, run, setSpeed, stepEpoch, stepSample, stepUpdate, toggle,
} from "../state/actions.js";
import { begun, config, past, playing, show, status, view } from "../state/store.js";
import { count } from "../text/numbers.js";
import { t } from "../text/text.js";
import { Button, hidden, locked, NumberField, option } from "./controls.js";
import { Icon } from "./icons.js";
import { Menu } from "./menu.js";

const SPEEDS = [1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 0]; // updates a second; 0: as many as possible
const STEPS = { sample: stepSample, update: stepUpdate, epoch: stepEpoch };

/** One step of the chosen size. */
export const step = () => STEPS[view.value.step]();

export function Transport() {
  return html`<div class="transport" role="group" aria-label=${t("transport")}>
    <${Play} /><${Step} />
    <${Act} name="again" disabled=${!begun.value} act=${again} />
    <${Act} name="other_start" act=${otherStart} />
  </div>`;
}

/** How far a step goes, how fast it plays, how far it runs. */
export function Pace() {
  return html`<div class="pace" role="group" aria-label=${t("pace")}><${StepSize} /><${Speed} /><${RunMenu} /></div>`;
}

function Play() {
  const what = playing.value ? "pause" : status.value === "running" ? "play" : "replay";
  const help = t(what === "play" && past.value ? "play.past.help" : `${what}.help`);
  return html`<${Button} name="play" kind="primary" help=${help} onClick=${toggle}>
    <${Icon} name=${what === "replay" ? "again" : what} /><span>${t(what)}</span><//>`;
}

function Step() {
  const help = t(`step.${view.value.step}.help`);
  return html`<${Act} name="step" help=${help} disabled=${status.value !== "running"} act=${step} />`;
}

/**
 * A button of which only the drawing is shown where there is little room.
 * @param {{name: "step" | "again" | "other_start", help?: string, disabled?: boolean, act: () => any}} props
 */
function Act({ name, help = t(`${name}.help`), disabled, act }) {
  return html`<${Button} ...${{ name, help, disabled }} label=${t(name)} onClick=${act}>
    <${Icon} name=${name} /><span>${t(name)}</span><//>`;
}

/**
 * A choice whose label is not in sight.
 * @param {{name: string, label: string, help: string, value: string, choices: import("./controls.js").Choice[],
 *   onChange: (value: string) => void}} props
 */
function Choice({ name, label, help, value, choices, onChange }) {
  if (hidden(name)) return null;
  return html`<select class="choice" data-control=${name} data-help=${help} aria-label=${label} aria-description=${help}
    value=${value} disabled=${locked(name)} onChange=${(event) => onChange(event.currentTarget.value)}>
    ${choices.map((choice) => option(choice, value))}
  </select>`;
}

function StepSize() {
  const { step: size } = view.value, text = (key) => t("step.by", { size: t(`step.${key}`) });
  return html`<${Choice} name="step" label=${t("step.size")} help=${t(`step.${size}.help`)} value=${size}
    choices=${Object.keys(STEPS).map((key) => ({ value: key, text: text(key) }))}
    onChange=${(key) => show({ step: key })} />`;
}

/** Updates a second. */
function Speed() {
  const { speed } = view.value, known = SPEEDS.includes(speed) ? SPEEDS : [speed, ...SPEEDS];
  const text = (rate) => (rate ? t("speed.rate", { rate: count(rate) }) : t("speed.full"));
  return html`<${Choice} name="speed" label=${t("speed")} help=${t("speed.help")} value=${String(speed)}
    choices=${known.map((rate) => ({ value: String(rate), text: text(rate) }))}
    onChange=${(rate) => setSpeed(Number(rate))} />`;
}

/** How far: so many epochs, down to a loss, until the validation loss no longer falls. */
function RunMenu() {
  return html`<${Menu} name="run" label=${t("run")} help=${t("run.help")}>
    ${(close) => html`<${RunUntil} close=${close} />`}<//>`;
}

function RunUntil({ close }) {
  const [epochs, setEpochs] = useState(10), [loss, setLoss] = useState(0.1);
  const { patience } = config.value, over = status.value !== "running";
  const go = (until) => (close(), run(until));
  return html`<div class="run-until">
    <${NumberField} name="run.epochs" label=${t("run.epochs")} value=${epochs} min=${1} whole onChange=${setEpochs} />
    <button type="button" disabled=${over} onClick=${() => go({ epochs })}>${t("run.go")}</button>
    <${NumberField} name="run.loss" label=${t("run.loss")} value=${loss} min=${0} onChange=${setLoss} />
    <button type="button" disabled=${over} onClick=${() => go({ loss })}>${t("run.go")}</button>
    <${NumberField} name="patience" label=${t("patience")} help=${t("patience.help")} value=${patience} min=${1} whole
      optional placeholder=${t("patience.none")} onChange=${(value) => apply({ patience: value })} />
  </div>`;
}
