// What makes the training go: play, step, again, other start, speed, run until.

import { useState } from "preact/hooks";
import { html } from "../html.js";
import { again, apply, otherStart, run, setSpeed, stepEpoch, stepSample, stepUpdate, toggle } from "../state/actions.js";
import { begun, config, playing, show, status, view } from "../state/store.js";
import { count } from "../text/numbers.js";
import { t } from "../text/text.js";
import { Button, hidden, locked, NumberField } from "./controls.js";
import { Icon } from "./icons.js";
import { Menu } from "./menu.js";

const SPEEDS = [1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 0]; // updates a second; 0: as many as possible
const STEPS = { sample: stepSample, update: stepUpdate, epoch: stepEpoch };

/** One step of the chosen size. */
export const step = () => STEPS[view.value.step]();

export function Transport() {
  return html`<div class="transport" role="group" aria-label=${t("transport")}>
    <${Play} /><${Step} />
    <${Button} name="again" help=${t("again.help")} disabled=${!begun.value} onClick=${again}><${Icon} name="again" /><span>${t("again")}</span><//>
    <${Button} name="other_start" help=${t("other_start.help")} onClick=${otherStart}><${Icon} name="other_start" /><span>${t("other_start")}</span><//>
    <${Speed} /><${RunMenu} />
  </div>`;
}

function Play() {
  const what = playing.value ? "pause" : status.value === "running" ? "play" : "replay";
  return html`<${Button} name="play" kind="primary" help=${t(`${what}.help`)} onClick=${toggle}>
    <${Icon} name=${what === "replay" ? "again" : what} /><span>${t(what)}</span><//>`;
}

/** A button, and beside it how far it goes. */
function Step() {
  if (hidden("step")) return null;
  const { step: size } = view.value, over = status.value !== "running";
  return html`<div class="step" data-control="step" data-help=${t(`step.${size}.help`)}>
    <button type="button" class="quiet" aria-description=${t(`step.${size}.help`)} disabled=${over || locked("step")} onClick=${step}>
      <${Icon} name="step" /><span>${t("step")}</span></button>
    <select aria-label=${t("step.size")} value=${size} disabled=${locked("step")} onChange=${(event) => show({ step: event.currentTarget.value })}>
      ${Object.keys(STEPS).map((key) => html`<option key=${key} value=${key} selected=${key === size}>${t(`step.${key}`)}</option>`)}
    </select>
  </div>`;
}

/** Updates a second. */
function Speed() {
  if (hidden("speed")) return null;
  const { speed } = view.value, known = SPEEDS.includes(speed) ? SPEEDS : [speed, ...SPEEDS];
  const text = (rate) => (rate ? t("speed.rate", { rate: count(rate) }) : t("speed.full"));
  return html`<div class="speed" data-control="speed" data-help=${t("speed.help")}>
    <select aria-label=${t("speed")} aria-description=${t("speed.help")} value=${String(speed)} disabled=${locked("speed")}
      onChange=${(event) => setSpeed(Number(event.currentTarget.value))}>
      ${known.map((rate) => html`<option key=${rate} value=${String(rate)} selected=${rate === speed}>${text(rate)}</option>`)}
    </select>
  </div>`;
}

/** How far: so many epochs, down to a loss, until the validation loss no longer falls. */
function RunMenu() {
  return html`<${Menu} name="run" label=${t("run")} help=${t("run.help")}>${(close) => html`<${RunUntil} close=${close} />`}<//>`;
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
    <${NumberField} name="patience" label=${t("patience")} help=${t("patience.help")} value=${patience} min=${1} whole optional placeholder=${t("patience.none")}
      onChange=${(value) => apply({ patience: value })} />
  </div>`;
}
