// A painting on its canvas: grid, axes, points, the cursor.

import { HALF, MOST_CLASSES } from "../../data/painting.js";
import { color } from "../../state/theme.js";
import { colorOf, colorOfNumber, pie, shape, sheet } from "./points.js";

const DOT = 3.5; // pixels
const LABELS = Array.from({ length: MOST_CLASSES }, (_, k) => k);

/**
 * @param {HTMLCanvasElement} canvas  @param {import("../../data/painting.js").Painting} painting
 * @param {{x: number, y: number, radius: number} | null} cursor
 */
export function drawPainting(canvas, { kind, points }, cursor) {
  const { context, width, height } = sheet(canvas);
  const across = (x) => ((x + HALF) / (2 * HALF)) * width, up = (y) => height - ((y + HALF) / (2 * HALF)) * height;
  drawGrid(context, across, up, width, height);
  const largest = Math.max(1, ...points.map((point) => Math.abs(point[2] ?? 0)));
  const said = (value) => (kind === "values" ? value / largest : value);
  for (const [x, y, value] of points) drawPoint(context, kind, across(x), up(y), said(value));
  if (cursor) drawCursor(context, across(cursor.x), up(cursor.y), (cursor.radius / (2 * HALF)) * width);
}

function line(context, x1, y1, x2, y2) {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

function drawGrid(context, across, up, width, height) {
  for (let at = 1 - HALF; at < HALF; at++) {
    context.strokeStyle = color(at === 0 ? "--edge" : "--line");
    line(context, across(at), 0, across(at), height);
    line(context, 0, up(at), width, up(at));
  }
}

/**
 * @param {CanvasRenderingContext2D} context  @param {string} kind  @param {number} x  @param {number} y
 * @param {number} value
 */
function drawPoint(context, kind, x, y, value) {
  if (kind === "labels") return pie(context, x, y, DOT + 0.5, LABELS.filter((k) => (value >> k) & 1));
  context.fillStyle = kind === "classes" ? colorOf(value) : kind === "values" ? colorOfNumber(value) : colorOf(0);
  shape(context, x, y, DOT, kind === "classes" ? value : kind === "values" && value < 0 ? 1 : 0);
  context.fill();
  if (kind !== "values") return;
  context.strokeStyle = color("--edge"); // numbers near 0 are pale
  context.stroke();
}

function drawCursor(context, x, y, r) {
  context.strokeStyle = color("--ink");
  context.lineWidth = 1.5;
  line(context, x - 6, y, x + 6, y);
  line(context, x, y - 6, x, y + 6);
  if (r <= 8) return;
  context.beginPath();
  context.arc(x, y, r, 0, 2 * Math.PI);
  context.stroke();
}
