"""`numnet playground RUN`: the page opens with the run, where it stopped, and can train it again."""

import warnings

import numpy as np
import pytest

import numnet
from numnet.api.given_run import given_run
from tests.support.browser import sparse
from tests.support.pages import MIXED
from tests.support.shell import table_text

pytestmark = pytest.mark.page

RUNS = {
    "two classes": ("moons:n=120,noise=0.4", {"patience": 5, "learning_rate": 0.1, "epochs": 200}),
    "several classes, four features": ("iris", {"dtype": "float64", "split": "stratified", "test": 0.1}),
    "pictures of digits": ("digits", {"hidden": (20,), "epochs": 3}),
    "several labels": ("discs:n=90", {"inputs": ("x1", "x2", "x1^2", "x2^2")}),
    "a regression of two targets": ("targets.csv", {"target": ["w", "z"], "task": "regression", "scale": False}),
    "gaps, texts, dates, groups": ("mixed.csv", {"missing": "mean", "split": "group:colour", "target": "ok"}),
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mixed.csv").write_text(MIXED)
    (tmp_path / "targets.csv").write_text(table_text(columns="w,u,z,v"))
    return tmp_path


def trained(source, options):
    return numnet.fit(source, **{"hidden": (5,), "epochs": 6, **options})


def assert_weights(state, run):
    for name, expected in (("parameters", run.last.checkpoint.parameters), ("best", run.network.parameters)):
        assert np.array_equal(np.array(state[name], expected.dtype), expected), name


@pytest.mark.parametrize("name", sparse(RUNS, 3))
def test_a_run_opens_where_it_stopped_and_trains_again_to_its_own_bits(open_page, folder, name):
    run = trained(*RUNS[name])
    page = open_page(given=given_run(run), place="srcdoc" if name == "two classes" else "file")
    state = page.evaluate("numnet.get()")
    assert_weights(state, run)
    assert (state["updates"], state["epoch"]) == (run.history.updates, run.history.epochs)
    assert state["status"] == run.history.status and page.locator("[role=alert]").inner_text() == ""
    for part in ("train_loss", "validation_loss"):
        assert state[part] == pytest.approx(getattr(run.history, part)[-1], rel=1e-12)
    page.get_by_role("button", name="Again", exact=True).click()
    state = page.evaluate("numnet.run().then(() => numnet.get())")
    assert_weights(state, run)
    assert (state["updates"], state["status"]) == (run.history.updates, run.history.status)


def test_a_run_that_diverged_says_why(open_page, folder):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", numnet.DivergenceWarning)
        run = trained("sine", {"optimizer": "sgd", "learning_rate": 1e6, "activation": "relu"})
    assert run.history.status == "diverged"
    page = open_page(given=given_run(run))
    assert page.locator("[role=alert]").inner_text().strip() != ""
    assert page.evaluate("numnet.get()")["status"] == "diverged"


def test_what_the_page_was_given_by_somebody_else_is_refused_in_a_sentence(open_page, folder):
    """Then it begins as usual."""
    good = given_run(trained("xor", {}))
    bad = [
        {**good, "parameters": {**good["parameters"], "last": "AAAA"}}, {**good, "parameters": {}}, [1, 2], "run", 7,
        {**good, "config": {**good["config"], "hidden": [3]}}, {**good, "history": [["<img src=x>"]]},
        {**good, "config": {**good["config"], "data": {"csv": "a,b\n1\n"}}}, {**good, "epochs": -1e300}, {},
    ]  # fmt: skip
    for given in bad:
        page = open_page(given=given)
        assert page.locator("[role=alert]").inner_text().strip(), given
        assert page.evaluate("numnet.run({updates: 3}).then(() => numnet.get().updates)") == 3
