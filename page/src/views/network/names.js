// What activations, losses and initialisations are called: the catalogue's word, or numnet's own name.

import { t } from "../../text/text.js";

/** @param {"activation" | "loss" | "init"} kind  @param {string} name  as numnet has it */
export function nameOf(kind, name) {
  const key = `${kind}.${name}`, text = t(key);
  return text === key ? name : text;
}
