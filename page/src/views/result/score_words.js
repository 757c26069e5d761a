// How good the network is, in a sentence.

import { count, percent, short } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { partOf } from "./choices.js";
import { regressionScores } from "./outcome.js";

/**
 * "Right for 97.3 % of the 300 validation points".
 * @param {any} known  facts  @param {import("./table.js").Table} judged  @param {import("./choices.js").Part} [part]
 */
export function scoreSentence({ parts, task, data, outputNames }, judged, part = partOf({ parts })) {
  const rows = parts[part], k = outputNames.length, words = { count: count(rows.length), part: t(`part.${part}`) };
  if (task === "regression") {
    const scores = outputNames.map((_, c) => regressionScores(data.T, judged.outputs, rows, c, k));
    const mean = (key) => short(scores.reduce((sum, score) => sum + score[key], 0) / k);
    return t("result.score.regression", { ...words, r2: mean("r2"), rmse: mean("rmse") });
  }
  const share = percent(1 - judged.missed[part] / rows.length);
  if (task !== "multilabel") return t("result.score.classes", { ...words, share });
  let right = 0;
  for (const row of rows) for (let c = 0; c < k; c++) right += Number(judged.said[row * k + c] === data.T[row * k + c]);
  return t("result.score.labels", { ...words, share: percent(right / (rows.length * k)), all: share });
}
