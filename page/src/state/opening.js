// What the page begins with, and what is opened on it: a link, a trained run, a configuration, a model.

import { decodeLink } from "../config/link.js";
import { readLinkContent, SHARED_VIEW } from "../config/link_content.js";
import { configurationOf } from "../config/run.js";
import { paintedData } from "../data/painting.js";
import { sourceOf } from "../data/sources.js";
import { PageError } from "../errors.js";
import { networkOf, readModel, scalerOf } from "../export/model.js";
import { isLesson, readLesson } from "../lessons/format.js";
import { errorText } from "../text/text.js";
import { begin, expressionData } from "./actions.js";
import { closeLesson, openLesson, resumeLesson } from "./lesson.js";
import { lessonOf } from "./lesson_shelf.js";
import { openHandout } from "./handout.js";
import { openRun, openRunFolder } from "./runs.js";
import { about, config, facts, message, show, USUAL_VIEW } from "./store.js";

const FIRST = { data: "spiral", hidden: [8, 8] };
const MOST_LETTERS = 40_000_000; // of a JSON file

/**
 * Begin with the link behind "#", else with what the page was given, else as usual; what is refused is said.  A page
 * that is handed out takes no link.
 * @param {any} given  as numnet/api/playground.py describes it, or null  @param {string} hash
 */
export async function openFirst(given, hash) {
  const said = /** @type {string[]} */ ([]);
  const linked = !given?.fixed && hash.length > 1, open = given?.fixed ? openHandout : openRun;
  const ways = [linked && (() => openLink(hash)), given && (() => open(given)), () => begin(FIRST)];
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

/**
 * Open a link. Throws `PageError`, and changes nothing, where it is not understood.
 * @param {string} hash  from "#" on
 */
export async function openLink(hash) {
  const [, named] = /^#lesson=([\w-]{1,60})$/.exec(hash) ?? [];
  if (named) return openLesson(await lessonOf(named));
  const { config, source, own, view, ...taught } = readLinkContent(about.value, await decodeLink(hash.slice(1)));
  const taken = taught.lesson === undefined ? null : await lessonOf(taught.lesson);
  if (taken) readLesson(about.value, taken);
  if (taught.begins) return openLesson(taken);
  await begin({ ...(await madeFrom(source)), ...config }, own, source);
  if (taken) resumeLesson(taken, taught.step ?? 0);
  else closeLesson();
  show({ ...Object.fromEntries(SHARED_VIEW.map((name) => [name, USUAL_VIEW[name]])), ...view });
  message.value = "";
}

/** The data that a source describes, where a link leaves them to it. @param {any} source */
async function madeFrom({ kind, ...rest }) {
  if (kind === "points") return { data: paintedData({ ...rest, kind: rest.task }).data };
  return kind === "expression" ? { data: (await expressionData(rest)).changes.data } : {};
}

/** Whether a file is one of those that `openFiles` opens. @param {File} file */
export const isOpened = (file) => /\.(json|safetensors)$/i.test(file.name);

/**
 * Open files: a configuration, a model, or those of a run's folder: config.json, checkpoint.safetensors and, where it is
 * there, snapshots.safetensors.  Throws `PageError`, and changes nothing, for what the page can't take.
 * @param {File[]} files
 */
export async function openFiles(files) {
  const named = (ending) => files.find((file) => file.name.toLowerCase().endsWith(ending));
  const record = named(".json"), model = named(".safetensors"), checkpoint = named("checkpoint.safetensors");
  const snapshots = named("snapshots.safetensors");
  if (!record && !model) throw new PageError("files_unknown", { name: (files[0]?.name ?? "").slice(0, 60) });
  if (record && checkpoint) {
    return openRunFolder(await readJson(record), await bytesOf(checkpoint), snapshots && (await bytesOf(snapshots)));
  }
  if (record) {
    const content = await readJson(record);
    if (isLesson(content)) return openLesson(content);
    const wanted = configurationOf(about.value, content);
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

/** Begin with a model's network, if the data fit. @param {import("../export/model.js").Model} model */
async function openModel(model) {
  const { sizes, task, inputs, scaler, feature_names, theta } = model;
  const { data, task: is, outputNames } = facts.value, outputs = sizes[sizes.length - 1];
  const features = inputs ? feature_names?.length ?? data.d : sizes[0], has = data.d, wants = outputNames.length;
  if (features !== has || outputs !== wants || task !== is) {
    throw new PageError("model_other_data", { features, outputs, task, has, wants, is });
  }
  const scaled = scaler && scalerOf(scaler);
  await begin({ ...config.value, ...networkOf(about.value, model) }, { weights: theta, scaler: scaled });
}
