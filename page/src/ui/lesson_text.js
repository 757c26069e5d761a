// The words of a lesson: its own paragraphs, what its targets ask, what was reached.

import { html } from "../html.js";
import { LIMITS, paragraphs } from "../lessons/format.js";
import { pieces } from "../lessons/marked.js";
import { about } from "../state/store.js";
import { count, short } from "../text/numbers.js";
import { language, t, textOr } from "../text/text.js";
import { Formula } from "./formula.js";

/** @param {import("../lessons/marked.js").Piece} piece */
function element({ kind, text }) {
  if (kind === "strong") return html`<b>${text}</b>`;
  if (kind === "code") return html`<code>${text}</code>`;
  return kind === "formula" ? html`<${Formula} text=${text} />` : text;
}

/** A line with its marks. @param {string} text */
export const marked = (text) => pieces(text).map(element);

/** All paragraphs of a text. @param {{text: import("../lessons/format.js").Text | undefined}} props */
export function Paragraphs({ text }) {
  return paragraphs(text, language.value).map((each) => html`<p key=${each}>${marked(each)}</p>`);
}

/** A text of one line. @param {import("../lessons/format.js").Text} text */
export const line = (text) => paragraphs(text, language.value).join(" ");

/** The name of the metric of a lesson's data: sets are known, other data have what `facts` says. @param {any} config */
export function metricOf({ data = about.value.defaults.data, task = "auto" } = {}, known = "accuracy") {
  const name = String(data).split(":")[0], { generators, truth_tables, tasks } = about.value;
  const own = (Object.hasOwn(generators, name) ? generators[name] : truth_tables[name])?.task;
  return tasks[task === "auto" ? own : task]?.metric ?? known;
}

/** @param {string} measure @param {string} metric */
export const measureText = (measure, metric) => t(`lesson.measure.${measure}`, { metric: t(`metric.${metric}`) });

/** Whether a measure is a share, which is said in per cent. @param {string} measure @param {string} metric */
export const isShare = (measure, metric) => measure.endsWith("_metric") && metric !== "r2";

/** @param {string} measure @param {number} value @param {string} metric */
export function valueText(measure, value, metric) {
  return isShare(measure, metric) ? `${short(100 * value)}\u00a0%` : short(value);
}

/** What a target asks for. @param {import("../lessons/format.js").Condition} target @param {string} metric */
export function targetText(target, metric) {
  const { measure = "", below, above, status } = target, text = (value) => valueText(measure, value ?? 0, metric);
  const side = below === undefined ? "above" : above === undefined ? "below" : "between";
  const what = status ? t("lesson.target.diverged") : t(`lesson.target.${side}`, {
    measure: measureText(measure, metric), value: text(below ?? above), low: text(above), high: text(below),
  });
  const limits = ["from", ...LIMITS].filter((key) => target[key] !== undefined);
  const kind = (key) => (key === "updates" && target.updates === 0 ? "untrained" : key);
  const limit = (key) => t(`lesson.limit.${kind(key)}`, { n: count(target[key]) });
  const fixed = Object.entries(target.with ?? {}).map(([key, value]) => `${t(key)} ${value}`);
  return [what, ...fixed, ...limits.map(limit)].join(", ");
}

/** The name of a setting. @param {string} key */
const settingName = (key) => ["", "network.", "data."].map((part) => textOr(part + key, "")).find(Boolean) ?? key;

/** Settings that a step begins with, in a line. @param {{[key: string]: any}} settings */
export function settingsText(settings) {
  const said = ([key, given]) => {
    const value = given ?? about.value.defaults[key], list = Array.isArray(value);
    const plain = list ? value.join(", ") : key === "data" ? textOr(`data.set.${value}`, value) : value;
    const own = typeof plain === "object" && plain !== null;
    return `${settingName(key)}: ${own ? t("editor.own_rows") : String(plain ?? "") || t("editor.target.none")}`;
  };
  return Object.entries(settings).map(said).join(" · ");
}

/**
 * What came out of a lesson, in a sentence. @param {import("../lessons/format.js").Lesson} lesson
 * @param {{value: number, units: number, updates: number, right: number, hints: number}} result
 */
export function resultText(lesson, { value, units, updates, right, hints }) {
  const target = lesson.steps.findLast((step) => step.target)?.target;
  const predictions = lesson.steps.filter((step) => step.predict), metric = metricOf(lesson.config);
  const measure = target ? target.measure : predictions[predictions.length - 1]?.predict?.measure;
  const what = measure ? t("lesson.result.value", {
    measure: measureText(measure, metric), value: valueText(measure, value, metric), updates: count(updates), units,
  }) : t("lesson.result.done", { updates: count(updates), units });
  const rest = predictions.length ? [t("lesson.result.right", { right, of: predictions.length })] : [];
  if (lesson.steps.some((step) => step.hints?.length)) rest.push(t("lesson.result.hints", { hints }));
  return [what, ...rest].join(" ");
}
