// What goes on inside: the next update, the gradient, the loss along one weight, the health of every layer.

import { bentPlane } from "./bent_plane.js";
import { withLoss } from "./loss_at.js";
import { nextUpdate } from "./next_update.js";

const MOST_WEIGHTS = 20_000; // of a network that is looked into
const PATIENCE = 40; // milliseconds for the losses along a weight
const POINTS = { least: 9, most: 121 }; // of them
const FINE = 100, COARSE = 50; // points along the sheet of a bent plane, at rest and while it learns

/**
 * @typedef {object} Wants
 * @property {boolean} [update]  the next one
 * @property {boolean} [gradient]
 * @property {{index: number, from: number, to: number}} [along]  one weight
 * @property {boolean} [health]
 * @property {number} [bent]  the hidden layer, from 1
 *
 * @typedef {object} Inside
 * @property {number} scene  of the facts that it goes with
 * @property {number} updates  done
 * @property {import("./next_update.js").NextUpdate | null} [update]
 * @property {Float32Array | Float64Array} [gradient]  of the mean loss over the training rows
 * @property {{index: number, from: number, to: number, losses: number[], loss: number}} [along]  the mean loss over the
 *   training rows at places as far from each other from … to; at the weight as it is
 * @property {Health} [health]
 * @property {import("./bent_plane.js").Bent} [bent]
 *
 * @typedef {object} Health
 * @property {number} rows  that it was measured on
 * @property {LayerHealth[]} layers  from layer 1
 * @property {number | null} sure  the share of the rows with an output that is sure and wrong; null where f′ cancels
 *
 * @typedef {object} LayerHealth
 * @property {number} gradient  ‖∂E/∂W‖, of weights and biases
 * @property {number | null} moved  ‖ΔW‖ / ‖W‖ of the next update, biases left out
 * @property {number} delta  √ of the mean δ²
 * @property {number | null} dead  units that are 0 for every row; null where none can be
 * @property {number | null} saturated  the share of f′ that is nearly 0; null where f has no two bounds
 */

/**
 * What is wanted, or null: the network is too large.
 * @param {import("./engine.js").Engine} engine  @param {Wants} wants  @returns {Inside | null}
 */
export function inside(engine, { update, gradient, along, health, bent }) {
  const { training, scene, pace } = engine, side = pace.playing ? COARSE : FINE;
  if (training.run.theta.size > MOST_WEIGHTS) return null;
  const next = update || health ? nextUpdate(training) : undefined;
  return {
    scene, updates: training.updates, ...(update ? { update: next } : {}),
    ...(gradient ? { gradient: training.gradient() } : {}),
    ...(along && along.index < training.run.theta.size ? { along: lossAlong(training, along) } : {}),
    ...(bent && bent < training.sizes.length - 1 ? { bent: bentPlane(engine, bent, side) } : {}),
    ...(health ? { health: healthOf(training, next ?? null) } : {}),
  };
}

/** The mean loss over the training rows where one weight has other values. */
function lossAlong(training, { index, from, to }) {
  return withLoss(training, (theta, loss) => {
    const at = (w) => (theta.put(index, w), loss()), begun = performance.now(), now = at(training.run.theta.at(index));
    const most = Math.floor(PATIENCE / Math.max(performance.now() - begun, 1e-3));
    const points = Math.max(POINTS.least, Math.min(POINTS.most, most));
    const losses = Array.from({ length: points }, (_, i) => at(from + ((to - from) * i) / (points - 1)));
    return { index, from, to, losses, loss: now };
  });
}

/** Rows that stand for all n: as many as a pass takes, spread over them. */
const spread = (n, most) => {
  const rows = Math.min(n, most), step = (n - 1) / Math.max(1, rows - 1);
  return Array.from({ length: rows }, (_, i) => Math.floor(i * step));
};

/**
 * As numnet/diagnostics/initialization_checks.py measures it, on the same rows.
 * @param {import("./training.js").Training} training  @param {import("./next_update.js").NextUpdate | null} next
 * @returns {Health}
 */
function healthOf(training, next) {
  const { kernels, samples, run, config: { dtype } } = training;
  const rows = spread(training.n, kernels.about.sizes.MAX_TILE_ROWS);
  return kernels.lending(() => {
    const taken = (A) => {
      const wide = A.shape[1], all = A.copy();
      const part = kernels.array(dtype, rows.length, wide);
      rows.forEach((row, i) => part.view.set(all.subarray(row * wide, (row + 1) * wide), i * wide));
      return part;
    };
    const X = taken(samples.X), T = taken(samples.T);
    let layers = /** @type {LayerHealth[]} */ ([]), sure = /** @type {number | null} */ (null);
    training.eachPass(dtype, X, T, run.theta, (pass) => {
      layers = layersOf(training, pass, next);
      sure = sureAndWrong(training, pass, T.view);
    });
    return { rows: rows.length, layers, sure };
  });
}

const norm = (values) => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));

/** @returns {LayerHealth[]} */
function layersOf({ kernels, layout, sizes, config }, { units, deltas, gradient, rows }, next) {
  const { activations, limits } = kernels.about;
  let at = 0;
  return sizes.slice(1).map((m, l) => {
    const first = layout.weights_at.at(l), bias = layout.biases_at.at(l), size = rows * m;
    const slopes = layout.scratch_size + rows * layout.units_at.at(l), name = l < sizes.length - 2
      ? activations[Array.isArray(config.activation) ? config.activation[l] : config.activation] : {};
    const slope = units.view.subarray(slopes, slopes + size), h = units.view.subarray(slopes + size, slopes + 2 * size);
    const delta = deltas.view.subarray(at, at + size);
    at += size;
    const flat = limits.flat * (name.largest_slope ?? 0);
    return {
      gradient: norm(gradient.view.subarray(first, bias + m)), moved: next && movedBy(next, first, bias),
      delta: norm(delta) / Math.sqrt(size), dead: name.can_die ? deadUnits(h, rows, m) : null,
      saturated: name.largest_slope ? slope.reduce((sum, f) => sum + Number(f < flat), 0) / size : null,
    };
  });
}

/** `sure_and_wrong` of the same checks. @returns {number | null} */
function sureAndWrong({ kernels: { about }, layout, sizes, config, prepared: { data: { task } } }, { units, rows }, T) {
  const loss = config.loss === "auto" ? about.tasks[task].loss : config.loss, k = sizes[sizes.length - 1];
  if (task === "regression" || about.losses[loss].of_net) return null;
  const start = layout.scratch_size + rows * layout.units_at.at(sizes.length - 2) + rows * k;
  const caught = (at) => {
    const y = units.at(start + at), far = task === "multiclass" ? y - T[at] : Math.abs(y - T[at]);
    return far > 0.5 && y * (1 - y) < about.limits.flat / 4;
  };
  const wrong = (row) => Array.from({ length: k }, (_, c) => row * k + c).some(caught);
  return Array.from({ length: rows }, (_, row) => row).filter(wrong).length / rows;
}

/** ‖ΔW‖ / ‖W‖ */
function movedBy({ w, after }, first, bias) {
  let step = 0;
  for (let i = first; i < bias; i++) step += (after[i] - w[i]) ** 2;
  return Math.sqrt(step) / Math.max(norm(w.subarray(first, bias)), 1e-300);
}

/** Units that give 0 for every row of h (rows, m). */
function deadUnits(h, rows, m) {
  const alive = (k) => Array.from({ length: rows }, (_, i) => h[i * m + k]).some((value) => value > 0);
  return Array.from({ length: m }, (_, k) => k).filter((k) => !alive(k)).length;
}
