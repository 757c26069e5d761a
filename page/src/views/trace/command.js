// The command that prints the same sheet in a terminal, with the files that it needs.

import { save } from "../../export/files.js";
import { DATA_FILE, MODEL_FILE } from "../../config/trace_command.js";
import { html } from "../../html.js";
import { tried } from "../../state/actions.js";
import { modelFile } from "../../state/saving.js";
import { config } from "../../state/store.js";
import { stale, traced } from "../../state/tracing.js";
import { t } from "../../text/text.js";
import { Button, Section } from "../../ui/controls.js";
import { CopyButton } from "../../ui/copy_button.js";

export function CommandOfSheet() {
  if (stale.value) return null;
  const { command, model, rows } = traced();
  const note = !command ? "trace.command.memory" : model ? "trace.command.model" : "trace.command.note";
  const saveModel = () => tried(async () => save(MODEL_FILE, modelFile("last"), "application/octet-stream"));
  return html`<${Section} name="trace_command" title=${t("trace.command")}>
    <p class="broad">${t(note)}</p>
    ${command && html`<pre class="broad" tabindex="0" aria-label=${t("trace.command")}><code>${command}</code></pre>
      <div class="broad"><${CopyButton} name="copy_trace" label=${t("copy_command")} text=${() => command} /></div>`}
    ${command && model && html`<${Button} name="save_traced_model" kind="" onClick=${saveModel}>
      ${t("trace.save", { name: MODEL_FILE })}<//>`}
    ${command && rows && html`<${Button} name="save_traced_rows" kind=""
      onClick=${() => save(DATA_FILE, config.value.data.csv, "text/csv")}>${t("trace.save", { name: DATA_FILE })}<//>`}
  <//>`;
}
