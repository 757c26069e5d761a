// Update rules race down an error surface: the map, the play, E step by step, who won.

import { html } from "../html.js";
import { race } from "../state/race.js";
import { t } from "../text/text.js";
import { Descent } from "./surface/descent.js";
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
