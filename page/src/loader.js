// The first script of the page, small and as it stands: it unpacks the main one and runs it.
//
// Unpacking takes a moment.  Until then `window.numnet` is one that waits, and messages are kept, in their order.

const messages = /** @type {MessageEvent[]} */ ([]);
const keep = (/** @type {MessageEvent} */ event) => messages.push(event);
addEventListener("message", keep);

/** @type {any} */ const page = window;
const begun = unpacked(/** @type {HTMLElement} */ (document.getElementById("main"))).then((text) => {
  const script = document.createElement("script");
  script.textContent = text;
  document.head.append(script); // runs at once, and opens the interface
  removeEventListener("message", keep);
  for (const { data, origin, source } of messages) dispatchEvent(new MessageEvent("message", { data, origin, source }));
});
const ready = begun.then(() => page.numnet.ready);
const later = (/** @type {string} */ name) => (...values) => begun.then(() => page.numnet[name](...values));
page.numnet = new Proxy({}, { get: (_, name) => (name === "ready" ? ready : later(String(name))) });

/** The text of gzip in base64. @param {HTMLElement} element */
function unpacked(element) {
  const bytes = Uint8Array.from(atob(element.textContent ?? ""), (c) => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}
