// A button that copies a text; where a browser refuses, the text stands there to be copied by hand.

import { useState } from "preact/hooks";
import { copy } from "../export/files.js";
import { html } from "../html.js";
import { tried } from "../state/actions.js";
import { t } from "../text/text.js";
import { Button } from "./controls.js";

/**
 * ``text``: makes what is copied, when it is wanted.
 * @param {{name: string, label: string, help?: string, kind?: string, text: () => string | Promise<string>}} props
 */
export function CopyButton({ name, label, help, kind = "", text }) {
  const [said, say] = useState(/** @type {{copied: boolean, text: string} | null} */ (null));
  const act = () => tried(async () => {
    const made = await text();
    say({ copied: await copy(made), text: made });
  });
  const byHand = said && !said.copied;
  return html`<div class="copy" onFocusOut=${() => said?.copied && say(null)}>
    <${Button} ...${{ name, help, kind }} onClick=${act}>${label}<//>
    <span role="status">${said && t(said.copied ? "copied" : "copy_by_hand")}</span>
    ${byHand && html`
      <textarea readonly rows="3" aria-label=${label} ref=${(area) => area?.select()} value=${said.text} />`}
  </div>`;
}
