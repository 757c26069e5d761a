// The large map: what the network says over the plane of its inputs, and the points of the data.

import { useMemo } from "preact/hooks";
import { html } from "../../html.js";
import { facts, frame, show, view } from "../../state/store.js";
import { t } from "../../text/text.js";
import { Canvas, svgOf } from "../drawing/canvas.js";
import { ViewFrame } from "../drawing/view_frame.js";
import { outputOf } from "./choices.js";
import { curveScene, drawCurves } from "./curves.js";
import { MapTools } from "./map_tools.js";
import { caption, describeMap, pointWords, valueWords } from "./map_words.js";
import { drawPlane, planeScene } from "./plane.js";
import { nearestRow } from "./points.js";
import { answersOf } from "./shown.js";
import { table } from "./table.js";

/** The width of what is saved as SVG or PNG, where the map was never shown. */
const SAVED = { width: 560, height: 600 };

export function MapView() {
  const known = facts.value, now = frame.value, { discretise, showValidation, hover, unit, row } = view.value;
  const output = outputOf(known), flat = known.plane.up < 0, looked = hover ?? unit;
  const scene = useMemo(() => (flat ? curveScene : planeScene)(known, output), [known, output]);
  if (!now?.pictures) return null;
  const answers = answersOf(known, now.pictures), judged = table.value;
  const parts = showValidation ? ["training", "validation", "test"] : ["training"];
  const which = {
    parts: parts.filter((part) => known.parts[part].length), wrong: known.task === "regression" ? undefined : judged?.wrong,
    chosen: row !== null && row < known.data.n ? row : null,
  };
  const what = { known, now, answers, output, discretise, looked, judged, which };
  const shown = scene.shown(what), draw = (pen, look) => (flat ? drawCurves : drawPlane)(pen, look, scene, shown, what);
  const nearest = (place, reach) => nearestRow(scene.groups, which.parts, scene.placing(place.axes), place.axes.across(place.x),
    place.axes.up(place.y), reach);
  const read = (place) => {
    const row = nearest(place, 9);
    return html`${valueWords(place, what, shown)}${row !== null && html`<br />${pointWords(row, what)}`}`;
  };
  const rest = which.chosen === null ? t("result.map.hint") : pointWords(which.chosen, what);
  return html`<${ViewFrame} name="map" titleKey="result.map" title=${shown.title} tools=${html`<${MapTools} known=${known} output=${output} />`}
    svg=${() => svgOf(draw, [shown.title, caption(known)].filter(Boolean).join(" · "), SAVED.width, SAVED.height)}>
    <${Canvas} name="map" draw=${draw} height=${mapHeight} describe=${() => describeMap(what, shown)} read=${read} rest=${rest}
      pick=${(place) => show({ row: nearest(place, 16) })} />
    ${caption(known) && html`<p class="caption">${caption(known)}</p>`}
  <//>`;
}

/** As high as it is wide, and no higher than leaves room for the losses. @param {number} width */
const mapHeight = (width) => Math.min(width * 1.08, Math.max(300, globalThis.innerHeight * 0.56));
