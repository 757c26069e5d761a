// The weight that is chosen, under the lens: what the next update does to it, and the loss along it.

import { effect } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../../html.js";
import { inside, insideNow, want } from "../../state/inside.js";
import { about, config, facts, frame } from "../../state/store.js";
import { digits } from "../../tracing/worked.js";
import { count } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { hidden } from "../../ui/controls.js";
import { Formula } from "../../ui/formula.js";
import { Icon } from "../../ui/icons.js";
import { ViewFrame } from "../drawing/view_frame.js";
import { isLocked } from "./calm.js";
import { choose, chosen } from "./choice.js";
import { LensCurve, curveSvg, lensRange } from "./lens_curve.js";
import { barGroups, weightUpdate } from "./lens_numbers.js";
import { placeOf, weightName } from "./parameters.js";

effect(() => {
  const index = chosen.value?.index, range = index === undefined ? null : lensRange(index);
  const wanted = range && facts.value?.drawn.length && !hidden("lens");
  want("lens", wanted ? { update: true, gradient: true, along: range } : {});
});

export function Lens() {
  inside.value;
  const index = chosen.value?.index, now = insideNow();
  if (index === undefined || hidden("lens") || !facts.value?.drawn.length) return null;
  const name = weightName(facts.value, placeOf(facts.value, index)), title = t("inside.lens", { name });
  const close = html`<button type="button" class="quiet" aria-label=${t("inside.lens.close")}
    onClick=${() => choose(null)}><${Icon} name="close" /></button>`;
  return html`<${Below} title=${title} /><div class="lens" data-control="lens"><${ViewFrame} name="lens" titleKey="inside.lens.view" title=${title}
      svg=${() => curveSvg(index)}>
    <div class="lens-head"><h3>${now?.update !== undefined && nextWords(now.update)}</h3>${close}</div>
    ${now?.update && html`<${Numbers} update=${now.update} index=${index} />`}
    <${LensCurve} index=${index} />
  <//></div>`;
}

const SEEN = "0px 0px -64px"; // so many pixels of the lens, at least

/** While the lens is below what is seen: a button at the lower edge that leads there. @param {{title: string}} props */
function Below({ title }) {
  const place = useRef(/** @type {any} */ (null)), [below, see] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver(([{ isIntersecting, boundingClientRect, rootBounds }]) =>
      see(!isIntersecting && boundingClientRect.top > (rootBounds?.top ?? 0)), { rootMargin: SEEN });
    observer.observe(place.current.nextElementSibling);
    return () => observer.disconnect();
  }, []);
  const go = () => {
    const lens = place.current.nextElementSibling;
    lens.scrollIntoView({ block: "start" });
    lens.querySelector("button")?.focus({ preventScroll: true });
  };
  return html`<div class="lens-below" ref=${place}>${below &&
    html`<button type="button" aria-label=${title} onClick=${go}>${t("inside.lens.below")} ↓</button>`}</div>`;
}

/** @param {import("./lens_numbers.js").NextUpdate | null} update */
function nextWords(update) {
  const rule = about.value.rules[config.value.optimizer].kind;
  const done = frame.value?.updates ?? 0, values = { t: update?.t, rule, eta: digits(update?.eta ?? 0) };
  if (!update) return t("inside.no_update");
  return done ? t("inside.next", { ...values, done: count(done) }) : t("inside.next.first", values);
}

/** @param {{update: import("./lens_numbers.js").NextUpdate, index: number}} props */
function Numbers({ update, index }) {
  const one = weightUpdate(update, index);
  return html`${isLocked(index) && html`<p class="hint">${t("inside.locked")}</p>`}
    <div class="lens-numbers">
      <table class="bars"><caption class="hidden-text">${t("inside.bars")}</caption><tbody>
        ${barGroups(one).map((group) => html`<${Bars} key=${group.name} ...${group} />`)}
      </tbody></table>
      <div class="equations">${!isLocked(index) && html`<${Equations} of=${one} />`}</div>
    </div>`;
}

/** Bars on one scale, with their numbers. @param {{name: string, bars: any[], end: number}} props */
function Bars({ name, bars, end }) {
  const most = Math.max(end, ...bars.map(({ value }) => Math.abs(value))) || 1;
  return bars.map(({ symbol, value }) => {
    const share = 50 * Math.min(1, Math.abs(value) / most), from = value < 0 ? 50 - share : 50;
    return html`<tr key=${symbol} class=${name} data-help=${t(`inside.bars.${name}`)}><th scope="row">${symbol}</th>
      <td>${digits(value)}</td>
      <td class="bar" aria-hidden="true"><i class=${value < 0 ? "minus" : "plus"}
        style=${`left:${from}%;width:${share}%`}></i></td></tr>`;
  });
}

/** The rule, line by line: its equation, the same with numbers, what comes of it. */
function Equations({ of: { lines, given, ahead, slope, other, step } }) {
  const compared = config.value.bias_correction ? "inside.plain" : "inside.corrected";
  return html`
    <p>${t(ahead ? "inside.g_ahead" : "inside.g", { value: digits(slope) })}</p>
    ${given.map(({ symbol, value }) => html`<p key=${symbol} class="line">${symbol} = ${digits(value)}</p>`)}
    ${lines.map(({ symbol, arrow, formula, numbers, value, last }, i) => html`<p key=${i} class="line"
      data-symbol=${symbol}><span class="formula"><${Formula} text=${`${symbol} ${arrow} ${formula}`} /></span>
      <span class="worked">= ${numbers} = <b class=${last ? "" : "faint"}>${digits(value)}</b></span></p>`)}
    ${other !== null && html`<p class="hint">${t(compared, { step: digits(step), other: digits(other) })}</p>
      <p class="faint">${t("inside.bias")}</p>`}`;
}
