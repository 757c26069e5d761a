"""Weights of samples and classes from the command line."""

import numpy as np
import pytest

import numnet
from numnet.analysis import loss_landscape
from numnet.analysis.snapshots import snapshot_scores
from numnet.data import DataError, read_csv
from numnet.data.split_dataset import SplitDataset, scaled
from numnet.diagnostics.case import DiagnosticCase, chance_loss
from numnet.experiments.gradients import run_norms
from tests.support.shell import Shell, strict_json
from tests.support.weighted_samples import CASES, case

pytestmark = pytest.mark.filterwarnings("error")


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
    parts = SplitDataset.of(read_csv(shell.folder / "p.csv", weights="w", test=0.2), 0.2, 0)
    inputs = run.inputs(parts.X)
    assert found["training"]["loss"] == pytest.approx(run.network.loss(inputs, parts.T, parts.weights("training")))
    assert found["training"]["loss"] != pytest.approx(run.network.loss(inputs, parts.T))
    row = np.flatnonzero(run.history.epoch == run.history.best_epoch)[0]
    assert found["training"]["loss"] == pytest.approx(run.history.train_loss[row], rel=1e-5)
    assert found["validation"]["loss"] == pytest.approx(run.history.validation_loss[row], rel=1e-5)


def test_class_weights_times_sample_weights(shell):
    data = read_csv(shell.folder / "p.csv", weights="w", class_weight="ill=9,well=0.5")
    parts = SplitDataset.of(data, 0.2, 0)
    factors = np.where(parts.T == 0, 9, 0.5)
    assert data.target_names == ("ill", "well")
    assert parts.weights("training") == pytest.approx(factors * data.weights[parts.training])
    balanced = SplitDataset.of(read_csv(shell.folder / "p.csv", class_weight="balanced"), 0.2, 0)
    sums = np.bincount(balanced.T, weights=balanced.weights("training"))
    assert sums[0] == pytest.approx(sums[1]) and sums.sum() == pytest.approx(len(balanced.training))
    assert SplitDataset.of(read_csv(shell.folder / "p.csv"), 0.2, 0).weights("training") is None


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
    found = loss_landscape.paths([run], resolution=2)
    kept = np.isin(run.history.epoch, run.snapshots.epochs)
    np.testing.assert_allclose(found.walks[0].loss, run.history.train_loss[kept], rtol=1e-9)
    seen = snapshot_scores(run)
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
        assert f"the largest class, ill, holds {share:.1f} % of the sample weight" in found["class balance"]["found"]
        before = run.network.copy().initialize().loss(X, T, w)
        assert found["loss before training"]["found"].startswith(f"{before:.4g}; ")


def test_rows_of_weight_0_are_not_looked_at():
    net, X, T, _ = case("binary")
    w = np.zeros(300)
    w[7::50] = 2.0
    diagnosed = DiagnosticCase(net, X, net.targets(T, 300), numnet.Adam(), {}, weights=w)
    assert len(diagnosed.sample(20)[0]) == 6 and (diagnosed.sample(3)[2] == 2).all()


@pytest.mark.parametrize(("task", "loss"), CASES)
def test_the_chance_loss_counts_a_row_of_weight_3_three_times(task, loss):
    net, _, T, _ = case(task, loss, n=31)
    T, w = net.targets(T, 31), np.random.default_rng(1).integers(0, 4, 31)
    assert chance_loss(net, T, w) == pytest.approx(chance_loss(net, np.repeat(T, w, axis=0)), rel=1e-12)


def test_a_sweep_and_a_comparison_are_weighted_alike(shell):
    found = {}
    for words in ([], ["--class-weight", "balanced"]):
        shell("sweep", "p.csv", "--epochs", "3", "--seeds", "1", "--out", f"s{len(words)}", "--quiet", *words)
        found[len(words)] = (shell.folder / f"s{len(words)}/results.csv").read_text()
    assert found[0] != found[2]
    with pytest.raises(DataError, match="no class is called"):
        SplitDataset.of(read_csv(shell.folder / "p.csv", class_weight="a=2"), 0.2, 0)
