// What is held out: the shares for validation and test, and how rows are chosen.

import { html } from "../../html.js";
import { apply } from "../../state/actions.js";
import { config, facts } from "../../state/store.js";
import { t } from "../../text/text.js";
import { NumberField, Section, SelectField } from "../../ui/controls.js";

const percent = (share) => Math.round(share * 1000) / 10;

/** @param {{name: "validation" | "test"}} props */
function Share({ name }) {
  return html`<${NumberField} name=${name} label=${t(`data.${name}`)} help=${t(`data.${name}.help`)}
    value=${percent(config.value[name])} min=${0} max=${90} step=${5}
    onChange=${(value) => apply({ [name]: Math.round(value * 10) / 1000 })} />`;
}

export function HeldOut() {
  const classes = ["binary", "multiclass"].includes(facts.value?.task);
  const ways = ["random", ...(classes ? ["stratified"] : []), "ordered"];
  const choices = ways.map((value) => ({ value, text: t(`data.split.${value}`) }));
  return html`<${Section} name="held_out" title=${t("data.held_out")}>
    <${Share} name="validation" /><${Share} name="test" />
    <${SelectField} name="split" label=${t("data.split")} help=${t("data.split.help")} value=${config.value.split}
      choices=${choices} onChange=${(split) => apply({ split })} />
  <//>`;
}
