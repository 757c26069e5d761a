// Which surface: the error of the network, one of numnet's functions, or an expression.

import { useState } from "preact/hooks";
import { html } from "../../html.js";
import { chooseSurface, race } from "../../state/race.js";
import { about, view } from "../../state/store.js";
import { chooseSurfaceOf } from "../../state/tabs.js";
import { t, textOr } from "../../text/text.js";
import { Field, locked, NumberField, SelectField } from "../../ui/controls.js";

const FIRST = "x**2 + 10*y**2"; // the expression to begin with

export function SurfaceOf() {
  if (view.value.fixed) return null;
  const choices = ["function", "network"].map((value) => ({ value, text: t(`surface.of.${value}`) }));
  return html`<${SelectField} name="surface.of" label=${t("surface.of")} help=${t("surface.of.help")}
    value=${view.value.surfaceOf} choices=${choices} onChange=${chooseSurfaceOf} />`;
}

export function SurfaceTools() {
  const { surface } = view.value, name = surface.split(":")[0], known = Object.hasOwn(about.value.surfaces, name);
  const choices = Object.entries(about.value.surfaces).filter(([key]) => key)
    .map(([value, { title }]) => ({ value, text: textOr(`surface.${value}.title`, title) }));
  const condition = known ? race.value?.surface.condition : null;
  if (view.value.fixed) return null;
  return html`
    <${SelectField} name="surface" label=${t("surface.choose")} value=${known ? name : ""}
      choices=${[...choices, { value: "", text: t("surface.own") }]}
      onChange=${(value) => chooseSurface(value || FIRST)} />
    ${!known && html`<${ExpressionField} text=${surface} />`}
    ${condition && html`<${NumberField} name="condition" label=${t("surface.condition")} value=${condition}
      min=${1} max=${1e9} onChange=${(value) => chooseSurface(`${name}:condition=${value}`)} />`}`;
}

function ExpressionField({ text }) {
  const [typed, type] = useState(/** @type {string | null} */ (null));
  const commit = () => {
    if (typed?.trim() && typed !== text) chooseSurface(typed.trim());
    type(null);
  };
  const help = t("surface.expression.help");
  return html`<${Field} name="expression" label="E(x, y)" help=${help}>${(id, described) => html`
    <input id=${id} class="expression" type="text" spellcheck="false" autocapitalize="off" autocomplete="off"
      maxlength="200" aria-describedby=${described} disabled=${locked("expression")} value=${typed ?? text}
      onInput=${(event) => type(event.currentTarget.value)} onChange=${commit} />`}<//>`;
}
