// The tabs of the page, and what of each does not go on unseen.

import { pause } from "./actions.js";
import { pauseLanes } from "./lanes.js";
import { stopLuck } from "./luck.js";
import { racing } from "./race.js";
import { inSight, playing, sight, show, view } from "./store.js";

/** By its name: how to stop what goes on in a tab. */
const STOPS = {
  network: () => {},
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
export const chooseTab = (tab) => choose({ tab });

/** What the surface is the error of. @param {"function" | "network"} surfaceOf */
export const chooseSurfaceOf = (surfaceOf) => choose({ surfaceOf });

/** Nothing goes on unseen. @param {Partial<typeof view.value>} what */
function choose(what) {
  const before = sight.value, { tab } = view.value;
  show({ ...what, enlarged: "" });
  if (sight.value !== before) STOPS[tab]();
  if (playing.value && !inSight.value) pause();
}
