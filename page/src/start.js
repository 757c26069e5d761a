// The page begins: what the file holds is unpacked, the engine started, the page drawn.

import { render } from "preact";
import { openInterface } from "./api.js";
import { EngineClient } from "./engine/client.js";
import { unpacked } from "./export/packed.js";
import { html } from "./html.js";
import { connect, tried } from "./state/actions.js";
import { openFirst, openLink } from "./state/opening.js";
import { freshen, watchLink } from "./state/sharing.js";
import "./state/language.js";
import { watchLandscape } from "./state/landscape.js";
import { watchLanes } from "./state/lanes.js";
import { watchLuck } from "./state/luck.js";
import { watchRace } from "./state/race.js";
import { about, show, view } from "./state/store.js";
import { watchSight } from "./state/tabs.js";
import "./state/theme.js";
import { Page } from "./ui/page.js";

const content = (id) => /** @type {HTMLElement} */ (document.getElementById(id)).textContent ?? "";

/** @param {string} source  of the script, which is the Worker's too */
async function begin(source) {
  about.value = JSON.parse(new TextDecoder().decode(await unpacked(content("about"))));
  connect(await EngineClient.start(source, await unpacked(content("kernels")), about.value));
  if (new URLSearchParams(location.search).get("embed") === "1") embed();
  watchRace();
  watchLanes();
  watchLuck();
  watchLandscape();
  watchSight();
  await openFirst(JSON.parse(content("given")), location.hash);
  render(html`<${Page} />`, /** @type {HTMLElement} */ (document.getElementById("page")));
  await freshen();
  if (view.value.fixed) return; // it has no links
  watchLink();
  window.addEventListener("hashchange", () => tried(() => openLink(location.hash)));
}

/** In a frame of another page: less around it, and the frame is told how high the page is. */
function embed() {
  show({ embedded: true });
  document.body.classList.add("embedded");
  const tell = () => parent.postMessage({ from: "numnet", height: document.body.offsetHeight }, "*");
  new ResizeObserver(tell).observe(document.body);
}

/** Begin. @param {string} source */
export function start(source) {
  openInterface(begin(source));
}
