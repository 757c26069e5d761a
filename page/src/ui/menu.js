// A button that opens a small panel under itself; Escape, or a press elsewhere, closes it.

import { useEffect, useId, useRef, useState } from "preact/hooks";
import { html } from "../html.js";
import { hidden, locked } from "./controls.js";
import { Icon } from "./icons.js";

/**
 * ``children``: a function that gets `close` and returns what is in the panel.
 * @param {{name: string, label: string, help?: string, children: (close: () => void) => any}} props
 */
export function Menu({ name, label, help, children }) {
  const [open, set] = useState(false), id = useId();
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const close = () => (set(false), button.current?.focus());
  useEffect(() => {
    if (!open) return;
    const outside = (event) => place.current?.contains(event.target) || set(false);
    const heard = ["pointerdown", "focusin"];
    for (const event of heard) document.addEventListener(event, outside, true);
    return () => heard.forEach((event) => document.removeEventListener(event, outside, true));
  }, [open]);
  if (hidden(name)) return null;
  const onKeyDown = (event) => open && event.key === "Escape" && (event.stopPropagation(), close());
  return html`<div class="menu" data-control=${name} ref=${place} onKeyDown=${onKeyDown}>
    <button type="button" class="quiet" ref=${button} aria-expanded=${open} aria-controls=${id} disabled=${locked(name)}
      data-help=${open ? undefined : help} onClick=${() => set(!open)}>${label} <${Icon} name="down" /></button>
    <div class="menu-panel" id=${id} role="group" aria-label=${label} hidden=${!open}>${open && children(close)}</div>
  </div>`;
}
