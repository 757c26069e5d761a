"""Trainings side by side in the page's engine: the bits of each alone; times and bands are those of numnet compare."""

import json
import math
import shlex

import numpy as np
import pytest

import numnet
from numnet.optim.optimizers import CHAPTER
from tests.support.cli import call
from tests.support.comparisons import broken, made
from tests.support.page_source import answers, module_text
from tests.support.webassembly import description

SPIRAL = {"data": "spiral:n=300", "hidden": [8, 8], "epochs": 12}
LANES = {
    "rules": (SPIRAL, "optimizer", list(CHAPTER)),
    "rates": ({**SPIRAL, "optimizer": "momentum"}, "learning_rate", ["0.005", "0.05", "0.5"]),
    "batches": ({"data": "moons:n=90", "hidden": [4], "epochs": 6, "dropout": 0.2}, "batch_size", ["1", "8", "full"]),
    "activations": ({**SPIRAL, "dtype": "float64"}, "activation", ["tanh", "relu", "gelu"]),
    "losses": ({"data": "discs:n=120", "epochs": 5}, "loss", ["cross_entropy", "mse", "mae"]),
    "widths": ({"data": "sine:n=80", "hidden": [4], "epochs": 20}, "hidden", ["none", "4", "8,3"]),
    "starts": ({"data": "xor", "hidden": [3], "batch_size": "full", "epochs": 30}, "init", ["he", "normal", "zeros"]),
}  # fmt: skip
IMPORTS = {
    "engine/engine.js": "Engine", "engine/lanes/lanes.js": "Lanes", "engine/lanes/luck.js": "Luck",
    "config/link_content.js": "readLinkContent",
    "config/lanes.js": "laneConfig, laneSettings, usualValues", "state/history.js": "History",
    "config/compare_command.js": "lanesCommand, luckCommand, noCompare",
    "engine/lanes/update_clock.js": "UpdateClock",
    "engine/lanes/standings.js": "costs, reachedAt, standings, targetOf", "engine/lanes/quantiles.js": "bandsOf",
}  # fmt: skip
COMMON = """
const engineOf = async ({ module, about, config }, emit = () => {}) => {
  const engine = new Engine(await WebAssembly.compile(Buffer.from(module, "base64")), about, (event, data) => {
    engine.screen.drawn();
    emit(event, data);
  });
  engine.set(config);
  return engine;
};
const configsOf = ({ training: { config, prepared }, about }, key, values) =>
  values.map((text) => laneConfig(about, config, key, text, prepared.data.task));
// Whatever the next update depends on, and what was measured: all but the seconds.
const state = ({ run, updates, status, rows, enums: { Column } }) => {
  const numbers = (array) => Array.from(array.copy(), String);
  const measured = numbers(run.history).slice(0, rows * Column.SIZE);
  const history = measured.filter((_, k) => k % Column.SIZE !== Column.SECONDS);
  const arrays = [run.theta, run.state, run.best, run.counter, run.total].map(numbers);
  return JSON.stringify([updates, status, history, arrays]);
};
const awake = (use) => async (value) => {
  const alive = setInterval(() => {}, 1000); // Node would end while the engine breathes
  try { return await use(value); } finally { clearInterval(alive); }
};
const judged = { part: "training", target: null, x: "epochs" };
"""


def told(body, **values):
    """What ``body`` answers, of which the value is the module, the description, and more."""
    (answer,) = answers(IMPORTS, COMMON + body, [{"module": module_text(), "about": description(), **values}])
    assert "error" not in answer, answer
    return answer["result"]


@pytest.mark.parametrize("together", ["epochs", "updates"])
@pytest.mark.parametrize("what", LANES)
def test_each_lane_is_the_training_that_it_would_be_alone(what, together):
    """In steps and in one go; from the start again; and all stand level after each round."""
    config, key, values = LANES[what]
    pairs, level = told(
        """
const answer = awake(async (value) => {
  const { key, values, together } = value, engine = await engineOf(value), before = state(engine.training), pairs = [];
  const configs = configsOf(engine, key, values), lanes = new Lanes(engine, configs, 1), level = [];
  const alone = async (config) => (engine.set(config), await engine.run({}), state(engine.training));
  for (let k = 0; k < 3; k++) {
    await lanes.step(together);
    const going = lanes.lanes.filter((lane) => lane.running).map(({ training }) => training);
    level.push(new Set(going.map((training) => (together === "epochs" ? training.epoch : training.updates))).size <= 1);
  }
  pairs.push([state(engine.training), before]);
  await lanes.play(together);
  const ends = lanes.lanes.map(({ training }) => state(training));
  lanes.again();
  await lanes.play(together === "epochs" ? "updates" : "epochs");
  for (const [i, lane] of lanes.lanes.entries()) pairs.push([ends[i], state(lane.training)]);
  for (const [i, config] of configs.entries()) pairs.push([ends[i], await alone(config)]);
  return [pairs, level];
});""",
        config=config,
        key=key,
        values=values,
        together=together,
    )
    assert len(pairs) == 1 + 2 * len(values) and all(a == b for a, b in pairs)
    assert len({a for a, _ in pairs[1 : 1 + len(values)]}) == len(values)
    assert level == [True] * 3


def test_lanes_of_one_shape_begin_with_weights_given_and_locked_by_hand():
    alike, other, first, locked = told(
        """
const answer = awake(async (value) => {
  const engine = await engineOf(value);
  const begun = (key, values) => new Lanes(engine, configsOf(engine, key, values), 1);
  const plain = begun("learning_rate", ["0.01", "0.1"]);
  engine.edit(2, 0.75);
  engine.lock({ 2: true });
  const lanes = begun("hidden", ["8,8", "4,4"]);
  const first = lanes.lanes.map(({ training }) => training.run.theta.at(2));
  await lanes.step("epochs");
  return [plain.alike, lanes.alike, first, lanes.lanes.map(({ training }) => training.run.theta.at(2))];
});""",
        config=SPIRAL,
    )
    assert alike and not other
    assert first[0] == locked[0] == 0.75 and first[1] != 0.75 and first[1] != locked[1]


def test_a_lane_that_diverges_says_why_and_the_others_go_on():
    frames, alone = told(
        """
const answer = awake(async (value) => {
  const frames = [], engine = await engineOf(value, (event, data) => event === "lanes" && frames.push(data));
  const configs = configsOf(engine, "learning_rate", ["0.01", "30"]), lanes = new Lanes(engine, configs, 7);
  await lanes.play("epochs");
  engine.set(configs[1]);
  await engine.run({});
  const last = frames.at(-1);
  return [[last.number, last.playing, last.lanes.map(({ status, diagnosis, outputs }) => (
    { status, diagnosis, finite: outputs.every(Number.isFinite) }))], engine.diagnosis];
});""",
        config={"data": "sine:n=80", "hidden": [8], "activation": "relu", "optimizer": "sgd", "epochs": 20},
    )
    number, playing, (calm, broken_lane) = frames
    assert (number, playing) == (7, False)
    assert calm == {"status": "finished", "diagnosis": None, "finite": True}
    assert broken_lane == {"status": "diverged", "diagnosis": alone, "finite": True} and alone["cause"]


def judged(result, key, value):
    """The competitor of ``numnet compare --json`` for a lane."""
    (one,) = [one for one in result["competitors"] if one["options"][key] == value]
    return one


@pytest.mark.parametrize("part", ["training", "validation"])
def test_the_target_and_who_reaches_it_are_those_of_the_command(part, tmp_path, monkeypatch):
    """The command that the page gives, run: the same target, the same updates, the same ends."""
    monkeypatch.chdir(tmp_path)
    values = list(CHAPTER)
    command, target, reached, places, order, ends = told(
        """
const answer = awake(async (value) => {
  const { about, values, part } = value, engine = await engineOf(value), { Column } = about.enums;
  const lanes = new Lanes(engine, configsOf(engine, "optimizer", values), 1);
  await lanes.play("epochs");
  const column = part === "training" ? Column.TRAIN_LOSS : Column.VALIDATION_LOSS, by = { column, sign: 1 };
  const measured = ({ run, rows }) => run.history.copy().slice(0, rows * Column.SIZE);
  const runs = lanes.lanes.map(({ training, diagnosis }) => (
    { history: new History(Column.SIZE).with(0, measured(training)), diverged: diagnosis !== null }));
  const target = targetOf(runs, by), reached = runs.map((run) => reachedAt(run, by, target, Column));
  const command = lanesCommand(about, engine.training.config, "optimizer", values, { ...judged, part });
  const { places, order } = standings(runs, by, reached, "updates");
  return [command, target, reached, places, order, runs.map((run) => costs(run, by).at(-1))];
});""",
        config=SPIRAL,
        values=values,
        part=part,
    )
    name, *words = shlex.split(command)
    assert name == "numnet" and noted(words, "--optimizer") == ",".join(values) and noted(words, "--seeds") == "1"
    result = json.loads(call(*words, "--json", "--out", "found").stdout)
    assert result["part"] == ("train" if part == "training" else part) and result["target_loss"] == target
    for rule, one, end in zip(values, reached, ends):
        competitor = judged(result, "optimizer", rule)
        assert competitor["updates_to_target"] == one["updates"] and competitor["loss"]["median"] == end
        assert one["epoch"] * math.ceil(240 / 32) == one["updates"]
    times = [one["updates"] for one in reached]
    assert places == [1 + sum(other < own for other in times) for own in times]
    assert [times[i] for i in order] == sorted(times)


def noted(words, option):
    return words[words.index(option) + 1]


def test_ties_are_ties_and_those_that_never_arrive_come_last():
    """Losses by hand: two arrive together, one never, one diverges before, one after."""
    lanes = [[1, 0.4, 0.3], [1, 0.5, 0.2], [1, 0.9, 0.8], [1, math.inf], [1, 0.45, 0.5]]
    target, metric, reached, places, order = told(
        """
const answer = ({ lanes }) => {
  const Column = { EPOCH: 0, STEP: 1, SECONDS: 2, LOSS: 3, SIZE: 4 };
  const run = (losses, i) => ({ diverged: i > 2, history: new History(4).with(0, losses.flatMap((loss, epoch) => (
    [epoch, 10 * epoch, epoch / 2 + i, loss ?? Infinity]))) });
  const runs = lanes.map(run), by = { column: Column.LOSS, sign: 1 };
  const reached = runs.map((one) => reachedAt(one, by, 0.5, Column));
  const rising = [[0.2, 0.7, 0.9], [0.1, 0.8, 0.6], [0.5, 0.5, 0.4]].map((losses) => run(losses, 0));
  const { places, order } = standings(runs, by, reached, "updates");
  return [targetOf(runs, by), targetOf(rising, { column: Column.LOSS, sign: -1 }), reached, places, order];
};""",
        lanes=[[None if math.isinf(value) else value for value in lane] for lane in lanes],
    )
    assert target == 0.8  # of those that improve and do not diverge
    assert metric == 0.8  # more is better: the highest that both reach which get better
    assert [one and one["updates"] for one in reached] == [10, 10, None, None, 10]
    assert places == [1, 1, None, None, 1] and order == [1, 0, 4, 2, 3]


def test_another_rule_has_its_own_rate_and_keeps_what_it_shares():
    own, kept, command, reasons = told(
        """
const answer = async (value) => {
  const { about } = value, { training: { config } } = await engineOf(value);
  const own = usualValues(about, config, "optimizer", 240, "multiclass").map((name) =>
    laneConfig(about, config, "optimizer", name, "multiclass"));
  const changed = { ...config, momentum: 0.5, weight_decay: 0.01 };
  const kept = ["nag", "sgd", "momentum"].map((name) => laneConfig(about, changed, "optimizer", name, "multiclass"));
  const by = { part: "validation", target: 0.1, x: "seconds" };
  const command = lanesCommand(about, changed, "optimizer", ["nag", "sgd"], by);
  const why = (key, changes, values = ["sgd", "momentum"]) => noCompare(about, { ...config, ...changes }, key, values);
  const reasons = [why("optimizer", {}), why("optimizer", { learning_rate: 3 }), why("optimizer", { learning_rate: 3 },
    ["sgd", "adam"]), why("loss", {}), why("l2", { seed: 3 }), why("l2", { patience: 4 }), why("", { seed: 3 }),
    why("l2", {}, ["0"]), why("l2", { data: { csv: "" } })];
  const settings = (configs) => configs.map((_, i) => laneSettings(configs, i));
  return [settings(own), settings(kept), command, reasons];
};""",
        config={**SPIRAL, "optimizer": "momentum"},
    )
    assert [one["optimizer"] for one in own] == list(CHAPTER)
    assert [one["learning_rate"] for one in own] == [numnet.OPTIMIZERS[name]().learning_rate for name in CHAPTER]
    assert [one["momentum"] for one in kept] == [0.5, None, 0.5]
    assert all("weight_decay" not in one for one in kept)  # it is the same for all
    assert command == ("numnet compare spiral:n=300 --seeds 1 --optimizer nag,sgd --hidden 8,8 --momentum 0.5 "
                       "--weight-decay 0.01 --epochs 12 --part validation --target-loss 0.1 --x seconds")  # fmt: skip
    no = "lanes.command"
    assert reasons == ["", f"{no}.rate", "", f"{no}.loss", f"{no}.seed", f"{no}.patience", "", f"{no}.one",
                       "error.command_rows"]  # fmt: skip


def test_the_usual_values_hold_the_present_one_and_links_hold_nothing_else_than_values():
    usual, refused = told(
        """
const answer = async (value) => {
  const { about, views } = value, { training: { config } } = await engineOf(value);
  const usual = (key) => usualValues(about, config, key, 100, "multiclass");
  const read = (view) => {
    try { return Boolean(readLinkContent(about, { view })); } catch (error) { return error.values.part; }
  };
  const keys = ["learning_rate", "batch_size", "hidden", "optimizer", "activation", "loss", "init", "l2"];
  return [keys.map(usual), views.map(read)];
};""",
        config={"data": "spiral:n=100", "hidden": [6, 6], "optimizer": "lion", "batch_size": 20, "l2": 0.02},
        views=[{"laneKey": "optimizer", "laneValues": ["adam", "sgd"]}, {"laneKey": "epochs"}, {"laneValues": []},
               {"laneValues": ["1", "1"]}, {"laneValues": ["<b>"]}, {"laneValues": list("1234567")}, {"luckSeeds": 51},
               {"laneTarget": "low"}, {"compared": "luck", "tab": "lanes", "luckSeeds": 10}],
    )  # fmt: skip
    rates, batches, widths, rules, activations, losses, starts, penalties = usual
    assert rates == ["0.0001", "0.0003", "0.001", "0.003", "0.01", "0.03"]  # lion's own is 0.001
    assert batches == ["1", "8", "20", "32", "full"]
    assert widths == ["2,2", "4,4", "6,6", "8,8", "16,16", "32,32"]
    assert rules == [*CHAPTER[:5], "lion"] and "tanh" in activations and losses == list(numnet.LOSSES)
    assert starts == list(numnet.INITIALIZERS) and penalties == ["0", "0.0001", "0.001", "0.01", "0.02", "0.1"]
    assert refused == [True, "view.laneKey", "view.laneValues", "view.laneValues", "view.laneValues",
                       "view.laneValues", "view.luckSeeds", "view.laneTarget", True]  # fmt: skip


def test_many_seeds_are_those_of_numnet_compare_in_any_order_in_the_same_memory(tmp_path, monkeypatch):
    """The command that the page gives, run: every curve to the bit, the quartiles, those that diverge."""
    monkeypatch.chdir(tmp_path)
    seeds = 10
    command, rows, found, places = told(
        """
const answer = awake(async (value) => {
  const { about, seeds } = value, sent = [], { Column } = about.enums;
  const engine = await engineOf(value, (event, data) => event === "luck" && sent.push(data));
  const luck = new Luck(engine, engine.training.config, 3), place = () => luck.kernels.array("int64", 1).address;
  const places = [place()];
  await luck.run([...Array(seeds).keys()].reverse());
  places.push(place() - 128); // behind the one before
  const inOrder = [...sent].reverse(), { length } = inOrder.map(({ seed, number }) => seed + number);
  const runs = inOrder.map(({ rows }) => ({ history: new History(Column.SIZE).with(0, rows), diverged: false }));
  const bands = bandsOf(runs.map((run) => costs(run, { column: Column.TRAIN_LOSS, sign: 1 })), runs[0].history.rows);
  const command = luckCommand(about, engine.training.config, seeds, judged);
  return [command, inOrder.map(({ rows }) => rows), bands, [...places, length]];
});""",
        config={"data": "moons:n=100", "hidden": [4], "epochs": 8, "learning_rate": 0.1, "dropout": 0.1},
        seeds=seeds,
    )
    assert places == [places[0], places[0], seeds]
    name, *words = shlex.split(command)
    assert name == "numnet" and noted(words, "--optimizer") == "adam" and noted(words, "--seeds") == str(seeds)
    call(*words, "--out", "found")
    comparison, column = numnet.load_comparison("found"), description()["enums"]["Column"]
    for seed in range(seeds):
        own = rows[seed].reshape(-1, column["SIZE"])
        for name in ("train_loss", "validation_loss", "train_metric", "validation_metric"):
            np.testing.assert_array_equal(own[:, column[name.upper()]], comparison.values(0, name)[seed])
    for share, theirs in zip(("0.5", "0.25", "0.75"), comparison.quartiles(0, "train_loss")):
        np.testing.assert_allclose(found[share], theirs, rtol=1e-14)
    losses = comparison.values(0, "train_loss")
    np.testing.assert_array_equal([found["0"], found["1"]], [losses.min(axis=0), losses.max(axis=0)])


def test_seconds_are_those_of_the_median_update_whatever_interrupts():
    """Of 10 µs an update; one call in four is held up for 20 ms; a clock of tenths of a millisecond."""
    seconds, few, none = told(
        """
const answer = () => {
  let now = 0;
  const clock = new UpdateClock(), tick = (time) => Math.floor(time * 10 + 1e-9) / 10;
  for (let k = 0; k < 4000; k++) {
    const begun = tick(now);
    now += 0.38 + (k % 4 ? 0 : 20);
    clock.add(tick(now) - begun, 38);
    now += 0.137; // others do something
  }
  const few = new UpdateClock(), none = new UpdateClock();
  few.add(0.3, 30);
  return [clock.seconds, few.seconds, none.seconds];
};"""
    )
    assert seconds == pytest.approx(1e-5, rel=0.1) and few == pytest.approx(1e-5) and none == 0


def test_bands_are_numpys_quantiles_and_what_diverged_is_infinite():
    comparison = made(broken)
    curves = [[comparison.curves[c, seed][:, 3].tolist() for seed in range(comparison.seeds)] for c in (0, 1)]
    bands = told(
        """
const answer = ({ curves, rows }) => curves.map((seeds) => {
  const all = seeds.map((losses) => costs({ history: { rows: losses.length, at: (row) => losses[row] },
    diverged: losses.length < rows }, { column: 0, sign: 1 }));
  const words = (values) => values.map((value) => (value === Infinity ? "inf" : value));
  return Object.fromEntries(Object.entries(bandsOf(all, rows)).map(([share, values]) => [share, words(values)]));
});""",
        curves=curves,
        rows=comparison.rows,
    )
    for c, found in enumerate(bands):
        values = comparison.values(c, "train_loss")
        theirs = dict(zip(("0.5", "0.25", "0.75"), comparison.quartiles(c, "train_loss")))
        for share, ours in found.items():
            ours = np.array(ours, dtype=float)
            with np.errstate(invalid="ignore"):
                plain = np.quantile(values, float(share), axis=0)
            finite = np.isfinite(values).all(axis=0)
            np.testing.assert_allclose(ours[finite], plain[finite], rtol=1e-14)
            if share in theirs:
                np.testing.assert_allclose(ours, theirs[share], rtol=1e-14)
        assert np.isinf(np.array(found["1"], dtype=float)[-1])
