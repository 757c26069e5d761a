// The tabs of the page, and what does not go on unseen.

import { effect } from "@preact/signals";
import { pause } from "./actions.js";
import { pauseLanes } from "./lanes.js";
import { stopLuck } from "./luck.js";
import { racing } from "./race.js";
import { inSight, playing, sight, show, view } from "./store.js";

export const TABS = /** @type {const} */ (["network", "surface", "lanes"]);

/** By what is in sight: how to stop what goes on in it alone. @type {{[sight: string]: () => void}} */
const STOPS = { surface: () => (racing.value = false), lanes: pauseLanes, luck: stopLuck };

/** Nothing goes on unseen, however the sight changes, for as long as the page is open. */
export function watchSight() {
  let before = sight.peek();
  effect(() => {
    if (sight.value !== before) queueMicrotask(STOPS[before] ?? (() => {}));
    before = sight.value;
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
