// The one script of the page, which is the script of its Worker too: whoever runs it has a document, or has none.
//
// The page's modules are imported when they are wanted; esbuild puts them into the same script.

import { listen } from "./engine/listen.js";

if (typeof document === "undefined") {
  listen();
} else {
  const source = document.currentScript?.textContent ?? "";
  import("./start.js").then(({ start }) => start(source));
}
