// The choice of the part of the data that scores are of.

import { html } from "../../html.js";
import { t } from "../../text/text.js";
import { SelectField } from "../../ui/controls.js";
import { part, partOf } from "./choices.js";

/** @param {{known: any}} props */
export function PartField({ known }) {
  const choices = /** @type {const} */ (["validation", "training"]).filter((name) => known.parts[name].length);
  if (choices.length < 2) return null;
  return html`<${SelectField} name="part" label=${t("result.part")} value=${partOf(known)} onChange=${(value) => (part.value = value)}
    choices=${choices.map((value) => ({ value, text: t(`part.${value}`) }))} />`;
}
