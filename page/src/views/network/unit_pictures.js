// The small pictures: h of a unit over the plane as a map, over one feature as a curve.

import { computed } from "@preact/signals";
import { facts, frame } from "../../state/store.js";
import { color } from "../../state/theme.js";
import { between, classColor, css, fading, ground, paint, signTable } from "../colors.js";

/** @typedef {{table: Uint32Array, from: number, to: number}} Shade  from numbers to colours, or to heights */
/** @typedef {{values: ArrayLike<number>, side: number, shade: Shade}} Picture  of a unit, row by row from the top */

/** Tables of the outputs, one each: towards the class's colour; of a regression, by the sign. */
const outputTables = computed(() => {
  const { task, sizes } = facts.value, k = sizes[sizes.length - 1];
  if (task === "regression") return [];
  if (task === "binary") return [between(classColor(0), classColor(1))];
  return Array.from({ length: k }, (_, c) => fading(classColor(c)));
});

/** The largest |value| of an array, from 1 on. @param {ArrayLike<number>} values @param {number} [least] */
function reach(values, least = 1) {
  let top = least;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]);
    if (size > top) top = size;
  }
  return top;
}

/** The first unit of each layer in the pictures of a frame; layer 1 first. @param {number[]} sizes */
function firstUnits(sizes) {
  let first = 0;
  return sizes.slice(1).map((m) => (first += m) - m);
}

/** Pictures of all inputs, as the network gets them: standardised where there is a scaler. */
const inputPictures = computed(() => {
  const { inputPictures: { values, side }, scaler, sizes } = facts.value, points = values.length / sizes[0];
  return Array.from({ length: sizes[0] }, (_, j) => {
    const mean = scaler?.mean[j] ?? 0, scale = scaler?.scale[j] ?? 1;
    const seen = values.slice(j * points, (j + 1) * points).map((x) => (x - mean) / scale);
    const top = reach(seen, scaler ? 1 : 1e-12);
    return { values: seen, side, shade: { table: signTable.value, from: -top, to: top } };
  });
});

/**
 * The pictures of a layer: the units of a hidden layer share one scale, at least −1 … 1.
 * @param {any} facts  @param {NonNullable<import("../../engine/reports.js").Frame["pictures"]>} pictures
 * @param {number} layer  @returns {Picture[]}
 */
function layerPictures({ sizes, task }, { values, side, points }, layer) {
  const first = firstUnits(sizes)[layer - 1], m = sizes[layer];
  const all = values.subarray(first * points, (first + m) * points);
  const classes = layer === sizes.length - 1 && task !== "regression", top = classes ? 1 : reach(all);
  return Array.from({ length: m }, (_, k) => {
    const table = classes ? outputTables.value[k] : signTable.value;
    const shade = { table, from: classes ? 0 : -top, to: top };
    return { values: all.subarray(k * points, (k + 1) * points), side, shade };
  });
}

/** Whether a frame has the pictures of this network. @param {any} facts @param {any} frame */
function hasPictures(facts, frame) {
  const units = facts.sizes.slice(1).reduce((a, b) => a + b, 0);
  return Boolean(frame?.pictures) && frame.pictures.values.length === units * frame.pictures.points;
}

/** By layer and unit, inputs first, as the last frame has them; null while frame and network don't belong together. */
export const pictures = computed(() => {
  const it = facts.value, now = frame.value, drawn = now?.pictures;
  if (!it || !drawn || !hasPictures(it, now)) return null;
  return it.sizes.map((_, layer) => (layer ? layerPictures(it, drawn, layer) : inputPictures.value));
});

/** The smallest and the largest value. @param {ArrayLike<number>} values */
export function range(values) {
  let low = Infinity, high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  return [low, high];
}

/** Whether the pictures are curves. */
export const curves = computed(() => facts.value.plane.up < 0);

/** Draw a picture on a canvas. @param {HTMLCanvasElement} canvas @param {Picture} picture */
export function drawPicture(canvas, picture) {
  if (curves.value) drawCurve(canvas, picture);
  else drawMap(canvas, picture);
}

/** @type {WeakMap<HTMLCanvasElement, {context: CanvasRenderingContext2D, image: ImageData}>} */
const held = new WeakMap();

/** The pixels of a map. @param {Picture} picture @param {ImageData} [image] to be used again */
export function mapOf({ values, side, shade }, image = new ImageData(side, side)) {
  paint(image, values, shade.table, shade.from, shade.to);
  return image;
}

function drawMap(canvas, picture) {
  const { side } = picture;
  let own = held.get(canvas);
  if (!own || own.image.width !== side) {
    canvas.width = canvas.height = side;
    own = { context: canvas.getContext("2d"), image: new ImageData(side, side) };
    held.set(canvas, own);
  }
  own.context.putImageData(mapOf(picture, own.image), 0, 0);
}

/** The points of a curve in a square of this size, x, y, x, y, …. @param {Picture} picture @param {number} size */
export function curveOf({ values, shade: { from, to } }, size) {
  const points = new Float32Array(2 * values.length), inner = size - 4;
  for (let i = 0; i < values.length; i++) {
    points[2 * i] = ((i + 0.5) / values.length) * size;
    points[2 * i + 1] = 2 + inner * (1 - (Math.max(from, Math.min(to, values[i])) - from) / (to - from));
  }
  return points;
}

function drawCurve(canvas, picture) {
  const size = Math.round((canvas.clientWidth || 44) * (globalThis.devicePixelRatio || 1));
  if (canvas.width !== size) canvas.width = canvas.height = size;
  held.delete(canvas);
  const context = canvas.getContext("2d"), [, zero] = curveOf({ ...picture, values: [0] }, size);
  context.fillStyle = css(ground.value);
  context.fillRect(0, 0, size, size);
  const line = (points, style, width) => {
    Object.assign(context, { strokeStyle: style, lineWidth: width });
    context.beginPath();
    for (let i = 0; i < points.length; i += 2) context.lineTo(points[i], points[i + 1]);
    context.stroke();
  };
  line([0, zero, size, zero], color("--line"), size / 40);
  line(curveOf(picture, size), color("--accent"), size / 20);
}
