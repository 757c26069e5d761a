// The language of the page: the one that is chosen (`view.language`), else the browser's, else English.

import { computed, effect } from "@preact/signals";
import { language, languageOf } from "../text/text.js";
import { view } from "./store.js";

const wanted = computed(() => languageOf(view.value.language) ?? languageOf(navigator.language) ?? "en");

effect(() => {
  language.value = wanted.value;
  document.documentElement.lang = wanted.value;
});
