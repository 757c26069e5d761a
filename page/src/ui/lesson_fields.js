// Fields of the lesson editor for what a step asks: a question, with answers that are known or measured, and a task.

import { useState } from "preact/hooks";
import { html } from "../html.js";
import { configAt, MEASURES } from "../lessons/format.js";
import { changeStep, draft, place, typed, written } from "../state/lesson_draft.js";
import { facts } from "../state/store.js";
import { t } from "../text/text.js";
import { NumberField, SelectField, Toggle } from "./controls.js";
import { isShare, measureText, metricOf } from "./lesson_text.js";

/** @typedef {import("../lessons/format.js").Condition} Condition */
/** @typedef {import("../lessons/format.js").Prediction} Prediction */

const USUAL = { measure: "validation_metric", above: 0.95 };
const DIVERGED = "diverged"; // in the list of measures

/**
 * A text to write, of one line or of several, taken letter by letter.
 * @param {{label: string, value: string, rows?: number, onChange: (words: string) => void}} props
 */
export function Words({ label, value, rows, onChange }) {
  const [now, type] = useState(/** @type {string | null} */ (null)); // as it is typed: blanks at its end stay meanwhile
  const heard = {
    value: now ?? value, onBlur: () => type(null),
    onInput: ({ currentTarget }) => (type(currentTarget.value), onChange(currentTarget.value)),
  };
  return html`<label class="field"><span class="label">${label}</span>
    ${rows ? html`<textarea rows=${rows} ...${heard} />` : html`<input type="text" ...${heard} />`}</label>`;
}

/** A number that may be left out. */
const Limit = ({ name, value, onChange }) => html`<${NumberField} name=${`editor.${name}`} label=${t(`editor.${name}`)}
  min=${0} whole optional value=${value ?? null} onChange=${(most) => onChange(most ?? undefined)} />`;

/** The metric of the step's data. */
function metricHere() {
  const known = facts.value?.metricName ?? "accuracy";
  return draft.value ? metricOf(configAt(draft.value, place.value), known) : known;
}

/**
 * A number that `measure` is compared with; shares are typed in per cent, as they are read elsewhere.
 * @param {{name: string, label: string, measure: string, value: number | undefined, min?: number,
 *   onChange: (value: number) => void}} props
 */
function MeasuredNumber({ name, label, measure, value, min, onChange }) {
  const share = isShare(measure, metricHere()), scale = share ? 100 : 1;
  const rounded = (x) => Number(x.toPrecision(12)); // 0.97, not 0.9700000000000001
  return html`<${NumberField} name=${`editor.${name}`} label=${share ? `${label} (%)` : label} min=${min}
    value=${value === undefined ? null : rounded(value * scale)} onChange=${(x) => onChange(rounded(x / scale))} />`;
}

/**
 * What is measured.
 * @param {{name: string, label: string, value: string, before?: any[], after?: any[], onChange: any}} props
 */
function MeasureField({ name, label, value, before = [], after = [], onChange }) {
  const metric = metricHere();
  const measures = Object.keys(MEASURES).map((measure) => ({ value: measure, text: measureText(measure, metric) }));
  return html`<${SelectField} name=${`editor.${name}`} label=${label} value=${value}
    choices=${[...before, ...measures, ...after]} onChange=${onChange} />`;
}

/**
 * A condition: a measure and its bounds, or that the training diverges.  ``none``: what asks for nothing is called.
 * @param {{name: string, label: string, none?: string, condition?: Condition,
 *   onChange: (condition: Condition | undefined) => void, children?: any}} props
 */
function ConditionFields({ name, label, none, condition, onChange, children }) {
  const { below, above, status } = condition ?? {}, measure = status ?? condition?.measure ?? "";
  const side = below === undefined ? "above" : above === undefined ? "below" : "between", some = below ?? above ?? 0.95;
  const bounds = side === "between" ? ["above", "below"] : [side];
  const bounded = below !== undefined || above !== undefined ? condition : { ...condition, above: some };
  const choose = (chosen) => onChange(!chosen ? undefined : chosen === DIVERGED ? { status: DIVERGED }
    : { ...bounded, status: undefined, measure: chosen });
  const turn = (to) => onChange({ ...condition, below: to === "above" ? undefined : below ?? some,
    above: to === "below" ? undefined : above ?? some });
  const sides = ["below", "above", "between"].map((each) => ({ value: each, text: t(`editor.side.${each}`) }));
  return html`<div class="fields">
    <${MeasureField} name=${name} label=${label} value=${measure} onChange=${choose}
      before=${none ? [{ value: "", text: none }] : []} after=${[{ value: DIVERGED, text: t("editor.diverged") }]} />
    ${measure && !status && html`<${SelectField} name=${`editor.${name}.side`} label=${t("editor.side")} value=${side}
        choices=${sides} onChange=${turn} />
      ${bounds.map((bound) => html`<${MeasuredNumber} key=${bound} name=${`${name}.${bound}`} measure=${measure}
        label=${t(bounds.length > 1 ? `editor.value.${bound}` : "editor.value")} value=${condition?.[bound]}
        onChange=${(number) => onChange({ ...condition, [bound]: number })} />`)}`}
    ${measure && children}</div>`;
}

/** @param {{target: Condition | undefined}} props */
export function TargetFields({ target }) {
  const set = (/** @type {any} */ changed) => changeStep({ target: changed });
  const put = (changes) => set({ ...target, ...changes });
  const limit = (key) => html`<${Limit} name=${key} value=${target?.[key]}
    onChange=${(most) => put({ [key]: most })} />`;
  return html`<${ConditionFields} name="target" label=${t("editor.target")} none=${t("editor.target.none")}
    condition=${target} onChange=${set}>
    ${limit("units")}${limit("updates")}${limit("from")}
    ${!target?.status && html`<${Toggle} name="editor.best" label=${t("editor.best")} value=${target?.best ?? false}
      onChange=${(on) => put({ best: on || undefined })} />`}<//>`;
}

/** @param {Prediction} predict */
const kindOf = ({ choices }) => (!choices ? "number" : choices.some((choice) => choice.if) ? "decided" : "known");

/** The question with answers of another kind; what fits stays. @param {Prediction} predict @param {string} kind */
function ofKind({ question, choices = [], updates, epochs }, kind) {
  const texts = choices.length ? choices : [{ text: "" }, { text: "" }], when = { updates, epochs };
  if (kind === "known") return { question, choices: choices.map(({ text, right }) => ({ text, right })) };
  if (kind === "number") return { question, measure: USUAL.measure, within: 0.05, ...when };
  return { question, choices: texts.map(({ text, if: condition }) => ({ text, if: condition ?? USUAL })), ...when };
}

/** A question before the training, and its answers. @param {{predict: Prediction | undefined}} props */
export function QuestionFields({ predict }) {
  const put = (changes) => changeStep({ predict: { .../** @type {Prediction} */ (predict), ...changes } });
  const question = (words) => {
    const asked = { ...(predict ?? { choices: [] }), question: written(predict?.question, words) };
    changeStep({ predict: words.trim() ? asked : undefined });
  };
  const field = html`<${Words} label=${t("editor.question")} value=${typed(predict?.question)} onChange=${question} />`;
  return html`${field}${predict && html`<${AnswerFields} predict=${predict} put=${put} />`}`;
}

/** @param {{predict: Prediction, put: (changes: Partial<Prediction>) => void}} props */
function AnswerFields({ predict, put }) {
  const kind = kindOf(predict), kinds = ["known", "decided", "number"];
  return html`<div class="fields"><${SelectField} name="editor.answer" label=${t("editor.answer")} value=${kind}
      choices=${kinds.map((value) => ({ value, text: t(`editor.answer.${value}`) }))}
      onChange=${(other) => changeStep({ predict: ofKind(predict, other) })} />
    ${kind === "number" && html`<${MeasureField} name="measure" label=${t("editor.measure")} value=${predict.measure}
        onChange=${(measure) => put({ measure })} />
      <${MeasuredNumber} name="within" label=${t("editor.within")} min=${0} value=${predict.within}
        measure=${predict.measure ?? ""}
        onChange=${(within) => put({ within })} />`}
    ${kind !== "known" && ["updates", "epochs"].map((key) => html`<${Limit} key=${key} name=${`when.${key}`}
      value=${predict[key]} onChange=${(most) => put({ [key]: most })} />`)}</div>
    ${kind !== "number" && html`<${Answers} ...${{ kind, put }} choices=${predict.choices ?? []} />`}`;
}

/** One a line: the right one with a star, or each with its condition. */
function Answers({ kind, choices, put }) {
  const known = kind === "known", text = choices.map(({ text, right }) => (right ? "* " : "") + typed(text)).join("\n").trim();
  const mark = (line) => (/^\s*\*/.test(line) ? { right: true } : {});
  const answers = (words) => words.split("\n").filter((line) => line.trim()).map((line, i) => ({
    text: written(choices[i]?.text, line.replace(/^\s*\*\s*/, "").trim()),
    ...(known ? mark(line) : { if: choices[i]?.if ?? USUAL }),
  }));
  const judged = (i, condition) => put({
    choices: choices.map((each, k) => (k === i ? { ...each, if: condition } : each)),
  });
  return html`<${Words} rows=${3} label=${t(known ? "editor.choices" : "editor.answers")} value=${text}
      onChange=${(words) => put({ choices: answers(words) })} />
    ${!known && choices.map((choice, i) => html`<${ConditionFields} key=${i} name=${`if.${i + 1}`}
      label=${t("editor.if", { answer: typed(choice.text) || i + 1 })} condition=${choice.if}
      onChange=${(condition) => judged(i, condition)} />`)}`;
}
