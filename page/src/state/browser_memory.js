// What the browser keeps from one visit to the next; in a sandboxed frame, or where its room is full, it keeps nothing.

/** What is kept under a name, or null. @param {string} key @returns {any} */
export function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** @param {string} key @param {any} value */
export function retain(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // nothing is kept here
  }
}
