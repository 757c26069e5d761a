// Light or dark: as the system has it, unless one is chosen (`view.theme`).  Canvases draw anew when `theme` changes.

import { computed, effect, signal } from "@preact/signals";
import { view } from "./store.js";

const query = matchMedia("(prefers-color-scheme: dark)");
const systemIsDark = signal(query.matches);
query.addEventListener("change", () => (systemIsDark.value = query.matches));

/** "light" or "dark". */
export const theme = computed(() => view.value.theme || (systemIsDark.value ? "dark" : "light"));

const dress = () => void (document.documentElement.dataset.theme = theme.value);
effect(dress);

/** The value of a variable of style/page.css now, such as "--ink", for a canvas. @param {string} name */
export function color(name) {
  dress(); // whoever draws anew may come before the effect
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
