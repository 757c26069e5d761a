// A file that a sandbox may forbid to save: shown in a dialog, a picture to be copied, a text to be selected.

import { useEffect, useRef, useState } from "preact/hooks";
import { download, shownFile } from "../export/files.js";
import { html } from "../html.js";
import { t } from "../text/text.js";
import { Icon } from "./icons.js";

export function ShownFile() {
  const file = shownFile.value;
  return file && html`<${Shown} key=${file.name} ...${file} />`;
}

/** @param {{name: string, blob: Blob}} props */
function Shown({ name, blob }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const [text, read] = useState(""), [address, point] = useState("");
  const picture = blob.type.startsWith("image/"), close = () => (shownFile.value = null);
  useEffect(() => {
    dialog.current?.showModal();
    if (!picture && blob.type.startsWith("text/")) blob.text().then(read);
    const url = URL.createObjectURL(blob);
    point(url);
    return () => URL.revokeObjectURL(url);
  }, [blob]);
  return html`<dialog class="shown-file" ref=${dialog} aria-labelledby="shown-file-title" onClose=${close}>
    <header><h2 id="shown-file-title">${name}</h2>
      <button type="button" class="quiet" aria-label=${t("close")}
        onClick=${() => dialog.current?.close()}><${Icon} name="close" /></button>
    </header>
    <p>${t("shown_file.help")}</p>
    ${picture && address && html`<img src=${address} alt=${name} />`}
    ${text && html`<textarea readonly rows="12" aria-label=${name}>${text}</textarea>`}
    <button type="button" onClick=${() => download(name, blob)}>${t("shown_file.save")}</button>
  </dialog>`;
}
