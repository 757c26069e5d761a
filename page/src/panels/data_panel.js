import { html } from "../html.js";

export function DataPanel() {
  return html`<section class="data" aria-label="data"></section>`;
}
