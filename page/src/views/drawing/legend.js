// A legend of marks, lines and areas.

import { textWidth } from "./pens.js";

/**
 * @typedef {object} Entry
 * @property {import("./pens.js").Shape | "line" | "area"} shape
 * @property {import("./pens.js").Style} style
 * @property {string} text
 */

const GAP = 16; // between entries

const isMark = ({ shape }) => shape !== "line" && shape !== "area";
const markWidth = (entry, size) => (isMark(entry) ? 1.2 : 2.4) * size;
const lineHeight = (size) => size * 1.55;

/**
 * The lines that entries fill, each group beginning a new one.
 * @param {Entry[][]} groups  @param {number} width  @param {number} size  @returns {{entry: Entry, x: number}[][]}
 */
function fill(groups, width, size) {
  const lines = /** @type {{entry: Entry, x: number}[][]} */ ([]);
  for (const group of groups) {
    let x = Infinity;
    for (const entry of group) {
      const wide = markWidth(entry, size) + textWidth(entry.text, size);
      if (x + wide > width) [x] = [0, lines.push([])];
      lines[lines.length - 1].push({ entry, x });
      x += wide + GAP;
    }
  }
  return lines;
}

/** The height of a legend of this width. @param {Entry[][]} groups @param {number} width @param {number} size */
export const legendHeight = (groups, width, size) => (fill(groups, width, size).length + 0.3) * lineHeight(size);

/**
 * @param {import("./pens.js").Pen} pen  @param {import("./look.js").Look} look
 * @param {Entry[][]} groups  @param {{left: number, top: number, width: number}} at
 */
export function drawLegend(pen, { ink, size }, groups, { left, top, width }) {
  fill(groups, width, size).forEach((line, i) => {
    const y = top + (i + 0.5) * lineHeight(size);
    for (const { entry, x } of line) {
      const { shape, style } = entry, at = left + x;
      if (shape === "line") pen.lines([[at, y, at + size * 1.9, y]], style);
      else if (shape === "area") pen.rect(at, y - size * 0.4, size * 1.9, size * 0.8, style);
      else pen.marks(shape, [at + size * 0.4, y], size * 0.34, style);
      pen.text(entry.text, at + markWidth(entry, size), y, { fill: ink, size, base: "middle" });
    }
  });
}
