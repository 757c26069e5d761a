// Losses, or metrics, of all lanes in one chart, over epochs, updates or seconds; the target; who diverged where.

import { html } from "../../html.js";
import { lanes, laneStandings, measure } from "../../state/lanes.js";
import { about, facts, show, view } from "../../state/store.js";
import { count, short } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { SelectField, Toggle } from "../../ui/controls.js";
import { Canvas, svgOf } from "../drawing/canvas.js";
import { plot } from "../drawing/plot.js";
import { ViewFrame } from "../drawing/view_frame.js";
import { extent, nearestRow, seriesLine } from "../result/history_series.js";
import { laneLook, laneName } from "./looks.js";
import { measureName, valueWords } from "./measured.js";

const SAVED = { width: 640, height: 420 }; // pixels of a picture

/**
 * The scale of what is compared.
 * @param {import("../result/history_series.js").Series[]} series  @param {number | null} target
 * @returns {import("../drawing/axes.js").Scale}
 */
export function measureScale(series, target) {
  const loss = measure.value.quantity === "loss", name = measureName(), all = extent(series, loss ? 0 : -Infinity);
  const [low, high] = target === null ? all : [Math.min(all[0], target), Math.max(all[1], target)];
  const logarithmic = view.value.laneLogarithmic && low > 0;
  if (loss && logarithmic) return { from: low * 0.8, to: high * 1.25, name, logarithmic };
  if (loss) return { from: 0, to: 1.05 * high, name };
  return { from: Math.max(-1, low - 0.05), to: 1.02, name };
}

/** The axis along: as long as the longest lane will be, where that is known. @param {any[]} all  lanes, or seeds */
export function alongScale(all, along) {
  const { Column } = about.value.enums, n = facts.value.parts.training.length;
  const updates = ({ batch_size: size, epochs }) => epochs * Math.ceil(n / (size === "full" ? n : Math.min(n, size)));
  const ends = all.map(({ config, history }) => (along === "EPOCH" ? config.epochs : along === "STEP" ? updates(config)
    : history.at(history.rows - 1, Column.SECONDS)));
  return { from: 0, to: Math.max(...ends, 1e-3), name: t(`lanes.along.${along}`) };
}

export function LanesChart() {
  const now = lanes.value, { Column } = about.value.enums, { laneAgainst } = view.value;
  const { target } = laneStandings.value, title = t("lanes.chart", { name: measureName() });
  if (!now) return null;
  const series = now.lanes.map(({ history, text }) => (
    { name: laneName(now.key, text), history, x: Column[laneAgainst], y: measure.value.column }));
  const scales = { x: alongScale(now.lanes, laneAgainst), y: measureScale(series, target) };
  const draw = (pen, look) => drawChart(pen, look, scales, now, series, target);
  return html`<${ViewFrame} name="lanes-chart" titleKey="lanes.chart.view" title=${title}
    beside=${html`<${ChartTools} along />`} svg=${() => svgOf(draw, title, SAVED.width, SAVED.height)}>
    <${Canvas} name="lanes-chart" draw=${draw} level=${false}
      height=${(width) => Math.max(220, Math.min(width * 0.62, 380))}
      describe=${() => describe(series)} read=${({ x }) => valuesAt(series, x)} />
  <//>`;
}

/** Which part, which quantity, over what. ``along``: whether that can be chosen. */
export function ChartTools({ along = false }) {
  const { parts, metricName } = facts.value, { part, quantity } = measure.value, { laneAgainst } = view.value;
  const choose = (name, key, now, options) => html`<${SelectField} name=${name} label=${t(`${name}.label`)} value=${now}
    choices=${options.map(([value, text]) => ({ value, text }))}
    onChange=${(value) => show({ [key]: value, laneTarget: null })} />`;
  const names = /** @type {const} */ (["training", "validation"]).filter((name) => parts[name].length);
  const own = view.value.compared === "lanes" && lanes.value?.key === "loss";
  return html`
    ${names.length > 1 && choose("lanes.part", "lanePart", part, names.map((name) => [name, t(`part.${name}`)]))}
    ${!own && choose("lanes.quantity", "laneQuantity", quantity,
      [["loss", t("result.loss.short")], ["metric", t(`metric.${metricName}`)]])}
    ${along && html`<${SelectField} name="lanes.against" label=${t("result.against")} value=${laneAgainst}
      choices=${["EPOCH", "STEP", "SECONDS"].map((value) => ({ value, text: t(`lanes.along.${value}`) }))}
      onChange=${(value) => show({ laneAgainst: value })} />`}
    ${quantity === "loss" && html`<${Toggle} name="lanes.logarithmic" label=${t("result.logarithmic")}
      value=${view.value.laneLogarithmic} onChange=${(value) => show({ laneLogarithmic: value })} />`}`;
}

const targetLine = (look) => ({ stroke: look.ink, width: 1.5, dash: [2, 3] });

/** A level line at the target. */
export function drawTarget(pen, look, axes, target) {
  if (target === null) return;
  const y = axes.up(target), { left, width } = axes.box;
  pen.lines([[left, y, left + width, y]], targetLine(look));
}

/** What marks mean: the target, and where trainings diverged. @returns {import("../drawing/legend.js").Entry[]} */
export function markEntries(look, target, diverged) {
  const line = /** @type {const} */ ("line"), cross = /** @type {const} */ ("cross"), entries = [];
  const value = target !== null && valueWords(target), bad = { stroke: look.bad, width: 2 };
  if (value) entries.push({ shape: line, style: targetLine(look), text: t("lanes.target.at", { value }) });
  if (diverged) entries.push({ shape: cross, style: bad, text: t("result.diverged") });
  return entries;
}

/** @param {import("../drawing/pens.js").Pen} pen  @param {import("../drawing/look.js").Look} look */
function drawChart(pen, look, scales, now, series, target) {
  const width = look.size / 6, style = (i) => laneLook(now, i, width), line = /** @type {const} */ ("line");
  const diverged = now.lanes.some((lane) => lane.diverged);
  const entries = [series.map(({ name }, i) => ({ shape: line, style: style(i), text: name })),
    markEntries(look, target, diverged)];
  return plot(pen, look, { ...scales, entries, right: look.size * 2 }, (axes) => {
    axes.grid(pen);
    series.forEach((one, i) => {
      const points = seriesLine(one, axes), last = points.slice(-2);
      if (points.length > 2) pen.lines([points], style(i));
      else pen.marks("circle", points, look.size / 4, { fill: style(i).stroke });
      if (now.lanes[i].diverged) pen.marks("cross", last, look.size * 0.5, { stroke: look.bad, width: 3 });
    });
    drawTarget(pen, look, axes, target);
  });
}

/** The values of all lanes at a place along the axis. */
function valuesAt(series, x) {
  const at = (one) => one.history.at(nearestRow(one, x), one.y), { laneAgainst } = view.value;
  const where = laneAgainst === "SECONDS" ? short(x) : count(x);
  const values = series.map((one) => `${one.name}: ${valueWords(at(one))}`).join("; ");
  return t(`lanes.read.${laneAgainst}`, { where, values });
}

/** The chart for who can't see it. */
function describe(series) {
  return series.map(({ name, history, y }) => t("lanes.line", {
    name, from: valueWords(history.at(0, y)), to: valueWords(history.at(history.rows - 1, y)) })).join(" ");
}
