// The health of every layer, while it learns: gradient, size of the updates, dead and saturated units; small curves.

import { effect } from "@preact/signals";
import { html } from "../../html.js";
import { findings, healthOpen as open, inside, insideNow, want } from "../../state/inside.js";
import { about, begun, facts } from "../../state/store.js";
import { percent, short } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { hidden } from "../../ui/controls.js";
import { healths } from "./health_history.js";
import { findings as found } from "./health_words.js";
import { layerName } from "./names.js";

const WIDTH = 72, HEIGHT = 18; // of a small curve, in pixels

effect(() => want("health", facts.value?.drawn.length && !hidden("health") ? { health: true } : {}));
effect(() => {
  inside.value;
  const health = insideNow()?.health;
  findings.value = health && !hidden("health") ? found(about.value.limits, health, begun.value) : [];
});

export function Health() {
  inside.value;
  const health = insideNow()?.health;
  if (!health || hidden("health")) return null;
  const all = findings.value, [first] = all;
  return html`<details class="section health" data-control="health" open=${open.value}
      onToggle=${(event) => (open.value = event.currentTarget.open)}>
    <summary>${t("inside.health")}: <span class=${first ? `found ${first.verdict}` : "found"}>
      ${first ? `⚠ ${first.text}` : t("inside.ok")}</span></summary>
    ${open.value && html`<${Findings} found=${all} />
      <div class="scrolling" tabindex="0" role="group" aria-label=${t("inside.health")}>
        <${Table} layers=${health.layers} /></div>
      <p class="hint">${t("inside.health.help", { n: health.rows })}</p>`}
  </details>`;
}

/** @param {{found: import("./health_words.js").Found[]}} props */
function Findings({ found }) {
  if (!found.length) return null;
  return html`<ul class="findings">${found.map(({ verdict, text, remedy }) => html`<li key=${text}>
    <b class=${verdict}>${t(`inside.verdict.${verdict}`)}</b> ${text}${remedy && html`<br />→ ${remedy}`}</li>`)}</ul>`;
}

/** @param {{layers: import("../../engine/inside.js").LayerHealth[]}} props */
function Table({ layers }) {
  const { sizes } = facts.value, head = (name) => html`<th scope="col" data-help=${t(`inside.${name}.help`)}>
    ${t(`inside.${name}`)}</th>`;
  const some = (name) => layers.some((layer) => layer[name] !== null);
  const [dead, saturated] = [some("dead"), some("saturated")];
  return html`<table><thead><tr><td></td>${["delta", "gradient", "update"].map(head)}${dead && head("dead_units")}
      ${saturated && head("saturated_units")}</tr></thead>
    <tbody>${layers.map((layer, l) => html`<tr key=${l}>
      <th scope="row">${layerName(facts.value, l + 1)}</th>
      <${Measured} of="delta" layer=${l} value=${layer.delta} />
      <${Measured} of="gradient" layer=${l} value=${layer.gradient} />
      <${Measured} of="moved" layer=${l} value=${layer.moved} />
      ${dead && html`<td>${layer.dead === null ? "–" : t("inside.of", { n: layer.dead, units: sizes[l + 1] })}</td>`}
      ${saturated && html`<td>${layer.saturated === null ? "–" : percent(layer.saturated)}</td>`}
    </tr>`)}</tbody></table>`;
}

/**
 * A number and what it was so far.
 * @param {{of: "delta" | "gradient" | "moved", layer: number, value: number | null}} props
 */
function Measured({ of, layer, value }) {
  return html`<td class="measured"><${Curve} of=${of} layer=${layer} />
    <span>${value === null || value > 1e200 ? "–" : short(value, 2)}</span></td>`;
}

/** All layers on one logarithmic scale, so that they can be compared. */
function Curve({ of, layer }) {
  const all = healths.value, logs = all.map(({ layers }) => layers.map((each) => Math.log10(each[of] ?? NaN)));
  const finite = logs.flat().filter((x) => Number.isFinite(x) && x < 200), end = all.at(-1)?.updates ?? 0;
  const low = Math.min(...finite), span = Math.max(...finite) - low || 1;
  const points = logs.map((values, i) => [all[i].updates / Math.max(1, end), (values[layer] - low) / span]);
  const path = points.filter(([, y]) => y >= 0 && y <= 1).map(([x, y], i) =>
    `${i ? "L" : "M"}${(1 + x * (WIDTH - 2)).toFixed(1)} ${(HEIGHT - 2 - y * (HEIGHT - 4)).toFixed(1)}`).join("");
  return html`<svg viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true"><path d=${path} /></svg>`;
}
