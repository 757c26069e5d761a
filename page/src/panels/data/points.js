// Points of data on a canvas: a shape and a colour for what each says.

import { classColor, css, dark, legible, mix, rgb, ground } from "../../views/colors.js";
import { about } from "../../state/store.js";

const LEAST_CONTRAST = 2; // of small dots with the ground

/** The colour of class or label k. @param {number} k */
export const colorOf = (k) => css(legible(classColor(k), LEAST_CONTRAST));

/** The colour of a number from −1 to 1. @param {number} s */
export function colorOfNumber(s) {
  const { plus, minus } = about.value.colors, strength = 0.25 + 0.75 * Math.min(1, Math.abs(s));
  return css(mix(ground.value, legible(rgb(s < 0 ? minus : plus), LEAST_CONTRAST), strength));
}

/** What has no label. */
export const pale = () => (dark.value ? "#70777d" : "#8b9197");

const CORNERS = [0, 4, 3, 4.5, 5, 6, 3.5, 8]; // of the shape of class k; 0: round; a half: turned

/**
 * A small shape: another for each class, so that none is told by its colour alone.
 * @param {CanvasRenderingContext2D} context  @param {number} x  @param {number} y  @param {number} r  @param {number} k
 */
export function shape(context, x, y, r, k) {
  const corners = CORNERS[k % CORNERS.length], count = Math.floor(corners), turned = corners % 1 ? Math.PI / count : 0;
  context.beginPath();
  if (!count) context.arc(x, y, r, 0, 2 * Math.PI);
  for (let i = 0; i < count; i++) {
    const angle = (2 * Math.PI * (i + (count === 4 ? 0.5 : 0))) / count - Math.PI / 2 + turned, far = r * 1.25;
    context.lineTo(x + far * Math.cos(angle), y + far * Math.sin(angle));
  }
  context.closePath();
}

/**
 * A point with labels: a sector each; a ring where it has none.
 * @param {CanvasRenderingContext2D} context  @param {number} x  @param {number} y  @param {number} r
 * @param {number[]} labels
 */
export function pie(context, x, y, r, labels) {
  context.beginPath();
  context.arc(x, y, labels.length || r >= 3 ? r : r / 2, 0, 2 * Math.PI);
  if (!labels.length) {
    context.fillStyle = context.strokeStyle = pale();
    return r < 3 ? context.fill() : context.stroke();
  }
  labels.forEach((k, i) => {
    context.fillStyle = colorOf(k);
    context.beginPath();
    if (labels.length > 1) context.moveTo(x, y);
    context.arc(x, y, r, (2 * Math.PI * i) / labels.length, (2 * Math.PI * (i + 1)) / labels.length);
    context.fill();
  });
}

/**
 * A canvas as large as it is shown, in the screen's pixels, cleared.
 * @param {HTMLCanvasElement} canvas
 * @returns {{context: CanvasRenderingContext2D, width: number, height: number}}  in CSS pixels
 */
export function sheet(canvas) {
  const { clientWidth: width, clientHeight: height } = canvas, ratio = Math.min(3, devicePixelRatio || 1);
  Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.scale(ratio, ratio);
  return { context, width, height };
}
