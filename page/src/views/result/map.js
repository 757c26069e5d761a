// The large map: what the network says over the plane of its inputs, and the points of the data.

import { useEffect, useMemo } from "preact/hooks";
import { html } from "../../html.js";
import { look } from "../../state/actions.js";
import { moved } from "../../state/blaming.js";
import { facts, frame, show, view } from "../../state/store.js";
import { openSheet } from "../../state/tracing.js";
import { language, t } from "../../text/text.js";
import { Button } from "../../ui/controls.js";
import { Canvas, svgOf } from "../drawing/canvas.js";
import { ViewFrame } from "../drawing/view_frame.js";
import { chosenRow, outputOf } from "./choices.js";
import { curveScene, drawCurves, shownCurves, trainingError } from "./curves.js";
import { MapTools } from "./map_tools.js";
import { caption, describeMap, placeWords, pointWords } from "./map_words.js";
import { drawPlane, planeScene, shownOnPlane } from "./plane.js";
import { drawnParts, nearestRow } from "./points.js";
import { answersOf } from "./shown.js";
import { table } from "./table.js";

const SAVED = { width: 560, height: 600 }; // pixels of a picture
const NEAR = 9, REACH = 16; // pixels from the pointer to the point that is told, and to the one that a click takes

export function MapView() {
  const known = facts.value, now = frame.value, output = outputOf(known), flat = known.plane.up < 0;
  const words = language.value; // of what the scene says
  /** @type {any} */
  const scene = useMemo(() => (flat ? curveScene : planeScene)(known, output), [known, output, words]);
  const judged = table.value, { axes, discretise, showValidation, hover, unit } = view.value;
  const error = useMemo(() => (judged ? trainingError(known, judged, output) : null), [judged, output]);
  useEffect(() => turn(known, axes), [known, axes]);
  if (!now?.pictures) return null;
  const marked = known.task === "regression" ? null : judged;
  const parts = drawnParts(known, showValidation);
  const which = { parts, judged: marked, chosen: chosenRow(known), moved: moved.value };
  const answers = answersOf(known, now.pictures);
  const what = { known, answers, output, discretise, looked: hover ?? unit, judged, which, error };
  /** @type {any} */
  const shown = flat ? shownCurves(what) : shownOnPlane(scene, what);
  const draw = (pen, look) => (flat ? drawCurves : drawPlane)(pen, look, scene, shown, what);
  const nearest = ({ axes, x, y }, reach) =>
    nearestRow(scene.groups, which.parts, scene.placing(axes), [axes.across(x), axes.up(y)], reach);
  const title = [shown.title, caption(known)].filter(Boolean).join(". ");
  return html`<${ViewFrame} name="map" titleKey="result.map" title=${shown.title}
    beside=${html`<${MapTools} known=${known} output=${output} />`}
    svg=${() => svgOf(draw, title, SAVED.width, SAVED.height)}>
    <${Canvas} name="map" draw=${draw} height=${mapHeight} describe=${() => describeMap(what, shown)}
      read=${(place) => placeWords(place, what, shown, nearest(place, NEAR))}
      rest=${which.chosen === null ? t("result.map.hint") : pointWords(which.chosen, what)}
      pick=${(place) => show({ row: nearest(place, REACH) })} />
    ${which.chosen !== null && !view.value.sheet && html`<${Button} name="open_by_hand" help=${t("trace.open.help")}
      onClick=${() => openSheet()}>${t("trace.open_here")}<//>`}
    ${caption(known) && html`<p class="caption">${caption(known)}</p>`}
  <//>`;
}

/** Let the axes be those that are chosen, the first two where there are no such features. @param {any} known  facts */
function turn({ plane, data: { d } }, axes) {
  const [across, up] = axes && axes[0] !== axes[1] && Math.max(...axes) < d ? axes : [0, 1];
  if (d > 1 && (across !== plane.across || up !== plane.up)) look(across, up);
}

/** As high as it is wide, with a legend, and no higher than leaves room for the losses. @param {number} width */
const mapHeight = (width) =>
  Math.min(Math.max(width * 1.08, Math.min(340, width + 110)), Math.max(300, globalThis.innerHeight * 0.42));
