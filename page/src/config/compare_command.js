// The commands that train the same in a terminal: `numnet compare …`.

import { option, quoted } from "./command.js";
import { differences } from "./configuration.js";

const IN_ONE_WORD = ["hidden", "activation"]; // a value has commas itself: the option is repeated

/**
 * Why no `numnet compare` trains these lanes, as a key of the catalogue, or "".
 * @param {any} about  @param {any} config  complete  @param {string} key  @param {string[]} values
 */
export function noCompare(about, config, key, values) {
  const usual = about.rules[config.optimizer].defaults.learning_rate === config.learning_rate;
  if (typeof config.data !== "string") return "error.command_rows";
  if (key === "loss") return "lanes.command.loss";
  if (config.patience !== null) return "lanes.command.patience";
  if (config.seed !== 0 && key) return "lanes.command.seed";
  if (key === "optimizer" && !usual && values.includes(config.optimizer)) return "lanes.command.rate";
  return values.length < 2 && key ? "lanes.command.one" : "";
}

/**
 * The command of lanes: one seed, a competitor for each value.
 * @param {any} about  @param {any} config  complete  @param {string} key  @param {string[]} values
 * @param {{part: string, target: number | null, x: string}} judged
 */
export function lanesCommand(about, config, key, values, judged) {
  const each = IN_ONE_WORD.includes(key) ? values : [values.join(",")];
  const without = key === "optimizer" ? [key, "learning_rate"] : [key];
  return command(about, config, 1, without, each.flatMap((value) => option(key, value)), judged);
}

/** The command of one configuration with the seeds 0 … seeds − 1. */
export function luckCommand(about, config, seeds, judged) {
  return command(about, config, seeds, ["optimizer"], option("optimizer", config.optimizer), judged);
}

function command(about, config, seeds, without, words, { part, target, x }) {
  const own = differences(about, config), left = [...without, "seed"];
  const keys = Object.keys(about.defaults).filter((key) => Object.hasOwn(own, key) && !left.includes(key));
  return ["numnet", "compare", quoted(config.data), "--seeds", String(seeds), ...words,
    ...keys.flatMap((key) => option(key, own[key])),
    ...(part === "validation" ? ["--part", part] : []), ...(target === null ? [] : ["--target-loss", String(target)]),
    ...(x === "epochs" ? [] : ["--x", x])].join(" ");
}
