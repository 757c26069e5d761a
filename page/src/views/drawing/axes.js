// Axes: scales with ticks, names and units around a box; from numbers to pixels and back.

import { fixed, short } from "../../text/numbers.js";
import { textWidth } from "./pens.js";

/**
 * @typedef {{left: number, top: number, width: number, height: number}} Box
 * @typedef {{value: number, text: string}} Tick
 * @typedef {object} Scale
 * @property {number} from
 * @property {number} to
 * @property {string} name
 * @property {boolean} [logarithmic]
 * @property {Tick[]} [ticks]  if not those of the numbers
 */

const GAP = 6; // between ticks and their numbers

/**
 * Round numbers from … to, about so many.
 * @param {number} from  @param {number} to  @param {number} count  @returns {Tick[]}
 */
export function linearTicks(from, to, count) {
  const rough = (to - from) / Math.max(1, count), power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((head) => head * power >= rough * 0.999) ?? 10) * power;
  if (!(step > 0) || !Number.isFinite(step)) return [];
  const places = Math.max(0, -Math.floor(Math.log10(step) + 1e-9)), ticks = [];
  for (let k = Math.ceil(from / step - 1e-9); k * step <= to + step * 1e-9; k++) {
    const value = k * step;
    ticks.push({ value, text: places > 6 || Math.abs(value) >= 1e6 ? short(value) : fixed(value, places) });
  }
  return ticks;
}

/**
 * 1, 10, 100, …, with 2 and 5 where there is room.
 * @param {number} from  @param {number} to  @param {number} count  @returns {Tick[]}
 */
export function logarithmicTicks(from, to, count) {
  const low = Math.floor(Math.log10(from)), high = Math.ceil(Math.log10(to)), decades = Math.max(1, high - low);
  const heads = decades * 3 <= count + 2 ? [1, 2, 5] : [1];
  const every = heads.length > 1 ? 1 : Math.ceil(decades / Math.max(1, count));
  const ticks = [];
  for (let power = low; power <= high; power += every) {
    for (const head of heads) {
      const value = head * 10 ** power;
      if (value >= from * 0.9999 && value <= to * 1.0001) ticks.push({ value, text: short(value) });
    }
  }
  return ticks.length > 1 ? ticks : linearTicks(from, to, count);
}

/** Where a value stands on a scale, 0 … 1. @param {Scale} scale @param {number} value */
export function share({ from, to, logarithmic }, value) {
  return logarithmic ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
}

/** The value at a share of a scale. @param {Scale} scale @param {number} s */
export function valueAt({ from, to, logarithmic }, s) {
  return logarithmic ? from * (to / from) ** s : from + s * (to - from);
}

/** @param {Scale} scale @param {number} count */
const ticksOf = (scale, count) =>
  scale.ticks ?? (scale.logarithmic ? logarithmicTicks : linearTicks)(scale.from, scale.to, count);

export class Axes {
  /**
   * Axes that leave room for their numbers and names at the left and below, and so much all around.
   * @param {number} width  in all  @param {number} height  in all  @param {Scale} x  @param {Scale} y
   * @param {import("./look.js").Look} look  @param {{above?: number, right?: number, before?: number}} [room]
   */
  constructor(width, height, x, y, look, { above = look.size * 0.7, right = look.size, before = 0 } = {}) {
    this.x = x;
    this.y = y;
    this.look = look;
    const below = look.size * (x.name ? 2.9 : 1.6) + GAP, free = Math.max(10, height - above - below);
    this.yTicks = ticksOf(y, Math.max(2, free / (look.size * 3)));
    const widest = Math.max(...this.yTicks.map(({ text }) => textWidth(text, look.size)), 0);
    const left = before + widest + GAP + 2 + (y.name ? look.size * 1.5 : 0);
    this.before = before;
    this.width = width;
    /** @type {Box} */
    this.box = { left, top: above, width: Math.max(10, width - left - right), height: free };
    this.xTicks = this.#spaced(ticksOf(x, Math.max(2, this.box.width / (look.size * 5))));
  }

  /** Ticks whose texts do not touch. @param {Tick[]} ticks */
  #spaced(ticks) {
    let end = -Infinity;
    return ticks.filter(({ value, text }) => {
      const half = textWidth(text, this.look.size) / 2, at = this.#under(value, text);
      if (at - half < end + 4) return false;
      end = at + half;
      return true;
    });
  }

  /** The middle of the text under a tick: no part of it is cut off at the right. @param {number} value */
  #under(value, text) {
    return Math.min(this.across(value), this.width - textWidth(text, this.look.size) / 2 - 1);
  }

  /** @param {number} value */
  across(value) {
    return this.box.left + share(this.x, value) * this.box.width;
  }

  /** @param {number} value */
  up(value) {
    return this.box.top + (1 - share(this.y, value)) * this.box.height;
  }

  /**
   * The values at a pixel; null outside of the box.
   * @param {number} px  @param {number} py  @returns {{x: number, y: number} | null}
   */
  at(px, py) {
    const s = (px - this.box.left) / this.box.width, u = 1 - (py - this.box.top) / this.box.height;
    return s < 0 || s > 1 || u < 0 || u > 1 ? null : { x: valueAt(this.x, s), y: valueAt(this.y, u) };
  }

  /** Lines across the box at the ticks, under what is drawn. @param {import("./pens.js").Pen} pen */
  grid(pen) {
    const { left, top, width, height } = this.box;
    const level = this.yTicks.map(({ value }) => [left, this.up(value), left + width, this.up(value)]);
    const upright = this.xTicks.map(({ value }) => [this.across(value), top, this.across(value), top + height]);
    pen.lines([...level, ...upright], { stroke: this.look.line, width: 1 });
  }

  /** Numbers, ticks and names, over what is drawn. @param {import("./pens.js").Pen} pen */
  draw(pen) {
    const { box, look, x, y } = this, { left, top, width, height } = box, { size, ink, faint } = look;
    const foot = top + height;
    pen.lines([[left, top, left, foot, left + width, foot]], { stroke: faint, width: 1 });
    pen.lines([
      ...this.xTicks.map(({ value }) => [this.across(value), foot, this.across(value), foot + 4]),
      ...this.yTicks.map(({ value }) => [left - 4, this.up(value), left, this.up(value)]),
    ], { stroke: faint, width: 1 });
    for (const { value, text } of this.xTicks) {
      pen.text(text, this.#under(value, text), foot + GAP, { fill: faint, size, align: "middle", base: "top" });
    }
    for (const { value, text } of this.yTicks) {
      pen.text(text, left - GAP, this.up(value), { fill: faint, size, align: "end", base: "middle" });
    }
    const name = { fill: ink, size, align: /** @type {const} */ ("middle") };
    if (x.name) pen.text(x.name, left + width / 2, foot + GAP + size * 1.4, { ...name, base: "top" });
    if (y.name) pen.text(y.name, this.before + size * 0.9, top + height / 2, { ...name, turn: -90 });
  }
}
