import { html } from "../html.js";

export function SharePanel() {
  return html`<section class="share" aria-label="share"></section>`;
}
