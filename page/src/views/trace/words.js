// The titles of the sections of the step by hand.

import { t } from "../../text/text.js";

/** @param {import("../../tracing/sheet.js").Section} section */
export const sectionTitle = ({ title, values }) =>
  t(`trace.section.${title}`, { ...values, name: nameOf(title, values.name) });

/** A name of numnet as the page writes it. */
const nameOf = (title, name) => ({
  forward: () => t(`activation.${name}`), error: () => t(`loss.${name}`),
})[title]?.() ?? name;
