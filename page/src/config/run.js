// The record of a run, config.json in its folder: the configuration in it.

import { PageError } from "../errors.js";

const RUN_FORMAT = "numnet-run-2";
const OF_THE_CALL = ["data", "out", "resume", "quiet", "as_json", "name"]; // no part of a configuration

/**
 * The flat configuration in a record: itself, or that of a run.
 * @param {any} about  @param {any} record  @returns {import("./configuration.js").Configuration}
 */
export function configurationOf(about, record) {
  if (typeof record !== "object" || record === null || record.format !== RUN_FORMAT) return record;
  const { options, optimizer, validation, data } = record;
  const plain = (part) => typeof part === "object" && part !== null && !Array.isArray(part);
  if (![options, optimizer, data].every(plain) || typeof data.source !== "string") throw new PageError("run_damaged");
  const config = /** @type {any} */ ({ data: data.source });
  for (const [name, value] of Object.entries({ ...options, ...optimizer, validation })) {
    const key = Object.hasOwn(about.parameters, name) ? about.parameters[name] : name;
    const negative = name.startsWith("no_") && key !== name;
    if (OF_THE_CALL.includes(name)) continue;
    Object.defineProperty(config, key, { value: negative ? !value : value, enumerable: true });
  }
  return config;
}
