// Trainings beside the one that is shown: lanes, which go side by side, and seeds, one after the other.

import { PageError } from "../../errors.js";
import { Lanes } from "./lanes.js";
import { Luck } from "./luck.js";

const MOST_LANES = 6;

export class Compared {
  #lanes = /** @type {Lanes | null} */ (null);
  #luck = /** @type {Luck | null} */ (null);
  #number = 0; // of the last ones

  /** @param {import("../engine.js").Engine} engine */
  constructor(engine) {
    this.engine = engine;
  }

  /** Do what the page asks for. @param {string} task @param {any[]} values */
  handle(task, values) {
    if (!TASKS.includes(task)) throw new PageError("no_method", { method: String(task).slice(0, 40) });
    return this[task](...values);
  }

  /**
   * Lanes of these configurations, which have the data, the split and the seed of the training that is shown; they
   * stand at their beginning.  Those that there were are gone.  ``alike``: whether all begin with the same weights.
   * @param {any[]} configs  complete
   */
  begin(configs) {
    this.end();
    const lanes = (this.#lanes = new Lanes(this.engine, configs.slice(0, MOST_LANES), ++this.#number));
    const { number, alike, updates } = lanes;
    return { number, alike, updates, lanes: lanes.lanes.map((lane) => lane.report()) };
  }

  /** Nothing goes on, and the memory is free. */
  end() {
    this.#lanes?.stop();
    this.#lanes = null;
    this.stopLuck();
  }

  /** @param {import("./lanes.js").Together} together @param {number} speed */
  play(together, speed) {
    this.#lanes?.play(together, speed);
  }

  /** @param {import("./lanes.js").Together} together */
  step(together) {
    return this.#lanes?.step(together);
  }

  pause() {
    this.#lanes?.pause();
  }

  again() {
    this.#lanes?.again();
  }

  /**
   * The training of a configuration with each of these seeds; resolves when all have ended.  ``number``: whose, in what
   * is sent.
   * @param {any} config  complete  @param {number[]} seeds  @param {number} number
   */
  async luck(config, seeds, number) {
    this.stopLuck();
    const luck = (this.#luck = new Luck(this.engine, config, number));
    await luck.run(seeds);
    if (this.#luck === luck) this.#luck = null;
  }

  stopLuck() {
    if (this.#luck) this.#luck.stopped = true;
    this.#luck = null;
  }
}

const TASKS = ["begin", "end", "play", "step", "pause", "again", "luck", "stopLuck"];
