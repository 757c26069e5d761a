// Under the drawing: what the connections show, and how wide which numbers are drawn.

import { html } from "../../html.js";
import { facts, show } from "../../state/store.js";
import { digits } from "../../tracing/worked.js";
import { t } from "../../text/text.js";
import { SelectField } from "../../ui/controls.js";
import { edgeValues, quantities, quantity } from "./edge_values.js";
import { styleOf } from "./edges.js";

const WIDEST = 5, SHARES = [-1, -0.5, 0.5, 1], OF_WEIGHTS = [-2, -0.5, 0.5, 2];

export function EdgeBar() {
  if (!facts.value?.drawn.length) return null;
  const choices = quantities().map(({ value, symbol, name }) => ({ value, text: `${symbol}: ${name}` }));
  return html`<div class="edge-bar">
    <${SelectField} name="edges" label=${t("inside.edges")} help=${t(`inside.edges.${kind(quantity.value.value)}.help`)}
      value=${quantity.value.value} choices=${choices} onChange=${(edges) => show({ edges })} />
    <${Scale} />
  </div>`;
}

const kind = (value) => (value.startsWith("memory") ? "memory" : value);

/** Lines as wide as numbers of the scale, with these numbers. */
function Scale() {
  const { scale, symbol } = edgeValues.value, root = symbol.startsWith("√");
  const marks = (scale ? SHARES.map((s) => s * scale) : OF_WEIGHTS).filter((value) => value > 0 || !root);
  const words = t("inside.scale", { symbol, most: digits(marks[marks.length - 1]) });
  return html`<p class="edge-scale" role="img" aria-label=${words}>
    ${marks.map((value) => {
      const { stroke, width, dash, opacity } = styleOf(value, WIDEST, 1, scale);
      return html`<span key=${value}><svg viewBox="0 0 28 8" aria-hidden="true"><path d="M0 4H28" stroke=${stroke}
        stroke-width=${width} stroke-opacity=${opacity} stroke-dasharray=${dash?.join(" ") || undefined} /></svg>
        ${digits(value, 2)}</span>`;
    })}</p>`;
}
