// E of every walk, step after step.

import { html } from "../../html.js";
import { at, race } from "../../state/race.js";
import { count, short } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { Canvas, svgOf } from "../drawing/canvas.js";
import { plot } from "../drawing/plot.js";
import { ViewFrame } from "../drawing/view_frame.js";
import { lossScale } from "./scales.js";
import { lineOf, seen } from "./walk.js";
import { outcomeWords } from "./words.js";

const SAVED = { width: 640, height: 400 }; // pixels of a picture
const MOST = 800; // points of a line

export function Descent() {
  const shown = race.value, time = at.value ?? Infinity, walks = shown.rules.map((_, r) => seen(shown, r));
  const draw = (pen, look) => drawDescent(pen, look, shown, walks, time), title = t("descent.title");
  return html`<${ViewFrame} name="descent" titleKey="descent.title"
    svg=${() => svgOf(draw, title, SAVED.width, SAVED.height)}>
    <${Canvas} name="descent" draw=${draw} level=${false} height=${(width) => Math.max(180, Math.min(width * 0.6, 300))}
      describe=${() => shown.rules.map(({ name }, r) => `${name}: ${outcomeWords(shown, r)}.`).join(" ")}
      read=${({ x }) => valuesAt(shown, walks, Math.round(x))} />
  <//>`;
}

function drawDescent(pen, look, shown, walks, time) {
  const { scale, of } = lossScale(walks, shown.surface), width = look.size / 6;
  const x = { from: 0, to: shown.steps, name: t("descent.steps") };
  return plot(pen, look, { x, y: scale, entries: [], right: look.size * 2 }, (axes) => {
    axes.grid(pen);
    walks.forEach(({ value, last, lost }, r) => {
      const end = Math.min(Math.floor(time), last), every = Math.max(1, Math.floor(end / MOST)), points = [];
      for (let k = 0; k < end; k += every) points.push(axes.across(k), axes.up(of(value[k])));
      const head = [axes.across(end), axes.up(of(value[end]))], style = lineOf(shown.rules[r].name, width);
      pen.lines([[...points, ...head]], style);
      if (lost && time > last) pen.marks("cross", head, look.size * 0.5, { stroke: style.stroke, width: 3 });
    });
    if (time < shown.steps) {
      const now = axes.across(time), { top, height } = axes.box;
      pen.lines([[now, top, now, top + height]], { stroke: look.ink, width: 1, opacity: 0.6 });
    }
  });
}

/** E of every walk after so many steps. */
function valuesAt(shown, walks, step) {
  const value = ({ last, value: E }) => (step <= last ? short(E[step], 4) : "–");
  const values = shown.rules.map(({ name }, r) => `${name} ${value(walks[r])}`);
  return t("descent.at", { steps: count(step), values: values.join(", ") });
}
