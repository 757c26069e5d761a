// A legend of marks, lines and bars of colour, and the scale of colours beside a map.

import { linearTicks } from "../drawing/axes.js";
import { textWidth } from "../drawing/pens.js";

/**
 * @typedef {object} Entry
 * @property {import("../drawing/pens.js").Shape | "line" | "area"} shape
 * @property {import("../drawing/pens.js").Style} style
 * @property {string} text
 */

const GAP = 16; // between entries

/** The rows that entries take, each group beginning a new one. @param {Entry[][]} groups @param {number} width @param {number} size */
function rowsOf(groups, width, size) {
  const rows = /** @type {{entry: Entry, x: number}[][]} */ ([]);
  for (const group of groups) {
    let x = 0, row = /** @type {{entry: Entry, x: number}[]} */ ([]);
    for (const entry of group) {
      const wide = markWidth(entry, size) + textWidth(entry.text, size);
      if (x > 0 && x + wide > width) {
        rows.push(row);
        [x, row] = [0, []];
      }
      row.push({ entry, x });
      x += wide + GAP;
    }
    if (row.length) rows.push(row);
  }
  return rows;
}

const markWidth = ({ shape }, size) => (shape === "line" || shape === "area" ? 2.4 : 1.2) * size;
const lineHeight = (size) => size * 1.55;

/** The height of a legend of this width. @param {Entry[][]} groups @param {number} width @param {number} size */
export const legendHeight = (groups, width, size) => rowsOf(groups, width, size).length * lineHeight(size) + size * 0.6;

/**
 * @param {import("../drawing/pens.js").Pen} pen  @param {import("../drawing/look.js").Look} look  @param {Entry[][]} groups
 * @param {{left: number, top: number, width: number}} at
 */
export function drawLegend(pen, { ink, size }, groups, { left, top, width }) {
  rowsOf(groups, width, size).forEach((row, i) => {
    const y = top + (i + 0.5) * lineHeight(size);
    for (const { entry, x } of row) {
      const { shape, style } = entry, at = left + x;
      if (shape === "line") pen.lines([[at, y, at + size * 1.9, y]], style);
      else if (shape === "area") pen.rect(at, y - size * 0.4, size * 1.9, size * 0.8, style);
      else pen.marks(shape, [at + size * 0.4, y], size * 0.34, style);
      pen.text(entry.text, at + markWidth(entry, size), y, { fill: ink, size, base: "middle" });
    }
  });
}

/**
 * @typedef {object} Bar
 * @property {Uint32Array} table  of colours, from the lowest to the highest
 * @property {number} from
 * @property {number} to
 * @property {string} name
 */

/** Room that the scale of a bar takes. @param {Bar | null} bar @param {number} size */
export function barWidth(bar, size) {
  if (!bar) return size;
  return size * 3.6 + Math.max(...linearTicks(bar.from, bar.to, 5).map(({ text }) => textWidth(text, size)));
}

/**
 * A scale of colours at the right of the box, as high as it is.
 * @param {import("../drawing/pens.js").Pen} pen  @param {import("../drawing/look.js").Look} look  @param {Bar} bar
 * @param {import("../drawing/axes.js").Box} box
 */
export function drawBar(pen, { ink, faint, size }, { table, from, to, name }, box) {
  const left = box.left + box.width + size * 0.7, wide = size * 0.9, right = left + wide;
  const pixels = new ImageData(1, table.length), words = new Uint32Array(pixels.data.buffer);
  table.forEach((word, i) => (words[table.length - 1 - i] = word));
  pen.image(pixels, left, box.top, wide, box.height);
  pen.lines([[left, box.top, right, box.top, right, box.top + box.height, left, box.top + box.height]], { stroke: faint, width: 0.5 }, true);
  const ticks = linearTicks(from, to, 5);
  for (const { value, text } of ticks) {
    const y = box.top + (1 - (value - from) / (to - from)) * box.height;
    pen.lines([[right, y, right + 3, y]], { stroke: faint });
    pen.text(text, right + 5, y, { fill: faint, size, base: "middle" });
  }
  const widest = Math.max(...ticks.map(({ text }) => textWidth(text, size)));
  pen.text(name, right + 7 + widest + size * 0.6, box.top + box.height / 2, { fill: ink, size, align: "middle", turn: 90 });
}
