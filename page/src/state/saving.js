// Files of what the page shows: the configuration, the weights, the history.

import { configurationText } from "../config/command.js";
import { activationsOf } from "../engine/network.js";
import { PageError } from "../errors.js";
import { metricsText } from "../export/metrics.js";
import { writeModel } from "../export/model.js";
import { about, config, facts, frame, history } from "./store.js";

/** config.json: what `numnet train --config` takes. */
export const configurationFile = () => configurationText(about.value, config.value);

/** metrics.csv of the training so far. */
export const metricsFile = () => metricsText(history.value.table(), facts.value.metricName);

/** model.safetensors of the weights that are kept, or of the last ones. @param {"best" | "last"} which */
export function modelFile(which) {
  const { sizes, task, loss, data, scaler, inputNames } = facts.value, { init, seed, dtype, inputs } = config.value;
  const weights = frame.value?.weights;
  if (!weights) throw new PageError("pause_first");
  return writeModel(about.value.version, {
    sizes, activation: activationsOf(config.value), task, loss, init, seed,
    target_names: data.targetNames, feature_names: data.featureNames, inputs: inputs?.length ? inputNames : null,
    scaler: scaler && {
      mean: scaler.mean, scale: scaler.scale, target_mean: scaler.targetMean, target_scale: scaler.targetScale,
    },
    dtype, theta: weights[which],
  });
}
