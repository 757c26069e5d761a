// A table as a picture: cells of text, darker where their share is larger.

import { css, mix, rgb } from "../colors.js";
import { look } from "../drawing/look.js";
import { SvgPen, textWidth } from "../drawing/pens.js";

const DARKEST = 0.55; // of the accent, under text

/**
 * @param {string} title  @param {string[][]} cells  rows of as many texts each; the first is the head
 * @param {(number | null | undefined)[][]} [shades]  0 … 1 of cells that have a ground of their own
 * @returns {string} SVG
 */
export function tablePicture(title, cells, shades = []) {
  const now = look(), { size, ink, faint, line, ground, accent } = now, high = size * 2, gap = size;
  const widths = cells[0].map((_, j) => Math.max(...cells.map((row) => textWidth(row[j] ?? "", size))) + gap);
  const lefts = widths.map((_, j) => gap + widths.slice(0, j).reduce((a, b) => a + b, 0));
  const width = 2 * gap + Math.max(widths.reduce((a, b) => a + b, 0), textWidth(title, size * 1.2, 600));
  const pen = new SvgPen(width, cells.length * high + gap);
  cells.forEach((row, i) => row.forEach((text, j) => {
    const shade = shades[i]?.[j], number = j > 0 && i > 0 && /^[−\d.]/.test(text);
    const tinted = css(mix(rgb(ground), rgb(accent), DARKEST * (shade ?? 0)));
    if (shade) pen.rect(lefts[j], i * high, widths[j] - 2, high - 2, { fill: tinted });
    const at = number ? lefts[j] + widths[j] - gap / 2 : lefts[j] + gap / 2, fill = i && j ? ink : faint;
    pen.text(text, at, (i + 0.5) * high, { fill, size, align: number ? "end" : "start", base: "middle" });
  }));
  pen.lines([[gap, high - 1, width - gap, high - 1]], { stroke: line });
  return pen.svg(title, now);
}
