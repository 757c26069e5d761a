// Tasks to begin with: each a configuration; why it is worth a look stands in the catalogue under "example.NAME.why".

/** @typedef {{name: string, config: import("./configuration.js").Configuration}} Example */

/** Tasks that a network learns. @type {Example[]} */
export const TASKS = [
  { name: "spiral", config: { data: "spiral" } },
  {
    name: "xor",
    config: { data: "xor", hidden: [2], optimizer: "sgd", learning_rate: 0.5, l2: 0, batch_size: "full", epochs: 1000 },
  },
  { name: "moons", config: { data: "moons", hidden: [8], activation: "relu", epochs: 100 } },
  { name: "checkerboard", config: { data: "checkerboard", activation: "relu" } },
  { name: "sine", config: { data: "sine", hidden: [10], epochs: 300 } },
  { name: "discs", config: { data: "discs", hidden: [16], epochs: 150 } },
];

/** What goes wrong, and can be mended. @type {Example[]} */
export const TROUBLES = [
  {
    name: "large_rate",
    config: { data: "sine", hidden: [16], activation: "relu", optimizer: "sgd", learning_rate: 2, epochs: 300 },
  },
  { name: "small_network", config: { data: "spiral", hidden: [2] } },
  {
    name: "overfitting",
    config: { data: "moons:n=60,noise=0.35", hidden: [32, 32], l2: 0, validation: 0.5, epochs: 1000 },
  },
  {
    name: "stuck",
    config: {
      data: "xor", hidden: [2], activation: "sigmoid", learning_rate: 0.1, l2: 0, batch_size: "full", epochs: 1000,
    },
  },
  {
    name: "vanishing",
    config: { data: "moons", hidden: [8, 8, 8, 8, 8, 8], activation: "sigmoid", optimizer: "sgd", epochs: 100 },
  },
];
