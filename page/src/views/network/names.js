// What layers, activations, losses and initialisations are called.

import { about } from "../../state/store.js";
import { t, textOr } from "../../text/text.js";

/** The catalogue's word, or numnet's own name. @param {"activation" | "loss" | "init"} kind  @param {string} name */
export function nameOf(kind, name) {
  return textOr(`${kind}.${name}`, name);
}

/** "inputs", "layer 2", "outputs". @param {any} facts @param {number} layer */
export function layerName({ sizes }, layer) {
  if (layer === 0) return t("network.inputs");
  return layer === sizes.length - 1 ? t("network.outputs") : t("network.layer", { layer });
}

/** Of hidden layers. */
export const activationChoices = () =>
  about.value.hidden_activations.map((value) => ({ value, text: nameOf("activation", value) }));
