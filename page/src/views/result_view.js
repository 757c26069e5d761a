// The result: the map, how good the network is in words, the losses, what it takes for what.

import { html } from "../html.js";
import { facts, frame } from "../state/store.js";
import { t } from "../text/text.js";
import { Section } from "../ui/controls.js";
import { BentView } from "./result/bent.js";
import { ConfusionView } from "./result/confusion.js";
import { Futures } from "./result/futures.js";
import { LossChart } from "./result/loss_chart.js";
import { MapView } from "./result/map.js";
import { ScatterView } from "./result/scatter.js";
import { ScoreView } from "./result/score.js";
import { WorstView } from "./result/worst.js";

export function ResultView() {
  const known = facts.value;
  if (!known || !frame.value) return html`<section class="result" aria-label=${t("result")}></section>`;
  const regression = known.task === "regression";
  return html`<section class="result" aria-label=${t("result")}>
    <h2 class="hidden-text">${t("result")}</h2>
    <div class="map-and-futures"><${MapView} /><${Futures} /></div>
    <${ScoreView} />
    <${LossChart} />
    <${BentView} />
    <${Section} name="confusion" title=${t(regression ? "result.scatter" : "result.confusion")}>
      <div class="broad">${regression ? html`<${ScatterView} />` : html`<${ConfusionView} />`}</div><//>
    <${Section} name="worst" title=${t("result.worst")}><div class="broad"><${WorstView} /></div><//>
  </section>`;
}
