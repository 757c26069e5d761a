// Who reached what, and when: as numnet/studies/comparison.py has it of one seed.

/** Numbers of a history: `History` of state/history.js, or the like. */
/** @typedef {{rows: number, at: (row: number, column: number) => number}} Table */
/** @typedef {{history: Table, diverged: boolean}} Run */
/** @typedef {{column: number, sign: 1 | -1}} Measure  −1: more is better */
/** @typedef {{epoch: number, updates: number, seconds: number}} Reached  at the end of an epoch */

/** A column, the lower the better; what is no number, and what follows a divergence, is ∞. @returns {number[]} */
export function costs({ history, diverged }, { column, sign }) {
  const values = Array.from({ length: history.rows }, (_, row) => sign * history.at(row, column));
  const found = values.map((value) => (Number.isFinite(value) ? value : Infinity));
  return diverged ? [...found, Infinity] : found;
}

const lowest = (values) => values.reduce((a, b) => Math.min(a, b), Infinity);

/**
 * The value whose reaching is timed: the best that every run reaches.  Runs that end no better than they began, or
 * diverged, do not count; null where none is left.
 * @param {Run[]} runs  @param {Measure} by  @returns {number | null}
 */
export function targetOf(runs, by) {
  const all = runs.map((run) => costs(run, by)).filter((found) => found[found.length - 1] < found[0]);
  return all.length ? by.sign * Math.max(...all.map(lowest)) : null;
}

/**
 * When a run reached a value first, or null.
 * @param {Run} run  @param {Measure} by  @param {number | null} target  @param {any} Column  of a history
 * @returns {Reached | null}
 */
export function reachedAt(run, by, target, Column) {
  const { EPOCH, STEP, SECONDS } = Column;
  if (target === null) return null;
  const row = costs(run, by).findIndex((cost) => cost <= by.sign * target), { history } = run;
  const at = (column) => history.at(row, column);
  return row < 0 ? null : { epoch: at(EPOCH), updates: at(STEP), seconds: at(SECONDS) };
}

/**
 * Places, 1 for the first, the same for equals, null for those that did not reach it; and the runs in their order:
 * by place, then by the best value so far, then as they come.
 * @param {Run[]} runs  @param {Measure} by  @param {(Reached | null)[]} reached
 * @param {"epoch" | "updates" | "seconds"} along
 */
export function standings(runs, by, reached, along) {
  const when = reached.map((one) => one?.[along] ?? Infinity), best = runs.map((run) => lowest(costs(run, by)));
  const places = when.map((own) => (own < Infinity ? 1 + when.filter((other) => other < own).length : null));
  const less = (a, b) => (a < b ? -1 : a > b ? 1 : 0); // ∞ − ∞ is no number
  const order = [...runs.keys()].sort((a, b) => less(when[a], when[b]) || less(best[a], best[b]) || a - b);
  return { places, order };
}
