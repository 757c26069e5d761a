// What the map shows, in words: of a place, of a point, of all of it.

import { fixed, short, percent } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { share } from "../drawing/axes.js";
import { valueAlong } from "./curves.js";
import { likeliest } from "./outcome.js";
import { valueAtPlace } from "./plane.js";
import { scoreSentence } from "./score_words.js";

const MOST = 4; // classes or features that are spelled out

/** 0.52, with the digits that a pixel of the axis tells. */
function coordinate({ from, to }, value) {
  return fixed(value, Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(to - from)))));
}

export const named = (name, value) => t("result.is", { name, value });

/** The likeliest classes of probabilities first. */
function probabilityWords(names, p) {
  const order = names.map((_, c) => c).sort((a, b) => p[b] - p[a]);
  return order.slice(0, MOST).map((c) => `${names[c]} ${percent(p[c])}`).join(", ");
}

/** What the network says, of its outputs at one place or for one row. @param {any} known  facts @param {ArrayLike<number>} y */
export function answerWords({ task, data, outputNames }, y) {
  if (task === "regression") return outputNames.map((name, c) => named(name, short(y[c], 4))).join(", ");
  if (task === "binary") return probabilityWords(data.targetNames, [1 - y[0], y[0]]);
  if (task === "multiclass") return probabilityWords(outputNames, y);
  return outputNames.map((name, c) => `${name} ${percent(y[c])}`).join(", ");
}

/** The coordinates and what is shown there. @param {import("../drawing/canvas.js").Place} place */
export function valueWords(place, { known, answers: { P, points }, looked }, shown) {
  const { axes, x, y } = place, flat = known.plane.up < 0, at = share(axes.x, x);
  const read = (values) => (flat ? valueAlong(values, at) : valueAtPlace(values, Math.sqrt(values.length), place));
  const where = [named(axes.x.name, coordinate(axes.x, x)), ...(flat ? [] : [named(axes.y.name, coordinate(axes.y, y))])].join(", ");
  const said = looked && shown.values ? named(shown.title, short(read(shown.values)))
    : answerWords(known, known.outputNames.map((_, c) => read(P.subarray(c * points, (c + 1) * points))));
  return `${where}: ${said}`;
}

/** @param {any} known  facts @param {number} row */
export function partOfRow({ parts }, row) {
  return ["training", "validation", "test"].find((part) => parts[part].includes(row)) ?? "training";
}

/** The target of a row. @param {any} known  facts @param {number} row */
export function targetWords({ task, data: { T, k, targetNames }, outputNames }, row) {
  if (task === "regression") return outputNames.map((name, c) => named(name, short(T[row * k + c], 4))).join(", ");
  if (task !== "multilabel") return targetNames[T[row]];
  return outputNames.filter((_, c) => T[row * k + c] === 1).join(" + ") || t("result.none");
}

/** The decision of a row; the values of a regression. @param {any} known  facts @param {any} judged  table @param {number} row */
export function decisionWords(known, { outputs, said }, row) {
  const { task, data, outputNames } = known, k = outputNames.length;
  if (task === "regression") return answerWords(known, outputs.subarray(row * k, (row + 1) * k));
  if (task !== "multilabel") return data.targetNames[said[row]];
  return outputNames.filter((_, c) => said[row * k + c] === 1).join(" + ") || t("result.none");
}

/** A point of the data: its target, and what the network says of it. @param {number} row */
export function pointWords(row, { known, judged }) {
  const words = { number: row + 1, part: t(`part.${partOfRow(known, row)}`), target: targetWords(known, row) };
  if (!judged) return t("result.point", words);
  const k = known.outputNames.length, answer = answerWords(known, judged.outputs.subarray(row * k, (row + 1) * k));
  const key = known.task === "regression" ? "result.point.said" : judged.wrong[row] ? "result.point.wrong" : "result.point.right";
  return t(key, { ...words, answer });
}

/** What is not on the axes; "" where there is nothing else. @param {any} known  facts */
export function caption({ plane, data: { d, featureNames } }) {
  const left = featureNames.map((_, j) => j).filter((j) => j !== plane.across && j !== plane.up);
  if (!left.length) return "";
  const names = left.map((j) => named(featureNames[j], short(plane.others[j]))).join(", ");
  return left.length <= MOST ? t("result.others.named", { names }) : t("result.others", { count: d - 2 });
}

/** All of it, for who can't see it. @param {any} what  see map.js */
export function describeMap(what, shown) {
  const { known, answers, judged, looked } = what, { data, plane } = known;
  const axes = plane.up < 0 ? t("result.over.one", { x: data.featureNames[plane.across] })
    : t("result.over.two", { x: data.featureNames[plane.across], y: data.featureNames[plane.up] });
  const score = judged ? scoreSentence(known, judged) : "";
  return [`${shown.title}, ${axes}.`, looked ? "" : areaWords(known, answers), score, caption(known)].filter(Boolean).join(" ");
}

/** Which share of the plane each answer takes; the range of a regression. */
function areaWords({ task, data, outputNames }, { P, points }) {
  const k = outputNames.length;
  if (task === "regression") {
    let low = Infinity, high = -Infinity;
    for (const y of P.subarray(0, points)) [low, high] = [Math.min(low, y), Math.max(high, y)];
    return t("result.area.values", { from: short(low), to: short(high) });
  }
  const names = task === "binary" ? data.targetNames : outputNames, counts = names.map(() => 0);
  for (let i = 0; i < points; i++) {
    if (task === "multilabel") outputNames.forEach((_, c) => (counts[c] += Number(P[c * points + i] > 0.5)));
    else if (task === "binary") counts[Number(P[i] > 0.5)]++;
    else counts[likeliest(Array.from({ length: k }, (_, c) => P[c * points + i]), 0, k)]++;
  }
  return t("result.area", { shares: names.map((name, c) => `${name} ${percent(counts[c] / points)}`).join(", ") });
}
