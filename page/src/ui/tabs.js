// What the keys of the page do in whatever is in sight, by the name of the control.

import { again, otherStart, toggle } from "../state/actions.js";
import { againLanes, stepLanes, toggleLanes } from "../state/lanes.js";
import { toggleLuck } from "../state/luck.js";
import { rewind, stepRace, toggleRace } from "../state/race.js";
import { begun, status, view } from "../state/store.js";
import { back, toggleShow } from "./moments.js";
import { step } from "./transport.js";

const OF_TRAINING = {
  play: () => (view.value.fixed ? toggleShow() : toggle()), timeline: () => begun.value && back(),
  step: () => status.value === "running" && step(),
  again: () => begun.value && again(), other_start: otherStart,
};

/** @type {{[sight: string]: {[control: string]: () => void}}} */
export const ACTS = {
  network: OF_TRAINING,
  landscape: OF_TRAINING,
  surface: { play: toggleRace, step: stepRace, again: () => rewind(0) },
  lanes: { play: toggleLanes, step: stepLanes, again: againLanes, other_start: otherStart },
  luck: { play: toggleLuck },
};
