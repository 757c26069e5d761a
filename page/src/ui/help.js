// The sentence that says what a control does: of whatever has `data-help`, beside it, on hover or on focus by keyboard.
// It lies over the page, so nothing moves; Escape takes it away, and typing does.

import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { html } from "../html.js";

const WAIT = 400; // milliseconds until it is shown on hover

/** What is explained now. @type {import("@preact/signals").Signal<Element | null>} */
const explained = signal(null);
let timer = 0;

/** @param {EventTarget | null} target */
const explainable = (target) => (target instanceof Element ? target.closest("[data-help]") : null);

/** @param {Element | null} element @param {number} wait */
function explain(element, wait) {
  if (element === explained.value && !timer) return;
  clearTimeout(timer);
  timer = 0;
  if (!element || !wait) explained.value = element;
  else timer = setTimeout(() => ((timer = 0), (explained.value = element)), wait);
}

/** @param {PointerEvent} event */
function onPointerOver(event) {
  if (event.pointerType === "touch" || (event.target instanceof Element && event.target.closest(".help"))) return;
  const element = explainable(event.target);
  explain(element, element && explained.value ? 1 : element ? WAIT : 0);
}

/** @param {FocusEvent} event */
function onFocusIn(event) {
  const { target } = event;
  if (target instanceof Element && target.matches(":focus-visible")) explain(explainable(target), 0);
}

/** @param {KeyboardEvent} event */
const onKeyDown = (event) => event.key === "Escape" && explain(null, 0);
const away = () => explain(null, 0);

const HEARD = /** @type {[string, any][]} */ ([["pointerover", onPointerOver], ["pointerdown", away], ["scroll", away],
  ["focusin", onFocusIn], ["focusout", away], ["keydown", onKeyDown], ["input", away]]);

/** The place for something of this size: right of the rail, else under or over the element; in pixels of the window. */
function beside(element, { width, height }) {
  const box = element.getBoundingClientRect(), rail = element.closest(".rail")?.getBoundingClientRect(), gap = 8;
  const within = (at, size, most) => Math.max(gap, Math.min(at, most - size - gap));
  if (rail && rail.right + width + 2 * gap <= innerWidth) {
    return { left: rail.right + gap, top: within(box.top, height, innerHeight) };
  }
  const under = box.bottom + gap + height <= innerHeight ? box.bottom + gap / 2 : box.top - height - gap / 2;
  return { left: within(box.left, width, innerWidth), top: Math.max(gap, under) };
}

export function Help() {
  const bubble = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    for (const [event, listener] of HEARD) document.addEventListener(event, listener, true);
    return () => HEARD.forEach(([event, listener]) => document.removeEventListener(event, listener, true));
  }, []);
  useLayoutEffect(() => {
    if (!bubble.current || !explained.value) return;
    const { left, top } = beside(explained.value, bubble.current.getBoundingClientRect());
    Object.assign(bubble.current.style, { left: `${left}px`, top: `${top}px` });
  });
  const text = explained.value?.isConnected ? explained.value.getAttribute("data-help") : null;
  return text ? html`<div class="help" ref=${bubble} aria-hidden="true">${text}</div>` : null;
}
