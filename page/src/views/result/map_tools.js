// The controls of the map: which output, probabilities or decisions, which points, which features are on the axes.

import { html } from "../../html.js";
import { look } from "../../state/actions.js";
import { show, view } from "../../state/store.js";
import { t } from "../../text/text.js";
import { SelectField, Toggle } from "../../ui/controls.js";
import { output } from "./choices.js";

/** @param {{known: any, output: number}} props */
export function MapTools({ known, output: chosen }) {
  const { task, outputNames, parts, data, plane } = known, { discretise, showValidation } = view.value;
  const names = outputNames.map((text, c) => ({ value: String(c), text }));
  const all = { value: "-1", text: t("result.all") };
  return html`
    ${outputNames.length > 1 && html`<${SelectField} name="output" label=${t(`result.output.${task}`)} value=${String(chosen)}
      choices=${task === "regression" ? names : [all, ...names]} onChange=${(value) => (output.value = Number(value))} />`}
    ${data.d > 2 && html`<${AxisField} name="across" known=${known} chosen=${plane.across} other=${plane.up} put=${look} />
      <${AxisField} name="up" known=${known} chosen=${plane.up} other=${plane.across} put=${(up, across) => look(across, up)} />`}
    ${task !== "regression" && html`<${Toggle} name="discretise" label=${t("result.discretise")} help=${t("result.discretise.help")}
      value=${discretise} onChange=${(value) => show({ discretise: value })} />`}
    ${parts.validation.length + parts.test.length > 0 && html`<${Toggle} name="show_validation" label=${t("result.show_validation")}
      help=${t("result.show_validation.help")} value=${showValidation} onChange=${(value) => show({ showValidation: value })} />`}`;
}

/** The feature along one axis; taking the other's makes them change places. */
function AxisField({ name, known, chosen, other, put }) {
  const choices = known.data.featureNames.map((text, j) => ({ value: String(j), text }));
  const take = (value) => put(Number(value), Number(value) === other ? chosen : other);
  return html`<${SelectField} name=${`axis_${name}`} label=${t(`result.axis.${name}`)} value=${String(chosen)} choices=${choices} onChange=${take} />`;
}
