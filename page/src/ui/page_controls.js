// The controls that are on the page, for those who choose what a link or a lesson hides or locks.

import { view } from "../state/store.js";
import { t, textOr } from "../text/text.js";

/** ``panel``: where it stands on the page. @typedef {{name: string, label: string, panel: string, depth: number}} Control */

const PANEL = "header, main section, .timeline";
const NAMED = ["weights"]; // not on the page at all times; a link may lock them all the same

const plain = (/** @type {string} */ text) => text.replace(/\s+/g, " ").trim().slice(0, 60);

/** What a control is called on the page: by its label alone, not by what it says at the moment. @param {Element} element */
function labelOf(element) {
  const name = element.getAttribute("data-control") ?? "";
  const inside = element.matches("details") ? "summary" : "label, .label, legend, button";
  const words = element.matches("button") ? element : element.querySelector(inside);
  const said = element.getAttribute("aria-label") ?? words?.textContent;
  return textOr(`control.${name}`, plain(said ?? "") || name);
}

/** The outermost part of the page that it is in. @param {Element} element */
function panelOf(element) {
  let panel = null;
  for (let at = element.closest(PANEL); at; at = at.parentElement?.closest(PANEL) ?? null) panel = at;
  if (!panel || panel.matches("header")) return t("lock_controls.bar");
  const title = document.getElementById(panel.getAttribute("aria-labelledby") ?? "")?.textContent;
  return plain(panel.getAttribute("aria-label") ?? title ?? "");
}

/** The controls on the page, and those that are hidden now, each once; those of a panel together. @returns {Control[]} */
export function controlsOf() {
  const found = new Map();
  for (const element of document.querySelectorAll("[data-control]")) {
    const name = element.getAttribute("data-control") ?? "", inside = element.parentElement?.closest("[data-control]");
    if (!name || found.has(name) || element.closest("dialog")) continue;
    found.set(name, { name, label: labelOf(element), panel: panelOf(element), depth: inside ? 1 : 0 });
  }
  for (const name of [...NAMED, ...view.value.hidden]) {
    if (found.has(name)) continue;
    found.set(name, { name, label: textOr(`control.${name}`, name), panel: t("lock_controls.elsewhere"), depth: 0 });
  }
  const all = [...found.values()], panels = [...new Set(all.map(({ panel }) => panel))];
  return panels.flatMap((panel) => all.filter((control) => control.panel === panel));
}
