// The code that just ran: the very lines that the module is made of, with the numbers of now beside them.

import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../html.js";
import { about } from "../state/store.js";
import { short } from "../text/numbers.js";
import { t } from "../text/text.js";
import { Button } from "./controls.js";
import { Icon } from "./icons.js";

/** @typedef {{file: string, line: number, text: string}} Source  a function as it stands in numnet */
/** @typedef {{[name: string]: number | number[]}} Values  of hyper-parameters, or of the arguments of a function */
/** @typedef {{title: string, sources: Source[], values?: Values, note?: string}} Part */

const MOST = 6; // numbers of a vector that are shown

/**
 * A button that shows code; ``parts``: what, made when it is wanted; ``course``: keys of `about.code.course`.
 * @param {{name: string, parts: () => Part[], course: string[]}} props
 */
export function CodeButton({ name, parts, course }) {
  const [open, set] = useState(false);
  return html`<${Button} name=${name} help=${t("code.help")} onClick=${() => set(true)}>${t("code")}<//>
    ${open && html`<${CodeDialog} parts=${parts()} course=${course} onClose=${() => set(false)} />`}`;
}

/** @param {{parts: Part[], course: string[], onClose: () => void}} props */
function CodeDialog({ parts, course, onClose }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => dialog.current?.showModal(), []);
  const pages = [...new Set(course.map((key) => about.value.code.course[key]))].join(", ");
  return html`<dialog class="shown-file code" ref=${dialog} aria-labelledby="code-title" onClose=${onClose}>
    <header><h2 id="code-title">${t("code.title")}</h2>
      <button type="button" class="quiet" aria-label=${t("close")} onClick=${() => dialog.current?.close()}>
        <${Icon} name="close" /></button></header>
    <p class="small faint">${t("code.note")} ${t("code.course", { pages })}</p>
    ${parts.map(({ title, sources, values = {}, note }) => html`<section key=${title}><h3>${title}</h3>
      ${note && html`<p class="small">${note}</p>`}
      ${sources.map((source) =>
        html`<${Listing} key=${source.file + source.line} ...${{ source, values }} />`)}</section>`)}
  </dialog>`;
}

/** @param {{source: Source, values: Values}} props */
function Listing({ source, values }) {
  const { file, line, text } = source, name = `${file}:${line}`;
  return html`<figure><figcaption class="small faint">${name}</figcaption>
    <div class="scroll" tabindex="0" role="region" aria-label=${name}><table><tbody>
      ${text.split("\n").map((row, k) => html`<tr key=${k}><td><code>${row || " "}</code></td>
        <td class="now">${[...given(row, values), ...notes(row, values)].join(", ")}</td></tr>`)}
    </tbody></table></div></figure>`;
}

/** The arguments in the first line of a function, as they are now. @param {string} row @param {Values} values */
function given(row, values) {
  const names = /^def \w+\((.*)\):/.exec(row)?.[1].split(", ") ?? [];
  return names.filter((name) => name in values).map((name) => `${name} = ${several(values[name])}`);
}

/** A number, or the first of several. @param {number | number[]} value */
function several(value) {
  const all = [value].flat();
  if (all.length === 1) return short(all[0]);
  return `(${all.slice(0, MOST).map((x) => short(x)).join(", ")}${all.length > MOST ? ", …" : ""})`;
}

/** The constants of a step that a line of an equation reads, as they are now. @param {string} row @param {any} values */
function notes(row, values) {
  const { code: { constants }, hyper_parameters: known } = about.value;
  const read = [...new Set([...row.matchAll(/\bk\.(\w+)/g)].map(([, name]) => name))];
  return read.filter((name) => constants[name] && values[constants[name][0]] !== undefined).map((name) => {
    const [parameter, rest] = constants[name], { symbol } = known[parameter], value = values[parameter];
    return rest ? `1 − ${symbol} = ${short(1 - value)}` : `${symbol} = ${short(value)}`;
  });
}
