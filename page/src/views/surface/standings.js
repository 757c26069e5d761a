// Who won, and every rule of the race: its rate, its median, from how many starts it arrives, what became of its walk.

import { html } from "../../html.js";
import { dragged, race, tuning } from "../../state/race.js";
import { about } from "../../state/store.js";
import { short } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { hidden } from "../../ui/controls.js";
import { lineOf } from "./walk.js";
import { notes, outcomeWords, question, verdictWords } from "./words.js";

export function Standings() {
  const shown = race.value, judged = Boolean(shown.order), { starts } = about.value.races, busy = tuning.value;
  const waiting = busy ? t("race.tuning", busy) : t("race.dragged");
  const order = shown.order ?? shown.rules.keys();
  if (hidden("race.standings")) return null;
  return html`<div class="standings" data-control="race.standings">
    <p class="verdict" role="status"><span class="faint">${question(shown.surface)}</span>
      <b>${judged ? verdictWords(shown) : waiting}</b></p>
    ${busy && html`<progress max=${busy.of} value=${busy.done} aria-label=${t("race.tuning", busy)}></progress>`}
    <div class="scroll" tabindex="0" role="region" aria-label=${t("race.standings")}><table>
      <thead><tr>${["rule", "rate", "median", shown.surface.escape === null ? "arrive" : "escape", "final", "walk"]
        .map((key) => html`<th scope="col" key=${key}>${t(`race.column.${key}`)}</th>`)}</tr></thead>
      <tbody>${[...order].map((r) => html`<${Row} key=${shown.rules[r].name} shown=${shown} r=${r} starts=${starts}
        judged=${judged} />`)}</tbody>
    </table></div>
    ${!dragged.value && html`<div class="small faint"><p>${t("race.judged_by")}</p><ul class="notes">
      ${notes(shown).map((line) => html`<li key=${line}>${line}</li>`)}</ul></div>`}
  </div>`;
}

function Row({ shown, r, starts, judged }) {
  const { name, rate } = shown.rules[r], { stroke, dash } = lineOf(name, 3);
  const median = judged ? shown.trials.median[r] : Infinity;
  const share = judged ? Math.round(shown.trials.share[r] * starts) : 0;
  return html`<tr>
    <th scope="row"><svg class="swatch" viewBox="0 0 32 8" aria-hidden="true"><path d="M2 4H30" fill="none"
      stroke-width="3" stroke=${stroke} stroke-dasharray=${dash.join(" ")} /></svg>${name}</th>
    <td>${short(rate, 4)}</td><td>${Number.isFinite(median) ? median : "–"}</td>
    <td data-some=${(judged && share < starts) || undefined}>${judged ? `${share}/${starts}` : "–"}</td><td>${short(shown.end[3 * r + 2], 4)}</td>
    <td>${outcomeWords(shown, r)}</td></tr>`;
}
