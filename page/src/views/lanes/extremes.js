// The best seed and the worst: what their networks say, and the way to them.

import { html } from "../../html.js";
import { openConfiguration } from "../../state/lanes.js";
import { luck, outcome } from "../../state/luck.js";
import { count } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { Button } from "../../ui/controls.js";
import { divergenceText } from "../../ui/status.js";
import { Canvas, svgOf } from "../drawing/canvas.js";
import { ViewFrame } from "../drawing/view_frame.js";
import { boundaryScene, drawBoundary, FLAT } from "./boundary.js";
import { laneState } from "./measured.js";

const SAVED = 220; // pixels of a picture's side

/** The best seed and the worst, side by side. */
export function LuckExtremes() {
  const found = outcome.value, now = luck.value;
  if (!found || !now || found.runs.length < 2) return null;
  const { order, runs } = found, title = t("luck.extremes"), scene = boundaryScene();
  const both = [["best", order[0]], ["worst", order[order.length - 1]]].map(([which, i]) => (
    { which, seed: runs[i], name: t(`luck.${which}`, { seed: count(runs[i].seed) }) }));
  const save = () => svgOf((pen, look) => (both.forEach(({ name, seed }, i) => {
    const left = 8 + (SAVED + 16) * i, text = { fill: look.ink, size: look.size, weight: 600 };
    const box = { left, top: 2 * look.size, width: SAVED, height: SAVED * (scene.flat ? FLAT : 1) };
    pen.text(name, left, look.size, text);
    drawBoundary(pen, look, scene, seed, box);
  }), null), title, 2 * SAVED + 32, SAVED + 40);
  return html`<${ViewFrame} name="luck-extremes" titleKey="luck.extremes" title=${title} svg=${save}>
    <div class="multiples pair">${both.map((one) => html`<${Extreme} key=${one.which} scene=${scene}
      config=${now.config} ...${one} />`)}</div>
  <//>`;
}

function Extreme({ which, seed, name, scene, config }) {
  const draw = (pen, look) => {
    drawBoundary(pen, look, scene, seed, { left: 0, top: 0, width: pen.width, height: pen.height });
    return null;
  };
  return html`<figure data-seed=${seed.seed}>
    <figcaption><b>${name}</b></figcaption>
    <${Canvas} name=${`luck-${which}`} height=${(width) => width * (scene.flat ? FLAT : 1)} draw=${draw}
      describe=${() => `${name}: ${laneState(seed)}`} />
    <p class="small">${laneState(seed)}</p>
    ${seed.diagnosis && html`<p class="small bad">${divergenceText(seed.diagnosis)}</p>`}
    <div class="acts"><${Button} name="luck_open" kind="" label=${t("lanes.open.of", { name })}
      help=${t("lanes.open.help")} onClick=${() => openConfiguration({ ...config, seed: seed.seed })}>
      ${t("lanes.open")}<//></div>
  </figure>`;
}
