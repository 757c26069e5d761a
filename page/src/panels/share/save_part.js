// Files of what was trained, and pictures of the views.

import { save } from "../../export/files.js";
import { pictures, pngFile, svgFile } from "../../export/pictures.js";
import { html } from "../../html.js";
import { tried } from "../../state/actions.js";
import { metricsFile, modelFile } from "../../state/saving.js";
import { t } from "../../text/text.js";
import { Button, hidden, locked } from "../../ui/controls.js";

export function SavePart() {
  const model = (which, name) => tried(async () => save(name, modelFile(which), "application/octet-stream"));
  return html`
    <p class="broad note">${t("save.note")}</p>
    <${Button} name="save_model" kind="" help=${t("save_model.help")} onClick=${() => model("best", "model.safetensors")}>${t("save_model")}<//>
    <${Button} name="save_last" kind="" help=${t("save_last.help")} onClick=${() => model("last", "model-last.safetensors")}>${t("save_last")}<//>
    <${Button} name="save_metrics" kind="" help=${t("save_metrics.help")} onClick=${() => save("metrics.csv", metricsFile(), "text/csv")}>${t("save_metrics")}<//>
    ${pictures.value.length > 0 && !hidden("save_pictures") && html`<ul class="broad pictures" data-control="save_pictures" aria-label=${t("save_pictures")}>
      ${pictures.value.map((picture) => html`<li key=${picture.name}><span>${t(picture.titleKey)}</span>
        <${Save} picture=${picture} ending="svg" make=${svgFile} /><${Save} picture=${picture} ending="png" make=${pngFile} /></li>`)}
    </ul>`}`;
}

/** @param {{picture: import("../../export/pictures.js").Picture, ending: string, make: (picture: any) => Promise<Blob>}} props */
function Save({ picture, ending, make }) {
  const what = t("save_picture", { what: t(picture.titleKey), kind: ending.toUpperCase() });
  const act = () => tried(async () => save(`${picture.name}.${ending}`, await make(picture)));
  return html`<button type="button" aria-label=${what} disabled=${locked("save_pictures")} onClick=${act}>${ending.toUpperCase()}</button>`;
}
