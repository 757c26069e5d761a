// The controls of the map: which output, probabilities or decisions, which points, which features are on the axes.

import { html } from "../../html.js";
import { show, view } from "../../state/store.js";
import { t } from "../../text/text.js";
import { SelectField, Toggle } from "../../ui/controls.js";

/** @param {{known: any, output: number}} props */
export function MapTools({ known, output: chosen }) {
  const { task, outputNames, parts, data, plane } = known, { discretise, showValidation } = view.value;
  const axis = (name, taken, other, put) => html`<${AxisField} ...${{ name, known, taken, other, put }} />`;
  const look = (across, up) => show({ axes: [across, up] });
  return html`
    ${outputNames.length > 1 && html`<${OutputField} known=${known} chosen=${chosen} />`}
    ${data.d > 2 && axis("across", plane.across, plane.up, look)}
    ${data.d > 2 && axis("up", plane.up, plane.across, (up, across) => look(across, up))}
    ${task !== "regression" && html`<${Toggle} name="discretise" label=${t("result.discretise")}
      help=${t("result.discretise.help")} value=${discretise} onChange=${(value) => show({ discretise: value })} />`}
    ${parts.validation.length + parts.test.length > 0 && html`<${Toggle} name="show_validation"
      label=${t("result.show_validation")} help=${t("result.show_validation.help")} value=${showValidation}
      onChange=${(value) => show({ showValidation: value })} />`}`;
}

/** All outputs together, or one of them. */
function OutputField({ known: { task, outputNames }, chosen }) {
  const names = outputNames.map((text, c) => ({ value: String(c), text }));
  const choices = task === "regression" ? names : [{ value: "-1", text: t(`result.all.${task}`) }, ...names];
  return html`<${SelectField} name="output" label=${t(`result.output.${task}`)} value=${String(chosen)}
    choices=${choices} onChange=${(value) => show({ output: Number(value) })} />`;
}

/** The feature along one axis; taking the other's makes them change places. */
function AxisField({ name, known, taken, other, put }) {
  const words = (feature) => t(`result.axis.${name}`, { feature });
  const choices = known.data.featureNames.map((feature, j) => ({ value: String(j), text: words(feature) }));
  const take = (value) => put(Number(value), Number(value) === other ? taken : other);
  return html`<${SelectField} name=${`axis_${name}`} label=${t(`result.axis.${name}.label`)} value=${String(taken)}
    choices=${choices} onChange=${take} />`;
}
