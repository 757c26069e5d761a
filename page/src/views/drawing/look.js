// The look of what is drawn: the colours of the page as it is now, and the size of the letters.

import { color, theme } from "../../state/theme.js";

/**
 * @typedef {object} Look
 * @property {number} size  of letters, in pixels
 * @property {boolean} dark
 * @property {string} ink
 * @property {string} faint
 * @property {string} line
 * @property {string} ground
 * @property {string} accent
 * @property {string} bad
 */

const SMALL = 0.8125, LARGE = 1.25; // of the page's letters; of a view that fills the screen
const LEAST = { small: 12, large: 18 }; // pixels

/** @param {boolean} [enlarged] @returns {Look} */
export function look(enlarged = false) {
  const page = parseFloat(getComputedStyle(document.documentElement).fontSize);
  return {
    size: enlarged ? Math.max(LEAST.large, LARGE * page) : Math.max(LEAST.small, SMALL * page), dark: theme.value === "dark", ink: color("--ink"), faint: color("--faint"),
    line: color("--line"), ground: color("--ground"), accent: color("--accent"), bad: color("--bad"),
  };
}
