// A lesson is made on the page itself: the page is set as a step shall find it, the words are written here.

import { useState } from "preact/hooks";
import { save } from "../export/files.js";
import { html } from "../html.js";
import { tried } from "../state/actions.js";
import {
  addStep, anotherDraft, change, changeStep, draft, earlierDraft, finished, leaveDraft, place, removeStep, takeEarlier,
  takeSettings, tryDraft, typed, written,
} from "../state/lesson_draft.js";
import { linkToLesson } from "../state/sharing.js";
import { t } from "../text/text.js";
import { CopyButton } from "./copy_button.js";
import { Icon } from "./icons.js";
import { QuestionFields, TargetFields, Words } from "./lesson_fields.js";
import { settingsText } from "./lesson_text.js";
import { MoreBelow } from "./more_below.js";
import { controlsOf } from "./page_controls.js";

export function LessonEditor() {
  const made = draft.value;
  if (!made) return null;
  const file = () => tried(async () => {
    save(`${made.id}.json`, `${JSON.stringify(finished(), null, 1)}\n`, "application/json");
  });
  return html`<section class="lesson lesson-editor" aria-labelledby="editor-title">
    <header><h2 id="editor-title">${t("lessons.make")}</h2>
      <button type="button" class="quiet" aria-label=${t("close")} onClick=${leaveDraft}>
        <${Icon} name="close" /></button></header>
    <div class="lesson-step"><p class="note">${t("editor.note")}</p>
      <${Others} />
      <${Words} label=${t("editor.title")} value=${typed(made.title)}
        onChange=${(words) => change({ title: written(made.title, words) })} />
      <${Words} label=${t("editor.id")} value=${made.id} onChange=${(id) => change({ id })} />
      <${Steps} steps=${made.steps} />
      <${StepFields} key=${place.value} step=${made.steps[place.value]} /></div>
    <${MoreBelow} box=".lesson" />
    <footer><button type="button" onClick=${file}>${t("editor.save")}</button>
      <${CopyButton} name="editor.link" label=${t("editor.link")} help=${t("editor.link.help")}
        text=${() => linkToLesson(finished())} />
      <button type="button" class="primary" onClick=${() => tried(tryDraft)}>${t("editor.try")}</button></footer>
  </section>`;
}

/** Another lesson in the place of this one, or the one that stood there before. */
function Others() {
  const earlier = earlierDraft();
  return html`<div class="lesson-ways"><button type="button" onClick=${anotherDraft}>${t("editor.another")}</button>
    ${earlier && html`<button type="button" class="wrapping" onClick=${takeEarlier}>
      ${t("editor.earlier", { title: typed(earlier.title) || earlier.id })}</button>`}</div>`;
}

/** Which step is shown; one more, one fewer. */
function Steps({ steps }) {
  const to = (by) => () => (place.value += by), last = place.value === steps.length - 1;
  const button = (key, act, off = false) => html`
    <button type="button" disabled=${off} onClick=${act}>${t(key)}</button>`;
  return html`<h3>${t("lesson.step", { step: place.value + 1, of: steps.length })}</h3>
    <div class="lesson-ways">${button("editor.previous", to(-1), place.value === 0)}
      ${button("editor.following", to(1), last)}${button("editor.add", addStep)}
      ${button("editor.remove", removeStep, steps.length === 1)}</div>`;
}

/** @param {{step: import("../lessons/format.js").Step}} props */
function StepFields({ step }) {
  const lines = (text) => text.split("\n").map((each) => each.trim()).filter(Boolean);
  const hints = (step.hints ?? []).map(typed).join("\n");
  return html`
    <${Words} rows=${6} label=${t("editor.text")} value=${typed(step.text)}
      onChange=${(words) => changeStep({ text: written(step.text, words) })} />
    <${Settings} step=${step} />
    <${Locks} step=${step} />
    <${QuestionFields} predict=${step.predict} />
    <${TargetFields} target=${step.target} />
    <${Words} rows=${3} label=${t("editor.hints")} value=${hints} onChange=${(words) => changeStep({
      hints: lines(words).map((hint, i) => written(step.hints?.[i], hint)),
    })} />
    <${Words} rows=${3} label=${t("editor.after")} value=${typed(step.after)} onChange=${(words) => changeStep({
      after: words.trim() ? written(step.after, words) : undefined })} />`;
}

/** The settings that the step begins with, if any, and where they come from. */
function Settings({ step }) {
  const [took, say] = useState(false), first = place.value === 0;
  const settings = first ? draft.value?.config ?? {} : step.set, all = settings && settingsText(settings);
  const words = all ? t("editor.taken", { settings: all }) : t(settings ? "editor.as_before" : "editor.not_taken");
  return html`<div class="lesson-ways">
    <button type="button" onClick=${() => (takeSettings(), say(true))}>${t("editor.take")}</button>
    ${settings && !first && html`<button type="button" onClick=${() => (changeStep({ set: undefined }), say(false))}>
      ${t("editor.drop")}</button>`}
    <p class="note" role="status">${took && html`<b class="good">✓ ${t("editor.took")}</b> `}${words}</p></div>`;
}

/** The controls of the page, to be locked at this step. */
function Locks({ step }) {
  const lock = step.lock ?? [], others = (name) => lock.filter((other) => other !== name);
  const set = (name, on) => changeStep({ lock: on ? [...others(name), name] : others(name) });
  const known = controlsOf().filter(({ name }) => !/^(lessons|page|editor\..*)$/.test(name));
  const rest = lock.filter((name) => !known.some((control) => control.name === name));
  const box = ({ name, label }) => html`<label key=${name}><input type="checkbox" checked=${lock.includes(name)}
    onChange=${({ currentTarget }) => set(name, currentTarget.checked)} /> ${label}</label>`;
  return html`<details class="section"><summary>${t("editor.lock")} (${lock.length})</summary>
    <div class="lesson-locks">${[...known, ...rest.map((name) => ({ name, label: name }))].map(box)}</div></details>`;
}
