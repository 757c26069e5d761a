// The bar at the top: play, step, again, other start; epoch, updates, speed.

import { html } from "../html.js";
import { again, otherStart, stepEpoch, stepSample, stepUpdate, toggle } from "../state/actions.js";
import { frame, playing } from "../state/store.js";
import { t } from "../text/text.js";

export function TopBar() {
  const now = frame.value;
  const button = (key, action) => html`<button type="button" onClick=${action} title=${t(`${key}.help`)}>${t(key)}</button>`;
  return html`<header class="top">
    <h1>${t("title")}</h1>
    <button type="button" class="play" onClick=${toggle}>${playing.value ? t("pause") : t("play")}</button>
    ${button("step.sample", stepSample)} ${button("step.update", stepUpdate)} ${button("step.epoch", stepEpoch)}
    ${button("again", again)} ${button("other_start", otherStart)}
    <p>${t("epoch")} <b>${now?.epoch}</b> ${t("updates")} <b>${now?.updates}</b> <b>${Math.round(now?.speed ?? 0)}</b> ${t("updates_per_second")}</p>
  </header>`;
}
