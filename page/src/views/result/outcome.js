// What outputs mean, and how good they are: decisions, confusion, scores, as numnet/model/decisions.py and metrics.py.

/** @typedef {"regression" | "binary" | "multiclass" | "multilabel"} Task */

/** The place of the largest of k numbers. @param {ArrayLike<number>} A @param {number} at @param {number} k */
export function likeliest(A, at, k) {
  let best = 0;
  for (let c = 1; c < k; c++) if (A[at + c] > A[at + best]) best = c;
  return best;
}

/**
 * Decisions from outputs (n, k): of classes their index, (n,); of labels 0 or 1, (n, k); none of a regression.
 * @param {Task} task  @param {ArrayLike<number>} outputs  @param {number} k
 */
export function decide(task, outputs, k) {
  if (task === "regression") return new Uint8Array(0);
  if (task !== "multiclass") return Uint8Array.from(outputs, (p) => Number(p > 0.5));
  return Uint16Array.from({ length: outputs.length / k }, (_, i) => likeliest(outputs, i * k, k));
}

/** Whether the decision of a row is not its target; of labels, one at least. @returns {Uint8Array} (n,) */
export function mistakes(said, T, n) {
  const k = said.length / n;
  return Uint8Array.from({ length: n }, (_, i) => {
    for (let c = 0; c < k; c++) if (said[i * k + c] !== T[i * k + c]) return 1;
    return 0;
  });
}

/**
 * Counts: row the true class, column the one that was said; of column ``c`` of k.
 * @param {ArrayLike<number>} T  @param {ArrayLike<number>} said  @param {number[]} rows  @param {number} classes
 */
export function confusionMatrix(T, said, rows, classes, c = 0, k = 1) {
  const matrix = Array.from({ length: classes }, () => new Array(classes).fill(0));
  for (const i of rows) matrix[T[i * k + c]][said[i * k + c]]++;
  return matrix;
}

const sum = (values) => values.reduce((a, b) => a + b, 0);

/** Precision, recall, F1 and rows of each class; 0 where there is nothing to divide by. @param {number[][]} matrix */
export function classScores(matrix) {
  return matrix.map((row, c) => {
    const right = row[c], support = sum(row), predicted = sum(matrix.map((other) => other[c]));
    return {
      precision: right / Math.max(predicted, 1), recall: right / Math.max(support, 1),
      f1: (2 * right) / Math.max(predicted + support, 1), support,
    };
  });
}

/** The share of counts on the diagonal. @param {number[][]} matrix */
export const accuracy = (matrix) => sum(matrix.map((row, c) => row[c])) / Math.max(1, sum(matrix.map(sum)));

/**
 * R², root mean square error and mean absolute error of column ``c`` of values (n, k).
 * @param {ArrayLike<number>} T  @param {ArrayLike<number>} Y  @param {number[]} rows
 */
export function regressionScores(T, Y, rows, c = 0, k = 1) {
  const n = rows.length, mean = sum(rows.map((i) => T[i * k + c])) / n;
  let squares = 0, sizes = 0, spread = 0;
  for (const i of rows) {
    const t = T[i * k + c], e = Y[i * k + c] - t;
    squares += e * e;
    sizes += Math.abs(e);
    spread += (t - mean) ** 2;
  }
  return { r2: spread > 0 ? 1 - squares / spread : NaN, rmse: Math.sqrt(squares / n), mae: sizes / n };
}

/** The rows of the largest losses, the largest first. @param {ArrayLike<number>} losses @param {number[]} rows */
export function largest(losses, rows, count) {
  const found = /** @type {number[]} */ ([]);
  for (const row of rows) {
    if (found.length === count && !(losses[row] > losses[found[count - 1]])) continue;
    let at = found.length;
    while (at > 0 && losses[row] > losses[found[at - 1]]) at--;
    found.splice(at, 0, row);
    if (found.length > count) found.pop();
  }
  return found;
}
