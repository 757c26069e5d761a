import { html } from "../html.js";

export function ResultView() {
  return html`<section class="result" aria-label="result"></section>`;
}
