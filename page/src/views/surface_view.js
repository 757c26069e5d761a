// Error surfaces.  Of a function: update rules race down it: the map, the play, E step by step, who won.  Of the
// network: the map over a plane of its weights, and how far to trust it.

import { html } from "../html.js";
import { race } from "../state/race.js";
import { t } from "../text/text.js";
import { Descent } from "./surface/descent.js";
import { GapChart } from "./surface/gap_chart.js";
import { LandscapeMap } from "./surface/landscape_map.js";
import { SurfaceMap } from "./surface/map.js";
import { Standings } from "./surface/standings.js";
import { RaceTransport } from "./surface/transport.js";

export function SurfaceView() {
  return html`<section class="surface" aria-label=${t("surface")}><${SurfaceMap} /><${RaceTransport} /></section>`;
}

export function RaceView() {
  return html`<section class="race" aria-label=${t("race")}>
    ${race.value && html`<${Standings} /><${Descent} />`}</section>`;
}

export function LandscapeView() {
  return html`<section class="surface" aria-label=${t("landscape")}><${LandscapeMap} /></section>`;
}

export function GapView() {
  return html`<div class="race"><${GapChart} /></div>`;
}
