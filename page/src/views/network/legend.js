// What width, colour and dashes of an edge mean, and the colours of the pictures.

import { html } from "../../html.js";
import { t } from "../../text/text.js";
import { signColors } from "../colors.js";
import { styleOf } from "./edges.js";

const SAMPLE = 0.9, WIDEST = 5; // the weight that is shown, and the width of the largest ones

export function Legend() {
  return html`<p class="legend">
    <${Line} w=${SAMPLE} text=${t("network.legend.plus")} />
    <${Line} w=${-SAMPLE} text=${t("network.legend.minus")} />
    <span>${t("network.legend.width")}</span>
    <span><${Swatch} color=${signColors.value.minus} /><${Swatch} color=${signColors.value.plus} />
      ${t("network.legend.pictures")}</span>
  </p>`;
}

/** @param {{w: number, text: string}} props */
function Line({ w, text }) {
  const { stroke, width, dash } = styleOf(w, WIDEST);
  return html`<span><svg viewBox="0 0 28 8" aria-hidden="true"><path d="M0 4H28" stroke=${stroke} stroke-width=${width}
    stroke-dasharray=${dash?.join(" ") || undefined} /></svg>${text}</span>`;
}

/** @param {{color: string}} props */
const Swatch = ({ color }) => html`<svg class="swatch" viewBox="0 0 8 8" aria-hidden="true">
  <rect width="8" height="8" fill=${color} /></svg>`;
