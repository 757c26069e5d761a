// How much is luck: what trains the seeds, what a seed is, and what came out in sentences.

import { LEAST_SEEDS, MOST_SEEDS } from "../../config/lanes.js";
import { html } from "../../html.js";
import { GOOD, luck, metricEnds, seedChanges, toggleLuck } from "../../state/luck.js";
import { show, view } from "../../state/store.js";
import { count } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { Button, NumberField } from "../../ui/controls.js";
import { Icon } from "../../ui/icons.js";
import { measureName, valueWords } from "./measured.js";

export function LuckTransport() {
  const now = luck.value, running = now?.running ?? false, { luckSeeds } = view.value, done = now?.seeds.length ?? 0;
  const label = t(running ? "luck.stop" : done ? "luck.again" : "luck.train", { seeds: count(luckSeeds) });
  return html`<div class="lanes-transport" role="group" aria-label=${t("luck.transport")}>
    <${Button} name="play" kind="primary" help=${t("luck.train.help")} onClick=${toggleLuck}>
      <${Icon} name=${running ? "pause" : done ? "again" : "play"} /><span>${label}</span><//>
    <${NumberField} name="luck.seeds" label=${t("luck.seeds")} help=${t("luck.seeds.help")} value=${luckSeeds}
      min=${LEAST_SEEDS} max=${MOST_SEEDS} whole onChange=${(value) => show({ luckSeeds: value })} />
    ${running && html`<progress max=${now?.of} value=${done} aria-label=${t("luck.progress")}></progress>`}
    <output class="small faint">${now ? t("luck.done", { done: count(done), of: count(now.of) }) : ""}</output>
  </div>`;
}

/** What a seed is, before and beside what comes of it. */
export function SeedWords() {
  const parts = seedChanges.value.map((name) => t(`luck.changes.${name}`)).join(", ");
  return html`<p class="small">${t("luck.changes", { parts })}</p>`;
}

/** Quartiles, extremes and counts, in sentences. @returns {string[]} */
export function summary(found, now) {
  const { runs, target, reach, diverged, ends, order } = found, n = count(runs.length), held = metricEnds.value;
  const best = valueWords(ends[order[0]]), worst = valueWords(ends[order[order.length - 1]]);
  const aim = target === null ? "" : valueWords(target), epochs = count(now.config.epochs);
  const { part, quantity } = found.by, own = view.value.laneTarget !== null, more = held && quantity === "loss";
  return [
    spread("luck.summary", part, quantity, found.quartiles, { epochs }),
    ...(more ? [spread("luck.metric", held.part, "metric", held.quartiles)] : []),
    t("luck.extent", { best, worst }),
    ...(held ? [goodWords(held, n)] : []),
    ...(own ? [t("luck.reach", { n, reach: count(reach), target: aim })] : aim ? [] : [t("luck.no_target")]),
    t(diverged ? "luck.diverged" : "luck.diverged.none", { n, diverged: count(diverged) }),
  ];
}

/** How many seeds are good: of the median's own value it would be half of them, whatever happens. */
function goodWords({ part, good }, n) {
  const target = valueWords(GOOD, "metric");
  return t("luck.good", { n, good: count(good), name: measureName(part, "metric"), target });
}

/** The median, and what half of the seeds lie between, as far as they did not diverge. */
function spread(key, part, quantity, quartiles, more = {}) {
  const [low, median, high] = quartiles.map((value) => valueWords(value, quantity));
  const [calm, half] = [quartiles.every(Number.isFinite), Number.isFinite(quartiles[1])];
  const words = { ...more, name: measureName(part, quantity), low, median, high };
  return t(calm ? key : `${key}${half ? ".some" : ".most"}`, words);
}
