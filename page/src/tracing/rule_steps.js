// The steps of a rule's update, as text: which of them there are, and which is the last of its symbol.

/**
 * @param {any} rule  of the description
 * @param {{[symbol: string]: number}} known  the constants that the rule works out from t; one that is 0 or missing
 *   means that the update is one of the early steps
 * @param {boolean} decays  whether the weights decay first
 * @returns {{symbol: string, formula: string, last: boolean}[]}
 */
export function stepsOf(rule, known, decays) {
  const early = rule.early_steps.length && Object.keys(rule.given).some((symbol) => (known[symbol] ?? 0) === 0);
  const texts = [...(decays ? ["w ← (1 − η λ) w"] : []), ...(early ? rule.early_steps : rule.steps)];
  const steps = texts.map((text) => /** @type {string[]} */ (text.replace(" = ", " ← ").split(" ← ")));
  return steps.map(([symbol, formula], i) => (
    { symbol, formula, last: !steps.slice(i + 1).some(([later]) => later === symbol) }));
}
