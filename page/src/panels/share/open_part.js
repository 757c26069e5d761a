// Files that come in: a configuration, a model, a run; chosen here, or dropped anywhere (panels/data/table.js).

import { useRef, useState } from "preact/hooks";
import { html } from "../../html.js";
import { tried } from "../../state/actions.js";
import { openFiles } from "../../state/opening.js";
import { t } from "../../text/text.js";
import { Button } from "../../ui/controls.js";

export function OpenPart() {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null)), [over, setOver] = useState(false);
  const open = (files) => files.length && tried(() => openFiles([...files]));
  return html`<div class="broad drop" data-over=${over || undefined} onDrop=${() => setOver(false)}
      onDragOver=${() => setOver(true)} onDragLeave=${() => setOver(false)}>
    <p class="note">${t("open.note")}</p>
    <input ref=${input} type="file" hidden multiple accept=".json,.safetensors" aria-label=${t("open_file")}
      onChange=${({ currentTarget }) => (open(currentTarget.files), (currentTarget.value = ""))} />
    <${Button} name="open_file" kind="" onClick=${() => input.current?.click()}>${t("open_file")}<//>
  </div>`;
}
