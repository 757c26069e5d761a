// The surface as a scene that is turned by dragging it, or by the arrow keys.

import { signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { html } from "../../html.js";
import { show, view } from "../../state/store.js";
import { t } from "../../text/text.js";
import { hidden, locked, Toggle } from "../../ui/controls.js";
import { Canvas } from "../drawing/canvas.js";
import { linearTicks } from "../drawing/axes.js";

const STEP = Math.PI / 36, PIXEL = 0.008; // of a key; of a pixel
const ELEVATION = [0.12, Math.PI / 2]; // from nearly level to straight above
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** From where the scene is seen: of all surfaces. */
export const turn = signal({ azimuth: 0.6, elevation: 0.8 });

function turnBy(azimuth, elevation) {
  const now = turn.peek(), [low, high] = ELEVATION;
  turn.value = { azimuth: now.azimuth + azimuth, elevation: Math.max(low, Math.min(high, now.elevation + elevation)) };
}

/** Map or scene. */
export function SceneToggle() {
  return html`<${Toggle} name="surface.scene" label=${t("scene")} value=${view.value.scene}
    onChange=${(scene) => show({ scene })} />`;
}

/** Ticks of an axis of the scene. @param {[number, number]} limits */
export const ticksOf = ([from, to]) =>
  linearTicks(from, to, 4).map(({ value, text }) => ({ at: (value - from) / (to - from), text }));

/**
 * @param {{name: string, draw: import("../drawing/canvas.js").Draw, height: (width: number) => number,
 *   describe: () => string, rest?: any}} props
 */
export function Scene({ name, draw, height, describe, rest }) {
  const held = useRef(/** @type {{x: number, y: number} | null} */ (null)), still = locked("surface.turn");
  const onKeyDown = (event) => {
    const way = ARROWS[event.key];
    if (!way || still) return;
    event.preventDefault();
    turnBy(way[0] * STEP, way[1] * STEP);
  };
  const take = (event) => {
    if (event.button || still) return;
    held.current = { x: event.clientX, y: event.clientY };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = ({ clientX: x, clientY: y }) => {
    const before = held.current;
    if (!before) return;
    turnBy((x - before.x) * PIXEL, (y - before.y) * PIXEL);
    held.current = { x, y };
  };
  const leave = () => (held.current = null);
  return html`<div class="scene" data-control="surface.turn" tabindex=${hidden("surface.turn") ? undefined : 0}
      role="application" aria-roledescription=${t("scene.role")} aria-label=${t("scene.help")}
      data-help=${t("scene.help")} onKeyDown=${onKeyDown}
      onPointerDown=${take} onPointerMove=${move} onPointerUp=${leave} onPointerCancel=${leave}>
    <${Canvas} name=${name} draw=${draw} height=${height} describe=${describe} /></div>
    ${rest && html`<p class="rest">${rest}</p>`}`;
}
