// Who reached the target, after how many updates, epochs, seconds; the target, which can be set.

import { html } from "../../html.js";
import { ALONG, lanes, laneStandings, lanesOver, lanesPlaying, measure } from "../../state/lanes.js";
import { facts, show, view } from "../../state/store.js";
import { count, short } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { NumberField } from "../../ui/controls.js";
import { laneLook, laneName, laneWords, Swatch } from "./looks.js";
import { laneState, measureName, valueWords } from "./measured.js";

const COLUMNS = ["place", "lane", "epoch", "updates", "seconds", "now"];

export function LanesStandings() {
  const now = lanes.value, found = laneStandings.value, along = ALONG[view.value.laneAgainst];
  if (!now) return null;
  return html`<div class="standings lanes-standings">
    <p class="verdict" role="status" aria-live=${lanesPlaying.value ? "off" : "polite"}>
      <b>${verdict(now, found)}</b></p>
    <${TargetField} target=${found.target} />
    <div class="scroll" tabindex="0" role="region" aria-label=${t("lanes.standings")}><table>
      <thead><tr>${COLUMNS.map((key) => html`<th scope="col" key=${key}
        data-chosen=${key === along || undefined}>${t(`lanes.column.${key}`)}</th>`)}</tr></thead>
      <tbody>${found.order.map((i) => html`<${Row} key=${now.lanes[i].text} ...${{ now, found, i }} />`)}</tbody>
    </table></div>
    <ul class="notes small faint">${notes(now).map((line) => html`<li key=${line}>${line}</li>`)}</ul>
  </div>`;
}

/** What all lanes are timed to reach, or seeds. @param {{target: number | null, help?: string}} props */
export function TargetField({ target, help }) {
  const { sign, quantity } = measure.value, { laneTarget } = view.value;
  const percents = quantity === "metric" && facts.value.task !== "regression", unit = percents ? 100 : 1;
  const label = t(`lanes.target.${percents ? "percent" : "value"}`, { name: measureName() });
  return html`<div class="fields"><${NumberField} name="lanes.target" label=${label} optional
    help=${help ?? t(sign > 0 ? "lanes.target.help" : "lanes.target.help.more")}
    value=${laneTarget === null ? null : Number((unit * laneTarget).toPrecision(12))}
    placeholder=${target === null ? t("lanes.target.none") : short(unit * target)}
    onChange=${(value) => show({ laneTarget: value === null ? null : value / unit })} /></div>`;
}

function Row({ now, found, i }) {
  const lane = now.lanes[i], one = found.reached[i], place = found.places[i], last = lane.history.rows - 1;
  const equal = found.places.filter((other) => other === place && place !== null).length > 1;
  return html`<tr data-lane=${lane.text}>
    <td>${place === null ? "–" : `${place}${equal ? " =" : ""}`}</td>
    <th scope="row"><span class="named"><${Swatch} look=${laneLook(now, i, 3)} />${laneName(now.key, lane.text)}</span>
      <small class="faint">${laneWords(now, i)}</small></th>
    <td>${one ? count(one.epoch) : "–"}</td><td>${one ? count(one.updates) : "–"}</td>
    <td>${one ? short(one.seconds, 2) : "–"}</td>
    <td>${lane.diverged ? laneState(lane) : valueWords(lane.history.at(last, measure.value.column))}</td>
  </tr>`;
}

/** Who was first, in a sentence. */
function verdict(now, { target, reached, places }) {
  if (now.lanes.every(({ updates, diverged }) => !updates && !diverged)) {
    return t(measure.value.sign > 0 ? "lanes.verdict.ready" : "lanes.verdict.ready.more", { name: measureName() });
  }
  if (target === null) return t("lanes.verdict.none_better");
  const first = [...places.keys()].filter((i) => places[i] === 1), along = ALONG[view.value.laneAgainst];
  const words = { name: measureName(), value: valueWords(target) };
  if (!first.length) return t("lanes.verdict.nobody", words);
  const when = reached[first[0]][along], names = first.map((i) => laneName(now.key, now.lanes[i].text)).join(", ");
  const after = t(`lanes.after.${along}`, { count: along === "seconds" ? short(when, 2) : count(when) });
  const so_far = lanesOver.value ? "" : t("lanes.verdict.so_far");
  return `${t(first.length > 1 ? "lanes.verdict.tie" : "lanes.verdict.first", { ...words, names, after })}${so_far}`;
}

/** How the comparison came about. */
function notes(now) {
  const { laneTarget, laneTogether } = view.value;
  return [
    t(now.alike ? "lanes.note.alike" : "lanes.note.other_weights"),
    t(`lanes.note.together.${laneTogether}`, { updates: count(now.updates) }),
    t("lanes.note.seconds"),
    ...(laneTarget === null ? [t("lanes.note.target")] : []),
    ...(now.key === "loss" ? [t("lanes.note.losses")] : []),
  ];
}
