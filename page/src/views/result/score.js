// How good the network is, in a sentence for each part of the data.

import { html } from "../../html.js";
import { facts } from "../../state/store.js";
import { hidden } from "../../ui/controls.js";
import { scoredParts } from "./choices.js";
import { scoreSentence } from "./score_words.js";
import { table } from "./table.js";

export function ScoreView() {
  const known = facts.value, judged = table.value, parts = scoredParts(known);
  if (hidden("score")) return null;
  return html`<div class="score" data-control="score">${parts.map((part, i) => html`
    <p key=${part} class=${i ? "" : "first"}>${judged ? scoreSentence(known, judged, part) : "…"}</p>`)}
  </div>`;
}
