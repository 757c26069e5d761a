// The scale of colours beside a map.

import { linearTicks } from "../drawing/axes.js";
import { textWidth } from "../drawing/pens.js";

/**
 * @typedef {object} Bar
 * @property {Uint32Array} table  of colours, from the lowest to the highest
 * @property {number} from
 * @property {number} to
 * @property {string} name
 * @property {import("../drawing/axes.js").Tick[]} [ticks]  if not those of the numbers
 */

/** The ticks of a bar, and the width of their texts. @param {Bar} bar @param {number} size */
function ticksOf({ from, to, ticks = linearTicks(from, to, 5) }, size) {
  return { ticks, widest: Math.max(0, ...ticks.map(({ text }) => textWidth(text, size))) };
}

/** The room that the scale of a bar takes. @param {Bar | null} bar @param {number} size */
export const barWidth = (bar, size) => (bar ? size * 3.6 + ticksOf(bar, size).widest : size);

/**
 * A scale of colours at the right of the box, as high as it is.
 * @param {import("../drawing/pens.js").Pen} pen  @param {import("../drawing/look.js").Look} look  @param {Bar} bar
 * @param {import("../drawing/axes.js").Box} box
 */
export function drawBar(pen, { ink, faint, size }, bar, box) {
  const { table, from, to, name } = bar, left = box.left + box.width + size * 0.7, wide = size * 0.9;
  const right = left + wide, middle = box.top + box.height / 2;
  const pixels = new ImageData(1, table.length), { ticks, widest } = ticksOf(bar, size);
  new Uint32Array(pixels.data.buffer).set(table.slice().reverse());
  pen.image(pixels, left, box.top, wide, box.height);
  pen.rect(left, box.top, wide, box.height, { stroke: faint, width: 0.5 });
  for (const { value, text } of ticks) {
    const y = box.top + (1 - (value - from) / (to - from)) * box.height;
    pen.lines([[right, y, right + 3, y]], { stroke: faint });
    pen.text(text, right + 5, y, { fill: faint, size, base: "middle" });
  }
  const at = right + 7 + widest + size * 0.6;
  pen.text(name, at, middle, { fill: ink, size, align: "middle", turn: 90 });
}
