// The edges: width and strength tell |w|, the colour its sign, and negative ones are dashed; locked ones carry a lock.

import { signColors } from "../colors.js";
import { pointOn } from "./plan.js";

const DASH = [5, 4];
const POINTS = 10; // of a curve
const FLOW = 30; // milliseconds a pixel of dashes that move
const PALE = 0.18; // of what is not lit up, against its own strength
const LOCK = [-4, 0, 4, 0, 4, 6, -4, 6]; // its body; above it the bow

/** Between 0 and 1: how strong a weight looks. @param {number} w */
export const strength = (w) => 1 - Math.exp(-Math.abs(w) / 1.5);

/** The curve of an edge, x, y, x, y, …. @param {import("./plan.js").Edge["ends"]} ends */
export function curve(ends) {
  const points = new Float32Array(2 * POINTS + 2);
  for (let i = 0; i <= POINTS; i++) {
    const { x, y } = pointOn(ends, i / POINTS);
    points[2 * i] = x;
    points[2 * i + 1] = y;
  }
  return points;
}

/**
 * How an edge of weight w is drawn.
 * @param {number} w  @param {number} widest  in pixels  @param {number} [share]  of its strength  @returns {import("../drawing/pens.js").Style}
 */
export function styleOf(w, widest, share = 1) {
  const s = strength(w), { plus, minus } = signColors.value;
  return {
    stroke: w < 0 ? minus : plus, width: 0.4 + s * (widest - 0.4), opacity: (0.25 + 0.75 * s) * share, dash: w < 0 ? DASH : [],
  };
}

/**
 * Draw all edges.
 * @param {import("../drawing/pens.js").Pen} pen  @param {import("./plan.js").Plan} plan  @param {ArrayLike<number>} theta  empty: unknown
 * @param {{lit?: {layer: number, unit: number} | null, weight?: number, locked?: Set<number>, line: string, ink: string, ground: string}} look
 *   ``lit``: the unit whose inputs stand out; ``weight``: the one that does; ``line``: the colour where weights are unknown
 */
export function drawEdges(pen, plan, theta, { lit = null, weight = -1, locked, line, ink, ground }) {
  const widest = plan.most > 9 ? 3.5 : 5, chosen = Boolean(lit) || weight >= 0;
  for (const edge of plan.edges) {
    const out = edge.index === weight || (lit?.layer === edge.layer && lit.unit === edge.to);
    const style = theta.length ? styleOf(theta[edge.index], widest, chosen && !out ? PALE : 1) : { stroke: line, width: 0.5 };
    if (out) Object.assign(style, { width: (style.width ?? 0) + 1, opacity: 1 });
    pen.lines([curveCached(edge)], style);
  }
  if (!locked?.size) return;
  for (const edge of plan.edges) if (locked.has(edge.index)) drawLock(pen, pointOn(edge.ends, 0.5), ink, ground);
}

/** @type {WeakMap<import("./plan.js").Edge, Float32Array>} */
const curves = new WeakMap();

/** An edge keeps its place as long as there is its plan. @param {import("./plan.js").Edge} edge */
function curveCached(edge) {
  let found = curves.get(edge);
  if (!found) curves.set(edge, (found = curve(edge.ends)));
  return found;
}

/** A padlock. @param {import("../drawing/pens.js").Pen} pen @param {{x: number, y: number}} at @param {string} ink @param {string} ground */
export function drawLock(pen, { x, y }, ink, ground) {
  const bow = [-2.5, 0, -2.5, -2.5, -1.2, -4, 1.2, -4, 2.5, -2.5, 2.5, 0], at = (points) => points.map((p, i) => p + (i % 2 ? y - 1 : x));
  pen.lines([at([-6, -7, 6, -7, 6, 8, -6, 8])], { fill: ground }, true);
  pen.lines([at(bow)], { stroke: ink, width: 1.5 });
  pen.lines([at(LOCK)], { fill: ink }, true);
}

/** How far the dashes have moved, in pixels; they flow from the inputs to the outputs. @param {number} now in milliseconds */
export const flow = (now) => -((now / FLOW) % (DASH[0] + DASH[1]));
