// What the page begins with, and what is opened on it: a link, a trained run, a configuration, a model.

import { decodeLink, fromBase64 } from "../config/link.js";
import { readLinkContent, SHARED_VIEW } from "../config/link_content.js";
import { configurationOf } from "../config/run.js";
import { paintedData } from "../data/painting.js";
import { sourceOf } from "../data/sources.js";
import { PageError } from "../errors.js";
import { readModel } from "../export/model.js";
import { readTensors } from "../export/safetensors.js";
import { errorText } from "../text/text.js";
import { begin, expressionData } from "./actions.js";
import { about, config, facts, message, show, USUAL_VIEW } from "./store.js";

const FIRST = { data: "spiral", hidden: [8, 8] };
const MOST_LETTERS = 40_000_000; // of a JSON file

/**
 * Begin with the link behind "#", else with the run that the page was given, else as usual; what is refused is said.
 * @param {any} given  of `numnet playground RUN`, or null  @param {string} hash
 */
export async function openFirst(given, hash) {
  const said = /** @type {string[]} */ ([]);
  const ways = [hash.length > 1 && (() => openLink(hash)), given && (() => openRun(given)), () => begin(FIRST)];
  for (const way of ways) {
    try {
      if (!way) continue;
      await way();
      break;
    } catch (error) {
      said.push(errorText(error));
    }
  }
  if (said.length) message.value = said.join(" ");
}

/** Open a link. Throws `PageError`, and changes nothing, where it is not understood. @param {string} hash  from "#" on */
export async function openLink(hash) {
  const { config, source, own, view } = readLinkContent(about.value, await decodeLink(hash.slice(1)));
  await begin({ ...(await madeFrom(source)), ...config }, own, source);
  show({ ...Object.fromEntries(SHARED_VIEW.map((name) => [name, USUAL_VIEW[name]])), ...view });
  message.value = "";
}

/** The data that a source describes, where a link leaves them to it. @param {any} source */
async function madeFrom({ kind, ...rest }) {
  if (kind === "points") return { data: paintedData({ ...rest, kind: rest.task }).data };
  return kind === "expression" ? { data: (await expressionData(rest)).changes.data } : {};
}

/** Open a trained run, as numnet/api/playground.py describes it. @param {any} run */
export async function openRun({ config, name, parameters, history, epochs, updates, status, diagnosis }) {
  const numbers = (text) => new (parameters.dtype === "float64" ? Float64Array : Float32Array)(fromBase64(text).buffer);
  const past = { last: numbers(parameters.last), best: numbers(parameters.best), history, epochs, updates, status: status === "interrupted" ? "running" : status };
  await begin({ ...config, dtype: parameters.dtype }, { past }, { ...sourceOf(config), name: String(name) });
  message.value = diagnosis ?? "";
}

/** Whether a file is one of those that `openFiles` opens. @param {File} file */
export const isOpened = (file) => /\.(json|safetensors)$/i.test(file.name);

/**
 * Open files: a configuration, a model, or config.json and checkpoint.safetensors of a run.  Throws `PageError`, and
 * changes nothing, for what the page can't take.
 * @param {File[]} files
 */
export async function openFiles(files) {
  const named = (ending) => files.find((file) => file.name.toLowerCase().endsWith(ending));
  const record = named(".json"), checkpoint = files.find((file) => file.name === "checkpoint.safetensors"), model = named(".safetensors");
  if (!record && !model) throw new PageError("files_unknown", { name: (files[0]?.name ?? "").slice(0, 60) });
  if (record && checkpoint) return openRunFolder(await readJson(record), await bytesOf(checkpoint));
  if (record) {
    const wanted = configurationOf(about.value, await readJson(record));
    await begin(wanted, {}, sourceOf(wanted));
  } else if (model) await openModel(readModel(about.value, await bytesOf(model)));
  message.value = "";
}

const bytesOf = async (file) => new Uint8Array(await file.arrayBuffer());

/** @param {File} file */
async function readJson(file) {
  if (file.size > MOST_LETTERS) throw new PageError("file_no_json", { name: file.name.slice(0, 60) });
  try {
    return JSON.parse(await file.text());
  } catch {
    throw new PageError("file_no_json", { name: file.name.slice(0, 60) });
  }
}

/** @param {any} record  of config.json @param {Uint8Array} bytes  of checkpoint.safetensors */
async function openRunFolder(record, bytes) {
  const wanted = configurationOf(about.value, record), { tensors } = readTensors(bytes), { result } = record;
  const [last, best, table] = ["parameters", "best", "history"].map((name) => tensors.get(name)?.values);
  if (!last || !best || !table || typeof result !== "object" || result === null) throw new PageError("run_damaged");
  const wide = about.value.enums.Column.SIZE;
  const history = Array.from({ length: table.length / wide }, (_, row) => Array.from(table.subarray(row * wide, (row + 1) * wide)));
  const { epochs, updates, status, diagnosis } = result;
  await begin(wanted, { past: { last, best, history, epochs, updates, status: status === "interrupted" ? "running" : status } }, sourceOf(wanted));
  message.value = typeof diagnosis === "string" ? diagnosis : "";
}

/** Begin with a model's network, if the data fit. @param {import("../export/model.js").Model} model */
async function openModel({ sizes, activation, task, loss, init, seed, inputs, scaler, feature_names, dtype, theta }) {
  const { data, task: now, outputNames } = facts.value, k = sizes[sizes.length - 1];
  const features = inputs ? feature_names?.length ?? data.d : sizes[0];
  if (features !== data.d || k !== outputNames.length || task !== now) {
    throw new PageError("model_other_data", { features, outputs: k, task, has: data.d, wants: outputNames.length, is: now });
  }
  const wanted = { ...config.value, hidden: sizes.slice(1, -1), activation: activation.length ? activation : about.value.defaults.activation, loss, init, seed, inputs: inputs ?? [], dtype };
  const trained = scaler && { mean: scaler.mean, scale: scaler.scale, targetMean: scaler.target_mean, targetScale: scaler.target_scale };
  await begin(wanted, { weights: theta, scaler: trained });
}
