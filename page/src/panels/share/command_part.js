// The command that trains the same in a terminal, or why there is none and what to take instead.

import { save } from "../../export/files.js";
import { html } from "../../html.js";
import { configurationFile } from "../../state/saving.js";
import { command, noCommand } from "../../state/sharing.js";
import { t } from "../../text/text.js";
import { Button } from "../../ui/controls.js";
import { CopyButton } from "../../ui/copy_button.js";

const FROM_FILE = "numnet train --config config.json";

export function CommandPart() {
  const reason = noCommand(), text = reason ? (reason === "command_rows" ? FROM_FILE : "") : command();
  return html`
    <p class="broad note">${t(reason ? `error.${reason}` : "command.note")}</p>
    ${text && html`<pre class="broad" tabindex="0" aria-label=${t("command")}><code>${text}</code></pre>
      <${CopyButton} name="copy_command" label=${t("copy_command")} text=${() => text} />`}
    <${Button} name="save_configuration" kind="" help=${t("save_configuration.help")}
      onClick=${() => save("config.json", configurationFile(), "application/json")}>${t("save_configuration")}<//>`;
}
