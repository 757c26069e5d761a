// Trainings side by side: lanes that differ in one thing, or the same training with many seeds.

import { html } from "../html.js";
import { show, view } from "../state/store.js";
import { luck } from "../state/luck.js";
import { t } from "../text/text.js";
import { hidden, locked } from "../ui/controls.js";
import { chooseCompared } from "../state/tabs.js";
import { LanesChart } from "./lanes/chart.js";
import { LuckBands } from "./lanes/bands.js";
import { LuckExtremes } from "./lanes/extremes.js";
import { LuckTransport, SeedWords } from "./lanes/luck.js";
import { Multiples } from "./lanes/multiples.js";
import { LuckSpread } from "./lanes/spread.js";
import { LanesStandings } from "./lanes/standings.js";
import { LanesTransport } from "./lanes/transport.js";

const ofLanes = () => view.value.compared === "lanes";

export function LanesView() {
  return html`<section class="lanes" aria-label=${t("lanes")}><${Mode} />
    ${ofLanes() ? html`<${LanesTransport} /><${Multiples} />`
      : html`<${LuckTransport} /><${SeedWords} /><${LuckBands} />`}</section>`;
}

export function LanesResult() {
  return html`<section class="lanes-result" aria-label=${t("lanes.result")}>
    ${ofLanes() ? html`<${LanesChart} /><${LanesStandings} />`
      : luck.value ? html`<${LuckSpread} /><${LuckExtremes} />`
      : html`<p class="faint">${t("luck.ready")}</p>`}</section>`;
}

/** Settings side by side, or seeds. */
function Mode() {
  if (hidden("compared")) return null;
  return html`<div class="mode" role="group" aria-label=${t("compared")} data-control="compared">
    ${/** @type {const} */ (["lanes", "luck"]).map((value) => html`<button type="button" key=${value}
      data-help=${t(`compared.${value}.help`)}
      aria-pressed=${view.value.compared === value} disabled=${locked("compared")} onClick=${() => chooseCompared(value)}>${t(`compared.${value}`)}</button>`)}</div>`;
}
