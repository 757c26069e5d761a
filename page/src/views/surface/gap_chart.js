// How far to trust the map: the loss along the path, beside that of the surface under it.

import { html } from "../../html.js";
import { landscape } from "../../state/landscape.js";
import { count, short } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { Canvas, svgOf } from "../drawing/canvas.js";
import { plot } from "../drawing/plot.js";
import { ViewFrame } from "../drawing/view_frame.js";
import { gapWords } from "./landscape_words.js";

const SAVED = { width: 640, height: 400 }; // pixels of a picture
const STRETCHED = 5; // the largest loss over the least, from which on the axis is logarithmic
const DASH = [6, 3];
const ROOM = 1.02; // of the last update, for the mark there

export function GapChart() {
  const seen = landscape.value, title = t("landscape.gap");
  if (!seen) return null;
  const draw = (pen, look) => drawGap(pen, look, seen);
  const svg = () => svgOf(draw, title, SAVED.width, SAVED.height);
  return html`<${ViewFrame} name="gap" titleKey="landscape.gap" svg=${svg}>
    <${Canvas} name="gap" draw=${draw} level=${false} height=${(width) => Math.max(180, Math.min(width * 0.6, 300))}
      describe=${() => gapWords(seen)} read=${({ x }) => valuesAt(seen, x)} />
    <p class="gap-words" role="status">${gapWords(seen)}</p>
  <//>`;
}

/** @param {import("../../state/landscape.js").Seen} seen @returns {import("../drawing/axes.js").Scale} */
function lossAxis({ plane: { loss }, shadow }) {
  const all = [...loss, ...shadow].filter((E) => Number.isFinite(E) && E > 0), name = t("landscape.loss");
  const low = Math.min(...all), high = Math.max(...all);
  if (!all.length) return { from: 0, to: 1, name };
  if (high > STRETCHED * low) return { from: low * 0.9, to: high * 1.1, name, logarithmic: true };
  const room = 0.08 * (high - low) || 0.1 * high;
  return { from: low - room, to: high + room, name };
}

function drawGap(pen, look, seen) {
  const { plane: { updates, loss, updatesNow, lossNow }, shadow, shadowNow } = seen, { ink, accent, size } = look;
  const y = lossAxis(seen);
  const x = { from: 0, to: ROOM * Math.max(1, updates[updates.length - 1]), name: t("result.updates") };
  const own = { stroke: ink, width: size / 6 }, below = { stroke: accent, width: size / 6, dash: DASH };
  const entry = (style, key) => ({ shape: /** @type {const} */ ("line"), style, text: t(`landscape.gap.${key}`) });
  const entries = [[entry(own, "own"), entry(below, "plane")]];
  return plot(pen, look, { x, y, entries }, (axes) => {
    axes.grid(pen);
    const up = (E) => axes.up(Math.min(Math.max(E, y.from), y.to));
    const line = (values) => updates.flatMap((t, i) => [axes.across(t), up(values[i])]);
    const true_ = line(loss), under = line(shadow);
    const back = updates.map((_, i) => [under[2 * i], under[2 * i + 1]]).reverse().flat();
    pen.lines([[...true_, ...back]], { fill: accent, opacity: 0.14 }, true);
    pen.lines([under], below);
    pen.lines([true_], own);
    const now = axes.across(updatesNow), { top, height } = axes.box;
    pen.lines([[now, top, now, top + height]], { stroke: look.faint, width: 1 });
    pen.marks("circle", [now, up(shadowNow)], size * 0.32, { fill: look.ground, stroke: accent, width: 2 });
    pen.marks("circle", [now, up(lossNow)], size * 0.32, { fill: ink });
  });
}

/** Both at the moment of the path that is nearest. */
function valuesAt({ plane: { updates, loss }, shadow }, at) {
  const far = updates.map((t) => Math.abs(t - at)), k = far.indexOf(Math.min(...far));
  return t("landscape.gap.at", { at: count(updates[k]), loss: short(loss[k], 4), shadow: short(shadow[k], 4) });
}
