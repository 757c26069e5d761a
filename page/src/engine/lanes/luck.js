// The same training with one seed after the other: how much of what comes out is luck.

import { Kernels } from "../../kernels/module.js";
import { prepare } from "../samples.js";
import { breath } from "../waiting.js";
import { Lane } from "./lane.js";

const CHUNK = 8; // milliseconds between messages heard

/** @typedef {import("./lane.js").LaneReport & {seed: number}} SeedReport */

export class Luck {
  stopped = false;

  /**
   * @param {import("../engine.js").Engine} engine  whose data and plane they have
   * @param {any} config  complete, but for the seed  @param {number} number  of this series
   */
  constructor(engine, config, number) {
    this.engine = engine;
    this.config = config;
    this.number = number;
    this.data = engine.training.prepared.data;
    this.plane = engine.plane;
    this.kernels = new Kernels(engine.module, engine.about);
  }

  /**
   * Train every seed to its end, one after the other in the same memory; each is sent as it ends.
   * @param {number[]} seeds  @returns {Promise<void>}
   */
  async run(seeds) {
    const { kernels, data, plane, number } = this;
    for (const seed of seeds) {
      const giveBack = kernels.borrowing(), config = { ...this.config, seed };
      const lane = new Lane(kernels, config, prepare(kernels, data, config), plane);
      for (let heard = performance.now(); lane.running && !this.stopped; ) {
        lane.forward(Infinity);
        if (performance.now() - heard < CHUNK) continue;
        await breath();
        heard = performance.now();
      }
      if (this.stopped) return;
      const report = lane.report();
      giveBack();
      this.engine.emit("luck", { number, seed, ...report }, [report.rows.buffer, report.outputs.buffer]);
      await breath();
    }
  }
}
