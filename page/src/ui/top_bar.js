// The bar at the top: the name, examples, what makes the training go, and the page's own settings.

import { html } from "../html.js";
import { handout } from "../state/handout.js";
import { inSight, show, sight, view } from "../state/store.js";
import { chooseTab, TABS } from "../state/tabs.js";
import { t, language, LANGUAGES } from "../text/text.js";
import { hidden, locked, SelectField, Toggle } from "./controls.js";
import { CopyButton } from "./copy_button.js";
import { Examples } from "./examples.js";
import { keysShown } from "./keys.js";
import { Lessons } from "./lessons_menu.js";
import { Menu } from "./menu.js";
import { Status } from "./status.js";
import { Pace, Transport } from "./transport.js";

/** ``alone``: the transport stands elsewhere, on a phone. @param {{alone: boolean}} props */
export function TopBar({ alone }) {
  const { fixed } = view.value;
  if (fixed) return html`<${HandoutBar} alone=${alone} />`;
  return html`<header class="top">
    <h1>${t("title")}</h1>
    <${Tabs} />
    ${sight.value === "network" && html`<${Examples} /><${Lessons} />`}
    ${inSight.value && !alone && html`<${Transport} /><${Pace} />`}
    <${PageMenu} />
    ${inSight.value && !alone && html`<${Status} />`}
  </header>`;
}

/** Of a page that is handed out: what it is, and the command that made it. @param {{alone: boolean}} props */
function HandoutBar({ alone }) {
  const { name, command } = handout.value, { fixed } = view.value;
  return html`<header class="top handout">
    <h1>numnet</h1>
    <p><b>${t(`handout.${fixed}`, { name })}</b>${command && html` <code>${command}</code>`}</p>
    ${command && html`<${CopyButton} name="copy_command" kind="quiet" label=${t("copy_command")} text=${() => command} />`}
    <${PageMenu} />
    ${fixed === "run" && !alone && html`<${Status} />`}
  </header>`;
}

/** What the page is of: the network, an error surface, or trainings side by side. */
function Tabs() {
  if (hidden("tabs")) return null;
  return html`<nav class="page-tabs" aria-label=${t("tabs")} data-control="tabs">
    ${TABS.map((tab) => html`<button type="button" class="quiet" key=${tab}
      aria-current=${view.value.tab === tab ? "page" : undefined} disabled=${locked("tabs")}
      onClick=${() => chooseTab(tab)}>${t(tab)}</button>`)}</nav>`;
}

/** On a phone the transport stands under the result, and stays in sight. */
export function Controls() {
  return html`<div class="controls">${!view.value.fixed && html`<${Transport} />`}<${Status} /></div>`;
}

function PageMenu() {
  return html`<${Menu} name="page" label=${t("page")} help=${t("page.help")}>${(close) => html`<div class="fields">
    <${SelectField} name="theme" label=${t("theme")} value=${view.value.theme} onChange=${(theme) => show({ theme })}
      choices=${["", "light", "dark"].map((value) => ({ value, text: t(`theme.${value || "system"}`) }))} />
    <${SelectField} name="language" label=${t("language")} value=${language.value}
      choices=${LANGUAGES.map(({ code, name }) => ({ value: code, text: name }))}
      onChange=${(code) => show({ language: code })} />
    <${Toggle} name="keys" label=${t("keys.toggle")} value=${view.value.keys} onChange=${(keys) => show({ keys })} />
    <button type="button" onClick=${() => (close(), (keysShown.value = true))}>${t("keys.show")}</button>
  </div>`}<//>`;
}
