// What the page begins with, and what is opened on it: a trained run given with the page, a link, the usual task.

import { decodeLink } from "../config/link.js";
import { readLinkContent, SHARED_VIEW } from "../config/link_content.js";
import { errorText } from "../text/text.js";
import { begin } from "./actions.js";
import { about, message, show, USUAL_VIEW } from "./store.js";

const FIRST = { data: "spiral" };

/**
 * Begin with the link behind "#", else with what the page was given, else as usual; what is refused is said.
 * @param {any} given  of `numnet playground RUN`, or null  @param {string} hash
 */
export async function openFirst(given, hash) {
  const said = /** @type {string[]} */ ([]);
  const ways = [hash.length > 1 && (() => openLink(hash)), () => begin(FIRST)];
  for (const way of ways) {
    try {
      if (!way) continue;
      await way();
      break;
    } catch (error) {
      said.push(errorText(error));
    }
  }
  message.value = said.join(" ");
}

/** Open a link. Throws `PageError`, and changes nothing, where it is not understood. @param {string} hash  from "#" on */
export async function openLink(hash) {
  const { config, source, own, view } = readLinkContent(about.value, await decodeLink(hash.slice(1)));
  await begin(config, own, source);
  show({ ...Object.fromEntries(SHARED_VIEW.map((name) => [name, USUAL_VIEW[name]])), ...view });
}
