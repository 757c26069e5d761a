// Data: a generated set, points that are painted, a function, a table; what is held out, and what the network gets.

import { html } from "../html.js";
import { facts } from "../state/store.js";
import { t } from "../text/text.js";
import { hidden } from "../ui/controls.js";
import { way } from "./data/drafts.js";
import { Formula } from "./data/formula.js";
import { Inputs } from "./data/inputs.js";
import { Paint } from "./data/paint.js";
import { HeldOut } from "./data/parts.js";
import { Sets } from "./data/sets.js";
import { Table, useDrop } from "./data/table.js";

/** The ways to data, by the kind of source; a link may hide one by its name. */
const WAYS = {
  set: { name: "sets", Panel: Sets },
  points: { name: "paint", Panel: Paint },
  expression: { name: "formula", Panel: Formula },
  csv: { name: "table", Panel: Table },
};
const KEYS = { ArrowRight: 1, ArrowLeft: -1 };

export function DataPanel() {
  useDrop();
  if (hidden("data")) return null;
  const ways = Object.keys(WAYS).filter((key) => !hidden(WAYS[key].name));
  const now = ways.includes(way.value) ? way.value : ways[0];
  const { Panel } = WAYS[now] ?? WAYS.set;
  return html`<section class="data" aria-labelledby="data-title">
    <div class="data-head"><h2 id="data-title">${t("data")}</h2><${Summary} /></div>
    <${Tabs} ways=${ways} now=${now} />
    <div class="data-way" role="tabpanel" id="data-way" aria-labelledby=${`way-${now}`}><${Panel} /></div>
    ${facts.value && html`<${HeldOut} /><${Inputs} />`}
  </section>`;
}

/** How many rows there are to train on, and what is held out. */
function Summary() {
  const { training, validation, test } = facts.value?.parts ?? { training: [], validation: [], test: [] };
  const words = [t("data.rows", { n: training.length })];
  if (validation.length) words.push(t("data.of_validation", { n: validation.length }));
  if (test.length) words.push(t("data.of_test", { n: test.length }));
  return html`<span class="faint">${words.join(" · ")}</span>`;
}

/** The ways to data, as tabs. @param {{ways: string[], now: string}} props */
function Tabs({ ways, now }) {
  const key = (event) => {
    const step = KEYS[event.key];
    if (!step) return;
    way.value = ways[(ways.indexOf(now) + step + ways.length) % ways.length];
    event.currentTarget.querySelector(`#way-${way.value}`)?.focus();
    event.preventDefault();
  };
  const tab = (each) => html`<button type="button" role="tab" id=${`way-${each}`} key=${each} aria-controls="data-way"
    aria-selected=${String(each === now)} tabindex=${each === now ? 0 : -1} data-help=${t(`data.way.${each}.help`)}
    onClick=${() => (way.value = each)}>${t(`data.way.${each}`)}</button>`;
  return html`<div class="tabs" role="tablist" aria-label=${t("data.ways")} onKeyDown=${key}>${ways.map(tab)}</div>`;
}
