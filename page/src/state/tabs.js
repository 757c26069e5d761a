// The tabs of the page, and what of each scene does not go on unseen.

import { effect } from "@preact/signals";
import { pause } from "./actions.js";
import { pauseLanes } from "./lanes.js";
import { stopLuck } from "./luck.js";
import { racing } from "./race.js";
import { inSight, playing, scene, show, view } from "./store.js";

export const TABS = /** @type {const} */ (["network", "surface", "lanes"]);

/** By the scene: how to stop what goes on in it alone. @type {{[scene: string]: () => void}} */
const STOPS = { surface: () => (racing.value = false), lanes: pauseLanes, luck: stopLuck };

/** Nothing goes on unseen, however the scene changes, for as long as the page is open. */
export function watchScene() {
  let before = scene.peek();
  effect(() => {
    if (scene.value !== before) queueMicrotask(STOPS[before] ?? (() => {}));
    before = scene.value;
    if (!inSight.value) queueMicrotask(() => playing.value && !inSight.value && pause());
  });
}

/** @param {typeof TABS[number]} tab */
export const chooseTab = (tab) => choose({ tab });

/** What the surface is the error of. @param {"function" | "network"} surfaceOf */
export const chooseSurfaceOf = (surfaceOf) => choose({ surfaceOf });

/** Settings side by side, or seeds. @param {"lanes" | "luck"} compared */
export const chooseCompared = (compared) => choose({ compared, laneTarget: null });

/** @param {Partial<typeof view.value>} what */
const choose = (what) => show({ ...what, enlarged: "" });
