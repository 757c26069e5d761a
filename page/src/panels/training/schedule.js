// The schedule: a factor on the learning rate that changes with the updates.

import { parseSchedule } from "../../config/configuration.js";
import { html } from "../../html.js";
import { apply } from "../../state/actions.js";
import { about, config, frame } from "../../state/store.js";
import { short } from "../../text/numbers.js";
import { t, textOr } from "../../text/text.js";
import { NumberField, Section, SelectField } from "../../ui/controls.js";
import { Formula } from "../../ui/formula.js";

/**
 * ``cosine:floor=0.1,warmup=100``, without what is usual.
 * @param {string} name  @param {{[option: string]: number}} options
 */
function scheduleText(name, options) {
  const usual = { warmup: 0, ...about.value.schedules[name].options };
  const own = Object.entries(options).filter(([key, value]) => value !== usual[key]);
  return [name, own.map(([key, value]) => `${key}=${value}`).join(",")].filter(Boolean).join(":");
}

export function ScheduleSection() {
  const { schedules } = about.value, { name, options } = parseSchedule(about.value, config.value.schedule);
  const choices = Object.keys(schedules).map((value) => ({ value, text: t(`schedule.${value}.name`) }));
  const formula = textOr(`schedule.${name}.formula`, schedules[name].formula);
  const set = (key, value) => apply({ schedule: scheduleText(name, { ...options, [key]: value }) });
  return html`<${Section} name="schedule" title=${t("schedule")}>
    <div class="broad"><${SelectField} name="schedule" label=${t("schedule.factor")} help=${t("schedule.help")}
      value=${name} choices=${choices} onChange=${(schedule) => apply({ schedule })} /></div>
    <div class="broad"><p class="small">${t(`schedule.${name}`)}</p>
      ${name !== "constant" && html`<p class="formulas"><${Formula} text=${formula} /></p>`}</div>
    ${Object.entries(options).map(([key, value]) => html`<${NumberField} key=${key} name=${`schedule.${key}`}
      label=${t(`schedule.option.${key}`)} help=${t(`schedule.option.${key}.help`)} value=${value} min=${0}
      onChange=${(number) => set(key, number)} />`)}
    <${RateNow} />
  <//>`;
}

/** The rate of the last update; it alone is drawn anew with every frame. */
function RateNow() {
  return html`<p class="broad small faint">${t("schedule.now", { rate: short(frame.value?.rate) })}</p>`;
}
