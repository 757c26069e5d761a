// What a regression says against what is true: on the line where it is right.

import { html } from "../../html.js";
import { facts, show, view } from "../../state/store.js";
import { short } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { Canvas, svgOf } from "../drawing/canvas.js";
import { plot } from "../drawing/plot.js";
import { ViewFrame } from "../drawing/view_frame.js";
import { chosenRow, outputOf } from "./choices.js";
import { named, pointWords } from "./map_words.js";
import { classInk, drawnParts, drawPoints, nearestRow, oneGroup, pointEntries, pointRadius } from "./points.js";
import { scoreSentence } from "./score_words.js";
import { targetRange } from "./shown.js";
import { table } from "./table.js";

const SAVED = { width: 480, height: 500 }; // pixels of a picture
const REACH = 16; // pixels from the pointer to the point that is told
const CROWDED = 2; // points lie along a line: smaller than on a map

export function ScatterView() {
  const known = facts.value, judged = table.value, output = outputOf(known);
  if (!judged) return null;
  const { data, outputNames } = known, k = outputNames.length, name = outputNames[output];
  const which = { parts: drawnParts(known, view.value.showValidation), judged: null, chosen: chosenRow(known) };
  const groups = oneGroup(known, classInk(0)), title = t("result.scatter.title", { name });
  const placing = (axes) => (row) => [axes.across(data.T[row * k + output]), axes.up(judged.outputs[row * k + output])];
  const draw = (pen, look) => drawScatter(pen, look, { known, groups, placing, which, output });
  const nearest = ({ axes, x, y }) =>
    nearestRow(groups, which.parts, placing(axes), [axes.across(x), axes.up(y)], REACH);
  const read = (place) => {
    const row = nearest(place), where = { [t("result.true")]: place.x, [t("result.predicted")]: place.y };
    if (row !== null) return pointWords(row, { known, judged });
    return Object.entries(where).map(([what, value]) => named(what, short(value))).join(", ");
  };
  return html`<${ViewFrame} name="scatter" titleKey="result.scatter" title=${title}
    svg=${() => svgOf(draw, title, SAVED.width, SAVED.height)}>
    <${Canvas} name="scatter" draw=${draw} height=${(width) => Math.min(width, 420)} read=${read}
      describe=${() => `${title}. ${scoreSentence(known, judged)}.`} pick=${(place) => show({ row: nearest(place) })}
      rest=${which.chosen === null ? t("result.scatter.hint") : pointWords(which.chosen, { known, judged })} />
  <//>`;
}

function drawScatter(pen, look, { known, groups, placing, which, output }) {
  const [low, high] = targetRange(known, output), margin = 0.1 * (high - low), from = low - margin, to = high + margin;
  const name = known.outputNames[output], scale = (key) => ({ from, to, name: t(key, { name }) });
  const entries = pointEntries(known, groups, look, which), y = scale("result.predicted.of");
  return plot(pen, look, { x: scale("result.true.of"), y, entries }, (axes) => {
    axes.grid(pen);
    pen.lines([[axes.across(from), axes.up(from), axes.across(to), axes.up(to)]], { stroke: look.ink, dash: [5, 4] });
    drawPoints(pen, look, groups, placing(axes), pointRadius(known.data.n, axes.box, CROWDED), which);
  });
}
