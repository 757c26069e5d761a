// Choices that several views share: the part of the data that scores are of, and the label.

import { html } from "../../html.js";
import { show } from "../../state/store.js";
import { t } from "../../text/text.js";
import { SelectField } from "../../ui/controls.js";
import { outputOf, partOf, scoredParts } from "./choices.js";

/** @param {{known: any}} props */
export function PartField({ known }) {
  const names = scoredParts(known);
  if (names.length < 2) return null;
  return html`<${SelectField} name="part" label=${t("result.part")} value=${partOf(known)}
    choices=${names.map((value) => ({ value, text: t(`part.${value}`) }))}
    onChange=${(value) => show({ part: value })} />`;
}

/** One label of several. @param {{known: any}} props */
export function LabelField({ known }) {
  const { task, outputNames } = known, choices = outputNames.map((text, c) => ({ value: String(c), text }));
  if (task !== "multilabel" || outputNames.length < 2) return null;
  return html`<${SelectField} name="label" label=${t("result.output.multilabel")} choices=${choices}
    value=${String(Math.max(0, outputOf(known)))} onChange=${(value) => show({ output: Number(value) })} />`;
}
