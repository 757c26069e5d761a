// The losses of all seeds, epoch after epoch: the median, the band of the middle half, that of all; or a line for each.

import { html } from "../../html.js";
import { luck, outcome } from "../../state/luck.js";
import { about, show, view } from "../../state/store.js";
import { count } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { Toggle } from "../../ui/controls.js";
import { Canvas, svgOf } from "../drawing/canvas.js";
import { plot } from "../drawing/plot.js";
import { ViewFrame } from "../drawing/view_frame.js";
import { seriesLine } from "../result/history_series.js";
import { classInk } from "../result/points.js";
import { alongScale, ChartTools, drawTarget, markEntries, measureScale } from "./chart.js";
import { summary } from "./luck.js";
import { measureName, valueWords } from "./measured.js";

const SAVED = { width: 640, height: 400 }; // pixels of a picture
const COLOR = 0;
const BANDS = [{ from: 0, to: 1, opacity: 0.2 }, { from: 0.25, to: 0.75, opacity: 0.4 }]; // between shares of the seeds

export function LuckBands() {
  const found = outcome.value, now = luck.value;
  if (!found || !now) return null;
  const along = "EPOCH", { Column } = about.value.enums, y = found.by.column;
  const series = found.runs.map(({ history, seed }) => ({ name: String(seed), history, x: Column[along], y }));
  const x = alongScale([{ config: now.config, history: found.longest }], along);
  const scales = { x, y: measureScale(series, found.target) }, title = t("luck.bands", { name: measureName() });
  const draw = (pen, look) => drawBands(pen, look, scales, found, series);
  return html`<${ViewFrame} name="luck-bands" titleKey="luck.bands.view" title=${title}
    beside=${html`<${ChartTools} /><${Toggle} name="luck.lines" label=${t("luck.lines")} value=${view.value.luckLines}
      onChange=${(luckLines) => show({ luckLines })} />`}
    svg=${() => svgOf(draw, title, SAVED.width, SAVED.height)}>
    <${Canvas} name="luck-bands" draw=${draw} level=${false}
      height=${(width) => Math.max(240, Math.min(width * 0.8, 460))}
      describe=${() => summary(found, now).join(" ")} read=${({ x }) => rowWords(found, x)} />
  <//>`;
}

/** The epoch of a row. */
const epochOf = ({ longest }, row) => longest.at(row, about.value.enums.Column.EPOCH);

function drawBands(pen, look, scales, found, series) {
  const stroke = classInk(COLOR), { luckLines } = view.value, cross = { stroke: look.bad, width: 2 };
  const area = ({ opacity }) => ({ fill: stroke, opacity }), thin = { stroke, width: 1, opacity: 0.35 };
  const shape = (name) => /** @type {any} */ (name), median = { stroke: look.ink, width: look.size / 5 };
  const shares = [...BANDS].reverse().map((band, i) => (
    { shape: shape("area"), style: area(band), text: t(i ? "luck.legend.all" : "luck.legend.half") }));
  const seeds = luckLines ? [{ shape: shape("line"), style: thin, text: t("luck.legend.seed") }] : shares;
  const entries = [[{ shape: shape("line"), style: median, text: t("luck.legend.median") }, ...seeds],
    markEntries(look, found.target, found.diverged > 0)];
  return plot(pen, look, { ...scales, entries, right: look.size * 2 }, (axes) => {
    axes.grid(pen);
    const places = Array.from({ length: found.rows }, (_, row) => axes.across(epochOf(found, row)));
    const up = (value) => Math.max(-1e4, Math.min(1e4, axes.up(value))); // what is infinite leaves the chart
    const line = (share) => places.flatMap((x, row) => [x, up(found.bands[share][row])]);
    if (luckLines) pen.lines(series.map((one) => seriesLine(one, axes)), thin);
    else {
      for (const band of BANDS) {
        const points = (share) => places.map((x, row) => [x, up(found.bands[share][row])]);
        pen.lines([[...points(band.from), ...points(band.to).reverse()].flat()], area(band), true);
      }
    }
    pen.lines([line(0.5)], median);
    found.runs.forEach(({ diverged }, i) => {
      if (diverged) pen.marks("cross", seriesLine(series[i], axes).slice(-2), look.size * 0.4, cross);
    });
    drawTarget(pen, look, axes, found.target);
  });
}

/** The quartiles at an epoch. */
function rowWords(found, x) {
  const rows = [...Array(found.rows).keys()], near = (row) => Math.abs(epochOf(found, row) - x);
  const row = rows.reduce((a, b) => (near(b) < near(a) ? b : a)), at = (share) => valueWords(found.bands[share][row]);
  const [low, high] = [at(0), at(1)], quartiles = `${at(0.25)} – ${at(0.75)}`;
  return t("luck.read", { epoch: count(epochOf(found, row)), median: at(0.5), quartiles, low, high });
}
