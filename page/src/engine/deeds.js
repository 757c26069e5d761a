// What is done to a training by hand while it goes on, each the same whenever it is done at the same moment.

/** Keys of a configuration that may change while a training goes on. */
export const WHILE_TRAINING = ["optimizer", "learning_rate", "momentum", "beta1", "beta2", "rho", "eps", "weight_decay",
  "bias_correction", "clip_norm", "schedule", "batch_size", "epochs", "patience", "shuffle", "l1", "l2", "dropout"];

/** @type {{[name: string]: (engine: import("./engine.js").Engine, ...values: any[]) => void}} */
export const DEEDS = { change, edit, lock };

/** Take other settings; what changed is marked. @param {import("./engine.js").Engine} engine  @param {any} config */
function change(engine, config) {
  const { training } = engine, before = training.config;
  training.reconfigure(config);
  engine.diagnosis = null;
  engine.marks = [...engine.marks, {
    update: training.updates, epoch: training.epoch + training.seen / training.n,
    changes: changedKeys(before, config).map((key) => ({ key, from: before[key], to: config[key] })),
  }];
}

/** Keys whose values differ. @param {any} before @param {any} config */
export const changedKeys = (before, config) =>
  Object.keys(config).filter((key) => JSON.stringify(config[key]) !== JSON.stringify(before[key]));

/**
 * Set one weight; one mark for a weight that is changed again and again, as by dragging it.
 * @param {import("./engine.js").Engine} engine  @param {number} index  @param {number} value
 */
function edit(engine, index, value) {
  const { training, marks } = engine, { updates, epoch, updatesPerEpoch } = training, last = marks[marks.length - 1];
  put(training, index, value);
  const same = last?.changes[0].key === "weight" && last.changes[0].from === index &&
    updates - last.update < updatesPerEpoch;
  const mark = { update: updates, epoch, changes: [{ key: "weight", from: index, to: value }] };
  engine.marks = [...(same ? marks.slice(0, -1) : marks), mark];
  engine.touched = true;
}

/** Set one weight, locked or not. @param {import("./training.js").Training} training */
export function put({ run, locked }, index, value) {
  run.theta.put(index, value);
  if (locked.has(index)) locked.set(index, run.theta.at(index));
}

/** Keep weights as they are, or let them go. @param {import("./engine.js").Engine} engine */
function lock(engine, which) {
  const { locked, run, updates } = engine.training;
  for (const [index, on] of Object.entries(which)) {
    if (on) locked.set(Number(index), run.theta.at(Number(index)));
    else locked.delete(Number(index));
  }
  engine.touched ||= updates > 0;
}
