// How the network learns: rule, rate and mini-batch in sight, everything else in sections that open.

import { html } from "../html.js";
import { apply } from "../state/actions.js";
import { about, config, facts } from "../state/store.js";
import { t } from "../text/text.js";
import { count } from "../text/numbers.js";
import { Section, SelectField } from "../ui/controls.js";
import { OptionNumber, OptionSelect, OptionToggle } from "./training/options.js";
import { RateField, RuleField, RuleSection } from "./training/rule.js";
import { ScheduleSection } from "./training/schedule.js";

const BATCHES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

export function TrainingPanel() {
  return html`<section class="training" aria-label=${t("training")}>
    <h2>${t("training")}</h2>
    <div class="fields"><${RuleField} /><${RateField} /><${BatchField} /></div>
    <${RuleSection} />
    <${ScheduleSection} />
    <${Section} name="regularisation" title=${t("regularisation")}>
      <${OptionNumber} name="l2" /><${OptionNumber} name="l1" />
      <${OptionNumber} name="dropout" /><${OptionNumber} name="clip_norm" optional placeholder=${t("none")} />
    <//>
    <${Section} name="length" title=${t("length")}>
      <${OptionNumber} name="epochs" />
      <${OptionNumber} name="patience" optional placeholder=${t("none")} /><${OptionNumber} name="evaluate_every" />
    <//>
    <${Section} name="start" title=${t("start")}>
      <${OptionNumber} name="seed" /><${OptionSelect} name="dtype" choices=${about.value.options.dtype.choices} />
      <${OptionToggle} name="shuffle" />
    <//>
  </section>`;
}

/** Samples an update; those that the training part has, and whatever is set. */
function BatchField() {
  const n = facts.value?.parts.training.length ?? Infinity, now = config.value.batch_size;
  const sizes = new Set([...BATCHES.filter((size) => size < n), ...(now === "full" ? [] : [now])]);
  const choices = [...sizes].sort((a, b) => a - b).map((size) => ({ value: String(size), text: count(size) }));
  choices.push({ value: "full", text: t("batch_size.full", { n: count(n) }) });
  return html`<${SelectField} name="batch_size" label=${t("batch_size")} help=${t("batch_size.help")}
    value=${String(now)} choices=${choices}
    onChange=${(size) => apply({ batch_size: size === "full" ? size : Number(size) })} />`;
}
