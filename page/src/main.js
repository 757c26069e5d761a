// The page begins: what the file holds is unpacked, the engine started, the page drawn.

import { render } from "preact";
import { openInterface } from "./api.js";
import { EngineClient } from "./engine/client.js";
import { html } from "./html.js";
import { begin, connect } from "./state/actions.js";
import { about } from "./state/store.js";
import "./state/theme.js";
import { Page } from "./ui/page.js";

const content = (id) => /** @type {HTMLElement} */ (document.getElementById(id)).textContent ?? "";

/** The bytes of gzip in base64. @param {string} text */
async function unpacked(text) {
  const packed = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function start() {
  about.value = JSON.parse(content("about"));
  const kernels = await unpacked(content("kernels"));
  connect(await EngineClient.start(content("worker"), kernels, about.value));
  await begin({ ...about.value.defaults, ...FIRST });
  render(html`<${Page} />`, /** @type {HTMLElement} */ (document.getElementById("page")));
}

const FIRST = { data: "spiral" };

openInterface(start());
