import { html } from "../html.js";

export function TrainingPanel() {
  return html`<section class="training" aria-label="training"></section>`;
}
