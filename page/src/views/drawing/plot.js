// Axes, what is drawn within them, and a legend under it.

import { language } from "../../text/text.js";
import { Axes } from "./axes.js";
import { drawLegend, legendHeight } from "./legend.js";

const LEFT = 4.5; // letters that numbers and names at the left take, at most

/**
 * @param {import("./pens.js").Pen} pen  @param {import("./look.js").Look} look
 * @param {object} frame
 * @param {import("./axes.js").Scale} frame.x
 * @param {import("./axes.js").Scale} frame.y
 * @param {import("./legend.js").Entry[][]} frame.entries
 * @param {number} [frame.right]  room at the right
 * @param {number} [frame.widest]  the width of all, in its height
 * @param {any[]} [frame.key]  what the look of ``over``, axes and legend depends on, where they stay for many frames
 * @param {(axes: Axes) => void} draw  what lies within the axes
 * @param {(pen: import("./pens.js").Pen, axes: Axes) => void} [over]  what lies over it, drawn by the pen that it gets
 */
export function plot(pen, look, { x, y, entries, right = look.size, widest = Infinity, key }, draw, over) {
  const wide = pen.width - LEFT * look.size, height = pen.height - legendHeight(entries, wide, look.size);
  const spare = Math.max(0, pen.width - right - widest * height) / 2;
  const axes = new Axes(pen.width, height, x, y, look, { right: right + spare, before: spare }), { box } = axes;
  const top = (upper) => {
    if (over) upper.within(box, () => over(upper, axes));
    axes.draw(upper);
    drawLegend(upper, look, entries, { left: box.left, top: height, width: wide });
  };
  pen.within(box, () => draw(axes));
  if (key) pen.layer([...key, box.left, box.width, look.size, look.ground, language.value], top);
  else top(pen);
  return axes;
}
