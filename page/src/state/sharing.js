// What goes out of the page: the link that opens it as it is, kept up to date; the command that trains the same.

import { computed, effect, signal } from "@preact/signals";
import { trainCommand } from "../config/command.js";
import { encodeLink } from "../config/link.js";
import { linkContent, SHARED_VIEW } from "../config/link_content.js";
import { PageError } from "../errors.js";
import { at } from "./lesson.js";
import { lessonInLink } from "./lesson_shelf.js";
import { about, byHand, config, frame, given, source, USUAL_VIEW, view } from "./store.js";

const QUIET = 300; // milliseconds without a change before the address is changed

/** Weights changed and locked by hand: frames come and go, these stay. */
const handMade = computed(() => JSON.stringify([frame.value?.edited ?? [], frame.value?.locked ?? []]));

/** What a link keeps of the views, as JSON: where the pointer is changes nothing in it. */
const seen = computed(() => {
  const kept = Object.entries(view.value).filter(([name]) => [...SHARED_VIEW, "hidden", "locked"].includes(name));
  return JSON.stringify(Object.fromEntries(kept));
});

/**
 * The JSON of the link: of the page as it is, but for ``own`` and ``controls``.
 * @param {any} [own]  @param {{hidden?: string[], locked?: string[]}} [controls]
 */
function linkJson(own, controls) {
  const [edited, locked] = JSON.parse(handMade.value);
  const content = {
    config: config.value, source: source.value, own: { weights: given.value ?? undefined, edited, locked, ...own },
    view: { ...JSON.parse(seen.value), ...controls }, lesson: lessonInLink(), step: at.value,
  };
  return JSON.stringify(linkContent(about.value, content, USUAL_VIEW));
}
const json = computed(() => linkJson());

/** The link's part behind "#", or the error that there is none. */
const fragment = signal(/** @type {string | PageError} */ (""));

/** Bring the link up to date; whether it is so still when that is done. */
export async function freshen() {
  const wanted = json.value;
  const made = await encodeLink(wanted).catch((error) => /** @type {PageError} */ (error)), still = wanted === json.peek();
  if (still) fragment.value = made;
  return still;
}

/** Whether the page has an address that a link can lead to: in a notebook's frame it has none. */
export const hasAddress = location.protocol !== "about:";

/** The address of a page, as far as its links go. */
const base = () => (hasAddress ? location.href.split(/[?#]/)[0] : "");

/** The address that opens the page as it is now. Throws `PageError` where it would be too long. */
export function link() {
  if (typeof fragment.value !== "string") throw fragment.value;
  return `${base()}#${fragment.value}`;
}

/** A link that begins with the weights as they are now. @returns {Promise<string>} */
export async function linkWithWeights() {
  const { weights } = frame.value ?? {};
  if (!weights) throw new PageError("pause_first");
  return `${base()}#${await encodeLink(linkJson({ weights: weights.last, edited: [] }))}`;
}

/**
 * A link on whose page some controls are hidden or locked.
 * @param {string[]} hidden  @param {string[]} locked  @returns {Promise<string>}
 */
export async function linkWithControls(hidden, locked) {
  return `${base()}#${await encodeLink(linkJson({}, { hidden, locked }))}`;
}

/** A link that begins a lesson. @param {import("../lessons/format.js").Lesson} lesson @returns {Promise<string>} */
export async function linkToLesson(lesson) {
  return `${base()}#${await encodeLink(JSON.stringify({ lesson }))}`;
}

/** The HTML of a frame that shows the page as it is. */
export function embedding() {
  const address = link().replace("#", "?embed=1#").replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const attributes = 'sandbox="allow-scripts allow-downloads" style="width: 100%; height: 720px; border: 0"';
  return `<iframe title="numnet" src="${address}" ${attributes}></iframe>`;
}

/** Keep the link fresh, and with it the address: a reload or a bookmark brings the page back. Returns how to stop. */
export function watchLink() {
  let first = json.peek(), waiting = 0;
  return effect(() => {
    const now = json.value;
    freshen();
    clearTimeout(waiting);
    if (now !== first) waiting = setTimeout(async () => (await freshen()) && showInAddress(), QUIET);
    first = now === first ? first : "";
  });
}

function showInAddress() {
  if (view.value.embedded) return;
  const address = typeof fragment.value === "string" ? `#${fragment.value}` : location.pathname + location.search;
  try {
    window.history.replaceState(null, "", address);
  } catch {
    // a document without an address of its own, in a notebook's frame
  }
}

/** Why no single command trains the same, as a key of the catalogue, or "". */
export function noCommand() {
  if (byHand.value) return "command_by_hand";
  if (frame.value?.marks.length) return "command_changed";
  return typeof config.value.data === "string" ? "" : "command_rows";
}

/** The command that trains the same in a terminal. Throws `PageError` where there is none. */
export function command() {
  const reason = noCommand();
  if (reason) throw new PageError(reason);
  return trainCommand(about.value, config.value);
}
