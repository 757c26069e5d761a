// A place on a map that a pointer drags, or the arrow keys move.

import { useRef } from "preact/hooks";
import { html } from "../../html.js";
import { onTheMap } from "../../state/race.js";
import { locked } from "../../ui/controls.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const STEP = 100, LEAP = 10; // parts of the map that an arrow key moves over, and one with Shift

/** @param {HTMLElement | null} element @param {import("../drawing/axes.js").Axes} axes @param {number[]} at */
export function placeHandle(element, axes, [x, y]) {
  if (element) Object.assign(element.style, { left: `${axes.across(x)}px`, top: `${axes.up(y)}px` });
}

/**
 * ``place``: its element, which `placeHandle` puts where it belongs; ``axes``: those of the map, as they were drawn.
 * @param {{name: string, place: {current: any}, axes: {current: any}, at: number[], limits: [number, number][],
 *   label: string, help: string, onDrag: (at: [number, number]) => void,
 *   onDrop: (at: [number, number] | null) => void}} props
 *   ``onDrop``: null where it was not moved
 */
export function Handle({ name, place, axes, at, limits, label, help, onDrag, onDrop }) {
  const held = useRef(false), latest = useRef(/** @type {[number, number] | null} */ (null));
  const onKeyDown = (event) => {
    const way = ARROWS[event.key];
    if (!way) return;
    event.preventDefault();
    const parts = event.shiftKey ? LEAP : STEP;
    onDrop(onTheMap(at.map((z, axis) => z + (way[axis] * (limits[axis][1] - limits[axis][0])) / parts), limits));
  };
  const pointed = (event) => {
    const box = event.currentTarget.parentElement.getBoundingClientRect(), { box: inner } = axes.current;
    const px = Math.min(Math.max(event.clientX - box.left, inner.left), inner.left + inner.width);
    const py = Math.min(Math.max(event.clientY - box.top, inner.top), inner.top + inner.height);
    const found = axes.current.at(px, py);
    if (found) onDrag((latest.current = onTheMap([found.x, found.y], limits)));
  };
  const begin = (event) => {
    held.current = true;
    latest.current = null;
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const end = () => {
    held.current = false;
    onDrop(latest.current);
  };
  return html`<button type="button" class="start" ref=${place} data-control=${name} aria-label=${label}
    data-help=${help} disabled=${locked(name)} onKeyDown=${onKeyDown} onPointerDown=${begin}
    onPointerMove=${(event) => held.current && pointed(event)} onPointerUp=${end} onPointerCancel=${end}></button>`;
}
