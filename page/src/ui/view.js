// A view with its title: F, or the button, lets it fill the screen, for a projector.

import { useEffect, useRef } from "preact/hooks";
import { html } from "../html.js";
import { show, view } from "../state/store.js";
import { t } from "../text/text.js";
import { Icon } from "./icons.js";

/** Whether the parts of the page stand side by side, and each scrolls in itself. */
export const wide = matchMedia("(min-width: 1100px)");

/**
 * ``tools``: what else stands in the line of the title.
 * @param {{name: string, title: string, tools?: any, children?: any}} props
 */
export function View({ name, title, tools, children }) {
  const large = view.value.enlarged === name, what = t(large ? "reduce" : "enlarge", { what: title });
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => (large && place.current ? alone(place.current) : undefined), [large]);
  return html`<section class="view" ref=${place} data-view=${name} data-enlarged=${large || undefined} aria-label=${title}>
    <header class="view-title">
      <h2>${title}</h2>
      ${tools}
      <button type="button" class="quiet" aria-label=${what} data-help=${what}
        onClick=${() => enlarge(large ? "" : name)}>
        <${Icon} name=${large ? "reduce" : "enlarge"} /></button>
    </header>
    ${children}
  </section>`;
}

/** Take the focus into an element, and leave nothing else to reach; returns how to undo it. @param {HTMLElement} element */
function alone(element) {
  const before = document.activeElement, others = /** @type {HTMLElement[]} */ ([]);
  for (let at = element; at.parentElement && at !== document.body; at = at.parentElement) {
    const beside = /** @type {HTMLElement[]} */ ([...at.parentElement.children]);
    others.push(...beside.filter((other) => other !== at && !other.inert));
  }
  if (!element.contains(before)) element.querySelector("button")?.focus();
  others.forEach((other) => (other.inert = true));
  return () => {
    others.forEach((other) => (other.inert = false));
    if (before instanceof HTMLElement) before.focus();
  };
}

/** Let one view fill the screen; "" for none. @param {string} name */
export function enlarge(name) {
  show({ enlarged: name });
}

/** The view that has the focus, else the one under the pointer, else the first. */
export function viewAtHand() {
  const views = document.querySelectorAll("[data-view]:hover");
  const focused = document.activeElement?.closest("[data-view]");
  const found = focused ?? views[views.length - 1] ?? document.querySelector("[data-view]");
  return found?.getAttribute("data-view") ?? "";
}
