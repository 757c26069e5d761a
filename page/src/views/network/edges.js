// The edges: width and strength tell |w|, the colour its sign; negative ones are dashed, locked ones carry a lock.

import { signColors } from "../colors.js";
import { pointOn } from "./plan.js";

/** @typedef {import("./plan.js").Edge} Edge */
/** @typedef {import("../drawing/pens.js").Pen} Pen */

const DASH = [5, 4];
const POINTS = 10; // of a curve
const FLOW = 30; // milliseconds a pixel of dashes that move
const PALE = 0.18; // of what is not lit up, against its own strength
const LOCK = { ground: [-6, -8, 6, -8, 6, 7, -6, 7], body: [-4, -1, 4, -1, 4, 5, -4, 5],
  bow: [-2.5, -1, -2.5, -3.5, -1.2, -5, 1.2, -5, 2.5, -3.5, 2.5, -1] };

/** How strong a weight looks, 0 to 1: with a scale, its share of it. @param {number} w @param {number} scale */
const strength = (w, scale) => (scale ? Math.min(1, Math.abs(w) / scale) : 1 - Math.exp(-Math.abs(w) / 1.5));

/** @type {WeakMap<Edge, Float32Array>} */
const curves = new WeakMap();

/** The curve of an edge, x, y, x, y, …: it keeps its place as long as there is its plan. @param {Edge} edge */
function curveOf(edge) {
  const known = curves.get(edge), points = known ?? new Float32Array(2 * POINTS + 2);
  if (known) return known;
  for (let i = 0; i <= POINTS; i++) {
    const { x, y } = pointOn(edge.ends, i / POINTS);
    points.set([x, y], 2 * i);
  }
  curves.set(edge, points);
  return points;
}

/**
 * How an edge of weight w is drawn: at most ``widest`` pixels wide, with so large a share of its strength.
 * @param {number} w  @param {number} widest  @param {number} [share]  @param {number} [scale]  see `EdgeValues`
 * @returns {import("../drawing/pens.js").Style}
 */
export function styleOf(w, widest, share = 1, scale = 0) {
  const s = strength(w, scale), { plus, minus } = signColors.value, opacity = (0.25 + 0.75 * s) * share;
  return { stroke: w < 0 ? minus : plus, width: 0.4 + s * (widest - 0.4), opacity, dash: w < 0 ? DASH : [] };
}

/**
 * Draw all edges.
 * @param {Pen} pen  @param {import("./plan.js").Plan} plan  @param {import("./edge_values.js").EdgeValues} shown
 * @param {object} look
 * @param {{layer: number, unit: number} | null} [look.lit]  the unit whose inputs stand out
 * @param {number} [look.weight]  the one that stands out
 * @param {Set<number> | null} [look.traced]  those of a line of the step by hand
 * @param {Set<number>} [look.locked]
 * @param {string} look.line  colour where weights are not known
 * @param {string} look.ink
 * @param {string} look.ground
 */
export function drawEdges(pen, plan, shown, { lit = null, weight = -1, traced, locked, line, ink, ground }) {
  const { values, scale } = shown;
  const widest = plan.most > 9 ? 3.5 : 5, chosen = Boolean(lit) || weight >= 0 || Boolean(traced);
  const pointed = (edge) => edge.index === weight || (lit?.layer === edge.layer && lit?.unit === edge.to);
  for (const edge of plan.edges) {
    const out = pointed(edge) || traced?.has(edge.index);
    const share = chosen && !out ? PALE : 1;
    const style = values.length ? styleOf(values[edge.index], widest, share, scale) : { stroke: line, width: 0.5 };
    if (out) Object.assign(style, { width: (style.width ?? 0) + 1, opacity: 1 });
    pen.lines([curveOf(edge)], style);
  }
  if (!locked?.size) return;
  for (const edge of plan.edges) if (locked.has(edge.index)) drawLock(pen, pointOn(edge.ends, 0.5), ink, ground);
}

/** A padlock. @param {Pen} pen @param {{x: number, y: number}} at @param {string} ink @param {string} ground */
function drawLock(pen, { x, y }, ink, ground) {
  const at = (points) => points.map((part, i) => part + (i % 2 ? y : x));
  pen.lines([at(LOCK.ground)], { fill: ground }, true);
  pen.lines([at(LOCK.bow)], { stroke: ink, width: 1.5 });
  pen.lines([at(LOCK.body)], { fill: ink }, true);
}

/** How far the dashes have moved, in pixels: they flow from the inputs to the outputs. @param {number} now  in ms */
export const flow = (now) => -((now / FLOW) % (DASH[0] + DASH[1]));
