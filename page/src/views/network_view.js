// The network: its settings, the drawing, what is said of a unit or a weight, and all weights as a
// table; or a step by hand.

import { html } from "../html.js";
import { facts, view } from "../state/store.js";
import { ViewFrame } from "./drawing/view_frame.js";
import { Card } from "./network/card.js";
import { Diagram } from "./network/diagram.js";
import { EdgeBar } from "./network/edge_bar.js";
import { Health } from "./network/health.js";
import { Lens } from "./network/lens.js";
import { NetworkControls } from "./network/network_controls.js";
import { networkSvg } from "./network/svg.js";
import { WeightTable } from "./network/weight_table.js";
import { ByHandButton, TraceView } from "./trace/trace_view.js";

export { networkSvg };

export function NetworkView() {
  const tools = facts.value && html`<${NetworkControls} />`, beside = html`<${ByHandButton} />`;
  return html`<div class="network">
    <${ViewFrame} name="network" titleKey="network" svg=${networkSvg} beside=${beside} tools=${tools}>
      <${Diagram} /><${EdgeBar} />
      ${view.value.sheet ? html`<${TraceView} />` : html`<${Card} /><${Health} /><${WeightTable} />`}
    <//>
    <${Lens} />
  </div>`;
}
