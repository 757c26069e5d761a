// Links to the page as it is, and what a web page that embeds it needs.

import { signal } from "@preact/signals";
import { html } from "../../html.js";
import { lesson } from "../../state/lesson.js";
import { embedding, hasAddress, link, linkWithWeights } from "../../state/sharing.js";
import { playing } from "../../state/store.js";
import { t } from "../../text/text.js";
import { Button } from "../../ui/controls.js";
import { CopyButton } from "../../ui/copy_button.js";
import { line } from "../../ui/lesson_text.js";
import { LockDialog } from "./lock_dialog.js";

const locking = signal(false); // whether the dialog is open

export function LinkPart() {
  const later = t(playing.value ? "error.pause_first" : "copy_link_weights.help"), lock = () => (locking.value = true);
  return html`
    <p class="broad note">${t(hasAddress ? "link.note" : "link.no_address")}</p>
    ${lesson.value && html`<p class="broad note">${t("link.lesson", { title: line(lesson.value.title) })}</p>`}
    <${CopyButton} name="copy_link" label=${t("copy_link")} text=${link} />
    <${CopyButton} name="copy_link_weights" label=${t("copy_link_weights")} help=${later} text=${linkWithWeights} />
    <${CopyButton} name="copy_embedding" label=${t("copy_embedding")} help=${t("copy_embedding.help")}
      text=${embedding} />
    <${Button} name="lock_controls" kind="" help=${t("lock_controls.help")} onClick=${lock}>${t("lock_controls")}<//>
    ${locking.value && html`<${LockDialog} onClose=${() => (locking.value = false)} />`}`;
}
