// The tabs of the page, and what of each does not go on unseen.

import { pause } from "./actions.js";
import { pauseLanes } from "./lanes.js";
import { stopLuck } from "./luck.js";
import { racing } from "./race.js";
import { playing, show, view } from "./store.js";

/** By its name: how to stop what goes on in a tab. */
const STOPS = {
  network: () => playing.value && pause(),
  surface: () => (racing.value = false),
  lanes: () => (pauseLanes(), stopLuck()),
};
export const TABS = /** @type {(keyof typeof STOPS)[]} */ (Object.keys(STOPS));

/** Lanes, or seeds. @param {"lanes" | "luck"} compared */
export function chooseCompared(compared) {
  if (compared !== view.value.compared) STOPS.lanes();
  show({ compared, enlarged: "", laneTarget: null });
}

/** @param {keyof typeof STOPS} tab */
export function chooseTab(tab) {
  if (tab !== view.value.tab) STOPS[view.value.tab]();
  show({ tab, enlarged: "" });
}
