// Colours of numbers and of classes, those of numnet's figures, on the page's ground: light or dark.
//
// A colour table holds 255 colours, as the 32-bit words of an ImageData; `paint` looks numbers up in it.

import { computed } from "@preact/signals";
import { about } from "../state/store.js";
import { color } from "../state/theme.js";

/** @typedef {[number, number, number]} Rgb  0 … 255 each */

const SIZE = 255; // colours of a table: 0 is in the middle
const OF_LINES = 3; // contrast with the ground that lines and marks need (WCAG 1.4.11)

/** The ground that everything is drawn on. */
export const ground = computed(() => rgb(color("--ground")));

/** Whether the ground is dark. */
export const dark = computed(() => luminance(ground.value) < 0.18);

/** The colour of lines for numbers above and below 0, legible on the ground, as CSS. */
export const signColors = computed(() => ({
  plus: css(legible(rgb(about.value.colors.plus))), minus: css(legible(rgb(about.value.colors.minus))),
}));

/** Numbers from −1 to 1: minus, ground at 0, plus. */
export const signTable = computed(() => between(rgb(about.value.colors.minus), rgb(about.value.colors.plus)));

/** The colour of class k, as it is in the figures. @param {number} k  @returns {Rgb} */
export function classColor(k) {
  const { classes } = about.value.colors;
  return rgb(classes[k % classes.length]);
}

/** The numbers of #rgb or #rrggbb. @param {string} color @returns {Rgb} */
export function rgb(color) {
  const digits = color.length === 4 ? [...color.slice(1)].map((digit) => digit + digit).join("") : color.slice(1);
  const number = parseInt(digits, 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

/** For style sheets and SVG. @param {Rgb} color */
export function css(color) {
  return `#${color.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

/** (1 − s) a + s b. @param {Rgb} a @param {Rgb} b @param {number} s @returns {Rgb} */
export function mix(a, b, s) {
  return /** @type {Rgb} */ (a.map((part, k) => part + s * (b[k] - part)));
}

/** Relative luminance, 0 … 1. @param {Rgb} color */
export function luminance(color) {
  const [r, g, b] = color.map((part) => (part <= 10.31475 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast of two colours, 1 … 21. @param {Rgb} a @param {Rgb} b */
export function contrast(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/**
 * The colour nearest to this one whose contrast with the ground is enough.
 * @param {Rgb} color  @param {number} [least]  @returns {Rgb}
 */
export function legible(color, least = OF_LINES) {
  const ink = /** @type {Rgb} */ (dark.value ? [255, 255, 255] : [0, 0, 0]);
  for (let s = 0; s < 1; s += 0.05) {
    const darker = mix(color, ink, s);
    if (contrast(darker, ground.value) >= least) return darker;
  }
  return ink;
}

/** The 32-bit word of an ImageData (little-endian, as every browser's machine is). @param {Rgb} color */
export function word([r, g, b]) {
  return ((255 << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0;
}

/**
 * A table from the ground to a colour: shares, probabilities of one class.
 * @param {Rgb} color  @param {number} [strength]  at the end, 0 … 1
 */
export function fading(color, strength = 1) {
  return Uint32Array.from({ length: SIZE }, (_, i) => word(mix(ground.value, color, (strength * i) / (SIZE - 1))));
}

/**
 * A table from one colour over the ground to another.
 * @param {Rgb} low  @param {Rgb} high  @param {number} [strength]  at the ends, 0 … 1
 */
export function between(low, high, strength = 1) {
  return Uint32Array.from({ length: SIZE }, (_, i) => {
    const s = (2 * i) / (SIZE - 1) - 1;
    return word(mix(ground.value, s < 0 ? low : high, strength * Math.abs(s)));
  });
}

/**
 * Colour the pixels of a picture by numbers, ``from`` … ``to`` over the whole table, what is beyond as its ends.
 * @param {ImageData} image  @param {ArrayLike<number>} values  one a pixel, row by row from the top
 * @param {Uint32Array} table  @param {number} from  @param {number} to
 */
export function paint(image, values, table, from, to) {
  const pixels = new Uint32Array(image.data.buffer), last = table.length - 1, scale = last / (to - from || 1);
  for (let i = 0; i < pixels.length; i++) {
    const place = (values[i] - from) * scale + 0.5;
    pixels[i] = table[place > 0 ? (place < last ? place | 0 : last) : 0]; // NaN as the lowest
  }
}

/**
 * Colour the pixels of a picture by classes: the colour of the likeliest, the paler the nearer the second.
 * @param {ImageData} image  @param {ArrayLike<number>} P  (k, pixels) probabilities  @param {number} k
 * @param {Uint32Array[]} tables  of each class, from the ground to its colour: `fading`
 * @param {boolean} [decided]  full colour everywhere
 */
export function paintClasses(image, P, k, tables, decided = false) {
  const pixels = new Uint32Array(image.data.buffer), count = pixels.length;
  for (let i = 0; i < count; i++) {
    let best = 0, first = -1, second = -1;
    for (let c = 0; c < k; c++) {
      const p = P[c * count + i];
      if (p > first) [second, first, best] = [first, p, c];
      else if (p > second) second = p;
    }
    const last = tables[best].length - 1;
    pixels[i] = tables[best][decided ? last : Math.round(Math.min(1, first - Math.max(second, 0)) * last)];
  }
}
