// A view with its title and what every view offers: to fill the screen, to be saved as PNG or SVG.

import { useEffect, useRef } from "preact/hooks";
import { register } from "../../export/pictures.js";
import { html } from "../../html.js";
import { show, view } from "../../state/store.js";
import { t } from "../../text/text.js";

/**
 * ``svg``: the view as a picture; ``title``: what is shown now, where it is more than the text of ``titleKey``;
 * ``tools``: controls under the title.
 * @param {{name: string, titleKey: string, title?: any, svg: () => string, tools?: any, children: any}} props
 */
export function ViewFrame({ name, titleKey, title, svg, tools, children }) {
  const enlarged = view.value.enlarged === name, latest = useRef(svg), words = { what: t(titleKey) };
  latest.current = svg;
  useEffect(() => register(name, titleKey, () => latest.current()), [name, titleKey]);
  const enlarge = () => show({ enlarged: enlarged ? "" : name });
  return html`<section class=${enlarged ? "view enlarged" : "view"} data-view=${name} aria-label=${words.what}>
    <header><h3>${title ?? words.what}</h3>
      <button type="button" class="quiet" aria-pressed=${enlarged} aria-label=${t("view.enlarge", words)}
        data-help=${t("view.enlarge.help")} onClick=${enlarge}>${enlarged ? "✕" : "⤢"}</button>
    </header>
    ${tools && html`<div class="tools">${tools}</div>`}
    ${children}
  </section>`;
}
