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
  useEffect(() => dialog.current?.showModal(), []);
  const heads = ["control", "hide", "lock"].map((key) => html`<th scope="col">${t(`lock_controls.${key}`)}</th>`);
  return html`<dialog class="lock-dialog" ref=${dialog} aria-labelledby="lock-title" onClose=${onClose}>
    <h2 id="lock-title">${t("lock_controls.title")}</h2>
    <p class="note">${t("lock_controls.note")}</p>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="lock-title"><table>
      <thead><tr>${heads}</tr></thead>
      <tbody>${controls.map((control) => html`<tr key=${control.name} data-depth=${control.depth}>
        <th scope="row">${control.label}</th>
        <${Box} what="hide_what" control=${control} list=${hide} set=${setHide} />
        <${Box} what="lock_what" control=${control} list=${lock} set=${setLock} />
      </tr>`)}</tbody>
    </table></div>
    <div class="dialog-end">
      <${CopyButton} name="copy_locked_link" kind="primary" label=${t("copy_link")}
        text=${() => linkWithControls(hide, lock)} />
      <button type="button" onClick=${() => dialog.current?.close()}>${t("close")}</button>
    </div>
  </dialog>`;
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
