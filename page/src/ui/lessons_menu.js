// The lessons of the page, one from a file, one of one's own, and a code read back.

import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../html.js";
import { readCode } from "../lessons/code.js";
import { tried } from "../state/actions.js";
import { keptDrafts } from "../state/draft_memory.js";
import { lesson, openLesson } from "../state/lesson.js";
import { backToDraft, beginDraft, changeOpen, trying } from "../state/lesson_draft.js";
import { solved } from "../state/lesson_memory.js";
import { loadShelf, shelf } from "../state/lesson_shelf.js";
import { openFiles } from "../state/opening.js";
import { errorText, t } from "../text/text.js";
import { line, resultText } from "./lesson_text.js";
import { Menu } from "./menu.js";

export function Lessons() {
  return html`<${Menu} name="lessons" label=${t("lessons")} help=${t("lessons.help")}>
    ${(close) => html`<${Shelf} close=${close} />`}<//>`;
}

/** @param {{close: () => void}} props */
function Shelf({ close }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => void loadShelf(), []);
  const open = (each) => (close(), tried(() => openLesson(each)));
  const choose = async (files) => {
    close();
    if (files.length) await tried(() => openFiles([...files]));
  };
  return html`<ul class="example-list lesson-list">${shelf.value.map((each) => html`<li key=${each.id}>
      <button type="button" class="quiet" aria-current=${lesson.value === each || undefined}
        onClick=${() => open(each)}>${line(each.title)}${solved(each) && html` <b role="img" class="good"
          aria-label=${t("lessons.solved")}>✓</b>`}</button></li>`)}</ul>
    <div class="lesson-ways">
      <input ref=${input} type="file" hidden accept=".json" aria-label=${t("lessons.open")}
        onChange=${({ currentTarget }) => choose([...currentTarget.files])} />
      <button type="button" onClick=${() => input.current?.click()}>${t("lessons.open")}</button>
      <button type="button" onClick=${() => (close(), trying.value ? backToDraft() : beginDraft())}>
        ${t(trying.value ? "editor.back" : "lessons.make")}</button>
      ${lesson.value && !trying.value && html`<button type="button" onClick=${() => (close(), changeOpen())}>
        ${t("editor.edit")}</button>`}
    </div>
    <${CodeCheck} />`;
}

/** What a code says. */
function CodeCheck() {
  const [typed, type] = useState(""), { now, before } = keptDrafts();
  const known = [...shelf.value, lesson.value, now, before].filter((each) => each !== null);
  return html`<label class="field"><span class="label">${t("lessons.check")}</span>
      <input type="text" value=${typed} placeholder="XXXXX-XXXXX-XXXXX" autocomplete="off" spellcheck=${false}
        onInput=${(event) => type(event.currentTarget.value)} /></label>
    <p class="note code-answer" role="status">${typed.trim() && said(typed, known)}</p>`;
}

/** @param {string} code @param {import("../lessons/format.js").Lesson[]} known */
function said(code, known) {
  try {
    const found = readCode(code, known.map(({ id }) => id));
    const of = /** @type {any} */ (known.find(({ id }) => id === found.id));
    return `${line(of.title)}: ${resultText(of, found)}`;
  } catch (error) {
    return errorText(error);
  }
}
