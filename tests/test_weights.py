"""How much each sample counts: in the loss, in the gradient, in a training; and what it must not change."""

import numpy as np
import pytest
from test_commands import Shell, strict_json

import numnet
from numnet.analysis import loss_landscape as landscape
from numnet.analysis.snapshots import moments
from numnet.data import DataError, read_csv
from numnet.data.split_dataset import Parts, scaled
from numnet.diagnostics.case import Patient, chance_loss
from numnet.experiments.gradients import run_norms

pytestmark = pytest.mark.filterwarnings("error")

TASKS = {  # sizes, targets of n samples, losses
    "regression": (2, lambda rng, n: rng.normal(size=(n, 2)), ["mse", "mae", "huber"]),
    "binary": (1, lambda rng, n: rng.integers(0, 2, n), ["cross_entropy", "mse"]),
    "multiclass": (3, lambda rng, n: rng.integers(0, 3, n), ["cross_entropy", "huber"]),
    "multilabel": (2, lambda rng, n: rng.integers(0, 2, (n, 2)), ["cross_entropy", "mae"]),
}
CASES = [(task, loss) for task, (_, _, losses) in TASKS.items() for loss in losses]


def case(task, loss="auto", n=300, dtype="float64", seed=0):
    """(network, X, T, weights): 300 samples are more than one tile of this network."""
    outputs, targets, _ = TASKS[task]
    rng = np.random.default_rng(seed)
    net = numnet.Network([3, 5, outputs], task=task, loss=loss, dtype=dtype, seed=1)
    return net, rng.normal(size=(n, 3)), targets(rng, n), rng.integers(0, 4, n) + rng.random(n)


@pytest.mark.parametrize(("task", "loss"), CASES)
def test_the_weighted_loss_is_the_mean_of_the_losses_of_single_samples(task, loss):
    net, X, T, w = case(task, loss)
    single = np.array([net.loss(X[n : n + 1], T[n : n + 1]) for n in range(len(X))])
    assert net.loss(X, T, sample_weight=w) == pytest.approx((w * single).sum() / w.sum(), rel=1e-12)
    assert net.loss(X, T, sample_weight=5 * w) == pytest.approx(net.loss(X, T, sample_weight=w), rel=1e-12)
    assert net.loss(X, T, sample_weight=np.full(len(X), 7.0)) == pytest.approx(net.loss(X, T), rel=1e-12)


@pytest.mark.parametrize(("task", "loss"), CASES)
def test_the_weighted_gradient_is_that_of_the_weighted_loss(task, loss):
    net, X, T, w = case(task, loss)
    single = np.array([net.gradient(X[n : n + 1], T[n : n + 1]) for n in range(len(X))])
    gradient = net.gradient(X, T, sample_weight=w)
    assert gradient == pytest.approx((w[:, None] * single).sum(axis=0) / w.sum(), rel=1e-9, abs=1e-13)
    if loss in ("cross_entropy", "mse"):  # no kinks
        for k in range(0, net.parameters.size, 7):
            up, down = net.copy(), net.copy()
            up.parameters[k] += 1e-6
            down.parameters[k] -= 1e-6
            slope = (up.loss(X, T, sample_weight=w) - down.loss(X, T, sample_weight=w)) / 2e-6
            assert gradient[k] == pytest.approx(slope, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_weight_of_3_is_a_row_three_times(task, dtype):
    """Full batches without shuffling: the same sums, in another order."""
    net, X, T, _ = case(task, dtype=dtype, n=90)
    w = np.random.default_rng(3).integers(0, 4, 90)
    other = net.copy()
    options = {"optimizer": numnet.SGD(0.05), "batch_size": "full", "epochs": 20, "shuffle": False, "l2": 0.01}
    weighted = numnet.train(net, X, T, sample_weight=w, **options)
    repeated = numnet.train(other, np.repeat(X, w, axis=0), np.repeat(T, w, axis=0), **options)
    close = 1e-4 if dtype == "float32" else 1e-11
    assert net.parameters == pytest.approx(other.parameters, rel=close, abs=close)
    assert weighted.train_loss == pytest.approx(repeated.train_loss, rel=close, abs=close)


@pytest.mark.parametrize("batch", [1, 32, 4096])
@pytest.mark.parametrize("task", TASKS)
def test_weights_of_1_change_nothing_and_the_threads_neither(task, batch):
    net, X, T, w = case(task, n=3000, dtype="float32")
    ends = []
    for weights, threads in ((None, 1), (np.ones(3000), 1), (w, 1), (w, 2)):
        own = net.copy()
        history = numnet.train(own, X, T, batch_size=batch, epochs=2, sample_weight=weights, threads=threads,
                               validation=(X[:50], T[:50]))  # fmt: skip
        ends.append((own.parameters.tobytes(), history.train_metric[-1], history.train_loss[-1]))
    assert ends[0][0] == ends[1][0] and ends[2] == ends[3] and ends[0][0] != ends[2][0]
    assert ends[1][2] == pytest.approx(ends[0][2], rel=1e-6) and ends[0][1] == ends[1][1]


def test_rows_of_weight_0_are_not_learned_from():
    net, X, T, _ = case("regression")
    w = np.r_[np.ones(200), np.zeros(100)]
    wild = T.copy()
    wild[200:] = 1e6
    nets = [net.copy() for _ in range(2)]
    for own, targets in zip(nets, (T, wild)):
        numnet.train(own, X, targets, epochs=3, sample_weight=w)
    assert nets[0].parameters.tobytes() == nets[1].parameters.tobytes()


def test_validation_data_have_weights_of_their_own():
    net, X, T, w = case("multiclass")
    history = numnet.train(net, X, T, epochs=3, sample_weight=w, validation=(X, T, w))
    assert history.validation_loss.tolist() == history.train_loss.tolist()
    net, X, T, w = case("multiclass")
    history = numnet.train(net, X, T, epochs=3, sample_weight=w, validation=(X, T))
    assert history.validation_loss[-1] == pytest.approx(net.loss(X, T), rel=1e-12)
    assert history.train_loss[-1] == pytest.approx(net.loss(X, T, w), rel=1e-12)


def test_a_population_and_a_resumed_training_have_them_too():
    net, X, T, w = case("binary")
    nets = [net.copy() for _ in range(3)]
    numnet.train_population(nets[:2], X, T, epochs=4, sample_weight=w, seeds=[0, 0])
    numnet.train(nets[2], X, T, epochs=4, sample_weight=w)
    assert nets[0].parameters.tobytes() == nets[1].parameters.tobytes() == nets[2].parameters.tobytes()


@pytest.mark.parametrize(("weights", "message"), [
    (np.ones(299), r"sample_weight must have shape \(300,\)"), (np.ones((300, 1)), r"shape \(300,\).*got \(300, 1\)"),
    (-np.ones(300), "sample_weight must be finite numbers >= 0, got -1"), (np.zeros(300), "must not all be 0"),
    (np.full(300, np.nan), "got nan"), (np.full(300, np.inf), "got inf"),
])  # fmt: skip
def test_weights_that_are_none(weights, message):
    net, X, T, _ = case("binary")
    for call in (lambda: numnet.train(net, X, T, sample_weight=weights), lambda: net.loss(X, T, weights),
                 lambda: numnet.train(net, X, T, validation=(X, T, weights))):  # fmt: skip
        with pytest.raises(ValueError, match=message.replace("sample_weight ", "")):
            call()


# --- from the command line ---


@pytest.fixture
def shell(tmp_path):
    """A folder with a file: 90 % of the rows are of one class, and the classes overlap."""
    rng = np.random.default_rng(0)
    shell = Shell(tmp_path)
    rows = []
    for i in range(600):
        ill = i % 10 == 0
        rows.append(f"{rng.normal(1.2 * ill):.3f},{rng.normal():.3f},{1 + i % 3},{'ill' if ill else 'well'}")
    shell.write("p.csv", "\n".join(["x,z,w,y", *rows]) + "\n")
    return shell


def recall(shell, *words):
    """Of the rare class, on the training part."""
    out = f"run{len(list(shell.folder.iterdir()))}"
    shell("train", "p.csv", "--epochs", "40", "--hidden", "4", "--out", out, *words)
    run = max(shell.folder.glob("run*"), key=lambda path: path.stat().st_mtime_ns)
    found = strict_json(shell("evaluate", run.name, "--json").stdout)
    return found["training"]["classes"]["ill"]["recall"], run, found


def test_balanced_classes_find_the_rare_one(shell):
    plain, _, _ = recall(shell)
    balanced, run, _ = recall(shell, "--class-weight", "balanced")
    named, _, _ = recall(shell, "--class-weight", "ill=9")
    assert balanced > plain + 0.3 and named > plain + 0.3
    assert "--class-weight balanced" in numnet.load_run(run).config["command"]


def test_losses_are_weighted_and_the_weights_no_feature(shell):
    _, path, found = recall(shell, "--weights", "w", "--test", "0.2")
    run = numnet.load_run(path)
    assert run.network.feature_names == ("x", "z")
    parts = Parts.of(read_csv(shell.folder / "p.csv", weights="w", test=0.2), 0.2, 0)
    inputs = run.inputs(parts.X)
    assert found["training"]["loss"] == pytest.approx(run.network.loss(inputs, parts.T, parts.weights("training")))
    assert found["training"]["loss"] != pytest.approx(run.network.loss(inputs, parts.T))
    row = np.flatnonzero(run.history.epoch == run.history.best_epoch)[0]
    assert found["training"]["loss"] == pytest.approx(run.history.train_loss[row], rel=1e-5)
    assert found["validation"]["loss"] == pytest.approx(run.history.validation_loss[row], rel=1e-5)


def test_class_weights_times_sample_weights(shell):
    data = read_csv(shell.folder / "p.csv", weights="w", class_weight="ill=9,well=0.5")
    parts = Parts.of(data, 0.2, 0)
    factors = np.where(parts.T == 0, 9, 0.5)
    assert data.target_names == ("ill", "well")
    assert parts.weights("training") == pytest.approx(factors * data.weights[parts.training])
    balanced = Parts.of(read_csv(shell.folder / "p.csv", class_weight="balanced"), 0.2, 0)
    sums = np.bincount(balanced.T, weights=balanced.weights("training"))
    assert sums[0] == pytest.approx(sums[1]) and sums.sum() == pytest.approx(len(balanced.training))
    assert Parts.of(read_csv(shell.folder / "p.csv"), 0.2, 0).weights("training") is None


@pytest.mark.parametrize(("words", "message"), [
    (["--class-weight", "healthy=2"], "no class is called 'healthy'"), (["--class-weight", "ill"], "balanced, or lab"),
    (["--class-weight", "ill=-1"], "weights >= 0"), (["--weights", "weight"], "no column 'weight'"),
    (["--class-weight", "balanced", "--target", "x"], "--class-weight is for classes, not for task regression"),
    (["--class-weight", "ill=0,well=0"], "must not all be 0"),
])  # fmt: skip
def test_bad_weights_are_refused(shell, words, message):
    assert message in shell.refused("train", "p.csv", *words)


@pytest.fixture(scope="module")
def weighted(tmp_path_factory):
    """Two runs of one file, with weights of rows and classes, and with those of rows alone."""
    folder = tmp_path_factory.mktemp("weighted")
    rng = np.random.default_rng(0)
    rows = [f"{rng.normal(1.5 * (i % 5 == 0)):.3f},{i % 3},{'ill' if i % 5 == 0 else 'well'}" for i in range(300)]
    shell = Shell(folder)
    shell.write("p.csv", "\n".join(["x,w,y", *rows]) + "\n")
    words = "train", "p.csv", "--weights", "w", "--epochs", "8", "--hidden", "3", "--test", "0.1", "--dtype", "float64"
    shell(*words, "--class-weight", "ill=9", "--out", "both")
    shell(*words, "--out", "rows")
    return shell


def test_landscapes_and_films_have_the_loss_that_was_trained(weighted):
    run = numnet.load_run(weighted.folder / "both")
    found = landscape.paths([run], resolution=2)
    kept = np.isin(run.history.epoch, run.snapshots.epochs)
    np.testing.assert_allclose(found.walks[0].loss, run.history.train_loss[kept], rtol=1e-9)
    seen = moments(run)
    np.testing.assert_allclose([at.train_loss for at in seen], run.history.train_loss[kept], rtol=1e-9)
    np.testing.assert_allclose([at.validation_loss for at in seen], run.history.validation_loss[kept], rtol=1e-9)
    assert "the class weights differs" in weighted("plot", "landscape", "both", "rows", code=2).stderr


def test_norms_are_those_of_the_weighted_gradient(weighted):
    run = numnet.load_run(weighted.folder / "both")
    (X, T, w), _ = scaled(run.data(), run.scaler)
    assert len(X) <= 256
    at = len(run.snapshots.epochs) - 1
    other = run.network.copy()
    other.parameters[:] = run.snapshots.parameters[at]
    other.parameters[:] = other.gradient(X, T, w)
    np.testing.assert_allclose(run_norms(run).gradient[at], [np.linalg.norm(W) for W in other.weights], rtol=1e-9)


def test_check_looks_at_the_loss_that_is_trained(weighted):
    run = numnet.load_run(weighted.folder / "both")
    (X, T, w), _ = scaled(run.data(), run.scaler)
    as_run = "--weights w --class-weight ill=9 --test 0.1 --hidden 3 --dtype float64".split()
    for words in (["both"], ["p.csv", *as_run]):
        done = weighted("check", *words, "--json", code=None)
        found = {finding["what"]: finding for finding in strict_json(done.stdout)["findings"]}
        assert found["gradient check"]["verdict"] == "ok"
        share = 100 * max(np.bincount(T.astype(int), weights=w)) / w.sum()
        assert f"the largest class, ill, holds {share:.1f} % of the rows' weight" in found["class balance"]["found"]
        before = run.network.copy().initialize().loss(X, T, w)
        assert found["loss before training"]["found"].startswith(f"{before:.4g}; ")


def test_rows_of_weight_0_are_not_looked_at():
    net, X, T, _ = case("binary")
    w = np.zeros(300)
    w[7::50] = 2.0
    patient = Patient(net, X, net.targets(T, 300), numnet.Adam(), {}, weights=w)
    assert len(patient.sample(20)[0]) == 6 and (patient.sample(3)[2] == 2).all()


@pytest.mark.parametrize(("task", "loss"), CASES)
def test_the_chance_loss_counts_a_row_of_weight_3_three_times(task, loss):
    net, _, T, _ = case(task, loss, n=31)
    T, w = net.targets(T, 31), np.random.default_rng(1).integers(0, 4, 31)
    assert chance_loss(net, T, w) == pytest.approx(chance_loss(net, np.repeat(T, w, axis=0)), rel=1e-12)


@pytest.mark.parametrize(("task", "loss"), CASES)
def test_the_gradient_check_is_of_the_weighted_loss(task, loss, monkeypatch):
    net, X, T, w = case(task, loss, n=12)
    assert numnet.gradient_check(net, X, T, sample_weight=w) < 1e-6
    plain = net.gradient(X, T)
    monkeypatch.setattr(numnet.Network, "gradient", lambda *arguments: plain)
    assert numnet.gradient_check(net, X, T, sample_weight=w) > 1e-3


def test_a_sweep_and_a_comparison_are_weighted_alike(shell):
    found = {}
    for words in ([], ["--class-weight", "balanced"]):
        shell("sweep", "p.csv", "--epochs", "3", "--seeds", "1", "--out", f"s{len(words)}", "--quiet", *words)
        found[len(words)] = (shell.folder / f"s{len(words)}/results.csv").read_text()
    assert found[0] != found[2]
    with pytest.raises(DataError, match="no class is called"):
        Parts.of(read_csv(shell.folder / "p.csv", class_weight="a=2"), 0.2, 0)
