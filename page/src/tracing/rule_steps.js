// The steps of a rule's update, as text: which of them there are, and which is the last of its symbol.

/**
 * The rule of a configuration; where its bias is not corrected, with the formulas that say so.
 * @param {any} about  @param {any} config
 */
export function ruleOf(about, config) {
  const rule = about.rules[config.optimizer];
  return config.bias_correction === false ? withoutCorrection(about, rule) : rule;
}

/** A rule with m for m̂ and v for v̂: `uncorrected` in numnet/kernels/rules/adam.py. @param {any} about @param {any} rule */
export function withoutCorrection(about, rule) {
  const bare = (formula) => about.trace.corrections.reduce((text, part) => text.replaceAll(part, ""), formula);
  const given = Object.entries(rule.given).map(([symbol, entry]) => [symbol, { ...entry, formula: bare(entry.formula) }]);
  return { ...rule, steps: rule.steps.map(bare), early_steps: rule.early_steps.map(bare),
    given: Object.fromEntries(given) };
}

/**
 * @param {any} rule  of the description, as of `ruleOf`
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
