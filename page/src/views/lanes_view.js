// Trainings side by side: lanes that differ in one thing, or the same training with many seeds.

import { html } from "../html.js";
import { luck } from "../state/luck.js";
import { view } from "../state/store.js";
import { chooseCompared } from "../state/tabs.js";
import { t } from "../text/text.js";
import { hidden, locked } from "../ui/controls.js";
import { LuckBands } from "./lanes/bands.js";
import { LanesChart } from "./lanes/chart.js";
import { LuckExtremes } from "./lanes/extremes.js";
import { LuckTransport, SeedWords } from "./lanes/luck.js";
import { Multiples } from "./lanes/multiples.js";
import { LuckSpread } from "./lanes/spread.js";
import { LanesStandings } from "./lanes/standings.js";
import { LanesTransport } from "./lanes/transport.js";

export const LanesView = () => html`<section class="lanes" aria-label=${t("lanes")}>
  <${Mode} /><${LanesTransport} /><${Multiples} /></section>`;

export const LanesResult = () => html`<section class="lanes-result" aria-label=${t("lanes.result")}>
  <${LanesChart} /><${LanesStandings} /></section>`;

export const LuckView = () => html`<section class="lanes" aria-label=${t("luck")}>
  <${Mode} /><${LuckTransport} /><${SeedWords} /><${LuckBands} /></section>`;

export const LuckResult = () => html`<section class="lanes-result" aria-label=${t("luck.result")}>
  ${luck.value ? html`<${LuckSpread} /><${LuckExtremes} />` : html`<p class="faint">${t("luck.ready")}</p>`}</section>`;

/** Settings side by side, or seeds. */
function Mode() {
  if (hidden("compared")) return null;
  const choices = /** @type {const} */ (["lanes", "luck"]);
  return html`<div class="mode" role="group" aria-label=${t("compared")} data-control="compared">
    ${choices.map((value) => html`<button type="button" key=${value} data-help=${t(`compared.${value}.help`)}
      aria-pressed=${view.value.compared === value} disabled=${locked("compared")}
      onClick=${() => chooseCompared(value)}>${t(`compared.${value}`)}</button>`)}</div>`;
}
