// What is compared, in words: its name, its values, how a training stands by it.

import { measure } from "../../state/lanes.js";
import { facts } from "../../state/store.js";
import { count, percent, short } from "../../text/numbers.js";
import { t } from "../../text/text.js";

/** A value of what is compared, or of the other quantity. @param {number} value */
export function valueWords(value, quantity = measure.value.quantity) {
  if (!Number.isFinite(value)) return t("result.diverged");
  return quantity === "metric" && facts.value.task !== "regression" ? percent(value) : short(value);
}

/** "training loss", "validation accuracy". */
export function measureName(part = measure.value.part, quantity = measure.value.quantity) {
  const name = quantity === "loss" ? t("result.loss.short") : t(`metric.${facts.value.metricName}`);
  return t(`lanes.measure.${part}`, { name });
}

/** How a lane stands, or a seed. @param {any} lane */
export function laneState({ status, epoch, history, diagnosis }) {
  if (diagnosis) return t("lanes.diverged", { epoch: count(diagnosis.epoch) });
  const value = valueWords(history.at(history.rows - 1, measure.value.column));
  return t(status === "stopped" ? "lanes.stopped" : "lanes.at", { epoch: count(epoch), name: measureName(), value });
}
