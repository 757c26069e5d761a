import { html } from "../html.js";

export function NetworkView() {
  return html`<section class="network" aria-label="network"></section>`;
}
