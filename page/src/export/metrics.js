// metrics.csv: the rows of a history, as numnet writes them.

const NAMES = ["epoch", "step", "seconds", "learning_rate", "gradient_norm", "train_loss", "validation_loss"];
const WHOLE = ["epoch", "step"];

/** @param {number[][]} history  rows of `Column.SIZE` numbers @param {string} metric  its name @returns {string} */
export function metricsText(history, metric) {
  const names = [...NAMES, `train_${metric}`, `validation_${metric}`];
  const lines = history.map((row) => names.map((name, k) => written(row[k], WHOLE.includes(name))).join(","));
  return [names.join(","), ...lines].map((line) => `${line}\n`).join("");
}

/** A number as Python writes it, nothing for NaN. @param {number} value @param {boolean} whole */
function written(value, whole) {
  if (Number.isNaN(value)) return "";
  if (whole) return String(value);
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  return pythonNumber(value);
}

/**
 * The shortest digits that give the float back, with a point or an exponent, as Python's repr has it.
 * @param {number} x
 */
export function pythonNumber(x) {
  const [digits, exponent] = x.toExponential().split("e"), power = Number(exponent);
  if (x !== 0 && (power < -4 || power >= 16)) {
    return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  const text = Object.is(x, -0) ? "-0" : String(x);
  return text.includes(".") ? text : `${text}.0`;
}
