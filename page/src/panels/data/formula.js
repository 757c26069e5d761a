// A reader's own function: points at random, told apart by y > f(x) or by the sign of f(x, y), or on its curve.

import { useEffect, useState } from "preact/hooks";
import { compileExpression } from "../../data/expression.js";
import { html } from "../../html.js";
import { expressionData } from "../../state/actions.js";
import { about } from "../../state/store.js";
import { errorText, t } from "../../text/text.js";
import { Field, NumberField, SelectField, hidden, locked } from "../../ui/controls.js";
import { recipe, take } from "./drafts.js";

const EXAMPLES = {
  above: ["sin(3*x)", "x**2 - 1", "abs(x) - 0.5"], positive: ["x*y", "1 - x**2 - y**2", "sin(2*x) - y"],
  curve: ["sin(3*x)", "x**3/4 - x", "exp(-x**2)"], surface: ["x*y", "exp(-x**2 - y**2)", "sin(x) + cos(y)"],
};

/** Draw the points and train on them; throws what is wrong with the function. @param {import("../../engine/expression_data.js").Recipe} next */
async function make(next) {
  const { changes, left } = await expressionData(next);
  await take(changes, { kind: "expression", ...next }, { task: changes.task, d: next.form === "curve" ? 1 : 2 });
  return left;
}

export function Formula() {
  const now = recipe.value, [typed, type] = useState(now.text), [wrong, say] = useState(""), [left, count] = useState(0);
  const off = locked("data") || locked("formula");
  useEffect(() => type(now.text), [now.text]);
  if (hidden("formula")) return null;
  const change = async (changes) => {
    const next = { ...recipe.peek(), text: typed, ...changes };
    recipe.value = next;
    try {
      count(await make(next));
      say("");
    } catch (error) {
      say(errorText(error));
    }
  };
  const input = (text) => {
    type(text);
    say(problemOf(text));
  };
  const number = (key, bounds) => html`<${NumberField} name=${`formula_${key}`} label=${t(`data.option.${key}`)} help=${t(`formula.${key}.help`)}
    value=${now[key]} ...${bounds} onChange=${(value) => change({ [key]: value })} />`;
  return html`<form class="formula" data-control="formula" novalidate onSubmit=${(event) => (event.preventDefault(), change({}))}>
    <${SelectField} name="formula_form" label=${t("formula.form")} help=${t("formula.form.help")} value=${now.form}
      choices=${Object.keys(EXAMPLES).map((value) => ({ value, text: t(`formula.${value}`) }))} onChange=${(form) => change({ form, text: fitting(form, now, typed) })} />
    <div class="formula-text"><${Field} name="formula_text" label=${t(`formula.${now.form}.f`)} help=${t("formula.text.help")}>${(id, described) => html`
      <input id=${id} type="text" class="code" aria-describedby=${described} aria-invalid=${wrong ? "true" : undefined} disabled=${off} value=${typed} spellcheck=${false}
        autocapitalize="off" autocomplete="off" onInput=${(event) => input(event.currentTarget.value)} onChange=${() => !problemOf(typed) && typed !== now.text && change({})} />`}<//>
      <button type="submit" class="primary" disabled=${off || Boolean(wrong)}>${t("formula.draw")}</button></div>
    ${wrong ? html`<p class="wrong" role="alert">${wrong}</p>` : left > 0 && html`<p class="faint">${t("formula.left", { left })}</p>`}
    <div class="examples" role="group" aria-label=${t("formula.examples")}>${EXAMPLES[now.form].map((text) => html`
      <button type="button" class="quiet code" key=${text} disabled=${off} onClick=${() => change({ text })}>${text}</button>`)}</div>
    <div class="fields">${number("n", { min: 0, max: 10_000, step: 100, whole: true })}${number("noise", { min: 0, max: 10, step: 0.05 })}
      ${number("extent", { min: 0, max: 1000, step: 0.5 })}${number("seed", { min: 0, step: 1, whole: true })}</div>
  </form>`;
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
