// The controls that are on the page, for those who choose what a link or a lesson hides or locks.

import { view } from "../state/store.js";

/** @typedef {{name: string, label: string, depth: number}} Control */

/** What a control is called on the page. @param {Element} element */
function labelOf(element) {
  const said = element.matches("details") ? element.querySelector("summary") : element.querySelector("label, .label");
  const text = element.getAttribute("aria-label") ?? said?.textContent ?? element.textContent ?? "";
  return text.replace(/\s+/g, " ").trim().slice(0, 60) || element.getAttribute("data-control") || "";
}

/** The controls on the page, and those that are hidden now, each once. @returns {Control[]} */
export function controlsOf() {
  const found = new Map();
  for (const element of document.querySelectorAll("[data-control]")) {
    const name = element.getAttribute("data-control") ?? "", inside = element.parentElement?.closest("[data-control]");
    if (!name || found.has(name) || element.closest("dialog")) continue;
    found.set(name, { name, label: labelOf(element), depth: inside ? 1 : 0 });
  }
  for (const name of view.value.hidden) if (!found.has(name)) found.set(name, { name, label: name, depth: 0 });
  return [...found.values()];
}
