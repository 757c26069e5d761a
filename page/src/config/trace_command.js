// The command that traces one row in a terminal, `numnet trace …`: of a network as the seed draws it, or of a file.

import { option, quoted } from "./command.js";
import { complete } from "./configuration.js";

/** What a model file holds itself, and what only divides the data. */
const OF_A_MODEL = ["hidden", "activation", "loss", "init", "dtype", "inputs", "scale", "validation", "validation_data",
  "test", "split"];
export const MODEL_FILE = "model.safetensors", DATA_FILE = "data.csv";

/**
 * @param {any} about  @param {any} config  complete  @param {number} row  @param {number} rate  of the update
 * @param {boolean} model  whether the weights are those of a file
 */
export function traceCommand(about, config, row, rate, model) {
  const { keys, defaults } = about.trace, own = { ...config, learning_rate: rate };
  const usual = { ...complete(about, { data: config.data, optimizer: config.optimizer }), ...defaults };
  const wanted = keys.filter((key) => !(model && OF_A_MODEL.includes(key)));
  const words = wanted.flatMap((key) => (same(own, usual, key) ? [] : option(key, own[key])));
  const data = typeof config.data === "string" ? quoted(config.data) : DATA_FILE;
  const weights = model ? ["--model", MODEL_FILE] : ["--decimals", "none"];
  return ["numnet", "trace", data, "--sample", row, ...weights, ...words].join(" ");
}

const same = (own, usual, key) => JSON.stringify(own[key]) === JSON.stringify(usual[key]);
