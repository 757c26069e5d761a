// A formula of numnet, set as one.

import { h } from "preact";
import { html } from "../html.js";
import { parseFormula } from "../text/formula.js";

/** @param {{text: string}} props */
export function Formula({ text }) {
  const nodes = parseFormula(text);
  if (!nodes) return html`<span class="math">${text}</span>`;
  return h("math", { class: "math", displaystyle: "true", "aria-label": text }, nodes.map(element));
}

/** @param {import("../text/formula.js").Node} node */
function element([tag, content]) {
  return h(tag, null, typeof content === "string" ? content : content.map(element));
}
