// Loss, or the metric, of the training and the validation part, epoch after epoch, and what was changed when.

import { signal } from "@preact/signals";
import { html } from "../../html.js";
import { about, facts, frame, history, show, view } from "../../state/store.js";
import { short, percent } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { SelectField, Toggle } from "../../ui/controls.js";
import { Axes } from "../drawing/axes.js";
import { Canvas, svgOf } from "../drawing/canvas.js";
import { ViewFrame } from "../drawing/view_frame.js";
import { columns, extent, nearestIndex, seriesLines } from "./history_series.js";
import { drawLegend, legendHeight } from "./legend.js";
import { drawMarks, MarkList } from "./marks.js";
import { classInk } from "./points.js";

const PARTS = /** @type {const} */ (["training", "validation"]);
const LOOKS = { training: { color: 0, dash: [] }, validation: { color: 4, dash: [6, 3] } };
const OUTLIER = 4; // times the first loss: what is beyond leaves the chart
const SAVED = { width: 640, height: 360 };

const quantity = signal(/** @type {"loss" | "metric"} */ ("loss"));
const against = signal(/** @type {"EPOCH" | "STEP"} */ ("EPOCH"));

/** The series of the chart. @param {any} known  facts @returns {(import("./history_series.js").Series & {part: string})[]} */
function seriesOf(known) {
  const { Column } = about.value.enums, kind = quantity.value === "loss" ? "LOSS" : "METRIC";
  const shown = PARTS.filter((part) => known.parts[part].length);
  return shown.map((part) => ({
    part, name: t(`part.${part}`),
    ...columns(history.value, Column[against.value], Column[`${part === "training" ? "TRAIN" : "VALIDATION"}_${kind}`]),
  }));
}

/** @returns {import("../drawing/axes.js").Scale} */
function levelScale(series, known) {
  const share = known.task !== "regression" && quantity.value === "metric";
  const name = quantity.value === "metric" ? t(`metric.${known.metricName}`) : t(`loss.${known.loss}`);
  if (quantity.value === "metric") {
    const [low] = extent(series), from = Math.max(share ? 0 : -1, Math.min(low - 0.05, 0.8));
    const ticks = share ? [0, 0.25, 0.5, 0.6, 0.7, 0.8, 0.9, 1].filter((value) => value >= from) : undefined;
    return { from, to: 1.02, name, ticks: ticks?.map((value) => ({ value, text: percent(value) })) };
  }
  if (view.value.logarithmic) {
    const [low, high] = extent(series, 0);
    return { from: low * 0.9, to: high * 1.1, name, logarithmic: true };
  }
  const [, high] = extent(series), first = Math.max(...series.map(({ y }) => y.find(Number.isFinite) ?? 0));
  return { from: 0, to: (Math.min(high, OUTLIER * first || high) || 1) * 1.05, name };
}

export function LossChart() {
  const known = facts.value, now = frame.value, series = seriesOf(known), marks = now?.marks ?? [];
  const diverged = now?.status === "diverged", last = series[0].x.at(-1) ?? 0;
  const x = { from: 0, to: Math.max(last, 1), name: t(against.value === "EPOCH" ? "result.epochs" : "result.updates") };
  const y = levelScale(series, known), at = (mark) => (against.value === "EPOCH" ? mark.epoch : mark.update);
  const draw = (pen, look) => drawChart(pen, look, { x, y, series, marks, at, end: diverged ? last : null });
  const title = t(quantity.value === "loss" ? "result.loss" : "result.metric", { name: y.name });
  const read = (place) => rowWords(nearestIndex(series[0].x, place.x), known);
  return html`<${ViewFrame} name="loss" titleKey="result.loss.view" title=${title} tools=${html`<${Tools} known=${known} />`}
    svg=${() => svgOf(draw, title, SAVED.width, SAVED.height)}>
    <${Canvas} name="loss" draw=${draw} height=${(width) => Math.max(170, Math.min(width * 0.5, 300))} level=${false}
      describe=${() => describe(series, known)} read=${read} rest=${rowWords(series[0].x.length - 1, known)} />
    <${MarkList} marks=${marks} />
  <//>`;
}

/** @returns {Axes} */
function drawChart(pen, look, { x, y, series, marks, at, end }) {
  const style = ({ part }) => ({ stroke: classInk(LOOKS[part].color), width: look.size / 6, dash: LOOKS[part].dash });
  const entries = [series.map((one) => ({ shape: /** @type {const} */ ("line"), style: style(one), text: one.name }))];
  const below = legendHeight(entries, pen.width, look.size), axes = new Axes(pen.width, pen.height - below, x, y, look);
  axes.grid(pen);
  pen.within(axes.box, () => {
    for (const one of series) pen.lines(seriesLines(one, axes), style(one));
  });
  drawMarks(pen, look, axes, marks, at, end);
  axes.draw(pen);
  drawLegend(pen, look, entries, { left: axes.box.left, top: pen.height - below, width: pen.width - axes.box.left });
  return axes;
}

function Tools({ known }) {
  const choose = (name, chosen, options) => html`<${SelectField} name=${name} label=${t(`result.${name}`)} value=${chosen.value}
    choices=${options.map(([value, text]) => ({ value, text }))} onChange=${(value) => (chosen.value = value)} />`;
  return html`
    ${choose("quantity", quantity, [["loss", t("result.loss.short")], ["metric", t(`metric.${known.metricName}`)]])}
    ${choose("against", against, [["EPOCH", t("result.epochs")], ["STEP", t("result.updates")]])}
    ${quantity.value === "loss" && html`<${Toggle} name="logarithmic" label=${t("result.logarithmic")}
      value=${view.value.logarithmic} onChange=${(value) => show({ logarithmic: value })} />`}`;
}

const valueText = (known, value) =>
  (quantity.value === "metric" && known.task !== "regression" ? percent(value) : short(value, 4));

/** One row of the history in words. @param {number} i */
function rowWords(i, known) {
  const row = history.value[i], { Column } = about.value.enums;
  if (!row) return "";
  const values = seriesOf(known).map(({ name, y }) => t("result.is", { name, value: valueText(known, y[i]) })).join(", ");
  return t("result.loss.row", { epoch: short(row[Column.EPOCH], 6), updates: count(row[Column.STEP]), values });
}

/** The chart for who can't see it. */
function describe(series, known) {
  const last = series[0].x.length - 1;
  if (last < 0) return t("result.loss.none");
  const lines = series.map(({ name, y }) => t("result.loss.line", {
    name, from: valueText(known, y[0]), to: valueText(known, y[last]), low: valueText(known, extent([{ name, x: [], y }])[0]),
  }));
  return [rowWords(last, known), ...lines].join(" ");
}
