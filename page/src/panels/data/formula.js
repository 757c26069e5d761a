// A reader's own function: points at random, told apart by y > f(x) or by the sign of f(x, y), or on its curve.

import { useEffect, useId, useState } from "preact/hooks";
import { compileExpression } from "../../data/expression.js";
import { html } from "../../html.js";
import { expressionData } from "../../state/actions.js";
import { about } from "../../state/store.js";
import { errorText, t } from "../../text/text.js";
import { Field, NumberField, SelectField, hidden, locked } from "../../ui/controls.js";
import { recipe, take } from "./drafts.js";

const EXAMPLES = {
  above: ["sin(3*x)", "x**2 - 1", "abs(x) - 0.5"],
  positive: ["x*y", "1 - x**2 - y**2", "sin(2*x) - y"],
  curve: ["sin(3*x)", "x**3/4 - x", "exp(-x**2)"],
  surface: ["x*y", "exp(-x**2 - y**2)", "sin(x) + cos(y)"],
};
const BOUNDS = {
  n: { min: 0, max: 10_000, step: 100, whole: true }, noise: { min: 0, max: 10, step: 0.05 },
  extent: { min: 0, max: 1000, step: 0.5 }, seed: { min: 0, step: 1, whole: true },
};

/** @typedef {import("../../engine/expression_data.js").Recipe} Recipe */

/** Draw the points and train on them; throws what is wrong with the function. @param {Recipe} next */
async function make(next) {
  const { changes, left } = await expressionData(next);
  await take(changes, { kind: "expression", ...next }, { task: changes.task, d: next.form === "curve" ? 1 : 2 });
  return left;
}

export function Formula() {
  const now = recipe.value, [typed, type] = useState(now.text);
  const [wrong, say] = useState(""), [left, count] = useState(0);
  useEffect(() => type(now.text), [now.text]);
  if (hidden("formula")) return null;
  const change = async (changes) => {
    recipe.value = { ...recipe.peek(), text: typed, ...changes };
    try {
      count(await make(recipe.peek()));
      say("");
    } catch (error) {
      say(errorText(error));
    }
  };
  const off = locked("data") || locked("formula"), text = { now, typed, wrong, off, change };
  const input = (written) => (type(written), say(problemOf(written)));
  const forms = Object.keys(EXAMPLES).map((value) => ({ value, text: t(`formula.${value}`) }));
  const submit = (event) => (event.preventDefault(), change({}));
  return html`<form class="formula" data-control="formula" novalidate onSubmit=${submit}>
    <${SelectField} name="formula_form" label=${t("formula.form")} help=${t("formula.form.help")} value=${now.form}
      choices=${forms} onChange=${(form) => change({ form, text: fitting(form, now, typed) })} />
    <${Text} ...${text} input=${input} />
    ${!wrong && left > 0 && html`<p class="faint">${t("formula.left", { left })}</p>`}
    <div class="row" role="group" aria-label=${t("formula.examples")}>${EXAMPLES[now.form].map((each) => html`
      <button type="button" class="quiet code" key=${each} disabled=${off}
        onClick=${() => change({ text: each })}>${each}</button>`)}
    </div>
    <div class="fields">${Object.entries(BOUNDS).map(([key, bounds]) => html`
      <${NumberField} key=${key} name=${`formula_${key}`} label=${t(`data.option.${key}`)}
        help=${t(`formula.${key}.help`)}
        value=${now[key]} ...${bounds} onChange=${(value) => change({ [key]: value })} />`)}</div>
  </form>`;
}

/** Where the function is written; what is wrong with it stands below. */
function Text({ now, typed, wrong, off, change, input }) {
  const id = useId(), leave = () => !problemOf(typed) && typed !== now.text && change({});
  const field = (own, described) => html`<input id=${own} type="text" class="code" disabled=${off} value=${typed}
    aria-describedby=${wrong ? id : described} aria-invalid=${wrong ? "true" : undefined} spellcheck=${false}
    autocapitalize="off" autocomplete="off" onInput=${(event) => input(event.currentTarget.value)} onChange=${leave} />`;
  const help = wrong ? undefined : t("formula.text.help"), draws = !off && !wrong;
  return html`<div class="formula-text">
      <${Field} name="formula_text" label=${t(`formula.${now.form}.f`)} help=${help}>${field}<//>
      <button type="submit" class="primary" disabled=${!draws}>${t("formula.draw")}</button></div>
    ${wrong && html`<p class="wrong" role="alert" id=${id}>${wrong}</p>`}`;
}

/** The text for another form: an example where the last one was none of one's own. */
function fitting(form, now, typed) {
  const own = !EXAMPLES[now.form].includes(typed), ofX = form === "above" || form === "curve";
  return own && !(ofX && /\by\b/.test(typed)) ? typed : EXAMPLES[form][0];
}

/** What is wrong with a text, as a sentence; "" where nothing is. @param {string} text */
function problemOf(text) {
  try {
    compileExpression(about.peek(), text);
    return "";
  } catch (error) {
    return errorText(error);
  }
}
