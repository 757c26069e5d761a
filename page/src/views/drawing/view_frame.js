// A view that fills the screen when asked to (ui/view.js), and can be saved as a picture (export/pictures.js).

import { useEffect, useRef } from "preact/hooks";
import { save } from "../../export/files.js";
import { pictures, pngFile, register, svgFile } from "../../export/pictures.js";
import { html } from "../../html.js";
import { tried } from "../../state/actions.js";
import { t } from "../../text/text.js";
import { Menu } from "../../ui/menu.js";
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
  const line = html`${beside && html`<div class="beside">${beside}</div>`}
    <${SaveMenu} name=${name} title=${t(titleKey)} />`;
  return html`<${View} name=${name} title=${title} tools=${line}>
    ${tools && html`<div class="tools">${tools}</div>`}
    ${children}
  <//>`;
}

const KINDS = { PNG: pngFile, SVG: svgFile };

/** @param {{name: string, title: string}} props */
function SaveMenu({ name, title }) {
  const act = (kind, close) => tried(async () => {
    close();
    const picture = pictures.value.find((one) => one.name === name);
    if (picture) save(`${name}.${kind.toLowerCase()}`, await KINDS[kind](picture));
  });
  return html`<${Menu} name="save_pictures" label=${t("view.save")} help=${t("view.save.help", { what: title })}>
    ${(close) => Object.keys(KINDS).map((kind) => html`<button type="button" class="quiet" key=${kind}
      onClick=${() => act(kind, close)}>${t("view.save.as", { kind })}</button>`)}<//>`;
}
