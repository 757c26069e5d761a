// The lanes side by side: a picture each, with what sets it apart, how it stands, and what can be done with it.

import { html } from "../../html.js";
import { laneCommand, lanes, noLaneCommand, openConfiguration } from "../../state/lanes.js";
import { facts } from "../../state/store.js";
import { t } from "../../text/text.js";
import { Button } from "../../ui/controls.js";
import { CopyButton } from "../../ui/copy_button.js";
import { divergenceText } from "../../ui/status.js";
import { Canvas, svgOf } from "../drawing/canvas.js";
import { ViewFrame } from "../drawing/view_frame.js";
import { boundaryScene, drawBoundary, FLAT } from "./boundary.js";
import { laneLook, laneName, laneWords, Swatch } from "./looks.js";
import { laneState } from "./measured.js";

const SAVED = 220; // pixels of a picture's side

export function Multiples() {
  const now = lanes.value;
  if (!now || !facts.value) return html`<p role="status">${t("lanes.none")}</p>`;
  const title = t("lanes.title", { what: t(`lanes.what.${now.key}`) });
  return html`<${ViewFrame} name="lanes" titleKey="lanes" title=${title} svg=${() => picture(now, title)}>
    <div class="multiples">
      ${now.lanes.map((lane, i) => html`<${Frame} key=${lane.text} ...${{ now, lane, i }} />`)}</div>
  <//>`;
}

function Frame({ now, lane, i }) {
  const { text, config, diagnosis, status } = lane, name = laneName(now.key, text), scene = boundaryScene();
  const still = !now.playing || status !== "running", reason = noLaneCommand(config);
  const draw = (pen, look) => {
    drawBoundary(pen, look, scene, lane, { left: 0, top: 0, width: pen.width, height: pen.height }, still);
    return null;
  };
  return html`<figure data-lane=${text} data-status=${status}>
    <figcaption><b class="named"><${Swatch} look=${laneLook(now, i, 3)} />${name}</b>
      <span class="faint">${laneWords(now, i)}</span></figcaption>
    <${Canvas} name=${`lane-${i}`} draw=${draw} height=${(width) => width * (scene.flat ? FLAT : 1)}
      describe=${() => `${name}: ${laneState(lane)}`} />
    <p class="small">${laneState(lane)}</p>
    ${diagnosis && html`<p class="small bad">${divergenceText(diagnosis)}</p>`}
    <div class="acts">
      <${Button} name="lane_open" kind="" label=${t("lanes.open.of", { name })} help=${t("lanes.open.help")}
        onClick=${() => openConfiguration(config)}>${t("lanes.open")}<//>
      ${!reason && html`<${CopyButton} name="lane_command" label=${t("lanes.command")}
        help=${t("lanes.command.help", { name })} text=${() => laneCommand(config)} />`}
    </div>
  </figure>`;
}

/** All lanes as one picture. */
function picture(now, title) {
  const scene = boundaryScene(), high = SAVED * (scene.flat ? FLAT : 1), across = Math.min(3, now.lanes.length);
  const draw = (pen, look) => {
    const row = high + 4 * look.size;
    now.lanes.forEach((lane, i) => {
      const left = (i % across) * (SAVED + 16) + 8, top = Math.floor(i / across) * row;
      pen.text(laneName(now.key, lane.text), left, top + look.size, { fill: look.ink, size: look.size, weight: 600 });
      pen.text(laneState(lane), left, top + 2.4 * look.size, { fill: look.faint, size: look.size });
      drawBoundary(pen, look, scene, lane, { left, top: top + 3 * look.size, width: SAVED, height: high });
    });
    return null;
  };
  return svgOf(draw, title, across * (SAVED + 16), Math.ceil(now.lanes.length / across) * (high + 60));
}
