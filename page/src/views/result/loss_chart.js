// Loss, or the metric, of the training and the validation part, epoch after epoch, and what was changed when.

import { html } from "../../html.js";
import { futures } from "../../state/futures.js";
import { about, facts, frame, history, show, view } from "../../state/store.js";
import { count, percent, short } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { SelectField, Toggle } from "../../ui/controls.js";
import { Canvas, svgOf } from "../drawing/canvas.js";
import { plot } from "../drawing/plot.js";
import { ViewFrame } from "../drawing/view_frame.js";
import { futureLook, lineName } from "./futures.js";
import { extent, nearestRow, seriesLine } from "./history_series.js";
import { named } from "./map_words.js";
import { drawMarks, MarkList } from "./marks.js";
import { classInk } from "./points.js";

const PARTS = /** @type {const} */ (["training", "validation"]);
const LOOKS = { training: { color: 0, dash: [] }, validation: { color: 4, dash: [6, 3] } };
const COLUMNS = {
  loss: { training: "TRAIN_LOSS", validation: "VALIDATION_LOSS" },
  metric: { training: "TRAIN_METRIC", validation: "VALIDATION_METRIC" },
};
const WORST = -1; // R² below it leaves the chart, too
const SHARES = [0, 0.25, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
const SAVED = { width: 640, height: 360 }; // pixels of a picture

/** @typedef {import("./history_series.js").Series & {part: "training" | "validation"}} PartSeries */

/**
 * The series of the chart, of one future.
 * @param {any} known  facts  @param {import("../../state/history.js").History} [past]  @returns {PartSeries[]}
 */
function seriesOf(known, past = history.value) {
  const { Column } = about.value.enums, names = COLUMNS[view.value.quantity], x = Column[view.value.against];
  const shown = PARTS.filter((part) => known.parts[part].length);
  return shown.map((part) => ({ part, name: t(`part.${part}`), history: past, x, y: Column[names[part]] }));
}

/** What is shown of the other futures. @param {any} known  facts */
const othersOf = (known) => futures.value.map((future, i) => (
  { name: lineName(future), look: futureLook(i),
    series: seriesOf(known, future.history) }));

/** @returns {import("../drawing/axes.js").Scale} */
function metricScale(series, known) {
  const share = known.task !== "regression", name = t(`metric.${known.metricName}`);
  const from = Math.max(share ? 0 : WORST, Math.min(extent(series)[0] - 0.05, 0.8));
  const ticks = SHARES.filter((value) => value >= from).map((value) => ({ value, text: percent(value) }));
  return { from, to: 1.02, name, ticks: share ? ticks : undefined };
}

/** @returns {import("../drawing/axes.js").Scale} */
function lossScale(series, known) {
  const name = t(`loss.${known.loss}`), [low, high] = extent(series, 0);
  if (view.value.logarithmic) return { from: low * 0.9, to: high * 1.1, name, logarithmic: true };
  return { from: 0, to: 1.05 * high, name };
}

export function LossChart() {
  const known = facts.value, now = frame.value, series = seriesOf(known), marks = now?.marks ?? [];
  const epochs = view.value.against === "EPOCH";
  const broken = now?.status === "diverged" && now.diagnosis;
  const end = broken ? broken.update / (epochs ? known.updatesPerEpoch : 1) : null;
  const others = othersOf(known), every = [...series, ...others.flatMap((other) => other.series)];
  const ends = every.map(({ history: of, x }) => (of.rows ? of.at(of.rows - 1, x) : 0));
  const to = Math.max(...ends, end ?? 0, 1);
  const scales = {
    x: { from: 0, to, name: t(epochs ? "result.epochs" : "result.updates") },
    y: (view.value.quantity === "loss" ? lossScale : metricScale)(every, known),
  };
  const placed = marks.map((mark) => ({ ...mark, at: epochs ? mark.epoch : mark.update }));
  const shown = now?.past ? (epochs ? now.epoch + now.seen / known.parts.training.length : now.updates) : null;
  const draw = (pen, look) => drawChart(pen, look, scales, series, { others, marks: placed, end, shown });
  const title = t(view.value.quantity === "loss" ? "result.loss" : "result.metric", { name: scales.y.name });
  return html`<${ViewFrame} name="loss" titleKey="result.loss.view" title=${title}
    beside=${html`<${Tools} known=${known} />`} svg=${() => svgOf(draw, title, SAVED.width, SAVED.height)}>
    <${Canvas} name="loss" draw=${draw} height=${(width) => chartHeight(width, others.length)} level=${false}
      describe=${() => describe(series, others, known)}
      read=${(place) => rowWords(nearestRow(series[0], place.x), series, known)} />
    <${MarkList} marks=${marks} />
  <//>`;
}

/** With other futures higher: their names take lines of their own. @param {number} width  @param {number} others */
const chartHeight = (width, others) =>
  Math.max(others ? 260 : 170, Math.min(width * 0.5, 300)) + (others > 1 ? 20 * (others - 1) : 0);

/** @param {PartSeries[]} series */
function drawChart(pen, look, { x, y }, series, { others, marks, end, shown }) {
  const style = ({ part }) => ({ stroke: classInk(LOOKS[part].color), width: look.size / 6, dash: LOOKS[part].dash });
  const faint = (other) => ({ ...other.look, width: look.size / 8 });
  const entry = (line, text) => ({ shape: /** @type {const} */ ("line"), style: line, text });
  const entries = [series.map((one) => entry(style(one), one.name))];
  if (others.length) entries.push(others.map((other) => entry(faint(other), other.name)));
  return plot(pen, look, { x, y, entries }, (axes) => {
    axes.grid(pen);
    for (const other of others) for (const one of other.series) pen.lines([seriesLine(one, axes)], faint(other));
    for (const one of series) {
      const line = seriesLine(one, axes);
      if (line.length > 2) pen.lines([line], style(one));
      else pen.marks("circle", line, look.size / 4, { fill: style(one).stroke });
    }
    drawMarks(pen, look, axes, marks, end);
    if (shown === null) return;
    const at = axes.across(shown), { top, height } = axes.box;
    pen.lines([[at, top, at, top + height]], { stroke: look.accent, width: look.size / 6 });
  });
}

function Tools({ known }) {
  const choose = (name, options) => html`<${SelectField} name=${name} label=${t(`result.${name}`)}
    value=${view.value[name]} choices=${options.map(([value, text]) => ({ value, text }))}
    onChange=${(value) => show({ [name]: value })} />`;
  return html`
    ${choose("quantity", [["loss", t("result.loss.short")], ["metric", t(`metric.${known.metricName}`)]])}
    ${choose("against", [["EPOCH", t("result.epochs")], ["STEP", t("result.updates")]])}
    ${view.value.quantity === "loss" && html`<${Toggle} name="logarithmic" label=${t("result.logarithmic")}
      value=${view.value.logarithmic} onChange=${(value) => show({ logarithmic: value })} />`}`;
}

const valueText = (known, value) =>
  (view.value.quantity === "metric" && known.task !== "regression" ? percent(value) : short(value, 4));

/** One row of the history in words. @param {number} i @param {PartSeries[]} series */
function rowWords(i, series, known) {
  const { EPOCH, STEP } = about.value.enums.Column, at = (column) => history.value.at(i, column);
  const values = series.map(({ name, y }) => named(name, valueText(known, at(y)))).join(", ");
  return t("result.loss.row", { epoch: short(at(EPOCH), 6), updates: count(at(STEP)), values });
}

/** The chart for who can't see it. @param {PartSeries[]} series */
function describe(series, others, known) {
  const text = (value) => valueText(known, value);
  if (!history.value.rows) return t("result.loss.none");
  const line = (one, name) => {
    const [low, high] = extent([one]), at = (row) => text(one.history.at(row, one.y)), last = one.history.rows - 1;
    return t("result.loss.line", { name, from: at(0), to: at(last), low: text(low), high: text(high) });
  };
  const beside = others.flatMap((other) => other.series.map((one) => line(one, `${other.name}, ${one.name}`)));
  const own = [rowWords(history.value.rows - 1, series, known), ...series.map((one) => line(one, one.name))];
  return [...own, ...beside].join(" ");
}
