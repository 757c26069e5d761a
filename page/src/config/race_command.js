// The command that runs the same race in a terminal: `numnet plot race …`.

import { quoted } from "./command.js";

/**
 * @param {any} about
 * @param {{surface: string, own: boolean, rules: string[], start: [number, number] | null, steps: number | null,
 *   tuned: boolean, conditions: import("../engine/race/walks.js").Conditions & {rates?: {[rule: string]: number}}}} race  null: the surface's own
 */
export function raceCommand(about, { surface, own, rules, start, steps, tuned, conditions }) {
  const names = Object.keys(about.rules), course = names.filter((name) => about.rules[name].chapter);
  const words = ["numnet", "plot", "race", ...(own ? ["--expression", quoted(surface)] : [quoted(surface)])];
  const all = names.every((name) => rules.includes(name));
  if (rules.join() !== course.join()) words.push("--optimizers", all ? "all" : rules.join(","));
  if (start) words.push("--start", start.join(","));
  if (steps !== null) words.push("--steps", String(steps));
  const { schedule, noise, seed, rates = {} } = conditions;
  for (const [name, rate] of Object.entries(rates)) words.push("--rate", `${name}=${rate}`);
  if (schedule) words.push("--schedule", quoted(schedule));
  if (noise) words.push("--noise", String(noise));
  if (noise && seed) words.push("--seed", String(seed));
  if (tuned && !own) words.push("--tune");
  return words.join(" ");
}
