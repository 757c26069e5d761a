// The update rule: which one, its rate, its formula and its hyper-parameters.

import { html } from "../../html.js";
import { apply } from "../../state/actions.js";
import { about, config, frame } from "../../state/store.js";
import { ruleOf } from "../../tracing/rule_steps.js";
import { short } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { CodeButton } from "../../ui/code.js";
import { Section, SelectField } from "../../ui/controls.js";
import { Formula } from "../../ui/formula.js";
import { css, legible, rgb } from "../../views/colors.js";
import { helpOf, OptionNumber, OptionToggle } from "./options.js";

const DASHES = { solid: "none", long: "7 3", short: "3 3", dotted: "1 3" };
const RATES = [1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 3, 10];

/** Which rule, with the line that stands for it in charts. */
export function RuleField() {
  const { rules } = about.value, { optimizer } = config.value;
  const group = ({ chapter }) => t(chapter ? "rule.chapter" : "rule.further");
  const choices = Object.entries(rules).map(([value, rule]) => ({ value, text: rule.kind, group: group(rule) }));
  return html`<div class="broad rule">
    <${SelectField} name="optimizer" label=${t("optimizer")} help=${helpOf("optimizer")}
      value=${optimizer} choices=${choices} onChange=${(rule) => apply({ optimizer: rule })} />
    <${Swatch} rule=${rules[optimizer]} />
  </div>`;
}

/** @param {{rule: {color: string, dashes: string}}} props */
function Swatch({ rule }) {
  const cap = rule.dashes === "dotted" ? "round" : "butt", dashes = DASHES[rule.dashes];
  return html`<svg class="swatch" viewBox="0 0 32 8" aria-hidden="true"><path d="M2 4H30" fill="none" stroke-width="3"
    stroke=${css(legible(rgb(rule.color)))} stroke-linecap=${cap} stroke-dasharray=${dashes} /></svg>`;
}

/** The learning rate in steps of about 3; the number itself is in the section of the rule. */
export function RateField() {
  const { optimizer, learning_rate } = config.value, { kind, defaults } = about.value.rules[optimizer];
  const rates = [...new Set([...RATES, defaults.learning_rate, learning_rate])].sort((a, b) => a - b);
  const usual = t("learning_rate.usual", { rule: kind, rate: short(defaults.learning_rate) });
  const help = `${t("learning_rate.help")} ${usual}`;
  const choices = rates.map((rate) => ({ value: String(rate), text: short(rate) }));
  return html`<${SelectField} name="learning_rate" label=${t("learning_rate")} help=${help}
    value=${String(learning_rate)} choices=${choices} onChange=${(rate) => apply({ learning_rate: Number(rate) })} />`;
}

/** The equation of the rule, with the values of now. @returns {import("../../ui/code.js").Part[]} */
function ruleCode() {
  const { optimizer } = config.value, { kind, defaults } = about.value.rules[optimizer];
  const values = Object.fromEntries(Object.keys(defaults).map((key) => [key, config.value[key] ?? defaults[key]]));
  if (frame.value?.rate) values.learning_rate = frame.value.rate;
  return [{ title: kind, sources: about.value.code.rules[optimizer], values }];
}

export function RuleSection() {
  const rule = ruleOf(about.value, config.value), symbols = about.value.hyper_parameters;
  const keys = [...new Set([...Object.keys(rule.defaults), "weight_decay"])];
  const [numbers, switches] = [true, false].map((number) => keys.filter((key) => Boolean(symbols[key].symbol) === number));
  const steps = [...(config.value.weight_decay > 0 ? [t("weight_decay.formula")] : []), ...rule.steps];
  const label = (key) => t("with_symbol", { name: t(key), symbol: symbols[key].symbol });
  return html`<${Section} name="rule" title=${t("rule")}>
    <div class="broad">
      <${CodeButton} name="code.rule" course=${[config.value.optimizer]} parts=${ruleCode} />
      <p class="small">${t(`rule.${config.value.optimizer}`)}</p>
      <ul class="formulas">${steps.map((step) => html`<li key=${step}><${Formula} text=${step} /></li>`)}</ul>
      <p class="small faint">${t("rule.gradient")}${rule.looks_ahead ? ` ${t("rule.looks_ahead")}` : ""}</p>
    </div>
    ${numbers.map((key) => html`<${OptionNumber} key=${key} name=${key} label=${label(key)} />`)}
    ${switches.map((key) => html`<${OptionToggle} key=${key} name=${key} />`)}
    <p class="broad small faint">${rule.paper}</p>
  <//>`;
}
