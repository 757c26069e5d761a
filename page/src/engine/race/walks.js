// Walks down a surface by the update rules, in one call of the compiled kernel: numnet/surfaces/descent.py.

import { parseSchedule, scheduleParameters } from "../../config/schedule.js";
import { surfaceData } from "./surface.js";

/** @typedef {import("./surface.js").Surface} Surface @typedef {import("./surface.js").Point} Point */
/** @typedef {{name: string, rate: number}} Rule */
/**
 * What else holds for all walks: a schedule of the rates, normal noise of a deviation on every gradient, by a seed.
 * @typedef {{schedule: string | null, noise: number, seed: number}} Conditions
 */
/** Those of a race of which nothing else is said. @type {Conditions} */
export const PLAIN = { schedule: null, noise: 0, seed: 0 };

/**
 * R walks; an event that never happened is −1.
 * @typedef {object} Walks
 * @property {Surface} surface  @property {Rule[]} rules  @property {number} steps  @property {Point[]} starts
 * @property {Conditions} conditions
 * @property {Float64Array} path  (R, steps + 1, 2), or nothing  @property {Float64Array} value  (R, steps + 1): E
 * @property {Float64Array} end  (R, 3): x, y, E
 * @property {{diverged: number, converged: number, escaped: number, left: number, stuck: boolean}[]} events
 * @property {number} [noise]  its deviation on every gradient
 */

/**
 * @param {import("../../kernels/module.js").Kernels} kernels  @param {Surface} surface
 * @param {{rules: Rule[], starts: Point[], steps: number, paths: boolean, conditions?: Conditions, seeds?: number[]}}
 *   what  a rule, a start, and with noise a seed for each walk
 * @returns {Walks}
 */
export function descend(kernels, surface, { rules, starts, steps, paths, conditions = PLAIN, seeds }) {
  const { about } = kernels, { Event, Hyper } = about.enums, R = rules.length, rows = paths ? steps + 1 : 0;
  const schedule = parseSchedule(about, conditions.schedule ?? "constant"), { code } = about.schedules[schedule.name];
  const parameters = scheduleParameters(schedule, steps);
  return kernels.lending(() => {
    const real = (...shape) => kernels.array("float64", ...shape);
    const whole = (...shape) => kernels.array("int64", ...shape);
    const walks = {
      steps, rule: whole(R).fill(rules.map(({ name }) => about.rules[name].code)),
      schedule: whole(R).fill(new Array(R).fill(code)),
      seed: whole(R).fill(seeds ?? new Array(R).fill(conditions.seed)),
      hyper: real(R * Hyper.SIZE).fill(rules.flatMap((rule) => hyperOf(about, rule, parameters))),
      noise: real(R).fill(new Array(R).fill(conditions.noise)),
      start: real(R, 2).fill(starts.flat()), path: real(R, rows, 2), value: real(R, rows), gradient: real(R, 0, 2),
      state: real(R, 0, 3, 2), end: real(R, 3), longest: real(R),
      event: whole(R, Event.SIZE).fill(new Array(R * Event.SIZE).fill(-1)),
    };
    const { data, scratch } = surfaceData(kernels, surface);
    kernels.call("walk_block", data, walks, 0, R, scratch);
    const event = (r, name) => walks.event.at(r * Event.SIZE + Event[name]);
    const events = rules.map((_, r) => ({
      diverged: event(r, "DIVERGED"), converged: event(r, "CONVERGED"), escaped: event(r, "ESCAPED"),
      left: event(r, "LEFT"), stuck: event(r, "STUCK") === 1,
    }));
    return { surface, rules, steps, starts, conditions, events, path: walks.path.copy(), value: walks.value.copy(),
      end: walks.end.copy() };
  });
}

/** The vector of hyper-parameters of a rule, with those of the schedule. @param {any} about @param {Rule} rule */
function hyperOf(about, { name, rate }, schedule) {
  const { Hyper } = about.enums, hyper = new Array(Hyper.SIZE).fill(0), { defaults } = about.rules[name];
  for (const [key, value] of Object.entries({ ...defaults, learning_rate: rate })) {
    hyper[about.hyper_parameters[key].place] = Number(value);
  }
  for (const [key, value] of Object.entries(schedule)) hyper[Hyper[key]] = value;
  return hyper;
}

/**
 * After how many steps walk r was first within the tolerance of a lowest point, −1: never; and its mean distance from
 * the nearest one from then on, NaN where it never was.
 * @param {Walks} walks  with paths  @param {number} tolerance  @param {number} r
 */
export function firstEntry({ path, steps, surface: { minima } }, tolerance, r) {
  let entered = -1, sum = 0;
  for (let t = 0; t <= steps; t++) {
    const at = 2 * (r * (steps + 1) + t), distance = minima.reduce((least, [x, y]) => {
      const dx = path[at] - x, dy = path[at + 1] - y;
      return Math.min(least, Math.sqrt(dx * dx + dy * dy));
    }, Infinity);
    if (entered < 0 && distance <= tolerance) entered = t;
    if (entered >= 0) sum += distance;
  }
  return { entered, away: entered >= 0 ? sum / (steps + 1 - entered) : NaN };
}
