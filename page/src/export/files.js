// Files out of the page and texts into the clipboard.

import { signal } from "@preact/signals";

/** A file that may not be saved from here: it is shown, to be copied (ui/shown_file.js). */
export const shownFile = signal(/** @type {{name: string, blob: Blob} | null} */ (null));

/** Whether the page is in a frame that is a sandbox, which may forbid downloads without a word. */
const inSandbox = () => globalThis.self !== globalThis.top && globalThis.origin === "null";

/** Save a file under a name. @param {string} name @param {BlobPart | Blob} content @param {string} [type] */
export function save(name, content, type = "text/plain") {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  if (inSandbox()) shownFile.value = { name, blob };
  else download(name, blob);
}

/** @param {string} name @param {Blob} blob */
export function download(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000); // once the browser has taken it
}

/** Copy a text; whether that was allowed: a page in a sandbox may not. @param {string} text */
export async function copy(text) {
  if (!clipboardAllowed()) return copySelected(text);
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

/** Whether it is worth asking: a frame that may not is told so in the browser's console. */
function clipboardAllowed() {
  const policy = /** @type {any} */ (document).featurePolicy;
  return Boolean(navigator.clipboard) && (policy?.allowsFeature("clipboard-write") ?? true);
}

/** The old way, which needs no permission. @param {string} text */
function copySelected(text) {
  const area = document.createElement("textarea"), before = /** @type {HTMLElement | null} */ (document.activeElement);
  area.value = text;
  area.setAttribute("aria-hidden", "true");
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  before?.focus();
  return done;
}
