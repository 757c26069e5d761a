// What makes all lanes go: play, one round, again, another start, how fast, and what a round is.

import { html } from "../../html.js";
import { otherStart } from "../../state/actions.js";
import { againLanes, lanes, lanesOver, lanesPlaying, setPace, stepLanes, toggleLanes } from "../../state/lanes.js";
import { view } from "../../state/store.js";
import { count } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { Button, SelectField } from "../../ui/controls.js";
import { Icon } from "../../ui/icons.js";

const SPEEDS = [1, 3, 10, 30, 100, 0]; // rounds a second; 0: as many as possible

export function LanesTransport() {
  const what = lanesPlaying.value ? "pause" : lanesOver.value ? "replay" : "play";
  const { laneSpeed, laneTogether } = view.value, updates = count(lanes.value?.updates ?? 0);
  const known = SPEEDS.includes(laneSpeed) ? SPEEDS : [laneSpeed, ...SPEEDS];
  const round = laneTogether === "epochs" ? t("lanes.round.epoch") : t("lanes.round.updates", { updates });
  const speed = (rate) => (rate ? t(`lanes.speed.${laneTogether}`, { rate: count(rate), updates }) : t("speed.full"));
  const act = (name, label, help, disabled, onClick) => html`<${Button} name=${name} label=${label} help=${help}
    disabled=${disabled} onClick=${onClick}><${Icon} name=${name} /><//>`;
  return html`<div class="lanes-transport" role="group" aria-label=${t("lanes.transport")}>
    <${Button} name="play" kind="primary" help=${t(`lanes.${what}.help`)} onClick=${toggleLanes}>
      <${Icon} name=${what === "replay" ? "again" : what} /><span>${t(what)}</span><//>
    ${act("step", t("lanes.step", { round }), t("lanes.step.help", { round }), lanesOver.value, stepLanes)}
    ${act("again", t("again"), t("lanes.again.help"), false, againLanes)}
    ${act("other_start", t("other_start"), t("lanes.other_start.help"), false, otherStart)}
    <${SelectField} name="lanes.together" label=${t("lanes.together")} help=${t("lanes.together.help")}
      value=${laneTogether} onChange=${(value) => setPace({ laneTogether: value })}
      choices=${["epochs", "updates"].map((value) => ({ value, text: t(`lanes.together.${value}`) }))} />
    <${SelectField} name="lanes.speed" label=${t("speed")} help=${t("lanes.speed.help")} value=${String(laneSpeed)}
      choices=${known.map((rate) => ({ value: String(rate), text: speed(rate) }))}
      onChange=${(rate) => setPace({ laneSpeed: Number(rate) })} />
  </div>`;
}
