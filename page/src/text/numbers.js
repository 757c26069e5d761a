// Numbers as text: as many digits as mean something, a true minus sign.

const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

/** 0.0123, −1.5, 1.2·10⁻⁶; "–" for what is no number. @param {number | null | undefined} x @param {number} [digits] */
export function numberText(x, digits = 3) {
  if (x === null || x === undefined || Number.isNaN(x)) return "–";
  if (!Number.isFinite(x)) return x > 0 ? "∞" : "−∞";
  const size = Math.abs(x);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) {
    const [head, power] = x.toExponential(digits - 1).split("e");
    return `${signed(trimmed(head))}·10${[...String(Number(power))].map((digit) => RAISED[digit]).join("")}`;
  }
  const places = size === 0 ? 0 : Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return signed(trimmed(x.toFixed(Math.min(places, 20))));
}

/** With so many decimals. @param {number} x @param {number} places */
export const fixed = (x, places) => signed(x.toFixed(places));

/** 97.3 % of a share 0.973; 100 % and 0 % only where it is all or none. @param {number} share */
export function percentText(share) {
  if (Number.isNaN(share)) return "–";
  const text = (100 * share).toFixed(1);
  if (text === "100.0" && share < 1) return "99.9 %";
  if (text === "0.0" && share > 0) return "0.1 %";
  return `${trimmed(text)} %`;
}

const trimmed = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
const signed = (text) => (Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−"));
