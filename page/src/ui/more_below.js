// The end of what scrolls: while it is out of sight, the box that scrolls has `data-more`, and shows that more lies below.

import { useEffect, useRef } from "preact/hooks";
import { html } from "../html.js";

/** To be put behind the last of it; ``box``: a selector of what scrolls. @param {{box: string}} props */
export function MoreBelow({ box: selector }) {
  const end = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    const place = /** @type {HTMLElement} */ (end.current), box = place.closest(selector);
    const margin = `0px 0px -${box?.querySelector("footer")?.clientHeight ?? 0}px`; // a footer that stays covers the end
    const observer = new IntersectionObserver(([{ isIntersecting, boundingClientRect, rootBounds }]) => {
      box?.toggleAttribute("data-more", !isIntersecting && boundingClientRect.top > (rootBounds?.top ?? 0));
    }, { root: box, rootMargin: margin });
    observer.observe(place);
    return () => observer.disconnect();
  }, []);
  return html`<span class="end" aria-hidden="true" ref=${end}></span>`;
}
