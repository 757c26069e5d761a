// The past of the training: every moment of it can be shown again, and another future begun from there.

import { useState } from "preact/hooks";
import { html } from "../html.js";
import { visit } from "../state/actions.js";
import { about, begun, facts, frame, history, view } from "../state/store.js";
import { count, short } from "../text/numbers.js";
import { t } from "../text/text.js";
import { Button, hidden, locked } from "../ui/controls.js";
import { Icon } from "../ui/icons.js";
import { Menu } from "../ui/menu.js";
import { back, forward, showing, toggleShow } from "../ui/moments.js";
import { markWords } from "./result/marks.js";

const fixed = () => view.value.fixed !== "";
/** A sentence of help; of a page that is handed out, where only snapshots are shown, another. @param {string} name */
const help = (name) => t(`${name}.${fixed() ? "snapshot" : "help"}`);

const KEYS = { ArrowLeft: back, ArrowDown: back, ArrowRight: forward, ArrowUp: forward };

export function Timeline() {
  const now = frame.value;
  if (!now || hidden("timeline")) return null;
  const alone = !begun.value || now.earliest === now.latest.updates, still = alone || locked("timeline");
  const step = (name, icon, act, over) => html`<${Button} name=${name} label=${t(name)} help=${help(name)}
    disabled=${still || over} onClick=${act}><${Icon} name=${icon} /><//>`;
  return html`<section class="timeline" aria-label=${t("timeline")} data-control="timeline">
    <div class="moves">
      ${fixed() && !alone && html`<${Play} />`}
      ${step("back", "back", back, now.updates <= now.earliest)}
      <${Slider} now=${now} disabled=${still} />
      ${step("forward", "step", forward, !now.past)}
      <${Button} name="latest" help=${t("latest.help")} disabled=${still || !now.past}
        onClick=${() => visit(null)}>${t("latest")}<//>
      ${!alone && html`<${Jump} now=${now} />`}
    </div>
    <p class="moment">${alone ? t(fixed() ? "timeline.end" : "timeline.none") : momentWords(now)}${now.past &&
      html`<span>${t("timeline.past")}</span>`}</p>
  </section>`;
}

/** "Epoch 12, update 456 of 7,600, training loss 0.21 (after epoch 12)" @param {import("../engine/reports.js").Frame} now */
function momentWords({ epoch, updates, latest, train_loss, measured }) {
  const counts = { epoch: count(epoch), updates: count(updates), all: count(latest.updates) };
  const key = measured === null ? "timeline.at" : "timeline.since";
  return t(key, { ...counts, loss: short(train_loss), measured: measured === null ? "" : count(measured) });
}

/** All snapshots, one after the other. */
function Play() {
  const what = showing.value ? "pause" : "play";
  return html`<${Button} name="play" kind="primary" help=${t("play.snapshot")} onClick=${toggleShow}>
    <${Icon} name=${what} /><span>${t(what)}</span><//>`;
}

/** @param {{now: import("../engine/reports.js").Frame, disabled: boolean}} props */
function Slider({ now, disabled }) {
  const [dragged, drag] = useState(/** @type {number | null} */ (null)), { earliest, latest, marks } = now;
  const span = Math.max(1, latest.updates - earliest), share = (updates) => (updates - earliest) / span;
  const onInput = (event) => {
    const updates = Number(event.currentTarget.value);
    showing.value = false;
    drag(updates);
    visit(updates, { rough: true });
  };
  const onChange = (event) => visit(Number(event.currentTarget.value)).then(() => drag(null));
  const onKeyDown = (event) => {
    const act = KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  return html`<div class="slider" data-help=${help("timeline")}>
    <input type="range" min=${earliest} max=${Math.max(latest.updates, earliest + 1)} step="1" disabled=${disabled}
      value=${dragged ?? now.updates} aria-label=${t("timeline.slider")} aria-description=${help("timeline")}
      aria-valuetext=${momentWords(now)} onInput=${onInput} onChange=${onChange} onKeyDown=${onKeyDown} />
    <div class="ticks" aria-hidden="true">${!disabled && marks.map(({ update }, i) => html`
      <i key=${i} style=${`left:${100 * share(update)}%`}>${i + 1}</i>`)}</div>
  </div>`;
}

/** To the start, to the best moment, to each change. */
function Jump({ now }) {
  const button = (close) => ({ text, updates }) => html`<button type="button" class="quiet" key=${text}
    onClick=${() => (close(), visit(updates))}>${text}</button>`;
  return html`<${Menu} name="jump" label=${t("jump")} help=${t("jump.help")}>
    ${(close) => moments(now).map(button(close))}<//>`;
}

/** Moments worth a visit. @param {import("../engine/reports.js").Frame} now */
function moments({ earliest, marks }) {
  const part = facts.value.parts.validation.length ? "validation" : "training", best = bestRow(part);
  const words = ({ update, epoch }) => ({ updates: count(update), epoch: short(epoch, 4) });
  return [
    { text: t("jump.start"), updates: earliest },
    ...(best ? [{ text: t("jump.best", { ...words(best), part: t(`part.${part}`) }), updates: best.update }] : []),
    ...marks.map((mark, i) => (
      { text: `${i + 1} ${t("change.at", { ...words(mark), what: markWords(mark) })}`, updates: mark.update })),
  ];
}

/** Where the loss of a part was lowest. @param {"validation" | "training"} part */
function bestRow(part) {
  const { Column } = about.value.enums, { rows } = history.value, at = (row, column) => history.value.at(row, column);
  const watched = part === "validation" ? Column.VALIDATION_LOSS : Column.TRAIN_LOSS;
  let best = -1;
  for (let row = 0; row < rows; row++) if (best < 0 || at(row, watched) < at(best, watched)) best = row;
  return best < 0 ? null : { update: at(best, Column.STEP), epoch: at(best, Column.EPOCH) };
}
