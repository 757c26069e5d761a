// The words of the page: `t("key", values)`, in the language that is chosen.

import { signal } from "@preact/signals";
import { en } from "./en.js";
import { ko } from "./ko.js";

/** @type {{[language: string]: {[key: string]: string}}} */
const CATALOGUES = { en, ko };
/** The languages there are, each by its own name. */
export const LANGUAGES = [{ code: "en", name: "English" }, { code: "ko", name: "한국어" }];
export const language = signal("en");

/** The language of a code, such as "ko" or "ko-KR"; null where there is no catalogue of it. @param {string} code */
export function languageOf(code) {
  const [name] = code.toLowerCase().split("-");
  return Object.hasOwn(CATALOGUES, name) ? name : null;
}

/** The text of a key, with values filled in. @param {string} key  @param {{[name: string]: unknown}} [values] */
export function t(key, values = {}) {
  return textOr(key, key).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** The text of a key, or what numnet itself says where no catalogue has it. @param {string} key @param {string} own */
export function textOr(key, own) {
  return CATALOGUES[language.value][key] ?? en[key] ?? own;
}

/** What to say of an error. @param {unknown} error */
export function errorText(error) {
  const known = /** @type {any} */ (error), message = String(known?.message ?? known);
  const { key = "unexpected", values = { message } } = known ?? {};
  return t(`error.${key}`, values);
}
