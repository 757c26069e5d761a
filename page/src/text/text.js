// The words of the page: `t("key", values)`, in the language that is chosen.

import { signal } from "@preact/signals";
import { en } from "./en.js";

/** @type {{[language: string]: {[key: string]: string}}} */
const CATALOGUES = { en };
/** The languages there are, each by its own name. */
export const LANGUAGES = [{ code: "en", name: "English" }];
export const language = signal("en");

/** The text of a key, with values filled in. @param {string} key  @param {{[name: string]: unknown}} [values] */
export function t(key, values = {}) {
  const text = CATALOGUES[language.value]?.[key] ?? en[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** What to say of an error. @param {unknown} error */
export function errorText(error) {
  const known = /** @type {any} */ (error), message = String(known?.message ?? known);
  const { key = "unexpected", values = { message } } = known ?? {};
  return t(`error.${key}`, values);
}
