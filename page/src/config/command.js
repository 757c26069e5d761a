// The command that trains a configuration in a terminal, `numnet train …`: options that differ from its defaults.

import { differences } from "./configuration.js";

const IN_ONE_WORD = ["hidden", "activation", "inputs"]; // lists; others repeat the option
const ON_OFF = ["bias_correction"]; // where true is a value; of others the option itself says it

/** @typedef {import("./configuration.js").Configuration} Configuration */

/**
 * The command of a complete configuration whose data have a name.
 * @param {any} about  @param {Configuration} config  @returns {string}
 */
export function trainCommand(about, config) {
  const own = differences(about, config), keys = Object.keys(about.defaults).filter((key) => Object.hasOwn(own, key));
  return ["numnet", "train", quoted(config.data), ...keys.flatMap((key) => option(key, own[key]))].join(" ");
}

/** The words of an option. @param {string} key @param {any} value */
export function option(key, value) {
  const name = key.replaceAll("_", "-");
  if (value === null) return [];
  if (ON_OFF.includes(key)) return [`--${name}`, value ? "on" : "off"];
  if (typeof value === "boolean") return [value ? `--${name}` : `--no-${name}`];
  if (IN_ONE_WORD.includes(key)) return [`--${name}`, quoted([value].flat().join(",") || "none")];
  return [value].flat().flatMap((each) => [`--${name}`, quoted(String(each))]);
}

/** A word as sh takes it. @param {string} word */
export function quoted(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The file that `numnet train --config` takes. @param {any} about @param {Configuration} config @returns {string} */
export function configurationText(about, config) {
  const keys = Object.keys(about.defaults).filter((key) => key !== "format");
  const ordered = Object.fromEntries(keys.map((key) => [key, config[key] ?? null]));
  return `${JSON.stringify({ format: about.format, ...ordered }, null, 2)}\n`;
}
