// The race played, stepped through, scrubbed.

import { html } from "../../html.js";
import { at, race, racing, rewind, stepRace, toggleRace } from "../../state/race.js";
import { count } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { Button, hidden, locked } from "../../ui/controls.js";
import { Icon } from "../../ui/icons.js";

export function RaceTransport() {
  const steps = race.value?.steps ?? 0, now = Math.floor(at.value ?? steps);
  const words = t("race.scrub.at", { now: count(now), steps: count(steps) });
  const what = racing.value ? "pause" : "play";
  return html`<div class="race-transport" role="group" aria-label=${t("race.transport")}>
    <${Button} name="race.play" kind="primary" help=${t("race.play.help")} onClick=${toggleRace}>
      <${Icon} name=${what} /><span>${t(what)}</span><//>
    <${Button} name="race.step" help=${t("race.step.help")} label=${t("step")} onClick=${stepRace}>
      <${Icon} name="step" /><//>
    ${!hidden("race.scrub") && html`<input type="range" data-control="race.scrub" min="0" max=${steps} step="1"
      value=${now} disabled=${locked("race.scrub")} aria-label=${t("race.scrub")} aria-valuetext=${words}
      onInput=${(event) => rewind(Number(event.currentTarget.value))} />`}
    <output class="small faint">${words}</output></div>`;
}
