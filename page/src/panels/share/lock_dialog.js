// A dialog for teachers: which controls a link hides or locks.

import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../../html.js";
import { linkWithControls } from "../../state/sharing.js";
import { view } from "../../state/store.js";
import { t } from "../../text/text.js";
import { CopyButton } from "../../ui/copy_button.js";
import { controlsOf } from "../../ui/page_controls.js";

/** @typedef {import("../../ui/page_controls.js").Control} Control */

/** @param {{onClose: () => void}} props */
export function LockDialog({ onClose }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null)), [controls] = useState(controlsOf);
  const [hide, setHide] = useState(view.value.hidden), [lock, setLock] = useState(view.value.locked);
  const [sought, seek] = useState("");
  useEffect(() => dialog.current?.showModal(), []);
  const found = controls.filter(({ label, panel }) => `${label} ${panel}`.toLowerCase().includes(sought.toLowerCase()));
  const every = [...new Set([...lock, ...controls.map(({ name }) => name)])], all = every.length === lock.length;
  return html`<dialog class="lock-dialog" ref=${dialog} aria-labelledby="lock-title" onClose=${onClose}>
    <h2 id="lock-title">${t("lock_controls.title")}</h2>
    <p class="note">${t("lock_controls.note")}</p>
    <div class="lock-tools">
      <label>${t("lock_controls.search")} <input type="search" value=${sought}
        onInput=${({ currentTarget }) => seek(currentTarget.value.trim())} /></label>
      <button type="button" disabled=${all} onClick=${() => setLock(every)}>${t("lock_controls.all")}</button>
      <button type="button" disabled=${!lock.length} onClick=${() => setLock([])}>${t("lock_controls.none")}</button>
      <span class="note" role="status">${t("lock_controls.count", { n: lock.length, hidden: hide.length })}</span>
    </div>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="lock-title"><table>
      <thead><tr>${["control", "hide", "lock"].map((key) => html`<th scope="col">${t(`lock_controls.${key}`)}</th>`)}</tr></thead>
      ${[...new Set(found.map(({ panel }) => panel))].map((panel) => html`<tbody key=${panel}>
        <tr><th scope="rowgroup" colspan="3">${panel}</th></tr>
        ${found.filter((control) => control.panel === panel).map((control) => html`<${Row} key=${control.name}
          ...${{ control, hide, setHide, lock, setLock }} />`)}</tbody>`)}
    </table></div>
    <div class="dialog-end">
      <${CopyButton} name="copy_locked_link" kind="primary" label=${t("copy_link")}
        text=${() => linkWithControls(hide, lock)} />
      <button type="button" onClick=${() => dialog.current?.close()}>${t("close")}</button>
    </div>
  </dialog>`;
}

function Row({ control, hide, setHide, lock, setLock }) {
  return html`<tr data-depth=${control.depth}><th scope="row">${control.label}</th>
    <${Box} what="hide_what" control=${control} list=${hide} set=${setHide} />
    <${Box} what="lock_what" control=${control} list=${lock} set=${setLock} /></tr>`;
}

/**
 * Whether a control is in a list.
 * @param {{what: string, control: Control, list: string[], set: (list: string[]) => void}} props
 */
function Box({ what, control: { name, label }, list, set }) {
  const others = list.filter((other) => other !== name);
  const change = ({ currentTarget }) => set(currentTarget.checked ? [...others, name] : others);
  return html`<td>
    <input type="checkbox" aria-label=${t(what, { what: label })} checked=${list.includes(name)} onChange=${change} />
  </td>`;
}
