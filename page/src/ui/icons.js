// Small drawings on buttons, in the colour of the text; what they mean is said by the button.

import { html } from "../html.js";

const PATHS = {
  play: "M4 2.5v11l9.5-5.5z",
  pause: "M4 2.5h3v11H4zM9 2.5h3v11H9z",
  step: "M2.5 2.5v11L10 8zM11 2.5h2.5v11H11z",
  back: "M13.5 2.5v11L6 8zM2.5 2.5H5v11H2.5z",
  again: "M8 2a6 6 0 1 1-5.9 7h2.1A4 4 0 1 0 8 4v2.8L3.6 3.2 8 0z",
  other_start: "M1.5 3h3.2l5.6 8H11V9.2L14.7 12 11 14.8V13H9.3L3.7 5H1.5z" +
    "M11 3V1.2L14.7 4 11 6.8V5H9.8L8.6 6.7 7.4 5 8.8 3zM1.5 11h2.2l1.1-1.6L6 11l-1.3 2H1.5z",
  enlarge: "M2 2h5v1.8H3.8V7H2zM9 2h5v5h-1.8V3.8H9zM2 9h1.8v3.2H7V14H2zM12.2 9H14v5H9v-1.8h3.2z",
  reduce: "M7 2v5H2V5.2h3.2V2zM9 2h1.8v3.2H14V7H9zM2 9h5v5H5.2v-3.2H2zM9 9h5v1.8h-3.2V14H9z",
  close: "M3.4 2 8 6.6 12.6 2 14 3.4 9.4 8l4.6 4.6-1.4 1.4L8 9.4 3.4 14 2 12.6 6.6 8 2 3.4z",
  down: "M3 5.5h10L8 11z",
};

/** @param {{name: keyof typeof PATHS}} props */
export function Icon({ name }) {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d=${PATHS[name]} fill="currentColor" /></svg>`;
}
