// The futures of a training beside the map of the one that goes on: others that left it at a moment of its past.

import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { html } from "../../html.js";
import { dismissFuture, swapFuture } from "../../state/actions.js";
import { futures } from "../../state/futures.js";
import { about, facts, frame, view } from "../../state/store.js";
import { count } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { Button, hidden } from "../../ui/controls.js";
import { Icon } from "../../ui/icons.js";
import { lossText } from "../../ui/status.js";
import { drawPicture } from "../network/unit_pictures.js";
import { outputOf } from "./choices.js";
import { settingWords } from "./marks.js";
import { planeScene } from "./plane.js";
import { classInk } from "./points.js";
import { answersFrom, answersOf, shownOutputs, targetRange } from "./shown.js";

const LOOKS = [{ color: 1, dash: [2, 3] }, { color: 2, dash: [7, 3, 2, 3] }, { color: 3, dash: [10, 4] },
  { color: 5, dash: [1, 5] }];

const NONE = new Uint32Array(0); // a curve has no colours

/** The lines of another future in the chart of losses. @param {number} i */
export function futureLook(i) {
  const { color, dash } = LOOKS[i % LOOKS.length];
  return { stroke: classInk(color), dash, opacity: 0.75 };
}

export function Futures() {
  const known = facts.value, now = frame.value, others = futures.value, output = outputOf(known);
  const scene = useMemo(() => (known.plane.up < 0 || !others.length ? null : planeScene(known, output)),
    [known, output, others]);
  if (!others.length || !now?.pictures || hidden("futures")) return null;
  const shared = { known, output, scene };
  const cards = [{ letter: now.line.letter, card: html`<${Present} key=${now.line.letter} now=${now} ...${shared} />` },
    ...others.map((future, i) => ({ letter: future.letter,
      card: html`<${Card} key=${future.letter} look=${futureLook(i)} future=${future} ...${shared} />` }))];
  return html`<div class="futures" role="group" aria-label=${t("futures")} data-control="futures">
    ${cards.sort((a, b) => (a.letter < b.letter ? -1 : 1)).map(({ card }) => card)}</div>`;
}

/**
 * What a frame would say of the end of a future.
 * @param {any} known  facts  @param {import("../../state/futures.js").Future} future
 */
function lastLosses({ parts }, { history }) {
  const { Column } = about.value.enums, held = parts.validation.length > 0;
  const last = (column) => {
    const value = history.at(history.rows - 1, Column[column]);
    return Number.isFinite(value) ? value : null;
  };
  return {
    train_loss: last("TRAIN_LOSS"), validation_loss: held ? last("VALIDATION_LOSS") : null,
    metric: last(held ? "VALIDATION_METRIC" : "TRAIN_METRIC"),
  };
}

/** "B: learning rate 0.1" @param {{letter: string, values: {[key: string]: any}}} line */
export const lineName = ({ letter, values }) => `${letter}: ${settingWords(values)}`;

/** The one that goes on, as large as the others. */
function Present({ known, now, output, scene }) {
  const { epoch, line, pictures, train_loss: loss } = now, answers = answersOf(known, pictures);
  return html`<figure data-present>
    <${Picture} ...${{ known, answers, output, scene }} />
    <figcaption>
      <${Line} stroke=${classInk(0)} />
      <b>${lineName(line)}</b>
      ${loss !== null && html`<span>${t("future.is", { epoch: count(epoch), losses: lossText(now) })}</span>`}
    </figcaption>
    <p>${t("future.now")}</p>
  </figure>`;
}

/** ``look``: of its lines in the chart. */
function Card({ future, known, output, scene, look }) {
  const { letter, epoch, outputs, points, side, diverged } = future, name = lineName(future);
  const answers = answersFrom(known, outputs, points, side), losses = lossText(lastLosses(known, future));
  return html`<figure>
    <${Picture} ...${{ known, answers, output, scene }} />
    <figcaption>
      <${Line} ...${look} />
      <b>${name}</b>
      <span>${t(diverged ? "future.diverged" : "future.is", { epoch: count(epoch), losses })}</span>
    </figcaption>
    <div>
      <${Button} name="future_swap" kind="" label=${t("future.swap.of", { name })} help=${t("future.swap.help")}
        onClick=${() => swapFuture(letter)}>${t("future.swap")}<//>
      <${Button} name="future_dismiss" label=${t("future.dismiss", { name })} help=${t("future.dismiss", { name })}
        onClick=${() => dismissFuture(letter)}><${Icon} name="close" /><//>
    </div>
  </figure>`;
}

/** As a future is drawn in the chart. */
function Line({ stroke, dash = [] }) {
  return html`<svg viewBox="0 0 48 4" aria-hidden="true"><path d="M0 2h48" stroke=${stroke} stroke-width="3"
    stroke-dasharray=${dash.join(" ") || undefined} /></svg>`;
}

/** The map, or the curve, without its points. */
function Picture({ known, answers, output, scene }) {
  const canvas = useRef(/** @type {any} */ (null)), { discretise } = view.value;
  useLayoutEffect(() => {
    if (scene) paintMap(canvas.current, shownOutputs(known, answers, output, scene, discretise));
    else drawPicture(canvas.current, curve(known, answers, Math.max(0, output)));
  });
  return html`<canvas ref=${canvas} aria-hidden="true"></canvas>`;
}

/** @param {HTMLCanvasElement} canvas @param {import("./shown.js").Shown} shown */
function paintMap(canvas, { side, paint }) {
  const image = new ImageData(side, side);
  paint(image);
  if (canvas.width !== side) canvas.width = canvas.height = side;
  /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).putImageData(image, 0, 0);
}

function curve(known, { P, points, side }, output) {
  const [from, to] = known.task === "regression" ? targetRange(known, output) : [0, 1];
  return { values: P.subarray(output * points, (output + 1) * points), side, shade: { table: NONE, from, to } };
}
