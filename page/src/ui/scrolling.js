// A box that the keyboard reaches where there is more in it than is seen: then the arrow keys scroll it.

import { useLayoutEffect, useRef } from "preact/hooks";
import { html } from "../html.js";

/** @param {{class: string, label: string, children?: any}} props */
export function Scrolling({ class: name, label, children }) {
  const box = useRef(/** @type {any} */ (null));
  const reach = () => {
    const { scrollHeight, clientHeight } = box.current, reached = scrollHeight > clientHeight;
    for (const [key, value] of [["tabindex", "0"], ["role", "group"], ["aria-label", label]]) {
      if (reached) box.current.setAttribute(key, value);
      else box.current.removeAttribute(key);
    }
  };
  useLayoutEffect(reach); // what is in it has changed
  useLayoutEffect(() => {
    const observer = new ResizeObserver(reach);
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return html`<div class=${name} ref=${box}>${children}</div>`;
}
