// Frames for numbers that are read: ten a second at most while it learns, every one when it stands still.

import { effect, signal } from "@preact/signals";
import { facts, frame } from "../../state/store.js";
import { fits } from "./parameters.js";

const PAUSE = 100; // milliseconds

/** The last frame that is to be read, or null. */
export const calm = signal(frame.peek());
let timer = 0;

effect(() => {
  const now = frame.value;
  if (now?.playing) {
    timer ||= setTimeout(() => ((timer = 0), (calm.value = frame.peek())), PAUSE);
  } else {
    clearTimeout(timer);
    timer = 0;
    calm.value = now;
  }
});

/** All weights and biases as they are to be read; empty where they aren't known. @returns {ArrayLike<number>} */
export const readTheta = () => (fits(facts.value, calm.value) ? /** @type {any} */ (calm.value).theta : []);

/** Whether a weight is locked. @param {number} index */
export const isLocked = (index) => Boolean(calm.value?.locked.some(([other]) => other === index));
