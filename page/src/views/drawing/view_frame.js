// A view that fills the screen when asked to (ui/view.js), and can be saved as a picture (export/pictures.js).

import { useEffect, useRef } from "preact/hooks";
import { register } from "../../export/pictures.js";
import { html } from "../../html.js";
import { t } from "../../text/text.js";
import { View } from "../../ui/view.js";

/**
 * ``svg``: the view as a picture; ``title``: what is shown now, where it is not the text of ``titleKey``; ``beside``:
 * controls in the line of the title; ``tools``: controls under it.
 * @param {{name: string, titleKey: string, title?: string, svg: () => string, beside?: any, tools?: any,
 *   children?: any}} props
 */
export function ViewFrame({ name, titleKey, title = t(titleKey), svg, beside, tools, children }) {
  const latest = useRef(svg);
  latest.current = svg;
  useEffect(() => register(name, titleKey, () => latest.current()), [name, titleKey]);
  return html`<${View} name=${name} title=${title} tools=${beside && html`<div class="beside">${beside}</div>`}>
    ${tools && html`<div class="tools">${tools}</div>`}
    ${children}
  <//>`;
}
