// The page by keyboard: single keys that act where nothing is typed, and a list of them.

import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { html } from "../html.js";
import { inSight, sight, view } from "../state/store.js";
import { t } from "../text/text.js";
import { hidden, locked } from "./controls.js";
import { Icon } from "./icons.js";
import { ACTS } from "./tabs.js";
import { enlarge, viewAtHand } from "./view.js";

/** Whether the list of keys is open. */
export const keysShown = signal(false);

/** What a key does in what is in sight. @param {string} name  the control that a link may lock */
const ofTab = (name) => ({ name, act: () => ACTS[sight.value][name]?.() });

/** @type {{[key: string]: {name: string, act: () => void}}} */
const KEYS = {
  " ": ofTab("play"), ",": ofTab("timeline"), ".": ofTab("step"), r: ofTab("again"), n: ofTab("other_start"),
  f: { name: "enlarge", act: () => enlarge(view.value.enlarged ? "" : viewAtHand()) },
  "?": { name: "keys", act: () => (keysShown.value = true) },
};

/** Whether a page that is handed out lacks what a key does, or a link locks it. @param {{name: string}} key */
const without = ({ name }) => locked(name) || (view.value.fixed !== "" && inSight.value && hidden(name));

const TYPED = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const PRESSED = "button, summary, input, a, [role], [tabindex]:not(#parts)";

/** Whether a key means something to the element itself. @param {EventTarget | null} target @param {string} key */
function wanted(target, key) {
  return target instanceof Element && target.matches(key === " " ? `${TYPED}, ${PRESSED}` : TYPED);
}

/** @param {KeyboardEvent} event */
function onKeyDown(event) {
  const { ctrlKey, metaKey, altKey, isComposing } = event;
  if (event.defaultPrevented || ctrlKey || metaKey || altKey || isComposing || keysShown.value) return;
  if (event.key === "Escape" && view.value.enlarged) return enlarge("");
  const key = KEYS[event.key.toLowerCase()];
  if (!key || !view.value.keys || without(key) || wanted(event.target, event.key)) return;
  if (event.repeat && event.key !== "." && event.key !== ",") return;
  event.preventDefault();
  key.act();
}

export function Keys() {
  useEffect(() => {
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  return keysShown.value ? html`<${KeyList} />` : null;
}

function KeyList() {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => dialog.current?.showModal(), []);
  const close = () => (keysShown.value = false);
  return html`<dialog class="keys" ref=${dialog} aria-labelledby="keys-title" onClose=${close}>
    <header><h2 id="keys-title">${t("keys")}</h2>
      <button type="button" class="quiet" aria-label=${t("close")} onClick=${() => dialog.current?.close()}>
        <${Icon} name="close" /></button></header>
    <dl>${Object.entries(KEYS).filter(([, key]) => !without(key)).map(([key, { name }]) => html`<div key=${key}>
      <dt><kbd>${key === " " ? t("key.space") : key.toUpperCase()}</kbd></dt><dd>${t(`keys.${name}`)}</dd></div>`)}
      <div><dt><kbd>Esc</kbd></dt><dd>${t("keys.escape")}</dd></div>
    </dl>
  </dialog>`;
}
