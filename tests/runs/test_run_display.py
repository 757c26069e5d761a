"""A run in a line, in a notebook, and its figures."""

import pytest

import numnet
from tests.support.displays import checked, rows, title


@pytest.fixture(scope="module")
def run():
    return numnet.fit("iris", hidden=(5,), epochs=8, activation="relu", seed=1)


def test_a_line_with_the_losses(run):
    losses = [f"{run.metrics[part]['loss']:.4g}" for part in ("train", "validation")]
    about = "training loss {}, validation loss {}".format(*losses)
    assert repr(run) == f"<Run iris: multiclass, 4-5-3, 8 epochs, {about}>"


def test_a_notebook_shows_training_losses_and_metrics(run):
    tree = checked(run)
    text = "".join(tree.itertext())
    assert title(tree) == "Run iris: multiclass, 8 epochs" and tree.find("svg") is not None
    assert "iris; 4-5-3, relu; adam, learning rate 0.01" in text and "the weights of epoch 8 are kept" in text
    header, training, validation = rows(tree)
    assert header == ["", "loss", "accuracy"] and (training[0], validation[0]) == ("training", "validation")
    loss, accuracy = run.metrics["train"].values()
    assert training[1:] == [f"{loss:.4g}", f"{100 * accuracy:.1f} %"]


def test_a_folder_that_diverged_says_so(tmp_path):
    with pytest.warns(numnet.DivergenceWarning):
        numnet.fit("diabetes", hidden=(4,), optimizer="sgd", learning_rate=1e6, epochs=3, on_divergence="stop",
                   out=tmp_path / "bro<b>ken")  # fmt: skip
    run = numnet.load_run(tmp_path / "bro<b>ken")
    assert title(checked(run)).startswith("Run bro<b>ken: regression, diverged after 0 epochs")
    assert run.history.diagnosis[:60] in "".join(checked(run).itertext()) and "<b>ken" not in run._repr_html_()


def test_plot_is_a_figure_of_the_run(run, monkeypatch):
    asked = []
    for kind in ("boundary", "confusion"):
        monkeypatch.setattr(numnet.figures, kind, lambda *given, kind=kind, **said: asked.append((kind, given, said)))
    run.plot()
    run.plot("confusion", ax=7)
    assert asked == [("boundary", (run,), {}), ("confusion", (run,), {"ax": 7})]
    with pytest.raises(ValueError, match=r"kind must be one of boundary, .*; got 'bondary' \(did you mean boundary"):
        run.plot("bondary")
    with pytest.raises(ValueError, match="kind must be one of"):
        run.plot("save")
