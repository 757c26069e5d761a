// The schedule: a factor on the learning rate that changes with the updates.

import { parseSchedule, scheduleText } from "../../config/schedule.js";
import { html } from "../../html.js";
import { apply } from "../../state/actions.js";
import { about, config, frame } from "../../state/store.js";
import { short } from "../../text/numbers.js";
import { t, textOr } from "../../text/text.js";
import { NumberField, Section, SelectField } from "../../ui/controls.js";
import { Formula } from "../../ui/formula.js";

export function ScheduleSection() {
  return html`<${Section} name="schedule" title=${t("schedule")}>
    <${ScheduleFields} name="schedule" text=${config.value.schedule} onChange=${(schedule) => apply({ schedule })} />
    <${RateNow} />
  <//>`;
}

/**
 * Which schedule, what it does, its options.
 * @param {{name: string, text: string, onChange: (text: string) => void}} props
 */
export function ScheduleFields({ name: control, text, onChange }) {
  const { schedules } = about.value, { name, options } = parseSchedule(about.value, text);
  const choices = Object.keys(schedules).map((value) => ({ value, text: t(`schedule.${value}.name`) }));
  const formula = textOr(`schedule.${name}.formula`, schedules[name].formula);
  const set = (key, value) => onChange(scheduleText(about.value, { name, options: { ...options, [key]: value } }));
  return html`
    <div class="broad"><${SelectField} name=${control} label=${t("schedule.factor")} help=${t("schedule.help")}
      value=${name} choices=${choices} onChange=${onChange} /></div>
    <div class="broad"><p class="small">${t(`schedule.${name}`)}</p>
      ${name !== "constant" && html`<p class="formulas"><${Formula} text=${formula} /></p>`}</div>
    ${Object.entries(options).map(([key, value]) => html`<${NumberField} key=${key} name=${`${control}.${key}`}
      label=${t(`schedule.option.${key}`)} help=${t(`schedule.option.${key}.help`)} value=${value} ...${RANGES[key]}
      onChange=${(number) => set(key, number)} />`)}`;
}

const LEAST = 1e-9; // of what must be above 0
/** What an option may be: config/schedule.js. */
const RANGES = { warmup: { min: 0, whole: true }, period: { min: 0, whole: true }, floor: { min: 0, max: 1 - LEAST },
  factor: { min: LEAST }, multiply: { min: 1 } };

/** The rate of the last update; it alone is drawn anew with every frame. */
function RateNow() {
  return html`<p class="broad small faint">${t("schedule.now", { rate: short(frame.value?.rate) })}</p>`;
}
