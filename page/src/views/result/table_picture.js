// A table as a picture: cells of text, darker where their share is larger.

import { rgb, css, mix } from "../colors.js";
import { look } from "../drawing/look.js";
import { SvgPen, textWidth } from "../drawing/pens.js";

/**
 * @param {string} title  @param {string[][]} cells  rows of as many texts each; the first is the head
 * @param {(number | null | undefined)[][]} [shades]  0 … 1 of cells that have a ground of their own  @returns {string} SVG
 */
export function tablePicture(title, cells, shades = []) {
  const now = look(), { size, ink, faint, line, ground, accent } = now, high = size * 2, gap = size;
  const widths = cells[0].map((_, j) => Math.max(...cells.map((row) => textWidth(row[j], size))) + gap);
  const lefts = widths.map((_, j) => gap + widths.slice(0, j).reduce((a, b) => a + b, 0));
  const pen = new SvgPen(lefts[lefts.length - 1] + widths[widths.length - 1] + gap, cells.length * high + gap);
  cells.forEach((row, i) => {
    row.forEach((text, j) => {
      const shade = shades[i]?.[j], number = j > 0 && i > 0 && /^[−\d.]/.test(text);
      const fill = shade ? css(mix(rgb(ground), rgb(accent), 0.6 * shade)) : undefined;
      if (fill) pen.rect(lefts[j], i * high, widths[j] - 2, high - 2, { fill });
      const at = number ? lefts[j] + widths[j] - gap / 2 : lefts[j] + gap / 2;
      pen.text(text, at, (i + 0.5) * high, { fill: i && j ? ink : faint, size, align: number ? "end" : "start", base: "middle" });
    });
  });
  pen.lines([[gap, high - 1, pen.width - gap, high - 1]], { stroke: line });
  return pen.svg(title, now);
}
