// How good the network is, in a sentence.

import { short, percent } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { partOf } from "./choices.js";
import { regressionScores } from "./outcome.js";

/** The share of rows that are right in all. @param {import("./table.js").Table} judged @param {number[]} rows */
const rightShare = ({ wrong }, rows) => rows.filter((row) => !wrong[row]).length / Math.max(1, rows.length);

/** "right for 97.3 % of the 300 validation points". @param {any} known  facts @param {import("./table.js").Table} judged */
export function scoreSentence(known, judged, part = partOf(known)) {
  const rows = known.parts[part], { task, data, outputNames } = known, k = outputNames.length;
  const words = { count: count(rows.length), part: t(`part.${part}`) };
  if (task === "regression") {
    const scores = outputNames.map((_, c) => regressionScores(data.T, judged.outputs, rows, c, k));
    const mean = (key) => scores.reduce((sum, score) => sum + score[key], 0) / k;
    return t("result.score.regression", { ...words, r2: short(mean("r2")), rmse: short(mean("rmse")), mae: short(mean("mae")) });
  }
  if (task !== "multilabel") return t("result.score.classes", { ...words, share: percent(rightShare(judged, rows)) });
  let right = 0;
  for (const row of rows) for (let c = 0; c < k; c++) right += Number(judged.said[row * k + c] === data.T[row * k + c]);
  return t("result.score.labels", { ...words, share: percent(right / (rows.length * k)), all: percent(rightShare(judged, rows)) });
}
