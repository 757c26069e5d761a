// What width, colour and dashes of an edge mean, and the colours of the pictures.

import { html } from "../../html.js";
import { config, facts } from "../../state/store.js";
import { t } from "../../text/text.js";
import { classColor, css, signColors } from "../colors.js";
import { styleOf } from "./edges.js";

const SAMPLE = 0.9, WIDEST = 5; // the weight that is shown, and the width of the largest ones
const MOST = 4; // classes that have a swatch
const NEVER_NEGATIVE = ["sigmoid", "relu", "softplus"];

export function Legend() {
  const { task, sizes } = facts.value, { plus, minus } = signColors.value;
  const positive = sizes.length > 2 && [config.value.activation].flat().every((name) => NEVER_NEGATIVE.includes(name));
  const classes = task === "binary" ? [0, 1] : [...Array(Math.min(MOST, sizes[sizes.length - 1])).keys()];
  return html`<p class="legend">
    <${Line} w=${SAMPLE} text=${t("network.legend.plus")} />
    <${Line} w=${-SAMPLE} text=${t("network.legend.minus")} />
    <span>${t("network.legend.width")}</span>
    <span><${Swatch} color=${minus} /><${Swatch} color=${plus} />
      ${t(positive ? "network.legend.inputs" : "network.legend.pictures")}</span>
    ${positive && html`<span><${Swatch} color=${plus} /> ${t("network.legend.positive")}</span>`}
    ${task !== "regression" && html`<span>${classes.map((k) => html`<${Swatch} color=${css(classColor(k))} />`)}
      ${t("network.legend.outputs")}</span>`}
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
