// A small picture of a data set: its points, drawn once, when it is first seen.

import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../../html.js";
import { dataOf } from "../../state/actions.js";
import { about } from "../../state/store.js";
import { theme } from "../../state/theme.js";
import { colorOf, colorOfNumber, pie, sheet } from "./points.js";

const POINTS = 250; // of a picture

/** Points of each set, drawn so far. @type {Map<string, Promise<import("../../engine/dataset.js").Dataset>>} */
const drawn = new Map();

/** @param {string} name */
function pointsOf(name) {
  const generated = Object.hasOwn(about.peek().generators, name), text = generated ? `${name}:n=${POINTS}` : name;
  if (!drawn.has(name)) drawn.set(name, dataOf({ data: text }));
  return /** @type {Promise<any>} */ (drawn.get(name));
}

/**
 * The points of a set in a square.
 * @param {HTMLCanvasElement} canvas  @param {import("../../engine/dataset.js").Dataset} data
 */
function draw(canvas, { X, T, n, d, k, task, truthTable }) {
  const { context, width, height } = sheet(canvas), r = truthTable ? width / 9 : Math.max(1, width / 40);
  const column = (A, wide, j) => Array.from({ length: n }, (_, i) => A[i * wide + j]);
  const across = column(X, d, 0), up = d > 1 ? column(X, d, 1) : column(T, k, 0);
  const place = (values, size) => {
    const low = Math.min(...values), span = Math.max(...values) - low || 1, margin = 1.6 * r;
    return values.map((value) => margin + ((value - low) / span) * (size - 2 * margin));
  };
  const x = place(across, width), y = place(up, height).map((value) => height - value);
  const largest = Math.max(...T.map(Math.abs)), labels = Array.from({ length: k }, (_, j) => j);
  const fill = (t) => (task !== "regression" ? colorOf(t) : d > 1 ? colorOfNumber(t / largest) : colorOf(0));
  for (let i = 0; i < n; i++) {
    if (task === "multilabel") {
      pie(context, x[i], y[i], r * 1.3, labels.filter((j) => T[i * k + j]));
      continue;
    }
    context.fillStyle = fill(T[i]);
    context.beginPath();
    context.arc(x[i], y[i], r, 0, 2 * Math.PI);
    context.fill();
  }
}

/** @param {{name: string}} props */
export function Preview({ name }) {
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null)), [seen, see] = useState(false);
  const now = theme.value;
  useEffect(() => {
    const watcher = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && see(true));
    if (canvas.current) watcher.observe(canvas.current);
    return () => watcher.disconnect();
  }, []);
  useEffect(() => {
    let here = true;
    if (seen) pointsOf(name).then((data) => here && canvas.current && draw(canvas.current, data));
    return () => void (here = false);
  }, [seen, name, now]);
  return html`<canvas class="preview" ref=${canvas} aria-hidden="true"></canvas>`;
}
