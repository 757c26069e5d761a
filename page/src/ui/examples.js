// Examples to begin with, each with the reason why it is worth a look.

import { signal } from "@preact/signals";
import { TASKS, TROUBLES } from "../config/examples.js";
import { html } from "../html.js";
import { start } from "../state/actions.js";
import { config } from "../state/store.js";
import { t } from "../text/text.js";
import { Menu } from "./menu.js";

/** The example that was begun last, and the configuration that came of it. */
const chosen = signal(/** @type {{name: string, config: any} | null} */ (null));

/** Why the example is worth a look, as long as nothing of it was changed; or "". */
export function whyExample() {
  return chosen.value && chosen.value.config === config.value ? t(`example.${chosen.value.name}.why`) : "";
}

/** Begin an example; then Space, or Enter, plays it. @param {import("../config/examples.js").Example} example */
export async function startExample(example) {
  await start(example.config, { kind: "set" });
  chosen.value = { name: example.name, config: config.value };
  /** @type {HTMLElement | null} */ (document.querySelector("[data-control=play]"))?.focus();
}

export function Examples() {
  return html`<${Menu} name="examples" label=${t("examples")} help=${t("examples.help")}>${(close) => html`
    <${List} title=${t("examples.tasks")} examples=${TASKS} close=${close} />
    <${List} title=${t("examples.troubles")} examples=${TROUBLES} close=${close} />`}<//>`;
}

function List({ title, examples, close }) {
  return html`<h2>${title}</h2><ul class="example-list">${examples.map((example) => html`<li key=${example.name}>
    <button type="button" class="quiet" onClick=${() => (close(), startExample(example))}>
      <b>${t(`example.${example.name}`)}</b><span>${t(`example.${example.name}.why`)}</span>
    </button></li>`)}</ul>`;
}
