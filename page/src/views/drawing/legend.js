// A legend of marks, lines and areas.

import { textWidth } from "./pens.js";

/**
 * @typedef {object} Entry
 * @property {import("./pens.js").Shape | "line" | "area"} shape
 * @property {import("./pens.js").Style} style
 * @property {string} text
 * @property {boolean} [rest]  of a text that began on the line before
 */

const GAP = 16; // between entries

const isMark = ({ shape }) => shape !== "line" && shape !== "area";
const markWidth = (entry, size) => (isMark(entry) ? 1.2 : 2.4) * size;
const lineHeight = (size) => size * 1.55;
const entryWidth = (entry, size) => markWidth(entry, size) + textWidth(entry.text, size);

/** An entry that is wider than a line, as several: words go on below. @param {Entry} entry @returns {Entry[]} */
function broken(entry, width, size) {
  const room = width - markWidth(entry, size), texts = [""];
  for (const word of entry.text.split(" ")) {
    const last = texts[texts.length - 1], longer = last ? `${last} ${word}` : word;
    if (last && textWidth(longer, size) > room) texts.push(word);
    else texts[texts.length - 1] = longer;
  }
  return texts.map((text, i) => ({ ...entry, text, rest: i > 0 }));
}

/**
 * The lines that entries fill, each group beginning a new one.
 * @param {Entry[][]} groups  @param {number} width  @param {number} size  @returns {{entry: Entry, x: number}[][]}
 */
function fill(groups, width, size) {
  const lines = /** @type {{entry: Entry, x: number}[][]} */ ([]);
  for (const group of groups) {
    let x = Infinity;
    for (const entry of group.flatMap((each) => broken(each, width, size))) {
      const wide = entryWidth(entry, size);
      if (x + wide > width || entry.rest) [x] = [0, lines.push([])];
      lines[lines.length - 1].push({ entry, x });
      x += wide + GAP;
    }
  }
  return lines;
}

/** The height of a legend of this width. @param {Entry[][]} groups @param {number} width @param {number} size */
export const legendHeight = (groups, width, size) => (fill(groups, width, size).length + 0.3) * lineHeight(size);

/**
 * Beginning at ``left``, or as much before it as the longest line needs.
 * @param {import("./pens.js").Pen} pen  @param {import("./look.js").Look} look
 * @param {Entry[][]} groups  @param {{left: number, top: number, width: number}} at
 */
export function drawLegend(pen, { ink, size }, groups, { left, top, width }) {
  const lines = fill(groups, width, size);
  const longest = Math.max(0, ...lines.flat().map(({ entry, x }) => x + entryWidth(entry, size)));
  const start = Math.max(0, Math.min(left, pen.width - longest - size / 2));
  lines.forEach((line, i) => {
    const y = top + (i + 0.5) * lineHeight(size);
    for (const { entry, x } of line) {
      const { shape, style, text, rest } = entry, at = start + x;
      if (!rest) drawSample(pen, shape, at, y, size, style);
      pen.text(text, at + markWidth(entry, size), y, { fill: ink, size, base: "middle" });
    }
  });
}

/** What stands before the text. @param {import("./pens.js").Pen} pen @param {Entry["shape"]} shape */
function drawSample(pen, shape, x, y, size, style) {
  if (shape === "line") pen.lines([[x, y, x + size * 1.9, y]], style);
  else if (shape === "area") pen.rect(x, y - size * 0.4, size * 1.9, size * 0.8, style);
  else pen.marks(shape, [x + size * 0.4, y], size * 0.34, style);
}
