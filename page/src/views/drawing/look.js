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

const SMALL = 12, LARGE = 18; // of a view that fills the screen

/** @param {boolean} [enlarged] @returns {Look} */
export function look(enlarged = false) {
  return {
    size: enlarged ? LARGE : SMALL, dark: theme.value === "dark", ink: color("--ink"), faint: color("--faint"),
    line: color("--line"), ground: color("--ground"), accent: color("--accent"), bad: color("--bad"),
  };
}
