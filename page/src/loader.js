// The first script of the page, small and as it stands: it unpacks the main one and runs it.
//
// Unpacking takes a moment.  Until then `window.numnet` is one that waits, and messages are kept, in their order.

import { unpacked } from "./export/packed.js";

/** @type {any} */ const page = window;
const messages = /** @type {MessageEvent[]} */ ([]);
const keep = (/** @type {MessageEvent} */ event) => messages.push(event);
addEventListener("message", keep);

const opened = new Promise((open) => {
  const later = (/** @type {string} */ name) => (...values) => opened.then((own) => own[name](...values));
  const ready = () => opened.then((own) => own.ready);
  const waiting = new Proxy({}, { get: (_, name) => (name === "ready" ? ready() : later(String(name))) });
  const set = (own) => {
    Object.defineProperty(page, "numnet", { value: own });
    open(own);
  };
  Object.defineProperty(page, "numnet", { configurable: true, get: () => waiting, set });
});
opened.then(() => {
  removeEventListener("message", keep);
  for (const { data, origin, source } of messages) dispatchEvent(new MessageEvent("message", { data, origin, source }));
});
unpacked(document.getElementById("main")?.textContent ?? "").then((bytes) => {
  const script = document.createElement("script");
  script.textContent = new TextDecoder().decode(bytes);
  document.head.append(script); // runs at once
});
