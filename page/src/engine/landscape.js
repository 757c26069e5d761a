// The error of the network over a plane through the space of its weights, and the path of the training beside it:
// numnet/analysis/loss_landscape.py.

import { withLoss } from "./loss_at.js";
import { principalPlane } from "./principal_plane.js";

const MOST_WEIGHTS = 20_000; // of a network that has a landscape
const PLACES = { least: 21, most: 201 }; // of a path; fewer of many weights
const PRODUCTS = 1e7; // that its plane may take
const PATIENCE = 30; // milliseconds of an answer; what is missing is asked for again
const MARGIN = 0.2, FLATTEST = 0.5, FLATTEST_WHOLE = 0.8; // as in loss_landscape.py

/** @typedef {[number, number]} Span  from … to */
/**
 * θ(x, y) = centre + x directions[0] + y directions[1], and the path of the training as it is seen from there.
 * @typedef {object} Plane
 * @property {number} scene  of the facts that it goes with
 * @property {[number, number] | null} weights  the two that are its axes; null: it has none, and fits the path best
 * @property {boolean} whole  whether it is all of weight space: there are no other weights
 * @property {Float64Array} centre  (P,)  @property {Float64Array[]} directions  (2, P)
 * @property {number[] | null} shares  of the variance of the path that each direction holds, 0 to 1
 * @property {Span[]} limits  that hold the path, with a margin
 * @property {number[]} updates  (k,) after which the path was there  @property {Float64Array} points  (k, 2)
 * @property {Float64Array} loss  (k,) of the network there; NaN: not known yet
 * @property {number} now  place of the path that is shown  @property {number} updatesNow  done at the shown moment
 * @property {[number, number]} point  where the network that is shown is  @property {number} lossNow
 */

/** Losses by the weights of a kept moment, which never change. @type {WeakMap<object, number>} */
const known = new WeakMap();

/**
 * The plane of two weights, the others as they are; without them, the one that fits the path best.  Null where the
 * network is too large, or the weights are no two of its own.
 * @param {import("./engine.js").Engine} engine  @param {[number, number] | null} weights  @returns {Plane | null}
 */
export function landscape(engine, weights) {
  const { training, scene } = engine, theta = training.run.theta.copy(), P = theta.length;
  const two = !weights || (weights[0] !== weights[1] && weights.every((index) => index in theta));
  if (P > MOST_WEIGHTS || !two) return null;
  const path = pathOf(engine, theta), whole = P === 2;
  const made = weights ? planeOfTwo(theta, weights) : whole ? planeOfAll(path) : planeOfPath(path, P);
  const project = (w) => made.directions.map((d) => d.reduce((sum, x, j) => sum + x * (w[j] - made.centre[j]), 0));
  const places = path.map((moment) => project(moment.theta)), point = /** @type {Span} */ (project(theta));
  const beyond = whole && !weights ? places.map((at) => at.map((z, c) => 2 * places[places.length - 1][c] - z)) : [];
  const loss = lossesOf(training, path, theta);
  return {
    scene, weights: weights ?? (whole ? [0, 1] : null), whole, ...made, point,
    limits: sides([...places, ...beyond], whole && !weights),
    updates: path.map(({ updates }) => updates), points: Float64Array.from(places.flat()), ...loss,
    now: path.findIndex(({ updates }) => updates >= training.updates), updatesNow: training.updates,
  };
}

/**
 * The losses at points (n, 2) of a plane, of as many from the first on as a moment allows: one at least.
 * @param {import("./engine.js").Engine} engine
 * @param {{centre: Float64Array, directions: Float64Array[]}} plane  @param {Float64Array} points
 * @returns {Float64Array | null}  infinite where it overflows; null where another network is there by now
 */
export function planeLosses({ training }, { centre, directions: [d, e] }, points) {
  if (centre.length !== training.run.theta.size) return null;
  return withLoss(training, (theta, loss) => {
    const begun = performance.now(), w = new Float64Array(centre.length), losses = [];
    for (let i = 0; i < points.length && (i === 0 || performance.now() - begun < PATIENCE); i += 2) {
      const x = points[i], y = points[i + 1];
      for (let j = 0; j < w.length; j++) w[j] = centre[j] + x * d[j] + y * e[j];
      theta.fill(w);
      losses.push(finite(loss()));
    }
    return Float64Array.from(losses);
  });
}

const finite = (loss) => (Number.isFinite(loss) ? loss : Infinity);

/** The kept moments up to the latest, the denser the earlier, as snapshots of a run are. */
function pathOf({ moments, training }, theta) {
  const latest = moments.end ?? { updates: training.updates, theta };
  const all = [...moments.kept.filter(({ updates }) => updates < latest.updates), latest];
  const most = Math.floor(Math.sqrt((2 * PRODUCTS) / theta.length));
  return spaced(all.length - 1, Math.max(PLACES.least, Math.min(PLACES.most, most))).map((k) => all[k]);
}

/** At most ``count`` whole numbers from 0 to ``last``, as numnet/training/snapshots.py spaces epochs. */
function spaced(last, count) {
  const numbers = [0];
  for (let left = Math.min(count, last + 1) - 1; left > 0; left--) {
    const above = numbers[numbers.length - 1] + 1;
    numbers.push(Math.max(above, Math.round(above * ((last + 1) / above) ** (1 / left)) - 1));
  }
  return numbers;
}

/** (P,) with 1 at these places. */
const unit = (P, ...places) => Float64Array.from({ length: P }, (_, j) => Number(places.includes(j)));

function planeOfTwo(theta, weights) {
  const centre = Float64Array.from(theta, (w, j) => (weights.includes(j) ? 0 : w));
  return { centre, directions: weights.map((index) => unit(theta.length, index)), shares: null };
}

/** Of a network of one weight and one bias: its own axes. */
function planeOfAll(path) {
  const variance = [0, 1].map((j) => {
    const mean = path.reduce((sum, { theta }) => sum + theta[j], 0) / path.length;
    return path.reduce((sum, { theta }) => sum + (theta[j] - mean) ** 2, 0);
  });
  const all = variance[0] + variance[1] || 1;
  return { centre: unit(2), directions: [unit(2, 0), unit(2, 1)], shares: variance.map((part) => part / all) };
}

function planeOfPath(path, P) {
  const all = new Float64Array(path.length * P);
  path.forEach(({ theta }, i) => all.set(theta, i * P));
  const { centre, directions, shares } = principalPlane(all, P);
  return { centre: Float64Array.from(centre), directions: directions.map((d) => Float64Array.from(d)), shares };
}

/** The true losses, as many as a moment allows, one more at least; from the end, where they are new. */
function lossesOf(training, path, theta) {
  return withLoss(training, (there, loss) => {
    const lossNow = finite(loss()), begun = performance.now();
    known.set(theta, lossNow);
    const missing = path.filter((moment) => !known.has(moment.theta)).reverse();
    for (let k = 0; k < missing.length && (k === 0 || performance.now() - begun < PATIENCE); k++) {
      there.fill(missing[k].theta);
      known.set(missing[k].theta, finite(loss()));
    }
    return { lossNow, loss: Float64Array.from(path, (moment) => known.get(moment.theta) ?? NaN) };
  });
}

/** What holds all points, with a margin; neither side much shorter than the other. @returns {Span[]} */
function sides(points, whole) {
  const ends = [0, 1].map((c) => points.reduce(([low, high], at) =>
    [Math.min(low, at[c]), Math.max(high, at[c])], [Infinity, -Infinity]));
  const widest = Math.max(...ends.map(([low, high]) => high - low));
  return ends.map(([low, high]) => {
    const span = Math.max(high - low, (whole ? FLATTEST_WHOLE : FLATTEST) * widest || 1) * (0.5 + MARGIN);
    return [(low + high) / 2 - span, (low + high) / 2 + span];
  });
}
