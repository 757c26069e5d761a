// Why a run diverged: which layer overflowed first, and the likely cause, as in
// numnet/training/divergence_diagnosis.py.

const LARGE = 1000; // of inputs and targets whose scale is near 1 in all that is known to train well
const LARGEST_FLOAT32 = 3.4028234663852886e38;

/**
 * @typedef {object} Diagnosis
 * @property {number} epoch  counted from 1
 * @property {number} update  counted from 1
 * @property {"weights" | "net" | "gradient" | "largest"} where  what overflowed first; "largest": where the weights
 *   are largest
 * @property {number} layer  counted from 1
 * @property {number} layers
 * @property {"inputs" | "targets" | "schedule" | "loss" | "rate"} cause
 * @property {{[name: string]: number}} values  numbers of the cause
 * @property {number} rate
 */

/**
 * After a chunk of training: where it has diverged, why; then the last finite weights are put back.
 * @param {import("./training.js").Training} training  @returns {Diagnosis | null}
 */
export function settle(training) {
  const { run: { theta, best, counter }, enums: { Counter, Status } } = training;
  const broken = training.status === "diverged" || !finite(theta.view);
  if (!broken || training.status === "running") return null;
  counter.put(Counter.STATUS, Status.DIVERGED);
  const diagnosis = diagnose(training);
  if (!finite(theta.view)) theta.fill(best.copy());
  return diagnosis;
}

/** @param {import("./training.js").Training} training @returns {Diagnosis} */
function diagnose(training) {
  return {
    epoch: training.epoch + 1, update: training.updates + 1, layers: training.sizes.length - 1,
    ...brokenLayer(training), ...likelyCause(training), rate: training.config.learning_rate,
  };
}

const finite = (values) => values.every((x) => Number.isFinite(x));
const largest = (values) => values.reduce((top, x) => Math.max(top, Math.abs(x)), 0);

/** @param {import("./training.js").Training} training @returns {{where: Diagnosis["where"], layer: number}} */
function brokenLayer(training) {
  const { run, layout, sizes } = training, theta = run.theta.copy(), L = sizes.length - 1; // the memory may move below
  const part = (array, l) =>
    /** @type {any} */ (array).subarray(layout.weights_at.at(l - 1), layout.biases_at.at(l - 1) + sizes[l]);
  for (let l = 1; l <= L; l++) if (!finite(part(theta, l))) return { where: "weights", layer: l };
  const top = training.config.dtype === "float32" ? LARGEST_FLOAT32 : Number.MAX_VALUE;
  const nets = netsInFloat64(training);
  for (let l = 1; l <= L; l++) if (!(nets[l - 1] < top)) return { where: "net", layer: l };
  const gradient = training.gradient();
  for (let l = L; l > 0; l--) {
    const norm = Math.sqrt(part(gradient, l).reduce((sum, g) => sum + g * g, 0));
    if (!Number.isFinite(norm)) return { where: "gradient", layer: l };
  }
  const sums = Array.from({ length: L }, (_, l) => largest(part(theta, l + 1)));
  return { where: "largest", layer: sums.indexOf(Math.max(...sums)) + 1 };
}

/** The largest |net| of each layer over the training samples, in float64: what overflows float32 can be measured. */
function netsInFloat64(training) {
  const { kernels, sizes, samples, run } = training;
  return kernels.lending(() => {
    const theta = kernels.array("float64", run.theta.size).fill(run.theta.copy());
    const tops = sizes.slice(1).map(() => 0);
    training.eachPass("float64", samples.X, samples.T, theta, ({ nets, rows }) => {
      let at = 0;
      sizes.slice(1).forEach((m, l) => {
        const values = nets.view.subarray(at, at + rows * m);
        const top = largest(values);
        if (!(top <= tops[l])) tops[l] = top;
        at += rows * m;
      });
    });
    return tops;
  });
}

/**
 * @param {import("./training.js").Training} training
 * @returns {{cause: Diagnosis["cause"], values: Diagnosis["values"]}}
 */
function likelyCause(training) {
  const { run, samples, enums, config } = training, { Column } = enums;
  for (const [cause, array] of /** @type {const} */ ([["inputs", samples.X], ["targets", samples.T]])) {
    const top = largest(array.view);
    if (top > LARGE) return { cause, values: { largest: top } };
  }
  const now = run.total.at(enums.Accumulator.RATE);
  if (now > 2 * config.learning_rate) return { cause: "schedule", values: { from: config.learning_rate, to: now } };
  const column = (k) => Array.from({ length: training.rows }, (_, row) => run.history.at(row * enums.Column.SIZE + k));
  const losses = column(Column.TRAIN_LOSS), lowest = Math.min(...losses.filter((loss) => !Number.isNaN(loss)));
  const last = losses.at(-1) ?? 0;
  if (losses.length > 1 && !(last <= 2 * lowest)) {
    const row = losses.indexOf(lowest);
    return { cause: "loss", values: { from: lowest, to: last, epoch: column(Column.EPOCH)[row] } };
  }
  return { cause: "rate", values: { rate: now || config.learning_rate } };
}
