// All lines of the step by hand, by sections; of a long section the lines of one unit, the others folded.

import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../../html.js";
import { answers, filling, goTo, line, marks } from "../../state/tracing.js";
import { t } from "../../text/text.js";
import { Equation, partsOf } from "./equation.js";
import { SIGNS } from "./stage.js";
import { sectionTitle } from "./words.js";

const FOLD = 12; // lines of a section that are shown together

/** @typedef {import("../../tracing/sheet.js").Line} Line */

/** @param {{own: import("../../state/tracing.js").Sheet}} props */
export function Sections({ own }) {
  const now = line.value;
  return html`<div class="trace-sections">${own.sections.map((section, k) => {
    const inside = Boolean(now && section.lines.includes(now));
    return html`<${Fold} key=${`${k}.${section.title}`} title=${sectionTitle(section)} open=${inside}>${() =>
      section.lines.length > FOLD ? html`<${Units} lines=${section.lines} own=${own} />`
        : html`<${Lines} lines=${section.lines} own=${own} />`}<//>`;
  })}</div>`;
}

/**
 * What is opened by hand, or because the line is in it.
 * @param {{title: string, open: boolean, children: () => any}} props
 */
function Fold({ title, open, children }) {
  const [shown, see] = useState(open);
  useEffect(() => see(open), [open]);
  return html`<details class="section" open=${shown} onToggle=${(event) => see(event.currentTarget.open)}>
    <summary>${title}</summary>${shown && children()}</details>`;
}

/** The lines unit by unit. */
function Units({ lines, own }) {
  const now = line.value, units = [...new Set(lines.map(({ layer, unit }) => `${layer}.${unit}`))];
  const current = now && lines.includes(now) ? `${now.layer}.${now.unit}` : units[0];
  return units.map((id) => {
    const [layer, unit] = id.split("."), of = lines.filter((each) => `${each.layer}.${each.unit}` === id);
    const title = unit === "null" ? t("trace.constants") : t("network.unit", { layer, unit });
    return html`<${Fold} key=${id} title=${title} open=${id === current}>${() =>
      html`<${Lines} lines=${of} own=${own} />`}<//>`;
  });
}

function Lines({ lines, own }) {
  return html`<ol class="trace-lines">${lines.map((each) =>
    html`<${One} key=${each.key} each=${each} own=${own} />`)}</ol>`;
}

/**
 * A line, which a click brings onto the stage.
 * @param {{each: Line, own: import("../../state/tracing.js").Sheet}} props
 */
function One({ each, own }) {
  const current = line.value === each, place = useRef(/** @type {any} */ (null));
  useEffect(() => {
    if (current) keepInSight(place.current, ".trace-sections");
  }, [current]);
  const open = filling.value && each.follow;
  const choose = () => {
    goTo(own.lines.indexOf(each));
    document.querySelector(".trace-now")?.scrollIntoView({ block: "nearest" }); // what is chosen is worked at there
  };
  return html`<li ref=${place} class=${current ? "now" : ""}>
    <button type="button" class="quiet" aria-current=${current ? "step" : undefined} tabindex=${current ? 0 : -1}
      onClick=${choose}>
      ${open ? html`<${Filled} each=${each} />` : html`<${Equation} parts=${partsOf(each, own.get)} />`}</button></li>`;
}

/** What was filled in, and how it is marked. */
function Filled({ each }) {
  const verdict = marks.value.get(each.key)?.verdict ?? "blank", text = answers.value.get(each.key)?.trim();
  return html`<${Equation} parts=${[each.name, text || "______"]} />
    <span class=${`verdict ${verdict}`}>${SIGNS[verdict]}
      ${verdict !== "blank" && html`<span class="hidden-text">${t(`trace.verdict.${verdict}`)}</span>`}</span>`;
}

/** Scroll what is around an element, never the page. @param {Element | null} item @param {string} around  a selector */
export function keepInSight(item, around) {
  const box = item?.closest(around);
  if (!item || !box) return;
  const { top, bottom } = item.getBoundingClientRect(), room = box.getBoundingClientRect();
  if (top < room.top) box.scrollTop -= room.top - top;
  else if (bottom > room.bottom) box.scrollTop += bottom - room.bottom;
}
