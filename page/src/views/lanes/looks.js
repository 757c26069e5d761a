// The line of a lane in the chart, and what it is called.

import { laneSettings } from "../../config/lanes.js";
import { html } from "../../html.js";
import { short } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { nameOf } from "../network/names.js";
import { valueWords } from "../result/marks.js";
import { classInk } from "../result/points.js";
import { lineOf } from "../surface/walk.js";

const DASHES = [[], [7, 3], [2, 3], [10, 3, 2, 3], [4, 2], [1.5, 4]];

/**
 * The line of lane i, dashed in its own way; in the colour of its rule where the rules differ.
 * @param {any} lanes  @param {number} i  @param {number} width
 */
export function laneLook({ key, lanes }, i, width) {
  const stroke = key === "optimizer" ? lineOf(lanes[i].config.optimizer, width).stroke : classInk(i);
  return { stroke, dash: DASHES[i % DASHES.length], width };
}

/** A line as in the chart. @param {{look: {stroke: string, dash: number[]}}} props */
export const Swatch = ({ look: { stroke, dash } }) => html`<svg class="swatch" viewBox="0 0 32 8" aria-hidden="true">
  <path d="M1 4H31" fill="none" stroke-width="3" stroke=${stroke} stroke-dasharray=${dash.join(" ")} /></svg>`;

/** A value of what lanes differ in, as the page calls it elsewhere: "cross-entropy" of losses. @param {string} text */
export const namedValue = (key, text) => (key === "loss" || key === "init" ? nameOf(key, text) : text);

/** "adam", "cross-entropy", "batch size 8". @param {string} key @param {string} text  a value */
export function laneName(key, text) {
  if (["optimizer", "activation", "loss"].includes(key)) return namedValue(key, text);
  const named = { full: t("lanes.full"), none: t("none") }[text];
  const value = named ?? (Number.isNaN(Number(text)) ? namedValue(key, text) : short(Number(text), 4));
  return t("result.is", { name: t(`change.${key}`), value });
}

/** What sets a lane apart beside its name: its rate, the rule's other settings. @param {any} lanes @param {number} i */
export function laneWords({ key, lanes }, i) {
  const settings = laneSettings(lanes.map(({ config }) => config), i), rate = "learning_rate";
  const others = Object.keys(settings).filter((name) => ![key, rate].includes(name) && settings[name] !== null);
  return [...(key === rate ? [] : [rate]), ...others].map((name) => (
    t("result.is", { name: t(`change.${name}`), value: valueWords(settings[name]) }))).join(", ");
}
