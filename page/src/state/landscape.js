// The error of the network over a plane through its weights: asked of the engine whenever the network is another, in
// small parts, so that a training goes on meanwhile; what it would be beside the network.

import { batch, computed, effect, signal } from "@preact/signals";
import { carryOut, editWeight } from "./actions.js";
import { facts, frame, playing, view } from "./store.js";

/** @typedef {import("../engine/landscape.js").Plane} Plane */
/**
 * @typedef {object} Seen
 * @property {Plane} plane
 * @property {[number, number][]} limits  of the map
 * @property {number} side  points of the map, a side  @property {Float64Array} E  (side, side), row by row from below
 * @property {Float64Array} shadow  (k,) the losses on the plane, where the path is nearest to it
 * @property {number} shadowNow  the same of the network that is shown
 */

const FINE = 51, COARSE = 21; // points of the map, a side: at rest, as numnet plot landscape has them; and at first
const PAUSE = 100; // milliseconds between maps while it learns, at least

/** What is shown, or null before the first. */
export const landscape = signal(/** @type {Seen | null} */ (null));
/** Where E is looked up beside the network, over two weights; its E, null while it is not known. */
export const ball = signal(/** @type {{at: [number, number], loss: number | null} | null} */ (null));
/** Whether the network has too many weights for it. */
export const tooLarge = signal(false);
/** The share of the fine map that is done, or null. */
export const working = signal(/** @type {number | null} */ (null));

/** The two weights that are chosen, those of a network that has them. @returns {[number, number]} */
export const chosenWeights = computed(() => {
  const chosen = view.value.planeWeights, count = facts.value?.parameters ?? 0;
  return chosen && chosen.every((index) => index < count) ? chosen : [0, 1];
});

/** What is wanted of it, as JSON; "" for nothing. */
const options = computed(() => {
  const { tab, surfaceOf, plane, reach } = view.value;
  if (tab !== "surface" || surfaceOf !== "network") return "";
  return JSON.stringify({ weights: plane === "weights" ? chosenWeights.value : null, reach });
});

const asked = computed(() => {
  const now = frame.value;
  return options.value && now && now.scene === facts.value?.scene ? { options: options.value, now } : null;
});

/** @typedef {{options: string, now: import("../engine/reports.js").Frame}} Wanted */

let busy = false, latest = /** @type {Wanted | null} */ (null);

/** Bring it up to date; of what is asked for meanwhile, the last. @param {Wanted | null} wanted */
async function follow(wanted) {
  latest = wanted;
  if (busy) return;
  busy = true;
  for (let doing = /** @type {Wanted | null} */ (null); doing !== latest; ) {
    const begun = performance.now();
    doing = latest;
    if (doing) await bring(doing).catch(() => null); // a training that is no more
    const rest = Math.max(PAUSE, 2 * (performance.now() - begun)); // most of the time is the training's
    if (playing.peek()) await new Promise((resolve) => setTimeout(resolve, rest));
  }
  busy = false;
}

/** Follow the network, for as long as the page is open. */
export const watchLandscape = () => effect(() => void follow(asked.value));

/** @param {Wanted} wanted */
async function bring(wanted) {
  const { weights, reach } = JSON.parse(wanted.options), stale = () => latest !== wanted;
  const other = () => latest?.options !== wanted.options || latest.now.scene !== wanted.now.scene; // no later moment
  let plane = /** @type {Plane | null} */ (await carryOut("landscape", weights));
  tooLarge.value = plane === null;
  while (plane?.loss.some(Number.isNaN) && !stale()) plane = await carryOut("landscape", weights);
  if (plane?.scene !== wanted.now.scene) return void (landscape.value = null);
  const limits = plane.limits.map(([low, high]) => {
    const middle = (low + high) / 2, half = (reach * (high - low)) / 2;
    return /** @type {[number, number]} */ ([middle - half, middle + half]);
  });
  const before = landscape.value, same = before !== null && sameMap(before, plane, limits);
  const below = await lossesAt(plane, Float64Array.of(...plane.points, ...plane.point), other);
  const coarse = same ? before : await mapOf(plane, limits, COARSE, other);
  if (!below || !coarse) return;
  const found = { plane, limits, shadow: below.subarray(0, -1), shadowNow: below[below.length - 1] };
  take({ ...found, side: coarse.side, E: coarse.E }, same);
  if (coarse.side === FINE || playing.peek()) return;
  const fine = await mapOf(plane, limits, FINE, stale, (share) => (working.value = share));
  working.value = null;
  if (fine) take({ ...found, ...fine }, true);
}

/** @param {Seen} seen @param {boolean} same  whether the map is of the same plane as the one before */
function take(seen, same) {
  batch(() => {
    landscape.value = seen;
    if (!same) ball.value = null;
  });
}

const equal = (a, b) => a.length === b.length && a.every((value, i) => value === b[i]);

/** Whether E over a plane is known. @param {Seen} before @param {Plane} plane @param {number[][]} limits */
function sameMap({ plane: known, limits: shown }, plane, limits) {
  return known.scene === plane.scene && equal(known.centre, plane.centre) && equal(shown.flat(), limits.flat()) &&
    known.directions.every((direction, c) => equal(direction, plane.directions[c]));
}

/** n numbers from … to, evenly apart, as `numpy.linspace` has them. */
const spaced = ([low, high], n) =>
  Array.from({ length: n }, (_, i) => (i === n - 1 ? high : i * ((high - low) / (n - 1)) + low));

/** E over the map, or null where it is given up. @returns {Promise<{side: number, E: Float64Array} | null>} */
async function mapOf(plane, limits, side, stop, tell) {
  const [x, y] = limits.map((span) => spaced(span, side));
  const points = Float64Array.from(y.flatMap((up) => x.flatMap((across) => [across, up])));
  const E = await lossesAt(plane, points, stop, tell);
  return E && { side, E };
}

/**
 * E at points of a plane (n, 2), or null where it is given up.
 * @param {Plane} plane  @param {Float64Array} points  @param {() => boolean} [stop]
 * @param {(share: number) => void} [tell]
 */
async function lossesAt({ centre, directions }, points, stop = () => false, tell = () => {}) {
  const found = new Float64Array(points.length / 2);
  for (let done = 0; done < found.length; tell(done / found.length)) {
    const part = await carryOut("planeLosses", { centre, directions }, points.slice(2 * done));
    if (!part || stop()) return null;
    found.set(part, done);
    done += part.length;
  }
  return found;
}

let looking = false;

/** What E would be with these two weights; null: with those of the network. @param {[number, number] | null} at */
export async function lookAt(at) {
  ball.value = at && { at, loss: ball.value?.loss ?? null };
  if (looking) return;
  looking = true;
  for (let done = /** @type {any} */ (null); ball.value && ball.value.at !== done; ) {
    done = ball.value.at;
    const plane = /** @type {Seen} */ (landscape.value).plane;
    const E = await lossesAt(plane, Float64Array.from(done)).catch(() => null);
    if (E && ball.value) ball.value = { at: ball.value.at, loss: E[0] };
  }
  looking = false;
}

/** Give the network the two weights under the ball. */
export async function setThere() {
  const weights = landscape.value?.plane.weights, at = ball.value?.at;
  if (!weights || !at) return;
  await editWeight(weights[0], at[0]);
  await editWeight(weights[1], at[1]);
  ball.value = null;
}
