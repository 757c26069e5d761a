// ``make benchmark-page PLAYGROUND=FOLDER``: training in the live page beside training in TensorFlow Playground.
//
//     node benchmarks/page.mjs FOLDER [PAGE]
//
// FOLDER is a checkout of https://github.com/tensorflow/playground; its src/nn.ts, under the Apache License 2.0, is no
// part of numnet.  PAGE: another page than numnet/page/index.html.  Both train the same networks from the same weights on
// the same mini-batches, in one process: gradient descent on ½ Σₖ (yₖ − tₖ)², tanh below linear outputs.  First each
// takes CHECKED updates in float64, after which all weights must agree.  Then they are timed in turn, numnet in the
// page's own float32: CPU time, which other programs hardly change.  A ratio is taken within a round; what is printed
// are medians over the rounds, and the lowest and the highest ratio.

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { build } from "../page/node_modules/esbuild/lib/main.js";
import { complete } from "../page/src/config/configuration.js";
import { Training } from "../page/src/engine/training.js";
import { Kernels, compile } from "../page/src/kernels/module.js";

const NETWORKS = [
  { sizes: [2, 8, 2], batch: 4 },
  { sizes: [2, 32, 32, 3], batch: 32 },
  { sizes: [64, 64, 32, 10], batch: 64 },
];
const BATCHES = 16; // that take turns
const RATE = 0.003;
const CHECKED = 100; // updates after which the weights are compared
const AGREE = 1e-9; // relative to the largest weight
const ROUNDS = 15;
const AT_LEAST = 20_000; // µs of a timing
const NEVER = 1e9; // epochs

/** Numbers between −1 and 1, the same in every run. */
function numbers(count) {
  let state = 1;
  const next = () => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff);
  return Float64Array.from({ length: count }, () => next() / 0x40000000 - 1);
}

/** Inputs X and targets T of a network's n samples, row by row. */
function samples({ sizes, batch }) {
  const n = BATCHES * batch, all = numbers(n * (sizes[0] + sizes.at(-1)));
  return { n, X: all.subarray(0, n * sizes[0]), T: all.subarray(n * sizes[0]) };
}

/** The kernels of a page. */
async function kernelsOf(page) {
  const html = readFileSync(page, "utf8");
  const part = (id) => gunzipSync(Buffer.from(html.match(new RegExp(`id="${id}">([^]*?)</script>`))[1], "base64"));
  return new Kernels(await compile(part("kernels")), JSON.parse(part("about").toString()));
}

/** A training by the page's engine. */
function ours(kernels, network, dtype) {
  const { sizes, batch } = network, { n, X, T } = samples(network);
  const config = complete(kernels.about, {
    data: "plane", hidden: sizes.slice(1, -1), activation: "tanh", loss: "mse", optimizer: "sgd", learning_rate: RATE,
    l2: 0, batch_size: batch, shuffle: false, validation: 0, epochs: NEVER, evaluate_every: NEVER, dtype,
  });
  const parts = { training: Array.from({ length: n }, (_, i) => i), validation: [], test: [] };
  const prepared = { data: { task: "regression" }, parts, inputs: X, targets: T, d: sizes[0], k: sizes.at(-1) };
  const training = new Training(kernels, config, prepared);
  training.advance(0); // the row of the history before the first update
  return {
    update: (updates) => training.advance(updates * batch),
    parameters: () => Float64Array.from(training.run.theta.view),
  };
}

/** Playground's functions. */
async function playground(folder) {
  const entry = join(resolve(folder), "src/nn.ts");
  const built = await build({ entryPoints: [entry], bundle: true, write: false, format: "esm", target: "es2022" });
  return import(`data:text/javascript;base64,${Buffer.from(built.outputFiles[0].contents).toString("base64")}`);
}

/** The same by nn.ts, which asks for the error of the first output alone: it is told that of the others then, too. */
function theirs(nn, network, theta) {
  const { sizes, batch } = network, { n, X, T } = samples(network), d = sizes[0], k = sizes.at(-1);
  const { TANH, LINEAR } = nn.Activations, names = Array.from({ length: d }, String);
  const layers = nn.buildNetwork(sizes, TANH, LINEAR, null, names), last = layers.at(-1);
  eachParameter(layers, (owner, name, j) => (owner[name] = theta[j]));
  const rows = (A, width) => Array.from({ length: n }, (_, i) => Array.from(A.subarray(i * width, (i + 1) * width)));
  const inputs = rows(X, d), targets = rows(T, k);
  let wanted = targets[0], sample = 0;
  const error = {
    der: (output, target) => {
      for (let j = 1; j < k; j++) last[j].outputDer = last[j].output - wanted[j];
      return output - target;
    },
  };
  const update = (updates) => {
    for (let done = 0; done < updates; done++) {
      for (let i = 0; i < batch; i++, sample = (sample + 1) % n) {
        wanted = targets[sample];
        nn.forwardProp(layers, inputs[sample]);
        nn.backProp(layers, wanted[0], error);
      }
      nn.updateWeights(layers, RATE, 0);
    }
  };
  const parameters = () => {
    const found = new Float64Array(theta.length);
    eachParameter(layers, (owner, name, j) => (found[j] = owner[name]));
    return found;
  };
  return { update, parameters };
}

/** Calls ``use`` with owner, name and place of each weight and bias, in the order of numnet's parameters. */
function eachParameter(layers, use) {
  let at = 0;
  for (const layer of layers.slice(1)) {
    for (const i of layer[0].inputLinks.keys()) for (const node of layer) use(node.inputLinks[i], "weight", at++);
    for (const node of layer) use(node, "bias", at++);
  }
}

const largest = (values) => values.reduce((top, x) => Math.max(top, Math.abs(x)), 0);

/** Throws unless both have the same weights after the same updates. */
function check(kernels, nn, network) {
  const a = ours(kernels, network, "float64"), start = a.parameters(), b = theirs(nn, network, start);
  for (const training of [a, b]) training.update(CHECKED);
  const after = a.parameters(), other = b.parameters();
  const moved = largest(after.map((w, j) => w - start[j])), apart = largest(after.map((w, j) => w - other[j]));
  if (moved > 1e-3 && apart < AGREE * largest(after)) return;
  throw new Error(`${network.sizes.join("-")}: the weights moved by ${moved} and are ${apart} apart`);
}

/** µs of this process that so many updates take. */
function timed(training, updates) {
  const begun = process.cpuUsage();
  training.update(updates);
  const { user, system } = process.cpuUsage(begun);
  return user + system;
}

/** How many updates take AT_LEAST, once the compiler has done what it can. */
function enough(training) {
  let updates = 16;
  while (Math.min(timed(training, updates), timed(training, updates)) < AT_LEAST) updates *= 2;
  return updates;
}

/** [numnet's µs an update, nn.ts's, their ratios in ascending order] of a network. */
function measured(kernels, nn, network) {
  const a = ours(kernels, network, "float32"), trainings = [a, theirs(nn, network, a.parameters())];
  const updates = trainings.map(enough);
  const rounds = Array.from({ length: ROUNDS }, () => trainings.map((each, i) => timed(each, updates[i]) / updates[i]));
  return [median(rounds.map((round) => round[0])), median(rounds.map((round) => round[1])),
    rounds.map(([first, second]) => second / first).sort((x, y) => x - y)];
}

const median = (values) => values.toSorted((x, y) => x - y)[values.length >> 1];

const [folder, page = new URL("../numnet/page/index.html", import.meta.url)] = process.argv.slice(2);
if (!folder) {
  console.error("Which checkout of https://github.com/tensorflow/playground? make benchmark-page PLAYGROUND=FOLDER");
  process.exit(2);
}
const kernels = await kernelsOf(page), nn = await playground(folder);
console.log("network       batch   numnet µs    nn.ts µs   times as fast");
for (const network of NETWORKS) {
  check(kernels, nn, network);
  const [a, b, ratios] = measured(kernels, nn, network);
  const [low, middle, high] = [ratios[0], median(ratios), ratios.at(-1)].map((ratio) => ratio.toFixed(1));
  console.log(network.sizes.join("-").padEnd(12), String(network.batch).padStart(6), a.toFixed(2).padStart(11),
    b.toFixed(2).padStart(11), `  ${middle} (${low}–${high})`);
}
