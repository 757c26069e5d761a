"""The error of the network over planes of its weights: the page's engine beside numnet's own, on the same runs."""

import numpy as np
import pytest

import numnet
from numnet.analysis.loss_landscape import paths
from numnet.analysis.principal_components import principal_plane
from numnet.api.given_run import given_run
from tests.support.page_source import answers, module_text
from tests.support.webassembly import description

RESOLUTION = 13
RUNS = {
    "two classes": ("moons:n=120,noise=0.3", {"hidden": (5,), "epochs": 40}),
    "several classes, in doubles": ("iris", {"hidden": (4, 3), "epochs": 30, "dtype": "float64"}),
    "more weights than moments": ("spiral:n=120", {"hidden": (12, 12), "epochs": 12, "snapshots": 6}),
    "a regression, standardised": ("bumps:n=90", {"hidden": (6,), "epochs": 20, "activation": "relu"}),
    "two weights": ("line:n=40", {"hidden": (), "epochs": 30, "learning_rate": 0.1}),
}
ENGINE = """
const opened = async ({ module, about, config, past }) => {
  const compiled = await WebAssembly.compile(Buffer.from(module, "base64"));
  const engine = new Engine(compiled, about, () => {}), numbers = (values) => past && Float64Array.from(values);
  engine.set(config, past ? { past: { ...past, last: numbers(past.last), best: numbers(past.best) } } : {});
  return engine;
};
const planeOf = (engine, weights) => {
  const plane = engine.handle("landscape", [weights]);
  return plane?.loss.some(Number.isNaN) ? planeOf(engine, weights) : plane; // some at a time
};
const everyLoss = (engine, plane, points) => {
  const losses = [];
  while (losses.length < points.length / 2) {
    losses.push(...engine.handle("planeLosses", [plane, Float64Array.from(points).subarray(2 * losses.length)]));
  }
  return losses;
};
const awake = (use) => async (value) => {
  const alive = setInterval(() => {}, 1000); // Node would end while the engine breathes
  try { return await use(value); } finally { clearInterval(alive); }
};
"""
PATH = """
const answer = awake(async (value) => {
  const engine = await opened(value), plane = planeOf(engine, null);
  const grid = value.y.flatMap((y) => value.x.flatMap((x) => [x, y]));
  return { ...plane, shadow: everyLoss(engine, plane, plane.points), map: everyLoss(engine, plane, grid) };
});
"""


def told(body, **value):
    """What ``body`` answers to {module, about, and these}."""
    (answer,) = answers({"engine/engine.js": "Engine"}, ENGINE + body,
                        [{"module": module_text(), "about": description(), **value}])  # fmt: skip
    return answer["result"]


def past_of(run):
    """A run as the page opens it, in plain numbers."""
    given, taken = given_run(run), run.snapshots
    past = {name: given[name] for name in ("history", "epochs", "updates")}
    last = run.last.checkpoint.parameters
    past |= {"status": "finished", "last": last.tolist(), "best": run.network.parameters.tolist(),
             "snapshots": {"epochs": taken.epochs.tolist(), "parameters": taken.parameters.ravel().tolist()}}
    return {"config": {**given["config"], "dtype": run.network.dtype.name}, "past": past}


@pytest.mark.parametrize("name", RUNS)
def test_the_plane_of_a_path_is_that_of_the_terminal(name):
    source, options = RUNS[name]
    run = numnet.fit(source, **options)
    ours = paths([run], resolution=RESOLUTION)
    page = told(PATH, **past_of(run), x=ours.x.tolist(), y=ours.y.tolist())
    tolerance = 1e-9 if run.network.dtype == np.float64 else 2e-4
    close = {"rtol": tolerance, "atol": tolerance * float(np.abs(ours.walks[0].points).max())}
    walk, exact = ours.walks[0], {"rtol": 1e-6, "atol": 1e-7}
    np.testing.assert_allclose(page["centre"], ours.centre, **exact)
    np.testing.assert_allclose(page["directions"], ours.directions, **exact)
    np.testing.assert_allclose(page["shares"], ours.shares, **exact)
    np.testing.assert_allclose(page["points"].reshape(-1, 2), walk.points, **close)
    np.testing.assert_allclose(page["limits"], [ours.x[[0, -1]], ours.y[[0, -1]]], **close)
    np.testing.assert_allclose(page["loss"], walk.loss, **close)
    np.testing.assert_allclose(page["shadow"], walk.shadow, **close)
    np.testing.assert_allclose(np.reshape(page["map"], ours.loss.shape), ours.loss, **close)
    assert page["whole"] == ours.whole and page["now"] == len(walk.epochs) - 1
    assert page["lossNow"] == page["loss"][-1] and list(page["point"]) == page["points"].tolist()[-2:]


def test_two_weights_as_they_stand_at_a_moment():
    """What the map says beside the network is what it has when it is set there: the same bits."""
    page = told("""
const answer = awake(async ({ weights, ...value }) => {
  const engine = await opened(value);
  await engine.run({ updates: 60 });
  const end = planeOf(engine, weights);
  engine.visit(20);
  const then = planeOf(engine, weights), theta = Array.from(engine.training.run.theta.copy());
  const own = everyLoss(engine, then, then.point), [there] = everyLoss(engine, then, [0.3, -0.7]);
  weights.forEach((index, c) => engine.edit(index, [0.3, -0.7][c]));
  const set = planeOf(engine, weights);
  const foreign = [[0, 0], [0, 99], [-1, 2]].map((pair) => planeOf(engine, pair));
  return { end, then, theta, own, there, set, foreign, marks: engine.marks.length, line: engine.futures.line.letter };
});
""", config={"data": "moons:n=80", "hidden": [3], "batch_size": 16}, weights=[4, 9])  # fmt: skip
    end, then, moved = page["end"], page["then"], page["set"]
    assert list(then["point"]) == [page["theta"][4], page["theta"][9]] and page["own"] == [then["lossNow"]]
    assert (then["centre"][[4, 9]] == 0).all() and np.count_nonzero(then["centre"]) == len(page["theta"]) - 2
    assert then["updates"] == end["updates"] == list(range(61)) and (then["now"], then["updatesNow"]) == (20, 20)
    assert then["loss"].tolist() == end["loss"].tolist() and then["loss"][20] == then["lossNow"]
    assert then["points"].tolist() == end["points"].tolist() and end["now"] == 60
    np.testing.assert_allclose(moved["point"], [0.3, -0.7], rtol=1e-7)
    assert moved["lossNow"] == page["there"] != then["lossNow"] and page["line"] == "B"  # its past has another future
    assert moved["updates"] == list(range(21)) and moved["now"] == 20
    assert page["foreign"] == [None] * 3


def test_no_landscape_of_a_large_network_and_none_of_another():
    page = told("""
const answer = awake(async (value) => {
  const engine = await opened(value), other = { centre: new Float64Array(5), directions: [] };
  return [engine.handle("landscape", [null]), engine.handle("planeLosses", [other, Float64Array.of(0, 0)])];
});
""", config={"data": "xor", "hidden": [200, 120]})
    assert page == [None, None]


def test_principal_planes():
    """Of fewer points than coordinates and of more, of few and of many, on a line, of a path, of a round cloud."""
    rng = np.random.default_rng(3)
    shapes = [(2, 9), (6, 40), (1, 3), (12, 12), (30, 4), (40, 300), (200, 60), (130, 130)]
    tables = [rng.standard_normal(shape) * np.linspace(3, 1, shape[1]) for shape in shapes]
    tables.append(np.outer(np.arange(4.0), np.ones(7)))  # on a line
    tables.append(np.outer(np.arange(50.0), np.arange(1.0, 41)))  # a long one
    tables.append(np.cumsum(rng.standard_normal((150, 131)), axis=0))  # a random walk
    tables.append(rng.standard_normal((300, 50)) * np.r_[5.0, 5.0 - 1e-7, np.ones(48)])  # two that are nearly alike
    body = "const answer = ({ H, m }) => principalPlane(Float64Array.from(H), m);"
    asked = [{"H": table.ravel().tolist(), "m": table.shape[1]} for table in tables]
    found = answers({"engine/principal_plane.js": "principalPlane"}, body, asked)
    for table, answer in zip(tables, found, strict=True):
        page, (centre, directions, shares) = answer["result"], principal_plane(table)
        np.testing.assert_allclose(page["centre"], centre, atol=1e-12)
        np.testing.assert_allclose(page["shares"], shares, atol=1e-12)
        np.testing.assert_allclose(np.inner(page["directions"], page["directions"]), np.eye(2), atol=1e-9)
        rank = np.linalg.matrix_rank(table - centre)
        for k in range(min(rank, 2)):
            np.testing.assert_allclose(page["directions"][k], directions[k], atol=1e-7)
