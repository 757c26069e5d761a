// A table from a spreadsheet or a file: pasted, dropped or chosen; what was understood of it, what to learn from it.

import { useEffect, useRef, useState } from "preact/hooks";
import { SEPARATORS } from "../../data/dialect.js";
import { ENCODINGS, checkSize, decode } from "../../data/encoding.js";
import { understand } from "../../data/understood.js";
import { html } from "../../html.js";
import { tried } from "../../state/actions.js";
import { isOpened, openFiles } from "../../state/opening.js";
import { errorText, t } from "../../text/text.js";
import { SelectField, hidden, locked } from "../../ui/controls.js";
import { Columns } from "./columns.js";
import { draftOf, table, take, way, wrongFile } from "./drafts.js";

const TASKS = ["auto", "binary", "multiclass", "multilabel", "regression"];
const KINDS = ".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values"; // of files

/** @typedef {import("./drafts.js").Draft} Draft */

const off = () => locked("data") || locked("table");

/** Take a text as the table, and train on it if it is one. @param {Draft} draft */
function use(draft) {
  wrongFile.value = "";
  table.value = draft;
  const { made, data } = understand(draft);
  if (made && data) take(made.changes, { kind: "csv", name: draft.name }, { task: data.task, d: data.d });
}

/** Read a file that was dropped or chosen. @param {File} file */
async function readFile(file) {
  way.value = "csv";
  try {
    checkSize(file.size);
    const bytes = new Uint8Array(await file.arrayBuffer()), { text, encoding } = decode(bytes);
    use(draftOf(text, file.name, encoding, encoding.startsWith("utf-") ? null : bytes));
  } catch (error) {
    wrongFile.value = errorText(error);
  }
}

export function Table() {
  const draft = table.value;
  if (hidden("table")) return null;
  return html`<div class="table-reader" data-control="table">
    <${Source} draft=${draft} />
    ${wrongFile.value && html`<p class="wrong" role="alert">${wrongFile.value}</p>`}
    ${draft && html`<${Understood} draft=${draft} />`}
  </div>`;
}

/** Where a text is pasted, or a file chosen. @param {{draft: Draft | null}} props */
function Source({ draft }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null)), [text, type] = useState("");
  const read = (given) => {
    type("");
    use(draftOf(given, "", "utf-8"));
  };
  const paste = (event) => {
    const pasted = event.clipboardData?.getData("text/plain");
    if (!pasted || text) return; // into what is typed already
    event.preventDefault();
    read(pasted);
  };
  const choose = ({ currentTarget }) => {
    const [file] = currentTarget.files;
    if (file) readFile(file);
    currentTarget.value = "";
  };
  const button = text.trim() && html`
    <button type="button" class="primary" onClick=${() => read(text)}>${t("table.read")}</button>`;
  return html`<label class="faint" for="table-text">${t(draft ? "table.other" : "table.paste")}</label>
    <textarea id="table-text" rows=${draft ? 1 : 5} placeholder=${draft ? "" : t("table.example")} disabled=${off()}
      value=${text} spellcheck=${false} onPaste=${paste}
      onInput=${(event) => type(event.currentTarget.value)}></textarea>
    <div class="row">
      ${button}
      <button type="button" disabled=${off()} onClick=${() => input.current?.click()}>${t("table.choose")}</button>
      <span class="faint">${t("table.drop")}</span>
    </div>
    <input class="hidden-text" type="file" tabindex="-1" aria-label=${t("table.choose")} ref=${input} accept=${KINDS}
      onChange=${choose} />`;
}

/** The encoding that was guessed, or that is chosen instead. @param {{draft: Draft}} props */
function Encoding({ draft: { bytes, name, encoding } }) {
  if (!bytes) return null;
  const choices = Object.entries(ENCODINGS).flatMap(([script, names]) =>
    names.map((value) => ({ value, text: value, group: t(`script.${script}`) })));
  return html`<${SelectField} name="encoding" label=${t("table.encoding")} help=${t("table.encoding.help")}
    value=${encoding} choices=${choices}
    onChange=${(named) => use(draftOf(decode(bytes, named).text, name, named, bytes))} />`;
}

/** What was understood, and what can be chosen. @param {{draft: Draft}} props */
function Understood({ draft }) {
  const { table: rows, inspection, wrong, data, made } = understand(draft);
  const encoding = html`<${Encoding} draft=${draft} />`;
  if (!rows) return html`<p class="wrong" role="alert">${errorText(wrong)}</p>${encoding}`;
  const choices = TASKS.map((value) => ({ value, text: t(`task.${value}`) }));
  const reason = data && t(`reason.${data.reason.key}`, data.reason.values);
  return html`<p class="about">${draft.name && html`<b>${draft.name}</b> `}
      ${t("table.size", { rows: rows.rows.length, columns: rows.names.length })} ${dialect(rows, draft).join(", ")}</p>
    ${encoding}
    ${wrong && html`<p class="wrong" role="alert">${errorText(wrong)}</p>`}
    <${Columns} draft=${draft} table=${rows} inspection=${inspection} use=${use} disabled=${off()} />
    <${SelectField} name="task" label=${t("table.task")} help=${t("table.task.help")} value=${draft.task}
      choices=${choices} onChange=${(task) => use({ ...draft, task })} />
    ${data && html`<p class="faint">${t("table.because", { task: t(`task.${data.task}`), reason })}</p>`}
    ${data && made && html`<ul class="remarks faint">
      ${remarks(rows, data, made).map((remark) => html`<li key=${remark}>${remark}</li>`)}</ul>`}`;
}

/** How the text is written, in words. */
function dialect(rows, { encoding }) {
  const known = Object.values(SEPARATORS).includes(rows.separator);
  const said = [known ? t(`separator.${rows.separator}`) : rows.separator];
  if (rows.commas(rows.names)) said.push(t("table.decimal_commas"));
  if (!rows.dialect.header) said.push(t("table.no_header"));
  if (encoding !== "utf-8") said.push(encoding);
  if (rows.dialect.titles) said.push(t("table.titles", { count: rows.dialect.titles }));
  if (rows.renamed.length) said.push(t("table.renamed", { names: listed(rows.renamed) }));
  return said;
}

const listed = (names) => names.slice(0, 5).join(", ") + (names.length > 5 ? ", …" : "");

/** What was left out, and why; what the network gets. */
function remarks(rows, data, { constant }) {
  const gone = rows.rows.length - data.n;
  return [
    gone > 0 && t("table.dropped", { count: gone }),
    constant.length > 0 && t("table.constant", { names: listed(constant) }),
    data.rare.length > 0 && t("table.rare", { names: listed(data.rare) }),
    t("table.inputs", { count: data.d - constant.length }),
  ].filter(Boolean);
}

/** A file may be dropped anywhere: the browser must not leave the page for it. */
export function useDrop() {
  useEffect(() => {
    const files = (event) => Array.from(event.dataTransfer?.types ?? []).includes("Files");
    const over = (event) => files(event) && event.preventDefault();
    const drop = (event) => {
      if (!files(event)) return;
      event.preventDefault();
      const dropped = [...event.dataTransfer.files];
      if (dropped.some(isOpened)) tried(() => openFiles(dropped));
      else if (!off() && dropped.length) readFile(dropped[0]);
    };
    window.addEventListener("dragover", over);
    window.addEventListener("drop", drop);
    return () => (window.removeEventListener("dragover", over), window.removeEventListener("drop", drop));
  }, []);
}
