// The race on an error surface: asked of the engine whenever what it depends on changes; its play.

import { batch, computed, effect, signal } from "@preact/signals";
import { raceCommand } from "../config/race_command.js";
import { carryOut, tried } from "./actions.js";
import { lastOnly } from "./last_only.js";
import { about, show, sight, view } from "./store.js";

/** The walks, and who won where they are judged; null before the first. */
export const race = signal(/** @type {any} */ (null));
/** E over the map: {surface, side, E}, or null. */
export const heights = signal(/** @type {any} */ (null));
/** Rules whose rate has been found, of how many; null where none is looked for. */
export const tuning = signal(/** @type {{done: number, of: number} | null} */ (null));
/** Where the start is while it is dragged. */
export const dragged = signal(/** @type {[number, number] | null} */ (null));
/** Steps of the walks that are shown, a fraction while it plays; null: all. */
export const at = signal(/** @type {number | null} */ (null));
export const racing = signal(false);

/** The rules of the race, in numnet's order. */
export const rules = computed(() => {
  const all = Object.entries(about.value.rules), { raceRules } = view.value;
  const found = all.filter(([name, rule]) => (raceRules ? raceRules.includes(name) : rule.chapter));
  return (found.length ? found : all.filter(([, rule]) => rule.chapter)).map(([name]) => name);
});

const own = computed(() => race.value?.surface.own ?? false);
/** Whether the rates are looked for: when it is wished, and always for an expression, as in the terminal. */
export const tunes = computed(() => view.value.tuned || own.value);

/** What else holds for all walks. @returns {import("../engine/race/walks.js").Conditions} */
const conditions = computed(() => {
  const { raceSchedule, raceNoise: noise, raceSeed: seed } = view.value;
  return { schedule: raceSchedule === "constant" ? null : raceSchedule, noise, seed };
});

/** The rates that were chosen for rules of the race. */
const chosenRates = computed(() => {
  const chosen = view.value.raceRates ?? {};
  return Object.fromEntries(rules.value.filter((name) => name in chosen).map((name) => [name, chosen[name]]));
});

const asked = computed(() => {
  if (view.value.tab !== "surface" || view.value.surfaceOf !== "function" || view.value.fixed) return "";
  const { surface, raceSteps: steps, raceStart, tuned } = view.value, start = dragged.value ?? raceStart;
  const judged = dragged.value === null;
  const how = { conditions: conditions.value, rates: chosenRates.value };
  return JSON.stringify({ surface, start, steps, ...how, rules: rules.value, tuned, judged });
});

/** Rates that were found, by what they were found for. @type {Map<string, number>} */
const found = new Map();

/** Bring the race up to date. */
const follow = lastOnly(async (wanted, stale) => {
  if (wanted) await tried(() => run(JSON.parse(wanted), stale));
});

/** @param {any} wanted @param {() => boolean} stale  whether something else is asked for by now */
async function run({ tuned, ...wanted }, stale) {
  const { surface, start, steps, conditions: given } = wanted;
  const known = heights.value?.surface === surface;
  const map = known ? heights.value
    : { surface, side: SIDE, E: await carryOut("surface", "heights", { surface, side: SIDE }) };
  const rates = (names) => Object.fromEntries(names.flatMap((name) => {
    const from = wanted.judged ? start : view.value.raceStart;
    const rate = found.get(JSON.stringify([surface, from, steps, given, name]));
    const known = wanted.rates[name] ?? rate;
    return known === undefined ? [] : [[name, known]];
  }));
  const asGiven = (made) => ({ ...made, conditions: { ...made.conditions, rates: Object.keys(wanted.rates) } });
  const walk = (how) => carryOut("surface", "race", { ...wanted, ...how }).then(asGiven);
  const plain = await walk({ judged: wanted.judged && !tuned });
  if (!(tuned || plain.surface.own)) return take(plain, map);
  if (!wanted.judged) return take(await walk({ rates: rates(wanted.rules) }), map);
  if (Object.keys(rates(wanted.rules)).length < wanted.rules.length) take({ ...plain, order: undefined }, map);
  for (const [done, rule] of wanted.rules.entries()) {
    const key = JSON.stringify([surface, start, steps, given, rule]);
    if (found.has(key) || rule in wanted.rates) continue;
    tuning.value = { done, of: wanted.rules.length };
    found.set(key, await carryOut("surface", "tune", { surface, start, steps, rule, conditions: given }));
    if (stale()) return void (tuning.value = null);
  }
  tuning.value = null;
  take(await walk({ rates: rates(wanted.rules) }), map, true);
}

const SIDE = 141; // points of the map, a side

/** @param {any} made @param {any} map  its heights @param {boolean} [tuned] */
function take(made, map, tuned = false) {
  batch(() => {
    heights.value = map;
    race.value = { ...made, tuned };
    if (at.value !== null) at.value = Math.min(at.value, made.steps);
  });
}

/** Show a race that was run elsewhere, as numnet/api/given_race.py describes it. @param {any} given */
export async function openRace(given) {
  const made = await carryOut("surface", "given", given), { limits } = made.surface, surface = given.surface.text;
  const map = { surface, side: SIDE, E: await carryOut("surface", "heights", { surface, side: SIDE, limits }) };
  take(made, map, made.tuned);
}

/** Follow what is asked for, for as long as the page is open. */
export const watchRace = () => effect(() => void follow(asked.value));

/** Another surface: what was the own of the one before goes. @param {string} surface */
export function chooseSurface(surface) {
  rewind(null);
  show({ surface, raceStart: null, raceSteps: null, raceRates: null, tuned: false });
}

/** A rate for a rule; null: that of the surface, or of the rule. @param {string} name @param {number | null} rate */
export function chooseRate(name, rate) {
  const { [name]: before, ...others } = view.value.raceRates ?? {};
  const chosen = rate === null ? others : { ...others, [name]: rate };
  show({ raceRates: Object.keys(chosen).length ? chosen : null, tuned: false });
}

/** @param {string} name @param {boolean} on */
export function chooseRule(name, on) {
  const known = about.value.rules, all = Object.keys(known), course = all.filter((rule) => known[rule].chapter);
  const chosen = all.filter((rule) => (rule === name ? on : rules.value.includes(rule)));
  const same = chosen.length === course.length && course.every((rule) => chosen.includes(rule));
  if (chosen.length) show({ raceRules: same ? null : chosen });
}

/**
 * Where a person puts the start: round numbers, on the map.
 * @param {number[]} place  @param {[number, number][]} [limits]  of another map  @returns {[number, number]}
 */
export function onTheMap(place, limits = race.value.surface.limits) {
  const round = ([low, high], z) => {
    const digits = Math.max(0, 3 - Math.floor(Math.log10(high - low)));
    return Math.min(Math.max(Number(z.toFixed(digits)) + 0, low), high);
  };
  return [round(limits[0], place[0]), round(limits[1], place[1])];
}

/** The walks begin there. Of the surface's own start nothing is kept. @param {[number, number]} start */
export function moveStart(start) {
  const usual = race.value.surface.start;
  const raceStart = start.join() === usual.join() ? null : start;
  batch(() => {
    dragged.value = null;
    show({ raceStart, ...(own.value ? {} : { tuned: false }) });
  });
}

/** The command that runs the same race in a terminal, or "" before there is one. */
export const command = computed(() => {
  const { surface, raceStart: start, raceSteps: steps, tuned } = view.value;
  if (!race.value || heights.value.surface !== surface) return "";
  const shown = { surface, own: own.value, rules: rules.value, start, steps, tuned,
    conditions: { ...conditions.value, rates: chosenRates.value } };
  return raceCommand(about.value, shown);
});

const SECONDS = 6; // that all steps take
const still = matchMedia("(prefers-reduced-motion: reduce)");
const PAUSE = 250; // milliseconds between pictures, with reduced motion
let last = 0;

/** Play, or stop; after the end, from the beginning. */
export function toggleRace() {
  if (racing.value) return void (racing.value = false);
  if (!race.value) return;
  if (at.value === null || at.value >= race.value.steps) at.value = 0;
  racing.value = true;
  last = performance.now();
  wait();
}

const wait = () => (still.matches ? setTimeout(advance, PAUSE) : requestAnimationFrame(advance));

function advance() {
  if (!racing.value || sight.value !== "surface") return void (racing.value = false);
  const now = performance.now(), { steps } = race.value;
  const next = (at.value ?? 0) + (steps * (now - last)) / 1000 / SECONDS;
  last = now;
  batch(() => {
    at.value = Math.min(next, steps);
    if (next >= steps) racing.value = false;
  });
  if (racing.value) wait();
}

/** A step on. */
export function stepRace() {
  const steps = race.value?.steps ?? 0;
  rewind(at.value === null || at.value >= steps ? 0 : Math.min(Math.floor(at.value) + 1, steps));
}

/** Stop, and show so many steps; null: all. @param {number | null} steps */
export function rewind(steps) {
  batch(() => {
    racing.value = false;
    at.value = steps;
  });
}
