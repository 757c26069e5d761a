// Where data come from: the text of a generated set, and what else a configuration must change with its data.

/**
 * The data of a configuration by name: only options that differ from the set's own are written.
 * @param {any} about  @param {string} name  @param {{[option: string]: number}} options  @returns {string}
 */
export function setText(about, name, options) {
  const own = setOptions(about, name), differs = (key) => options[key] !== undefined && options[key] !== own[key];
  const given = Object.keys(own).filter(differs);
  return given.length ? `${name}:${given.map((key) => `${key}=${options[key]}`).join(",")}` : name;
}

/**
 * What a set has unless told otherwise: n, noise, seed, and how many classes where that can be chosen.
 * @param {any} about  @param {string} name
 */
export function setOptions(about, name) {
  const entry = about.generators[name];
  if (!entry) return {};
  return { n: entry.n, noise: entry.noise, ...(entry.counted ? { [entry.counted]: entry.count } : {}), seed: 0 };
}

/** Names of all sets, by what is to be learned. @param {any} about @returns {{group: string, names: string[]}[]} */
export function setGroups(about) {
  const names = Object.keys(about.generators), of = (task, features = 2) =>
    names.filter((name) => about.generators[name].task === task && about.generators[name].features === features);
  return [
    { group: "classes", names: [...of("binary"), ...of("multiclass")] },
    { group: "curves", names: of("regression", 1) },
    { group: "surfaces", names: of("regression") },
    { group: "labels", names: of("multilabel") },
    { group: "logic", names: Object.keys(about.truth_tables) },
  ];
}

/**
 * The changes to other data, with whatever would not suit them: a truth table is not split, a regression not by class,
 * it has no cross-entropy, and inputs are made of features that are there.
 * @param {any} about  @param {any} config  now  @param {{task: string, d: number}} now  what the data are now
 * @param {{data: any, task?: string, target?: string[], columns?: string[]}} changes
 * @param {{task: string, d: number}} next  what they will be
 */
export function changesTo(about, config, now, changes, next) {
  const table = (data) => typeof data === "string" && Object.hasOwn(about.truth_tables, data);
  const classes = ["binary", "multiclass"];
  /** @type {import("../config/configuration.js").Configuration} */
  const all = { target: [], task: "auto", columns: [], exclude: [], missing: "error", ...changes };
  if (table(changes.data)) Object.assign(all, { validation: 0, test: 0 });
  else if (table(config.data)) Object.assign(all, { validation: about.defaults.validation });
  if (!classes.includes(next.task) && config.split === "stratified") all.split = "random";
  if (next.task === "regression" && config.loss === "cross_entropy") all.loss = "auto";
  if (config.inputs?.length && next.d !== now.d) all.inputs = [];
  return all;
}

/** Where the data of a configuration come from, in the page's own terms, if nobody says. @param {any} config */
export const sourceOf = (config) => (typeof config?.data === "object" && config.data ? { kind: "csv", name: "" } : { kind: "set" });
