// A race in words, those of `numnet plot race`: outcomes, the verdict, what it is judged by.

import { about } from "../../state/store.js";
import { short } from "../../text/numbers.js";
import { t } from "../../text/text.js";

const steps = (count) => t(count === 1 ? "race.step" : "race.steps", { count });

/** What became of the walk that is shown. @param {any} race @param {number} r */
export function outcomeWords({ outcomes, end, steps: all, surface }, r) {
  const { kind, step, left, diverged, axis, entered } = outcomes[r], E = short(end[3 * r + 2]);
  const key = kind === "short" && !surface.minima.length ? "race.short.escape" : `race.${entered ? "entered" : kind}`;
  const words = t(key, { steps: steps(step >= 0 ? step : all), step, E, axis });
  if (diverged !== undefined) return t("race.later", { outcome: words, step: diverged });
  return left === undefined ? words : t("race.back", { outcome: words, left });
}

/** "a", "a and b", "a, b and c", "a, b and 3 others". @param {string[]} names */
function series(names) {
  const most = about.value.races.named;
  const others = t("race.others", { count: names.length - most + 1 });
  const all = names.length > most ? [...names.slice(0, most - 1), others] : names;
  return all.length < 2 ? all[0] : t("race.and", { first: all.slice(0, -1).join(", "), last: all.at(-1) });
}

/** Who won, in a line. @param {any} race  judged */
export function verdictWords({ verdict, surface, rules, steps: all }) {
  const { kind, names, low, high, seldom, closest = [], away, end, axis } = verdict, { starts } = about.value.races;
  const one = rules.length === 1, verb = surface.escape === null ? "arrive" : "escape";
  if (kind === "stuck" || kind === "away") {
    return t(`verdict.${kind}${one ? ".one" : ""}`, { name: rules[0].name, outcome: t("race.stuck", { axis }) });
  }
  const many = names.length > 1 ? ".many" : "", values = { names: series(names), starts };
  if (kind === "lowest") {
    const lowest = t(`verdict.lowest${many}`, { ...values, end: short(end) });
    const question = surface.minima.length || surface.escape !== null;
    return question ? t(`verdict.none.${verb}`, { steps: steps(all), lowest }) : lowest;
  }
  const after = t(low === high ? "verdict.after" : "verdict.between", { steps: steps(low), low, high, starts });
  const first = t(`verdict.${verb}${many || (one ? ".one" : "")}`, { ...values, after });
  const also = (key, who, more = {}) =>
    (who.length ? t(`${key}${who.length > 1 ? ".many" : ""}`, { names: series(who), ...more }) : "");
  return first + also(`verdict.seldom.${verb}`, seldom) + also("verdict.closest", closest, { away: short(away, 2) });
}

/** What the race is to show. @param {import("../../engine/race/surface.js").Surface} surface */
export function question({ escape, minima }) {
  return t(escape !== null ? "race.question.escape" : minima.length ? "race.question.arrive" : "race.question.lowest");
}

/** Where the rates come from, and what arriving, median and tie mean, in lines. @param {any} race */
export function notes({ surface, tuned, start, steps: all, conditions, trials, verdict }) {
  const { starts, box, ahead, tolerance, rates } = about.value.races, share = (z) => `${Math.round(100 * z)}\u00a0%`;
  const { noise, seed, schedule, rates: own = [] } = conditions;
  const asItIs = start.join() === surface.start.join() && all === surface.steps && !surface.name.includes(":");
  const usual = asItIs && noise === 0 && schedule === null;
  const best = t("race.rates.best", { count: rates.length, low: short(rates[0]), high: short(rates.at(-1)), starts });
  const origin = tuned ? t("race.rates.tuned", { best }) : usual && !surface.own ? best
    : t(surface.own ? "race.rates.rules" : "race.rates.surface");
  const told = own.length ? t("race.rates.given", { origin, rules: own.join(", ") }) : origin;
  const judged = { starts, box: share(box) }, lines = [t("race.rates", { origin: told })];
  if (noise > 0) lines.push(t("race.noise", { noise: short(noise, 4), seed }));
  if (schedule !== null) lines.push(t("race.schedule", { schedule }));
  if (!surface.minima.length && surface.escape === null) return [...lines, t("race.judged", judged)];
  const event = surface.escape === null ? t(noise > 0 ? "race.entering" : "race.arriving", { distance: tolerance })
    : t("race.escaping", { E: short(surface.escape) });
  const median = t("race.median", judged);
  const tie = t((verdict?.names.length ?? 0) > 1 ? "race.tie" : "race.tie.not", { share: share(ahead) });
  const some = trials?.share.some((part) => part < 1) ? [t("race.some", { starts })] : [];
  return [...lines, event, noise > 0 ? t("race.noisy", { median }) : median, ...some, tie];
}
