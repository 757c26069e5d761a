"""The past of a training in the page's engine: every moment of it has the bits of a training that came there."""

import pytest

from tests.support.page_source import answers, module_text
from tests.support.webassembly import description

CONFIGURATIONS = {
    "spiral": {"data": "spiral:n=300", "hidden": [8, 8], "epochs": 30},
    "single samples": {"data": "xor", "hidden": [2], "optimizer": "sgd", "learning_rate": 0.5, "batch_size": 1,
                       "epochs": 60},
    "dropout, schedule": {"data": "moons:n=200,noise=0.3", "hidden": [6, 4], "dropout": 0.2, "batch_size": 16,
                          "epochs": 20, "schedule": "cosine:floor=0.1,warmup=10", "optimizer": "nadam"},
    "regression": {"data": "sine:n=80", "hidden": [7], "optimizer": "amsgrad", "epochs": 40, "batch_size": 16,
                   "dtype": "float64", "patience": 30},
}  # fmt: skip
PLACES = [5, 17, 20, 24, 26, 27, 40, 47, 60, 72, 75]  # updates: before, at and behind all that is done in `changed`

COMMON = """
const engines = async ({ module, about, config }) => {
  const compiled = await WebAssembly.compile(Buffer.from(module, "base64"));
  return () => {
    const engine = new Engine(compiled, about, (event, frame) => (engine.frame = frame));
    engine.set(config);
    return engine;
  };
};
// Whatever the next update depends on, and what was measured: all but the seconds.
const state = ({ training, marks }) => {
  const { run, updates, status, rows, locked, enums: { Column } } = training;
  const numbers = (array) => Array.from(array.copy(), String);
  const measured = numbers(run.history).slice(0, rows * Column.SIZE);
  const history = measured.filter((_, k) => k % Column.SIZE !== Column.SECONDS);
  const arrays = [run.theta, run.state, run.best, run.counter, run.total].map(numbers);
  return JSON.stringify([updates, status, [...locked], marks, history, arrays]);
};
const changed = async (engine, config) => {
  await engine.run({ updates: 17 });
  engine.change({ ...config, learning_rate: 0.02 });
  await engine.run({ updates: 7 });
  engine.change({ ...config, learning_rate: 0.02, shuffle: false });
  await engine.run({ updates: 3 });
  engine.edit(3, 0.25);
  engine.lock({ 3: true, 1: true });
  await engine.run({ updates: 20 });
  engine.change({ ...config, learning_rate: 0.02, optimizer: "rmsprop" });
  await engine.run({ updates: 25 });
  engine.lock({ 3: false });
  await engine.run({ epochs: 2 });
};
const awake = (use) => async (value) => {
  const alive = setInterval(() => {}, 1000); // Node would end while the engine breathes
  try { return await use(await engines(value), value); } finally { clearInterval(alive); }
};
"""


def told(body, name, **values):
    """What ``body`` answers for a configuration, by its name."""
    value = {"module": module_text(), "about": description(), "config": CONFIGURATIONS[name], **values}
    (answer,) = answers({"engine/engine.js": "Engine", "config/configuration.js": "complete"}, COMMON + body, [value])
    return answer["result"]


@pytest.fixture(params=CONFIGURATIONS)
def name(request):
    return request.param


def test_a_moment_is_that_of_a_training_stopped_there_and_leads_to_the_same_end(name):
    pairs = told(
        """
const answer = awake(async (make) => {
  const engine = make(), pairs = [];
  await engine.run({});
  const end = state(engine), all = engine.training.updates;
  for (const share of [0, 0.13, 0.5, 0.77, 1]) {
    const other = make(), updates = Math.floor(share * all);
    await other.run({ updates });
    engine.visit(updates);
    pairs.push([state(engine), state(other)]);
    await engine.run({});
    pairs.push([state(engine), end]);
  }
  engine.visit(3);
  engine.visit(null);
  return [...pairs, [state(engine), end]];
});""",
        name,
    )
    assert len(pairs) == 11 and all(a == b for a, b in pairs)
    assert len({a for a, _ in pairs}) == 5


def test_what_was_done_by_hand_is_done_again_at_its_moment(name):
    pairs = told(
        """
const answer = awake(async (make, { config, places }) => {
  const engine = make(), pairs = [], seen = {};
  await changed(engine, config);
  const end = state(engine), all = engine.training.updates;
  for (const updates of places) {
    engine.visit(updates);
    seen[updates] = state(engine);
    await engine.run({ updates: all - updates });
    pairs.push([state(engine), end]);
  }
  for (let k = 0; k < 3; k++) engine.moments.thin();
  for (const updates of places) {
    engine.visit(updates);
    pairs.push([state(engine), seen[updates]]);
  }
  return pairs;
});""",
        name,
        places=PLACES,
    )
    assert len(pairs) == 2 * len(PLACES) and all(a == b for a, b in pairs)


def test_a_branch_is_a_training_whose_setting_was_changed_there(name):
    """Both futures stay: one can go on with either; a branch from the start is a training begun with its settings."""
    pairs = told(
        """
const answer = awake(async (make, { config }) => {
  const engine = make(), other = make(), pairs = [];
  await changed(engine, config);
  const end = state(engine);
  engine.visit(24);
  engine.change({ ...config, shuffle: false, optimizer: "adagrad", learning_rate: 0.3 });
  await engine.run({ epochs: 3 });
  const branched = state(engine);
  await other.run({ updates: 17 });
  other.change({ ...config, learning_rate: 0.02 });
  await other.run({ updates: 7 });
  other.change({ ...config, learning_rate: 0.02, shuffle: false });
  other.change({ ...config, shuffle: false, optimizer: "adagrad", learning_rate: 0.3 });
  await other.run({ epochs: 3 });
  pairs.push([branched, state(other)]);
  engine.swap("A");
  pairs.push([state(engine), end]);
  engine.swap("B");
  pairs.push([state(engine), branched]);
  engine.visit(0);
  engine.change({ ...config, learning_rate: 0.07 });
  await engine.run({ epochs: 2 });
  const begun = make();
  begun.set({ ...config, learning_rate: 0.07 });
  await begun.run({ epochs: 2 });
  pairs.push([state(engine), state(begun)]);
  return [...pairs, [engine.others().map(({ letter }) => letter).join(), "A,B"]];
});""",
        name,
    )
    assert len(pairs) == 5 and all(a == b for a, b in pairs)
    assert pairs[0][0] != pairs[1][0]


def test_moments_are_few_enough_and_every_update_can_be_shown_all_the_same():
    kept, size, shown = told(
        """
const answer = awake(async (make, { config }) => {
  const engine = make();
  engine.change({ ...config, epochs: 2000 });
  for (let k = 0; k < 2500; k++) await engine.run({ updates: 1 });
  engine.visit(1234);
  return [engine.moments.kept.length, engine.moments.bytes, engine.training.updates];
});""",
        "single samples",
    )
    assert 500 < kept <= 2000 and 0 < size < 48 * 2**20 and shown == 1234


def test_again_keeps_what_was_with_the_settings_that_it_had(name):
    """A change after which nothing was trained belongs to the new beginning; the old one goes on to its own bits."""
    pairs = told(
        """
const answer = awake(async (make, { config }) => {
  const engine = make(), plain = make(), begun = make(), pairs = [];
  await changed(engine, config);
  await changed(plain, config);
  for (const each of [engine, plain]) each.lock({ 1: false });
  const end = state(engine), now = { ...config, learning_rate: 0.07, optimizer: "nag" };
  engine.change({ ...engine.training.config, learning_rate: 0.3 });
  engine.change(complete(engine.about, now));
  engine.again();
  await engine.run({ epochs: 2 });
  begun.set(now);
  await begun.run({ epochs: 2 });
  pairs.push([state(engine), state(begun)]);
  const [{ letter, values }] = engine.others();
  const { learning_rate, optimizer } = values;
  pairs.push([JSON.stringify([letter, learning_rate, optimizer]), JSON.stringify(["A", 0.02, "rmsprop"])]);
  engine.swap("A");
  pairs.push([state(engine), end]);
  await engine.run({ updates: 9 });
  await plain.run({ updates: 9 });
  pairs.push([state(engine), state(plain)]);
  engine.swap("B");
  pairs.push([state(engine), state(begun)]);
  return pairs;
});""",
        name,
    )
    assert len(pairs) == 5 and all(a == b for a, b in pairs)


def test_again_with_the_same_settings_keeps_one_and_shows_it_when_they_differ():
    found = told(
        """
const answer = awake(async (make, { config }) => {
  const engine = make(), found = [], letters = () => found.push(engine.others().map(({ letter }) => letter).join());
  engine.again(); // nothing was trained
  for (let k = 0; k < 3; k++) {
    await engine.run({ epochs: 2 });
    engine.again();
    letters();
  }
  engine.change({ ...config, learning_rate: 0.05 });
  letters();
  await engine.run({ epochs: 1 });
  engine.again();
  engine.change({ ...config, learning_rate: 0.01 });
  letters();
  engine.dismiss("A");
  letters();
  engine.edit(0, 0.5);
  letters();
  return found;
});""",
        "spiral",
    )
    assert found == ["", "", "", "A", "B", "B", "B"]


def test_what_a_resting_training_tells_is_measured_on_the_weights_that_are_shown(name):
    """The same bits as the first row of a training that begins with these weights; they, and what follows, stay."""
    pairs = told(
        """
const answer = awake(async (make, { config }) => {
  const engine = make(), other = make(), plain = make(), pairs = [], { Column } = about(engine);
  const said = ({ measured, train_loss, validation_loss, metric }) => [measured, train_loss, validation_loss, metric];
  const row = ({ training: { rows, run, prepared } }) => {
    const at = (k) => run.history.at((rows - 1) * Column.SIZE + k), held = prepared.parts.validation.length > 0;
    return [null, at(Column.TRAIN_LOSS), held ? at(Column.VALIDATION_LOSS) : null,
      at(held ? Column.VALIDATION_METRIC : Column.TRAIN_METRIC)];
  };
  const fresh = () => {
    other.set(config, { weights: engine.training.run.theta.copy() });
    return row(other);
  };
  await engine.run({ updates: 7 });
  pairs.push([said(engine.frame), fresh()]);
  engine.visit(3);
  pairs.push([said(engine.frame), fresh()]);
  await engine.run({ epochs: 3 });
  pairs.push([said(engine.frame), row(engine)]);
  engine.pace.playing = true;
  engine.report();
  pairs.push([said(engine.frame), [engine.training.epoch, ...row(engine).slice(1)]]);
  engine.pace.pause();
  await engine.run({});
  await plain.run({});
  pairs.push([state(engine), state(plain)]);
  engine.edit(1, 4);
  pairs.push([said(engine.frame), fresh()]);
  return pairs;
});
const about = ({ about: { enums } }) => enums;""",
        name,
    )
    assert all(a == b for a, b in pairs) and len(pairs) == 6 and pairs[0] != pairs[1]
