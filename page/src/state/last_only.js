// What is asked for again and again while it is still being done.

/**
 * ``use`` of what is asked for, one after the other; of what is asked for meanwhile, the last alone. ``use`` gets a
 * function that says whether something else is asked for by now.
 * @param {(wanted: string, stale: () => boolean) => Promise<void>} use
 */
export function lastOnly(use) {
  let busy = false, latest = "";
  return async (/** @type {string} */ wanted) => {
    latest = wanted;
    if (busy) return;
    busy = true;
    for (let doing = ""; doing !== latest; ) {
      doing = latest;
      await use(doing, () => latest !== doing);
    }
    busy = false;
  };
}
