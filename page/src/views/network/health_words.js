// What is wrong with a layer, in the words of `numnet check`, by its limits; and what may help.

import { about, config, facts, frame, history } from "../../state/store.js";
import { count, short } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { nameOf } from "./names.js";
import { BIAS, indexOf } from "./parameters.js";

/**
 * @typedef {object} Found
 * @property {"note" | "broken"} verdict
 * @property {string} text
 * @property {string} remedy
 */

/** @typedef {import("../../engine/inside.js").LayerHealth} LayerHealth */

/** "note", "broken" or "": a size against two limits. @returns {Found["verdict"] | ""} */
const over = (x, [note, broken]) => (x >= broken ? "broken" : x >= note ? "note" : "");

/**
 * All that is wrong: overfitting, then what is broken first.  Saturation, the flow of δ and small updates are to be expected while it
 * learns, and told as notes at the start alone, where they have no reason.
 * @param {any} limits  of the description  @param {import("../../engine/inside.js").Health} health
 * @param {boolean} begun  @returns {Found[]}
 */
export function findings(limits, { layers, sure }, begun) {
  if (layers.some(({ gradient }) => !Number.isFinite(gradient))) {
    return [{ verdict: "broken", text: t("inside.overflow"), remedy: t("inside.try.lower") }];
  }
  const alike = symmetry();
  if (alike) return [alike]; // whatever else is wrong comes of it
  const found = [sureAndWrong(limits, sure), ...[dead, saturated, flow, moved].map((look) => look(limits, layers, begun))];
  const sorted = found.filter((one) => one !== null)
    .sort((a, b) => Number(b.verdict === "broken") - Number(a.verdict === "broken"));
  return [overfitted(limits) ?? [], sorted].flat(); // saturation later on mostly comes of overfitting
}

/**
 * The layer, from 1, where something is largest.
 * @param {LayerHealth[]} layers  @param {(layer: LayerHealth, l: number) => number} of
 */
function worst(layers, of) {
  const sizes = layers.map(of), x = Math.max(...sizes);
  return { x, layer: sizes.indexOf(x) + 1 };
}

const told = (verdict, text, remedies) => (verdict ? { verdict, text, remedy: either(remedies) } : null);

/** Units of one layer with equal weights: every update leaves them so. @returns {Found | null} */
function symmetry() {
  const it = facts.value, theta = frame.value?.theta ?? [];
  const alike = (layer) => [BIAS, ...Array(it.sizes[layer - 1]).keys()].every((from) => {
    const weight = (to) => theta[indexOf(it, { layer, from, to })], first = weight(0);
    return Array.from({ length: it.sizes[layer] }, (_, to) => to).every((to) => weight(to) === first);
  });
  const layer = it.sizes.slice(1, -1).findIndex((m, l) => m > 1 && alike(l + 1)) + 1;
  return layer ? told("broken", t("inside.symmetry", { layer }), [t("inside.try.init")]) : null;
}

function dead({ dead: [note, broken], dead_at_start: atStart }, layers, begun) {
  const { sizes } = facts.value, { x, layer } = worst(layers, (each, l) => (each.dead ?? 0) / sizes[l + 1]);
  const n = layers[layer - 1].dead ?? 0;
  const text = t(n === 1 ? "inside.dead.one" : "inside.dead", { n, units: sizes[layer], layer });
  return told(over(x, [note, begun ? broken : atStart]), text,
    [...undone(), t("inside.try.lower"), t("inside.try.activation", { name: nameOf("activation", "leaky_relu") })]);
}

function saturated({ saturated: [note, broken] }, layers, begun) {
  const { x, layer } = worst(layers, (each) => each.saturated ?? 0);
  const text = t("inside.saturated", { share: Math.round(100 * x), layer });
  return told(over(x, begun ? [broken, broken] : [note, broken]), text, [...undone(), ...smoother()]);
}

function flow({ flow: [note, broken] }, layers, begun) {
  const last = layers.length - 1, delta = layers.map((each) => each.delta);
  if (last < 2) return null;
  if (!(delta[last - 1] > 0)) return delta[last] > 0 ? told("broken", t("inside.no_flow"), undone()) : null;
  const ratio = delta[0] / delta[last - 1], far = Math.min(ratio, 1 / ratio);
  const verdict = far < broken ? "broken" : far < note && !begun ? "note" : "";
  const text = t(ratio < 1 ? "inside.vanishing" : "inside.exploding", { ratio: short(ratio, 2), last });
  return told(verdict, text, [...undone(), ...smoother()]);
}

function moved({ moved: [least, much, most] }, layers, begun) {
  const known = layers.filter((each) => each.moved !== null), ratios = known.map((each) => each.moved ?? 0);
  if (!known.length || ratios.some((x) => x > 1e200)) return null; // of weights that are 0 there is no share
  const { x, layer } = worst(layers, (each) => each.moved ?? 0), small = !begun && Math.min(...ratios) < least;
  const shown = small ? { ratio: short(Math.min(...ratios), 2), layer: ratios.indexOf(Math.min(...ratios)) + 1 }
    : { ratio: short(x, 2), layer };
  const verdict = x > most ? "broken" : x > much || small ? "note" : "";
  return told(verdict, t("inside.moved", shown), [t(small ? "inside.try.higher" : "inside.try.lower")]);
}

/** @param {any} limits @param {number | null} share @returns {Found | null} */
function sureAndWrong({ sure }, share) {
  const words = { share: Math.round(100 * (share ?? 0)), loss: nameOf("loss", facts.value.loss) };
  return told(over(share ?? 0, sure), t("inside.sure", words), [t("inside.try.loss")]);
}

/** The validation loss, up to the moment that is shown, against its lowest. @returns {Found | null} */
function overfitted({ overfitted: times }) {
  const { Column } = about.value.enums, all = history.value, at = (row, name) => all.at(row, Column[name]);
  let last = all.rows - 1, best = 0;
  while (last > 0 && at(last, "STEP") > (frame.value?.updates ?? 0)) last--;
  for (let row = 1; row <= last; row++) if (at(row, "VALIDATION_LOSS") < at(best, "VALIDATION_LOSS")) best = row;
  if (last < 1 || !facts.value.parts.validation.length) return null;
  const [low, now] = [at(best, "VALIDATION_LOSS"), at(last, "VALIDATION_LOSS")];
  const risen = now > times * low && at(last, "TRAIN_LOSS") < at(best, "TRAIN_LOSS");
  const text = t("inside.overfitted", { epoch: count(at(best, "EPOCH")), low: short(low, 4), now: short(now, 4) });
  return told(risen ? "note" : "", text, [t("inside.try.l2"), t("inside.try.dropout"), t("inside.try.patience")]);
}

/** What was chosen that is not numnet's usual. @returns {string[]} */
function undone() {
  const { scale, init } = config.value;
  return [...(scale ? [] : [t("inside.try.scale")]),
    ...(init === "auto" ? [] : [t("inside.try.init")])];
}

/** Activations that let δ through, fewer layers. @returns {string[]} */
function smoother() {
  const { activation } = config.value, used = [activation].flat();
  const others = ["tanh", "relu"].filter((name) => !used.includes(name));
  return [...others.slice(0, 1).map((name) => t("inside.try.activation", { name: nameOf("activation", name) })),
    t("inside.try.layers")];
}

/** "a, or b, or c" @param {string[]} remedies */
const either = (remedies) => remedies.join(t("inside.or"));
