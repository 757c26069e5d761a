// All words of the page in English, by key; {name} is filled in.  Another language has the same files with the same keys.

import { data } from "./en/data.js";
import { errors } from "./en/errors.js";
import { inside } from "./en/inside.js";
import { landscape } from "./en/landscape.js";
import { lanes } from "./en/lanes.js";
import { lessons } from "./en/lessons.js";
import { network } from "./en/network.js";
import { result } from "./en/result.js";
import { share } from "./en/share.js";
import { surface } from "./en/surface.js";
import { timeline } from "./en/timeline.js";
import { top } from "./en/top.js";
import { trace } from "./en/trace.js";
import { training } from "./en/training.js";

/** @type {{[key: string]: string}} */
export const en = {
  ...top, ...data, ...network, ...training, ...result,
  ...share, ...errors, ...timeline, ...inside, ...trace, ...lessons, ...surface, ...lanes, ...landscape,
};
