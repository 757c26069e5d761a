// Walks down a surface by the update rules, in one call of the compiled kernel: numnet/surfaces/descent.py.

import { surfaceData } from "./surface.js";

/** @typedef {import("./surface.js").Surface} Surface @typedef {import("./surface.js").Point} Point */
/** @typedef {{name: string, rate: number}} Rule */
/**
 * R walks; an event that never happened is −1.
 * @typedef {object} Walks
 * @property {Surface} surface  @property {Rule[]} rules  @property {number} steps  @property {Point[]} starts
 * @property {Float64Array} path  (R, steps + 1, 2), or nothing  @property {Float64Array} value  (R, steps + 1): E
 * @property {Float64Array} end  (R, 3): x, y, E
 * @property {{diverged: number, converged: number, escaped: number, left: number, stuck: boolean}[]} events
 * @property {number} [noise]  its deviation on every gradient
 */

/**
 * @param {import("../../kernels/module.js").Kernels} kernels  @param {Surface} surface
 * @param {{rules: Rule[], starts: Point[], steps: number, paths: boolean}} what  a rule and a start for each walk
 * @returns {Walks}
 */
export function descend(kernels, surface, { rules, starts, steps, paths }) {
  const { about } = kernels, { Event, Hyper } = about.enums, R = rules.length, rows = paths ? steps + 1 : 0;
  return kernels.lending(() => {
    const real = (...shape) => kernels.array("float64", ...shape);
    const whole = (...shape) => kernels.array("int64", ...shape);
    const walks = {
      steps, rule: whole(R).fill(rules.map(({ name }) => about.rules[name].code)), schedule: whole(R), seed: whole(R),
      hyper: real(R * Hyper.SIZE).fill(rules.flatMap((rule) => hyperOf(about, rule, steps))), noise: real(R),
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
    return { surface, rules, steps, starts, path: walks.path.copy(), value: walks.value.copy(), end: walks.end.copy(),
      events };
  });
}

/** The vector of hyper-parameters of a rule, without a schedule. @param {any} about @param {Rule} rule */
function hyperOf(about, { name, rate }, steps) {
  const { Hyper } = about.enums, hyper = new Array(Hyper.SIZE).fill(0), { defaults } = about.rules[name];
  for (const [key, value] of Object.entries({ ...defaults, learning_rate: rate })) {
    hyper[about.hyper_parameters[key].place] = Number(value);
  }
  const usual = { ...about.races.schedule, PERIOD: Math.max(steps, 1) };
  for (const [key, value] of Object.entries(usual)) hyper[Hyper[key]] = value;
  return hyper;
}
