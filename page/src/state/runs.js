// A trained run opened: as the page was given it, or from the files of its folder.

import { fromBase64 } from "../config/link.js";
import { configurationOf } from "../config/run.js";
import { sourceOf } from "../data/sources.js";
import { PageError } from "../errors.js";
import { readTensors } from "../export/safetensors.js";
import { begin } from "./actions.js";
import { about, message } from "./store.js";

/** Open a trained run, as numnet/api/playground.py describes it. @param {any} run */
export async function openRun({ config, name, parameters: { dtype, ...texts }, history, snapshots, ...result }) {
  const numbers = (text) => numbersOf(text, dtype);
  const past = { last: numbers(texts.last), best: numbers(texts.best), history, ...pastOf(result) };
  if (snapshots) Object.assign(past, { snapshots: { ...snapshots, parameters: numbers(snapshots.parameters) } });
  await begin({ ...config, dtype }, { past }, { ...sourceOf(config), name: String(name) });
  say(result);
}

/** Numbers of a dtype, from base64. @param {string} text @param {string} dtype */
export const numbersOf = (text, dtype) =>
  new (dtype === "float64" ? Float64Array : Float32Array)(fromBase64(text).buffer);

/** How far a run has come; one that was interrupted can go on. @param {any} result */
function pastOf({ epochs, updates, status }) {
  return { epochs, updates, status: status === "interrupted" ? "running" : status };
}

/** Why a run diverged, where it did. @param {any} result */
function say({ diagnosis }) {
  message.value = typeof diagnosis === "string" ? diagnosis : "";
}

/**
 * Open a run from the files of its folder.
 * @param {any} record  of config.json  @param {Uint8Array} bytes  of checkpoint.safetensors
 * @param {Uint8Array} [kept]  of snapshots.safetensors
 */
export async function openRunFolder(record, bytes, kept) {
  const wanted = configurationOf(about.value, record), { tensors } = readTensors(bytes), { result } = record;
  const [last, best, table] = ["parameters", "best", "history"].map((name) => tensors.get(name)?.values);
  if (!last || !best || !table || typeof result !== "object" || result === null) throw new PageError("run_damaged");
  const wide = about.value.enums.Column.SIZE, row = (k) => Array.from(table.subarray(k * wide, (k + 1) * wide));
  const history = Array.from({ length: table.length / wide }, (_, k) => row(k));
  const past = { last, best, history, ...pastOf(result) };
  if (kept) Object.assign(past, { snapshots: snapshotsOf(kept, history) });
  await begin(wanted, { past }, sourceOf(wanted));
  say(result);
}

/** Snapshots at epochs that the history has. @param {Uint8Array} bytes @param {number[][]} history */
function snapshotsOf(bytes, history) {
  const { tensors } = readTensors(bytes), epochs = tensors.get("epochs"), parameters = tensors.get("parameters");
  if (!epochs || !parameters || epochs.shape[0] !== parameters.shape[0]) throw new PageError("run_damaged");
  const known = new Set(history.map((row) => row[about.value.enums.Column.EPOCH])), [, P] = parameters.shape;
  const places = Array.from(epochs.values.keys()).filter((i) => known.has(epochs.values[i]));
  const kept = new /** @type {any} */ (parameters.values.constructor)(places.length * P);
  places.forEach((i, k) => kept.set(parameters.values.subarray(i * P, (i + 1) * P), k * P));
  return { epochs: places.map((i) => epochs.values[i]), parameters: kept };
}
