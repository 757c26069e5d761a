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
  const button = (name, act) => html`
    <${Button} name=${name} kind="" help=${t(`${name}.help`)} onClick=${act}>${t(name)}<//>`;
  return html`
    <p class="broad note">${t("save.note")}</p>
    ${button("save_model", () => model("best", "model.safetensors"))}
    ${button("save_last", () => model("last", "model-last.safetensors"))}
    ${button("save_metrics", () => save("metrics.csv", metricsFile(), "text/csv"))}
    ${pictures.value.length > 0 && !hidden("save_pictures") && html`<${Pictures} />`}`;
}

/** A line for each view that can be saved. */
function Pictures() {
  return html`<ul class="broad pictures" data-control="save_pictures" aria-label=${t("save_pictures")}>
    ${pictures.value.map((picture) => html`<li key=${picture.name}><span>${t(picture.titleKey)}</span>
      <${Save} picture=${picture} ending="svg" make=${svgFile} />
      <${Save} picture=${picture} ending="png" make=${pngFile} /></li>`)}
  </ul>`;
}

/**
 * The button for one kind of file.
 * @typedef {import("../../export/pictures.js").Picture} Picture
 * @param {{picture: Picture, ending: string, make: (picture: Picture) => Promise<Blob>}} props
 */
function Save({ picture, ending, make }) {
  const what = t("save_picture", { what: t(picture.titleKey), kind: ending.toUpperCase() });
  const act = () => tried(async () => save(`${picture.name}.${ending}`, await make(picture)));
  return html`<button type="button" aria-label=${what} disabled=${locked("save_pictures")} onClick=${act}>
    ${ending.toUpperCase()}</button>`;
}
