// The plane of the features as a hidden layer maps it, following the training: where the next layer cuts it straight.

import { effect, signal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import { html } from "../../html.js";
import { inside, insideNow, want } from "../../state/inside.js";
import { facts, show, view } from "../../state/store.js";
import { percent } from "../../text/numbers.js";
import { language, t } from "../../text/text.js";
import { SelectField, hidden } from "../../ui/controls.js";
import { Canvas, svgOf } from "../drawing/canvas.js";
import { ViewFrame } from "../drawing/view_frame.js";
import { nameOf } from "../network/names.js";
import { drawBent } from "./bent_drawing.js";
import { chosenRow, outputOf } from "./choices.js";
import { curveScene } from "./curves.js";
import { pointWords } from "./map_words.js";
import { planeScene } from "./plane.js";
import { drawnParts, nearestRow, pointsKey } from "./points.js";
import { answersOf, shownOutputs } from "./shown.js";
import { table } from "./table.js";

const SAVED = { width: 560, height: 560 }; // pixels of a picture
const REACH = 16; // pixels from the pointer to the point that is told

const open = signal(false);

/** The hidden layer that is shown, from 1; 0 where there is none. */
function shownLayer() {
  const hiddenLayers = (facts.value?.sizes.length ?? 2) - 2, { bent } = view.value;
  return bent > 0 && bent <= hiddenLayers ? bent : hiddenLayers;
}

effect(() => {
  const layer = open.value && !hidden("bent") && facts.value?.drawn.length ? shownLayer() : 0;
  want("bent", layer ? { bent: layer } : {});
});

export function BentView() {
  if (hidden("bent") || !facts.value?.drawn.length || !shownLayer()) return null;
  return html`<details class="section" data-control="bent" open=${open.value}
    onToggle=${(event) => (open.value = event.currentTarget.open)}>
    <summary>${t("inside.bent")}</summary>${open.value && html`<div class="broad"><${Bent} /></div>`}
  </details>`;
}

/** What a layer is called: "hidden layer 2: 8 tanh". @param {string} key @param {number} layer */
function layerWords(key, layer) {
  const { sizes, config: { activation } } = facts.value;
  const name = Array.isArray(activation) ? activation[layer - 1] : activation;
  return t(key, { layer, units: sizes[layer], activation: nameOf("activation", name) });
}

function Bent() {
  inside.value;
  const known = facts.value, bent = insideNow()?.bent, layer = shownLayer(), words = language.value;
  const drawn = useRef(/** @type {any} */ (null)); // the axes of what stands on the canvas
  const output = outputOf(known), flat = known.plane.up < 0, judged = table.value;
  /** @type {any} */
  const scene = useMemo(() => (flat ? curveScene : planeScene)(known, output), [known, output, words]);
  if (!bent || bent.layer !== layer) return null;
  const marked = known.task === "regression" ? null : judged, { showValidation, discretise } = view.value;
  const which = { parts: drawnParts(known, showValidation), judged: marked, chosen: chosenRow(known), moved: null };
  const shown = bent.sheet && !flat
    ? shownOutputs(known, answersOf(known, asPictures(known, bent.sheet)), output, scene, discretise) : null;
  const what = { known, bent, scene, shown, which, names: axisNames(bent) };
  const title = layerWords("inside.bent.title", layer);
  const key = [bent, output, discretise, words, ...pointsKey(scene.groups, which)];
  const draw = (pen, look) => {
    pen.layer([...key, look.size, look.ground], (under) => (drawn.current = drawBent(under, look, what)));
    return drawn.current;
  };
  const place = (axes) => (row) => [axes.across(bent.spots[2 * row]), axes.up(bent.spots[2 * row + 1])];
  const nearest = ({ axes, x, y }) =>
    nearestRow(scene.groups, which.parts, place(axes), [axes.across(x), axes.up(y)], REACH);
  const told = (row) => (row === null ? "" : pointWords(row, { known, judged }));
  const help = t(flat ? "inside.bent.line" : bent.sheet ? "inside.bent.help" : "inside.bent.points");
  const described = () => [title, ...what.names.filter(Boolean), help].join(". ");
  return html`<${ViewFrame} name="bent" titleKey="inside.bent" title=${layerWords("inside.bent.choice", layer)}
    beside=${html`<${LayerField} layer=${layer} />`} svg=${() => svgOf(draw, title, SAVED.width, SAVED.height)}>
    <${Canvas} name="bent" draw=${draw} height=${(width) => Math.min(width, 420)} describe=${described}
      read=${(at) => told(nearest(at))} pick=${(at) => show({ row: nearest(at) })}
      rest=${which.chosen === null ? help : told(which.chosen)} />
  <//>`;
}

/** The sheet's outputs as the pictures of a frame, which end with the outputs. */
function asPictures({ sizes, outputNames }, { P, points, side }) {
  const units = sizes.slice(1).reduce((a, b) => a + b, 0), values = new Float32Array(units * points);
  values.set(P, (units - outputNames.length) * points);
  return { values, points, side };
}

/** The names of both axes: of the layer's units, or of the principal components. @returns {[string, string]} */
function axisNames({ layer, shares }) {
  const unit = (k) => (k < facts.value.sizes[layer] ? t("inside.bent.unit", { unit: k + 1, layer }) : "");
  const component = (k) => t("inside.bent.component", { k: k + 1, share: percent(Math.round(100 * shares[k]) / 100) });
  return shares ? [component(0), component(1)] : [unit(0), unit(1)];
}

/** @param {{layer: number}} props */
function LayerField({ layer }) {
  const layers = Array.from({ length: facts.value.sizes.length - 2 }, (_, l) => l + 1);
  if (layers.length < 2) return null;
  return html`<${SelectField} name="bent_layer" label=${t("inside.bent.layer")} value=${String(layer)}
    choices=${layers.map((l) => ({ value: String(l), text: layerWords("inside.bent.choice", l) }))}
    onChange=${(chosen) => show({ bent: Number(chosen) })} />`;
}
