// The lessons that are in the page's file, unpacked when they are first wanted; lessons by name, or whole.

import { signal } from "@preact/signals";
import { PageError } from "../errors.js";
import { unpacked } from "../export/packed.js";
import { lesson } from "./lesson.js";

/** @type {import("@preact/signals").Signal<import("../lessons/format.js").Lesson[]>} */
export const shelf = signal([]);
let unpacking = /** @type {Promise<void> | null} */ (null);

/** Unpack the lessons, once. */
export function loadShelf() {
  return (unpacking ??= (async () => {
    const packed = document.getElementById("lessons")?.textContent ?? "";
    shelf.value = JSON.parse(new TextDecoder().decode(await unpacked(packed)));
  })());
}

/** The lesson of a name; anything but a text is a lesson itself. @param {unknown} named */
export async function lessonOf(named) {
  if (typeof named !== "string") return named;
  await loadShelf();
  const found = shelf.value.find(({ id }) => id === named);
  if (!found) throw new PageError("no_lesson", { id: named.slice(0, 40) });
  return found;
}

/** What a link says of the open lesson: its name if it is one of the page's, else the whole of it. */
export function lessonInLink() {
  const open = lesson.value;
  return open && shelf.value.includes(open) ? open.id : open;
}
