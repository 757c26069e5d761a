// Back-propagation by hand: one update on one row, line by line, under the drawing, which lights up what a line uses.

import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { html } from "../../html.js";
import { step } from "../../state/lesson.js";
import { about, config, facts, frame, show, view } from "../../state/store.js";
import {
  afresh, answers, at, closeSheet, filling, goTo, handed, lights, line, marks, move, noSheet, sheet, stale,
} from "../../state/tracing.js";
import { count } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { Button, SelectField, Toggle } from "../../ui/controls.js";
import { Icon } from "../../ui/icons.js";
import { View, wide } from "../../ui/view.js";
import { BlameView } from "./blame.js";
import { CommandOfSheet } from "./command.js";
import { keepInSight, Sections } from "./lines.js";
import { Stage } from "./stage.js";
import { sectionTitle } from "./words.js";

const SYMBOLS = { delta: "δ", gradient: "∂E/∂w" }; // in every language
const KEYS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** By arrow keys from line to line; in a field up and down alone. @param {KeyboardEvent} event */
function onKeyDown(event) {
  const typed = event.target instanceof HTMLInputElement && event.target.type === "text", by = KEYS[event.key];
  const { ctrlKey, metaKey, altKey, target } = event, elsewhere = target instanceof Element && target.closest(".blame");
  if (!by || ctrlKey || metaKey || altKey || elsewhere || (typed && /Left|Right/.test(event.key))) return;
  event.preventDefault();
  move(by);
}

/** Keep the panel under the drawing, which stays in sight, and show both; returns how to stop. @param {HTMLElement} panel */
function besideDrawing(panel) {
  const network = /** @type {HTMLElement} */ (panel.closest(".network")), drawing = network.querySelector(".diagram");
  const bar = document.querySelector(".parts > .controls"), around = /** @type {[string, Element | null][]} */ ([
    ["--drawing", drawing], ["--bar", bar]]);
  const measure = () => around.forEach(([name, element]) =>
    network.style.setProperty(name, `${element?.getBoundingClientRect().height ?? 0}px`));
  const observer = new ResizeObserver(measure);
  around.forEach(([, element]) => element && observer.observe(element));
  measure();
  const taught = step.value?.show?.sheet && !wide.matches; // the words of the lesson stay in sight
  if (!taught && !view.value.fixed) panel.scrollIntoView({ block: "start" });
  return () => observer.disconnect();
}

/** Scroll the drawing, where it is higher than its room, to what the line lights up. */
function showLit() {
  if (!lights.value) return;
  requestAnimationFrame(() => keepInSight(document.querySelector(".diagram .unit.traced"), ".diagram"));
}

export function TraceView() {
  const place = useRef(/** @type {any} */ (null)), own = sheet.value, row = view.value.row;
  useEffect(() => (place.current ? besideDrawing(place.current) : undefined), [Boolean(own), row === null]);
  useEffect(() => effect(showLit), []);
  if (row === null) return null;
  const close = view.value.fixed !== "trace" && html`<button type="button" class="quiet" aria-label=${t("trace.close")}
    onClick=${closeSheet}><${Icon} name="close" /></button>`;
  return html`<div class="trace" ref=${place} onKeyDown=${onKeyDown}>
    <${View} name="by_hand" title=${t("trace.title", { point: row + 1 })} tools=${close}>
      ${own ? html`<${Opened} own=${own} />` : html`<p class="hint">${noSheet.value || t("trace.waits")}</p>`}
    <//>
  </div>`;
}

/** @param {{own: import("../../state/tracing.js").Sheet}} props */
function Opened({ own }) {
  const section = own.sections.find(({ lines }) => line.value && lines.includes(line.value));
  return html`
    <p class="hint">${t(handed.value ? "trace.handed" : "trace.note", noteValues(own))}${notes(own)}</p>
    <div class="trace-tools">
      <${Toggle} name="fill_in" label=${t("trace.fill")} help=${t("trace.fill.help")} value=${filling.value}
        onChange=${(on) => show({ sheet: on ? "fill" : "read" })} />
      ${filling.value && html`<${Blank} own=${own} />`}
      <${Memory} />
      ${filling.value && html`<${Button} name="new_sheet" onClick=${afresh}>${t("trace.afresh")}<//>`}
    </div>
    ${stale.value && html`<p class="warning" role="status">
      ${t(filling.value ? "trace.stale" : "trace.playing")}</p>`}
    <div class="trace-desk"><div class="trace-now"><div class="trace-steps">
      <${Button} name="line_before" label=${t("trace.before")} disabled=${at.value === 0} onClick=${() => move(-1)}>◀<//>
      <span class="count">${countWords(own)}</span>
      <${Button} name="line_after" label=${t("trace.after")} disabled=${at.value === own.lines.length - 1}
        onClick=${() => move(1)}>▶<//>
      <span class="section-name">${section && sectionTitle(section)}</span>
    </div>
    <${Stage} own=${own} />
    ${filling.value && html`<${Score} />`}</div>
    <${Sections} own=${own} /></div>
    <${CommandOfSheet} />
    <${BlameView} own=${own} />`;
}

/** Which line it is, or which blank; what is given is none. @param {import("../../state/tracing.js").Sheet} own */
function countWords({ lines }) {
  const open = filling.value ? lines.filter(({ follow }) => follow) : lines;
  const k = open.findIndex((each) => each === line.value), n = count(open.length);
  return k < 0 ? t("trace.given") : t(filling.value ? "trace.count.blank" : "trace.count", { k: count(k + 1), n });
}

/** What is to be filled in. @param {{own: import("../../state/tracing.js").Sheet}} props */
function Blank({ own: { choices } }) {
  const wanted = choices.includes(view.value.blank) ? view.value.blank : "";
  const text = (value) => SYMBOLS[value] ?? (/^\d/.test(value) ? t("trace.blank.layer", { layer: value })
    : t(`trace.blank.${value || "all"}`));
  return html`<${SelectField} name="blank" label=${t("trace.blank")} help=${t("trace.blank.help")} value=${wanted}
    choices=${choices.map((value) => ({ value, text: text(value) }))} onChange=${(blank) => show({ blank })} />`;
}

/** @param {import("../../state/tracing.js").Sheet} own */
const noteValues = ({ trace: { config: { optimizer: rule }, rate, update } }) => ({ rule, rate, update: count(update) });

/** What of the training is not in the step. @param {import("../../state/tracing.js").Sheet} own */
function notes({ trace }) {
  const { dropout } = trace.config, locked = frame.value?.locked.length ?? 0;
  return [dropout > 0 && t("trace.no_dropout"), locked > 0 && t("trace.no_locks")].filter(Boolean).map((s) => ` ${s}`);
}

/** Whether the rule goes on with its memory: only where it has one. */
function Memory() {
  const { slots } = about.value.rules[config.value.optimizer];
  if (!slots || !frame.value?.updates) return null;
  return html`<${Toggle} name="memory" label=${t("trace.memory")} help=${t("trace.memory.help")}
    value=${view.value.memory} onChange=${(memory) => show({ memory })} />`;
}

/** How many answers are right, follow, are wrong; how many are left. */
function Score() {
  const verdicts = [...marks.value.values()].map(({ verdict }) => verdict), all = verdicts.length;
  const number = (...names) => verdicts.filter((verdict) => names.includes(verdict)).length;
  const wrong = number("wrong", "unread"), few = number("few");
  const values = { right: number("right"), follows: number("follows"), wrong, left: number("blank"), all };
  return html`<p class="tally" role="status">${t(values.left || !all ? "trace.score" : "trace.score.end",
    Object.fromEntries(Object.entries(values).map(([name, n]) => [name, count(n)])))}${few > 0 && `, ${t("trace.score.few", { few: count(few) })}`}
    ${wrong + few > 0 && html` <button type="button" class="quiet" onClick=${firstWrong}>
      ${t(wrong ? "trace.first_wrong" : "trace.first_few")}</button>`}
  </p>`;
}

/** Go to the first answer that is wrong, else to the first of too few digits. */
function firstWrong() {
  const first = (...verdicts) => sheet.value?.lines.findIndex(({ key }) =>
    verdicts.includes(marks.value.get(key)?.verdict ?? "")) ?? -1;
  const wrong = first("wrong", "unread");
  goTo(wrong >= 0 ? wrong : first("few"));
}

/** The button that opens the step by hand, or closes it. */
export function ByHandButton() {
  const open = view.value.sheet !== "";
  if (!facts.value || facts.value.drawn.length === 0) return null;
  return html`<${Button} name="by_hand" help=${t("trace.open.help")} pressed=${open}
    onClick=${() => show({ sheet: open ? "" : answers.value.size ? "fill" : "read" })}>${t("trace.open")}<//>`;
}
