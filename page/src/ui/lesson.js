// The open lesson: steps of text, predictions, targets, hints, and in the end the code of what was reached.

import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../html.js";
import { tried } from "../state/actions.js";
import {
  arrivals, at, closeLesson, done, go, lesson, openHint, openLesson, predict, result, runPrediction, step,
} from "../state/lesson.js";
import { backToDraft, trying } from "../state/lesson_draft.js";
import { doneAt } from "../state/lesson_memory.js";
import { facts, playing } from "../state/store.js";
import { count } from "../text/numbers.js";
import { t } from "../text/text.js";
import { Icon } from "./icons.js";
import { isShare, line, marked, measureText, Paragraphs, resultText, targetText, valueText } from "./lesson_text.js";
import { MoreBelow } from "./more_below.js";
import { wide } from "./view.js";

export function LessonPanel() {
  const open = lesson.value, now = step.value;
  if (!open || !now) return null;
  const answered = done.value.some(({ given, reached, hints }) => given !== null || reached || hints);
  return html`<section class="lesson" aria-labelledby="lesson-title">
    <header><h2 id="lesson-title">${line(open.title)}</h2>
      ${answered && html`<button type="button" class="quiet" aria-label=${t("lesson.anew")}
        data-help=${t("lesson.anew.help")} onClick=${() => tried(() => openLesson(open, true))}>
        <${Icon} name="again" /></button>`}
      ${trying.value ? html`<button type="button" onClick=${backToDraft}>${t("editor.back")}</button>`
        : html`<button type="button" class="quiet" aria-label=${t("lesson.close")} onClick=${closeLesson}>
          <${Icon} name="close" /></button>`}</header>
    <${Body} key=${at.value} />
    <${MoreBelow} box=".lesson" />
    <${Ways} />
  </section>`;
}

/** The step itself; it takes the focus when it comes. */
function Body() {
  const now = /** @type {import("../lessons/format.js").Step} */ (step.value), known = done.value[at.value];
  const place = useRef(/** @type {HTMLElement | null} */ (null)), { steps } = /** @type {any} */ (lesson.value);
  useEffect(() => {
    if (place.current?.closest(".lesson")?.contains(document.activeElement)) place.current.focus();
    place.current?.closest(".lesson")?.scrollTo(0, 0);
  }, []);
  const news = [known.given !== null, known.compared, known.reached, known.hints], before = useRef(String(news));
  useEffect(() => {
    if (String(news) !== before.current) place.current?.closest(".lesson")?.scrollTo(0, place.current.scrollHeight);
    before.current = String(news);
  }, news);
  const over = doneAt(now, known);
  return html`<div class="lesson-step" tabindex="-1" ref=${place}>
    <p class="small faint">${t("lesson.step", { step: at.value + 1, of: steps.length })}</p>
    <${Paragraphs} text=${now.text} />
    ${now.look && html`<${Look} key=${arrivals.value} name=${now.look} />`}
    ${now.predict && html`<${Predict} asked=${now.predict} known=${known} />`}
    ${now.target && html`<${Target} target=${now.target} known=${known} />`}
    ${now.hints?.length && html`<${Hints} hints=${now.hints} open=${known.hints} />`}
    ${over && html`<${Paragraphs} text=${now.after} />`}
    ${at.value === steps.length - 1 && html`<${Result} />`}
  </div>`;
}

const FLASH = { outline: ["3px solid", "3px solid transparent"], outlineOffset: ["-3px", "-3px"] };

/** What the step is about, opened; brought into sight at once where that does not move the text away. */
function Look({ name }) {
  const opened = useRef(/** @type {HTMLDetailsElement | null} */ (null));
  const bring = (/** @type {boolean} */ asked) => {
    const kinds = ["details[data-control", "[data-view", "[data-control"];
    const there = kinds.map((kind) => document.querySelector(`${kind}="${name}"]`)).find(Boolean);
    if (there instanceof HTMLDetailsElement && !there.open) (opened.current = there).open = true;
    if (!asked && !wide.matches) return;
    const tall = (there?.clientHeight ?? 0) > innerHeight / 2;
    requestAnimationFrame(() => there?.scrollIntoView({ block: wide.matches && !tall ? "nearest" : "start" }));
    if (asked) there?.animate?.(FLASH, 1500);
  };
  useEffect(() => {
    const soon = [100, 600].map((wait) => setTimeout(() => bring(false), wait)); // the views come first, and fill up
    return () => {
      soon.forEach(clearTimeout);
      if (opened.current) opened.current.open = false; // it was closed before
    };
  }, []);
  return html`<p><button type="button" onClick=${() => bring(true)}>${t("lesson.look")}</button></p>`;
}

/** @param {{asked: import("../lessons/format.js").Prediction, known: import("../state/lesson.js").Done}} props */
function Predict({ asked, known }) {
  const { given, compared } = known, Kind = asked.choices ? Choices : NumberAsked;
  const measured = !asked.choices || asked.choices[0].if;
  return html`<div class="lesson-predict">
    <h3>${t(measured ? "lesson.predict" : "lesson.question")}</h3>
    <${Kind} asked=${asked} known=${known} />
    ${given !== null && !compared && html`
      <button type="button" class="primary" disabled=${playing.value} onClick=${runPrediction}>
        ${t(runKey(asked), { n: count(asked.updates ?? asked.epochs ?? 0) })}</button>`}
    <p role="status">${compared && html`<b class=${compared.right ? "good" : "bad"}>
      ${t(compared.right ? "lesson.right" : "lesson.wrong")}</b> ${came(asked, compared)}`}</p>
  </div>`;
}

/** @param {import("../lessons/format.js").Prediction} asked */
function runKey({ updates, epochs }) {
  return updates !== undefined ? "lesson.run.updates" : epochs !== undefined ? "lesson.run.epochs" : "lesson.run.end";
}

/**
 * What came instead, or too.
 * @param {any} asked  @param {{value: number}} compared
 */
function came({ choices, measure }, { value }) {
  const metric = facts.value.metricName;
  if (!choices) {
    return t("lesson.came", { measure: measureText(measure, metric), value: valueText(measure, value, metric) });
  }
  return value < 0 ? t("lesson.none_came") : marked(t("lesson.came_choice", { choice: line(choices[value].text) }));
}

function Choices({ asked, known: { given, compared } }) {
  const [chosen, choose] = useState(given ?? -1), sure = given !== null;
  return html`<fieldset disabled=${sure}><legend>${marked(line(asked.question))}</legend>
    ${asked.choices.map((choice, i) => html`<label key=${i} data-came=${compared?.value === i || undefined}>
      <input type="radio" name="lesson-choice" checked=${chosen === i} onChange=${() => choose(i)} />
      <span>${marked(line(choice.text))}</span></label>`)}
    ${!sure && html`<button type="button" class="primary" disabled=${chosen < 0} onClick=${() => predict(chosen)}>
      ${t("lesson.sure")}</button>`}
  </fieldset>`;
}

function NumberAsked({ asked, known: { given } }) {
  const share = isShare(asked.measure, facts.value?.metricName ?? ""), scale = share ? 100 : 1;
  const [typed, type] = useState(given === null ? "" : String(given * scale));
  const number = Number(typed.replace(",", ".")), sound = typed.trim() !== "" && Number.isFinite(number);
  const sure = given !== null, say = () => sound && predict(number / scale);
  return html`<fieldset disabled=${sure}><label><span>${marked(line(asked.question))}</span>
    <input type="text" inputmode="decimal" value=${typed} aria-invalid=${typed !== "" && !sound ? "true" : undefined}
      onInput=${(event) => type(event.currentTarget.value)} onKeyDown=${({ key }) => key === "Enter" && say()} />
      ${share ? "%" : ""}</label>
    ${!sure && html`<button type="button" class="primary" disabled=${!sound} onClick=${say}>
      ${t("lesson.sure")}</button>`}
  </fieldset>`;
}

/** @param {{target: import("../lessons/format.js").Condition, known: import("../state/lesson.js").Done}} props */
function Target({ target, known: { reached } }) {
  const metric = facts.value?.metricName ?? "accuracy";
  const got = reached && t(target.measure ? "lesson.reached" : "lesson.reached_end", {
    value: target.measure ? valueText(target.measure, reached.value, metric) : "", updates: count(reached.updates),
  });
  return html`<div class="lesson-target" data-reached=${reached ? true : undefined}>
    <h3>${t("lesson.target")}</h3><p>${targetText(target, metric)}</p>
    <p role="status">${got && html`<b class="good">✓ ${got}</b>`}</p></div>`;
}

/** One after the other. @param {{hints: import("../lessons/format.js").Text[], open: number}} props */
function Hints({ hints, open }) {
  return html`<div class="lesson-hints">
    ${hints.slice(0, open).map((hint, i) => html`<div key=${i}><h3>${t("lesson.hint", { n: i + 1 })}</h3>
      <${Paragraphs} text=${hint} /></div>`)}
    ${open < hints.length && html`<button type="button" class="quiet" onClick=${openHint}>
      ${t("lesson.hint.open", { n: open + 1, of: hints.length })}</button>`}</div>`;
}

function Result() {
  const found = result.value;
  return html`<div class="lesson-result" role="status">${found && html`
    <h3>${t("lesson.result")}</h3><p>${resultText(/** @type {any} */ (lesson.value), found)}</p>
    <p>${t("lesson.code")} <code>${found.code}</code></p>`}</div>`;
}

/** Back and on, with a mark for each step. */
function Ways() {
  const { steps } = /** @type {any} */ (lesson.value), last = at.value === steps.length - 1;
  const way = (by) => tried(() => go(at.value + by));
  return html`<footer>
    <button type="button" disabled=${at.value === 0} onClick=${() => way(-1)}>${t("lesson.back")}</button>
    <span class="lesson-marks" aria-hidden="true">${steps.map((_, i) => html`<i key=${i}
      data-now=${i === at.value || undefined}>${finished(i) ? "✓" : ""}</i>`)}</span>
    <button type="button" class="primary" disabled=${last} onClick=${() => way(1)}>${t("lesson.next")}</button>
  </footer>`;
}

/** Whether what a step asks is done. @param {number} i */
function finished(i) {
  const now = /** @type {any} */ (lesson.value).steps[i];
  return (now.target || now.predict) && doneAt(now, done.value[i]);
}
