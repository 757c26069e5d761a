// Axes, what is drawn within them, and a legend under it.

import { Axes } from "./axes.js";
import { drawLegend, legendHeight } from "./legend.js";

const LEFT = 4.5; // letters that numbers and names at the left take, at most

/**
 * @param {import("./pens.js").Pen} pen  @param {import("./look.js").Look} look
 * @param {{x: import("./axes.js").Scale, y: import("./axes.js").Scale, entries: import("./legend.js").Entry[][],
 *   grid?: boolean, right?: number, widest?: number}} frame
 *   ``right``: room at the right; ``widest``: the width of all, in its height
 * @param {(axes: Axes) => void} draw  what lies within the axes
 */
export function plot(pen, look, { x, y, entries, grid = true, right = look.size, widest = Infinity }, draw) {
  const wide = pen.width - LEFT * look.size, height = pen.height - legendHeight(entries, wide, look.size);
  const spare = Math.max(0, pen.width - right - widest * height) / 2;
  const axes = new Axes(pen.width, height, x, y, look, { right: right + spare, before: spare }), { left } = axes.box;
  if (grid) axes.grid(pen);
  pen.within(axes.box, () => draw(axes));
  axes.draw(pen);
  drawLegend(pen, look, entries, { left, top: height, width: wide });
  return axes;
}
