// A table from a spreadsheet or a file: pasted, dropped or chosen; what was understood of it, and what to learn from it.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { MOST_BYTES, decode } from "../../data/encoding.js";
import { understand } from "../../data/understood.js";
import { html } from "../../html.js";
import { tried } from "../../state/actions.js";
import { isOpened, openFiles } from "../../state/opening.js";
import { errorText, t } from "../../text/text.js";
import { SelectField, hidden, locked } from "../../ui/controls.js";
import { Columns } from "./columns.js";
import { draftOf, table, take, way } from "./drafts.js";

/** What is wrong with the file that was given last, as a sentence. */
const off = () => locked("data") || locked("table");

/** Take a text as the table, and train on it if it is one. @param {import("./drafts.js").Draft} draft */
function use(draft) {
  table.value = draft;
  const { made, data } = understand(draft);
  if (made && data) take(made.changes, { kind: "csv", name: draft.name }, { task: data.task, d: data.d });
}

/** Read a file that was dropped or chosen. @param {File} file @param {(wrong: string) => void} say */
export async function readFile(file, say) {
  try {
    const bytes = new Uint8Array(await file.slice(0, MOST_BYTES + 1).arrayBuffer());
    const { text, encoding } = decode(file.size > MOST_BYTES ? new Uint8Array(file.size > 1e9 ? MOST_BYTES + 1 : file.size) : bytes);
    way.value = "csv";
    use(draftOf(text, file.name, encoding));
    say("");
  } catch (error) {
    way.value = "csv";
    say(errorText(error));
  }
}

export function Table() {
  const draft = table.value, [wrong, say] = useState(""), understood = useMemo(() => draft && understand(draft), [draft]);
  if (hidden("table")) return null;
  return html`<div class="table-reader" data-control="table">
    <${Source} draft=${draft} say=${say} />
    ${wrong && html`<p class="wrong" role="alert">${wrong}</p>`}
    ${draft && understood && html`<${Understood} draft=${draft} understood=${understood} />`}
  </div>`;
}

/** Where a text is pasted, or a file chosen. */
function Source({ draft, say }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null)), [text, type] = useState("");
  const paste = (event) => {
    const pasted = event.clipboardData?.getData("text/plain");
    if (!pasted) return;
    event.preventDefault();
    take_text(pasted);
  };
  const take_text = (given) => {
    say("");
    type("");
    use(draftOf(given, "", "utf-8"));
  };
  return html`<label class="faint" for="table-text">${t(draft ? "table.other" : "table.paste")}</label>
    <textarea id="table-text" rows=${draft ? 1 : 5} placeholder=${draft ? "" : t("table.example")} disabled=${off()} value=${text} spellcheck=${false} onPaste=${paste}
      onInput=${(event) => type(event.currentTarget.value)}></textarea>
    <div class="paint-steps">
      ${text.trim() && html`<button type="button" class="primary" onClick=${() => take_text(text)}>${t("table.read")}</button>`}
      <button type="button" disabled=${off()} onClick=${() => input.current?.click()}>${t("table.choose")}</button>
      <span class="faint">${t("table.drop")}</span>
    </div>
    <input class="hidden-text" type="file" tabindex="-1" aria-label=${t("table.choose")} ref=${input} accept=".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values"
      onChange=${(event) => {
        const [file] = event.currentTarget.files;
        if (file) readFile(file, say);
        event.currentTarget.value = "";
      }} />`;
}

/** What was understood, and what can be chosen. @param {{draft: import("./drafts.js").Draft, understood: import("../../data/understood.js").Understood}} props */
function Understood({ draft, understood }) {
  const { table: rows, inspection, wrong, data } = understood;
  if (!rows) return html`<p class="wrong" role="alert">${errorText(wrong)}</p>`;
  return html`<p class="set-about">${draft.name && html`<b>${draft.name}</b> `}${t("table.size", { rows: rows.rows.length, columns: rows.names.length })}
      ${" "}<span class="faint">${dialect(rows, draft).join(", ")}</span></p>
    ${wrong && html`<p class="wrong" role="alert">${errorText(wrong)}</p>`}
    <${Columns} draft=${draft} table=${rows} inspection=${inspection} use=${use} disabled=${off()} />
    <${SelectField} name="task" label=${t("table.task")} help=${t("table.task.help")} value=${draft.task} onChange=${(task) => use({ ...draft, task })}
      choices=${["auto", "binary", "multiclass", "multilabel", "regression"].map((value) => ({ value, text: t(`task.${value}`) }))} />
    ${data && html`<p class="faint">${t("table.because", { task: t(`task.${data.task}`), reason: t(`reason.${data.reason.key}`, data.reason.values) })}</p>`}
    <${Remarks} understood=${understood} />`;
}

/** How the text is written, in words. */
function dialect(rows, { encoding }) {
  const said = [t(`separator.${rows.separator}`)];
  if (rows.commas(rows.names)) said.push(t("table.decimal_commas"));
  if (!rows.dialect.header) said.push(t("table.no_header"));
  if (encoding !== "utf-8") said.push(encoding);
  if (rows.dialect.titles) said.push(t("table.titles", { count: rows.dialect.titles }));
  if (rows.renamed.length) said.push(t("table.renamed", { names: rows.renamed.slice(0, 5).join(", ") }));
  return said;
}

/** What was left out, and why. */
function Remarks({ understood: { table: rows, data, made } }) {
  const remarks = [], gone = data ? rows.rows.length - data.n : 0;
  if (gone) remarks.push(t("table.dropped", { count: gone }));
  if (made?.constant.length) remarks.push(t("table.constant", { names: made.constant.slice(0, 5).join(", ") }));
  if (data?.rare.length) remarks.push(t("table.rare", { names: data.rare.slice(0, 5).join(", ") }));
  if (data) remarks.push(t("table.inputs", { count: data.d - (made?.constant.length ?? 0) }));
  return remarks.length > 0 && html`<ul class="remarks faint">${remarks.map((remark) => html`<li key=${remark}>${remark}</li>`)}</ul>`;
}

/** A file may be dropped anywhere: the browser must not leave the page for it. @param {(wrong: string) => void} say */
export function useDrop(say) {
  useEffect(() => {
    const files = (event) => Array.from(event.dataTransfer?.types ?? []).includes("Files");
    const over = (event) => files(event) && event.preventDefault();
    const drop = (event) => {
      if (!files(event)) return;
      event.preventDefault();
      const dropped = [...event.dataTransfer.files];
      if (dropped.some(isOpened)) tried(() => openFiles(dropped));
      else if (!off() && dropped.length) readFile(dropped[0], say);
    };
    window.addEventListener("dragover", over);
    window.addEventListener("drop", drop);
    return () => (window.removeEventListener("dragover", over), window.removeEventListener("drop", drop));
  }, []);
}
