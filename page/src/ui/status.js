// How the training stands: epoch, updates and speed as numbers, the rest in words, with what can be done next.

import { html } from "../html.js";
import { apply, extend, halveRate, play } from "../state/actions.js";
import { findings, healthOpen } from "../state/inside.js";
import { predictFirst } from "../state/lesson.js";
import { about, begun, config, facts, frame, past, playing, sampled, status, view } from "../state/store.js";
import { count, short } from "../text/numbers.js";
import { t } from "../text/text.js";
import { Button, locked } from "./controls.js";
import { whyExample } from "./examples.js";

export function Status() {
  return html`<div class="status">
    <${Numbers} />
    <p class="status-words" role="status">${statusText()}</p>
    <${HealthMark} />
    <${Next} />
    <${Progress} />
  </div>`;
}

function Numbers() {
  const { epoch = 0, updates = 0, speed = 0 } = frame.value ?? {}, { epochs } = config.value;
  return html`<dl class="numbers">
    <div><dt>${t("epoch")}</dt><dd><b>${count(epoch)}</b> ${t("of", { all: count(epochs) })}</dd></div>
    <div><dt>${t("updates")}</dt><dd><b>${count(updates)}</b></dd></div>
    ${!view.value.fixed && html`<div class="speed-now"><dt>${t("updates_per_second")}</dt>
      <dd><b>${speedText(speed)}</b></dd></div>`}
  </dl>`;
}

/** Two digits of a number that changes all the time, and no more than thousands of it. @param {number} speed */
function speedText(speed) {
  if (!playing.value || !speed) return "–";
  return speed < 1000 ? short(speed) : count(Number(speed.toPrecision(2)));
}

/** The share of the epochs that is done, as a line. */
function Progress() {
  const { epoch = 0, seen = 0 } = frame.value ?? {}, { epochs } = config.value;
  const share = Math.min(1, (epoch + seen / (facts.value?.parts.training.length || 1)) / epochs);
  return html`<div class="progress" role="progressbar" aria-label=${t("progress")}
    aria-valuemin="0" aria-valuemax=${epochs} aria-valuenow=${epoch}>
    <div style=${{ transform: `scaleX(${share})` }}></div></div>`;
}

/** The state in words; it changes with the state alone, so that a screen reader is not flooded. */
function statusText() {
  if (predictFirst.value) return t("status.predict");
  if (past.value && view.value.fixed) return t("status.snapshot");
  if (past.value) return t(playing.value ? "status.again" : "status.past");
  if (playing.value) return t("status.learning");
  if (!begun.value && locked("play")) return t("status.locked");
  if (!begun.value && !sampled.value) return whyExample() || t("status.ready");
  const now = /** @type {import("../engine/reports.js").Frame} */ (frame.value);
  if (now.status === "diverged" && now.diagnosis) return divergenceText(now.diagnosis);
  const words = { epoch: count(now.epoch), patience: count(config.value.patience ?? 0), losses: lossText(now) };
  if (now.status !== "running") return t(`status.${now.status}`, words);
  const at = sampled.value;
  if (at?.updates !== now.updates) return t("status.paused", words);
  return t(at.last ? "status.sample_last" : "status.sample", { number: at.number, of: at.of });
}

/**
 * Losses and metric of a frame, as far as there are any.
 * @param {{train_loss: number | null, validation_loss: number | null, metric: number | null}} now
 */
export function lossText({ train_loss, validation_loss, metric }) {
  const name = facts.value?.metricName ?? "";
  return [
    t("status.train_loss", { loss: short(train_loss) }),
    validation_loss === null ? "" : t("status.validation_loss", { loss: short(validation_loss) }),
    metric === null ? "" : t(`metric.${name}.is`, { metric: name === "r2" ? short(metric) : short(100 * metric) }),
  ].filter(Boolean).join(", ");
}

/**
 * As numnet/training/divergence_diagnosis.py says it.
 * @param {import("../engine/divergence.js").Diagnosis} diagnosis
 */
export function divergenceText({ epoch, update, where, layer, layers, cause, values, rate }) {
  const text = (name, x) => (name === "epoch" ? count(x) : short(x));
  const numbers = Object.fromEntries(Object.entries(values).map(([name, x]) => [name, text(name, x)]));
  return t("status.diverged", {
    epoch: count(epoch), update: count(update), rate: short(rate),
    where: t(`diverged.where.${where}`, { layer, layers }), cause: t(`diverged.cause.${cause}`, numbers),
  });
}

/** What is wrong with the network, where Health, which says so, is closed. */
function HealthMark() {
  const [first] = findings.value;
  if (!first || healthOpen.value) return null;
  const show = () => {
    healthOpen.value = true;
    requestAnimationFrame(() => document.querySelector(".health")?.scrollIntoView({ block: "center" }));
  };
  return html`<button type="button" class="quiet health-mark" aria-label=${t("inside.mark", { found: first.text })}
    data-help=${first.text} onClick=${show}><span aria-hidden="true">⚠</span> ${t("inside.health")}</button>`;
}

/** What can be done when a training has ended. */
function Next() {
  if (playing.value || status.value === "running") return null;
  if (status.value === "diverged") return next("halve_rate", halveRate);
  if (status.value === "stopped") return next("no_patience", () => apply({ patience: null }).then(play));
  const epochs = facts.value?.config.epochs ?? about.value.defaults.epochs;
  return next("more_epochs", () => extend(epochs).then(play), { epochs: count(epochs) });
}

/** @param {string} name @param {() => any} act @param {{[name: string]: string}} [words] */
function next(name, act, words) {
  return html`<${Button} name=${name} kind="" help=${t(`${name}.help`)} onClick=${act}>${t(name, words)}<//>`;
}
