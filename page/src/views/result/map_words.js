// What the map shows, in words: of a place, of a point, of all of it.

import { html } from "../../html.js";
import { fixed, percent, short } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { valueOnCurve } from "./curves.js";
import { joined } from "./label_sets.js";
import { likeliest } from "./outcome.js";
import { valueOnPlane } from "./plane.js";
import { scoreSentence } from "./score_words.js";

const MOST = 4; // classes or features that are spelled out

export const named = (name, value) => t("result.is", { name, value });

/** With the digits that a pixel of the axis tells. */
function coordinate({ from, to }, value) {
  const places = 2 - Math.floor(Math.log10(to - from));
  return fixed(value, Math.max(0, Math.min(6, places)));
}

/** The likeliest classes first. */
function chances(names, p) {
  const order = names.map((_, c) => c).sort((a, b) => p[b] - p[a]).slice(0, MOST);
  return order.map((c) => named(names[c], percent(p[c]))).join(", ");
}

/** What outputs say, at one place or for one row. @param {any} known  facts @param {ArrayLike<number>} y */
export function answerWords({ task, data, outputNames }, y) {
  if (task === "binary") return chances(data.targetNames, [1 - y[0], y[0]]);
  if (task === "multiclass") return chances(outputNames, y);
  return outputNames.map((name, c) => named(name, task === "regression" ? short(y[c], 4) : percent(y[c]))).join(", ");
}

/** The coordinates of a place, what is shown there, and the point beside it, if there is one. */
export function placeWords(place, what, shown, row) {
  const { known, answers: { P, points, side } } = what, { axes, x, y } = place, flat = known.plane.up < 0;
  const read = (values, size) => (flat ? valueOnCurve(values, place) : valueOnPlane(values, size, place));
  const where = [named(axes.x.name, coordinate(axes.x, x)), flat ? "" : named(axes.y.name, coordinate(axes.y, y))];
  const outputs = known.outputNames.map((_, c) => read(P.subarray(c * points, (c + 1) * points), side));
  const said = shown.values ? named(shown.title, short(read(shown.values, shown.side))) : answerWords(known, outputs);
  const there = t("result.place", { where: where.filter(Boolean).join(", "), said });
  return row === null ? there : html`${there}<br />${pointWords(row, what)}`;
}

/** @param {any} known  facts @param {number} row */
const partOfRow = ({ parts }, row) => Object.keys(parts).find((part) => parts[part].includes(row));

/** Values of a regression: their names where there are several. */
function valuesOf(names, y) {
  const texts = names.map((_, c) => short(y(c), 4));
  return texts.length > 1 ? names.map((name, c) => named(name, texts[c])).join(", ") : texts[0];
}

/** The target of a row. @param {any} known  facts @param {number} row */
export function targetWords({ task, data: { T, k, targetNames }, outputNames }, row) {
  if (task === "multilabel") return joined(outputNames, (c) => T[row * k + c]);
  return task === "regression" ? valuesOf(outputNames, (c) => T[row * k + c]) : targetNames[T[row]];
}

/** The decision of a row, of classes with its probability; the values of a regression. @param {any} known  facts */
export function decisionWords({ task, data: { targetNames }, outputNames }, { outputs, said }, row) {
  const k = outputNames.length, y = (c) => outputs[row * k + c];
  if (task === "regression") return valuesOf(outputNames, y);
  if (task === "multilabel") return joined(outputNames, (c) => said[row * k + c]);
  const probability = task === "multiclass" ? y(said[row]) : said[row] ? y(0) : 1 - y(0);
  return t("result.says", { name: targetNames[said[row]], value: percent(probability) });
}

/** A point of the data: its target, and what the network says of it. @param {number} row */
export function pointWords(row, { known, judged }) {
  const words = { number: row + 1, part: t(`part.${partOfRow(known, row)}`), target: targetWords(known, row) };
  if (!judged) return t("result.point", words);
  const key = known.task === "regression" ? "said" : judged.wrong[row] ? "wrong" : "right";
  return t(`result.point.${key}`, { ...words, answer: decisionWords(known, judged, row) });
}

/** What is not on the axes; "" where there is nothing else. @param {any} known  facts */
export function caption({ plane, data: { featureNames } }) {
  const left = featureNames.map((_, j) => j).filter((j) => j !== plane.across && j !== plane.up);
  if (!left.length) return "";
  const names = left.map((j) => named(featureNames[j], short(plane.others[j]))).join(", ");
  return left.length <= MOST ? t("result.others.named", { names }) : t("result.others", { count: left.length });
}

/** All of it, for who can't see it. @param {any} what  see map.js */
export function describeMap({ known, answers, judged, looked }, shown) {
  const { plane, data: { featureNames } } = known, x = featureNames[plane.across];
  const axes = plane.up < 0 ? t("result.over.one", { x }) : t("result.over.two", { x, y: featureNames[plane.up] });
  const score = judged ? `${scoreSentence(known, judged)}.` : "", areas = looked ? "" : areaWords(known, answers);
  return [`${shown.title}, ${axes}.`, areas, score, caption(known)].filter(Boolean).join(" ");
}

/** Which share of the picture each answer takes; the range of a regression. */
function areaWords({ task, data, outputNames }, { P, points }) {
  const k = outputNames.length;
  if (task === "regression") {
    let low = Infinity, high = -Infinity;
    for (const y of P.subarray(0, points)) [low, high] = [Math.min(low, y), Math.max(high, y)];
    return t("result.area.values", { from: short(low), to: short(high) });
  }
  const names = task === "binary" ? data.targetNames : outputNames, counts = names.map(() => 0);
  for (let i = 0; i < points; i++) {
    const y = outputNames.map((_, c) => P[c * points + i]);
    if (task === "multilabel") y.forEach((p, c) => (counts[c] += Number(p > 0.5)));
    else counts[task === "binary" ? Number(y[0] > 0.5) : likeliest(y, 0, k)]++;
  }
  return t("result.area", { shares: names.map((name, c) => named(name, percent(counts[c] / points))).join(", ") });
}
