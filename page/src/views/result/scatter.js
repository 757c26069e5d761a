// What a regression says against what is true: on the line where it is right.

import { html } from "../../html.js";
import { facts, show, view } from "../../state/store.js";
import { short } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { Axes } from "../drawing/axes.js";
import { Canvas, svgOf } from "../drawing/canvas.js";
import { ViewFrame } from "../drawing/view_frame.js";
import { outputOf } from "./choices.js";
import { drawLegend, legendHeight } from "./legend.js";
import { named, pointWords } from "./map_words.js";
import { classInk, drawnCount, drawPoints, nearestRow, pointEntries, pointGroups, pointRadius } from "./points.js";
import { scoreSentence } from "./score_words.js";
import { targetRange } from "./shown.js";
import { table } from "./table.js";

const SAVED = { width: 480, height: 500 };

export function ScatterView() {
  const known = facts.value, judged = table.value, output = outputOf(known);
  if (!judged) return null;
  const { data, outputNames, parts } = known, k = outputNames.length, name = outputNames[output];
  const [low, high] = targetRange(known, output), margin = 0.1 * (high - low), ends = { from: low - margin, to: high + margin };
  const which = { parts: ["training", ...(view.value.showValidation ? ["validation", "test"] : [])].filter((part) => parts[part].length),
    wrong: undefined, chosen: view.value.row !== null && view.value.row < data.n ? view.value.row : null };
  const groups = pointGroups(known, output, () => classInk(0), [low, high]);
  const placing = (axes) => (row) => [axes.across(data.T[row * k + output]), axes.up(judged.outputs[row * k + output])];
  const draw = (pen, look) => drawScatter(pen, look, { known, groups, placing, which, ends, name });
  const nearest = ({ axes, x, y }) => nearestRow(groups, which.parts, placing(axes), axes.across(x), axes.up(y));
  const read = (place) => {
    const row = nearest(place), where = [[t("result.true"), place.x], [t("result.predicted"), place.y]];
    return row === null ? where.map(([what, value]) => named(what, short(value))).join(", ") : pointWords(row, { known, judged });
  };
  const title = t("result.scatter.title", { name });
  return html`<${ViewFrame} name="scatter" titleKey="result.scatter" title=${title} svg=${() => svgOf(draw, title, SAVED.width, SAVED.height)}>
    <${Canvas} name="scatter" draw=${draw} height=${(width) => Math.min(width, 420)} read=${read}
      describe=${() => `${title}. ${scoreSentence(known, judged)}`} pick=${(place) => show({ row: nearest(place) })}
      rest=${which.chosen === null ? t("result.scatter.hint") : pointWords(which.chosen, { known, judged })} />
  <//>`;
}

/** @returns {Axes} */
function drawScatter(pen, look, { known, groups, placing, which, ends, name }) {
  const entries = pointEntries(known, groups, look, which), below = legendHeight(entries, pen.width, look.size);
  const axes = new Axes(pen.width, pen.height - below, { ...ends, name: t("result.true.of", { name }) },
    { ...ends, name: t("result.predicted.of", { name }) }, look);
  axes.grid(pen);
  pen.within(axes.box, () => {
    const line = [axes.across(ends.from), axes.up(ends.from), axes.across(ends.to), axes.up(ends.to)];
    pen.lines([line], { stroke: look.ink, width: 1, dash: [5, 4] });
    drawPoints(pen, look, groups, placing(axes), pointRadius(drawnCount(groups) * 2, axes.box), which);
  });
  axes.draw(pen);
  drawLegend(pen, look, entries, { left: axes.box.left, top: pen.height - below, width: pen.width - axes.box.left });
  return axes;
}
