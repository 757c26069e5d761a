// Files out of the page and texts into the clipboard.

/** Save a file under a name. @param {string} name @param {BlobPart | Blob} content @param {string} [type] */
export function save(name, content, type = "text/plain") {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
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
