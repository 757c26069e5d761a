// A dialog for teachers: which controls a link hides or locks.

import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../../html.js";
import { linkWithControls } from "../../state/sharing.js";
import { view } from "../../state/store.js";
import { t } from "../../text/text.js";
import { CopyButton } from "./copy_button.js";

/** @typedef {{name: string, label: string, depth: number}} Control */

/** What a control is called on the page. @param {Element} element */
function labelOf(element) {
  const said = element.matches("details") ? element.querySelector("summary") : element.querySelector("label, .label");
  const text = element.getAttribute("aria-label") ?? said?.textContent ?? element.textContent ?? "";
  return text.replace(/\s+/g, " ").trim().slice(0, 60) || element.getAttribute("data-control") || "";
}

/** The controls on the page, and those that are hidden now, each once. @returns {Control[]} */
function controlsOf() {
  const found = new Map(), all = [...document.querySelectorAll("[data-control]")].filter((element) => !element.closest("dialog"));
  for (const element of all) {
    const name = element.getAttribute("data-control") ?? "";
    if (name && !found.has(name)) found.set(name, { name, label: labelOf(element), depth: element.parentElement?.closest("[data-control]") ? 1 : 0 });
  }
  for (const name of view.value.hidden) if (!found.has(name)) found.set(name, { name, label: name, depth: 0 });
  return [...found.values()];
}

/** @param {{onClose: () => void}} props */
export function LockDialog({ onClose }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null)), [controls] = useState(controlsOf);
  const [hide, setHide] = useState(view.value.hidden), [lock, setLock] = useState(view.value.locked);
  useEffect(() => dialog.current?.showModal(), []);
  const box = (control, list, set, key) => html`<td><input type="checkbox" aria-label=${t(key, { what: control.label })} checked=${list.includes(control.name)}
    onChange=${({ currentTarget }) => set(currentTarget.checked ? [...list, control.name] : list.filter((name) => name !== control.name))} /></td>`;
  return html`<dialog class="lock-dialog" ref=${dialog} aria-labelledby="lock-title" onClose=${onClose}>
    <h2 id="lock-title">${t("lock_controls.title")}</h2>
    <p class="note">${t("lock_controls.note")}</p>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="lock-title"><table>
      <thead><tr><th scope="col">${t("lock_controls.control")}</th><th scope="col">${t("lock_controls.hide")}</th><th scope="col">${t("lock_controls.lock")}</th></tr></thead>
      <tbody>${controls.map((control) => html`<tr key=${control.name} data-depth=${control.depth}>
        <th scope="row">${control.label}</th>${box(control, hide, setHide, "hide_what")}${box(control, lock, setLock, "lock_what")}
      </tr>`)}</tbody>
    </table></div>
    <div class="dialog-end">
      <${CopyButton} name="copy_locked_link" kind="primary" label=${t("copy_link")} text=${() => linkWithControls(hide, lock)} />
      <button type="button" onClick=${() => dialog.current?.close()}>${t("close")}</button>
    </div>
  </dialog>`;
}
