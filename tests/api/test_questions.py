"""`check`, `trace`, `evaluate` and `race` as functions: the same answers as their commands."""

import csv
import json

import numpy as np
import pytest

import numnet
from numnet.options.arguments import in_python
from numnet.options.train import TRAIN
from numnet.options.values import keyed
from tests.support.cli import call


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return numnet.fit("iris", epochs=5, hidden=(4,), out=tmp_path_factory.mktemp("runs") / "iris")


@pytest.mark.parametrize(("words", "arguments"), [
    (["xor"], {}), (["wine", "--no-scale"], {"scale": False}),
    (["moons", "--optimizer", "sgd", "--learning-rate", "30"], {"optimizer": "sgd", "learning_rate": 30}),
], ids=str)  # fmt: skip
def test_check_finds_what_the_command_finds(words, arguments):
    findings = numnet.check(words[0], **arguments)
    told = json.loads(call("check", *words, "--json", code=None).stdout)["findings"]
    assert [finding[:3] for finding in findings] == [tuple(one.values())[:3] for one in told]
    assert [finding.remedy for finding in findings] == [in_python(one["remedy"], keyed(TRAIN)) for one in told]
    assert not any("--" in finding.remedy for finding in findings)


def test_a_remedy_that_leaves_out_columns_is_an_argument(tmp_path):
    """Typed as it stands, it removes what was found."""
    iris, path = numnet.load_dataset("iris"), tmp_path / "iris.csv"
    lines = [f"{a},{b},{2 * a},{-b},{iris.target_names[t]}" for (a, b), t in zip(iris.X[:, 1:3].tolist(), iris.T)]
    path.write_text("\n".join(["ash,alcohol,ash twice,alcohol_,kind", *lines]), "utf-8")
    (remedy,) = [finding.remedy for finding in numnet.check(path) if finding.what == "repeated columns"]
    assert remedy == 'exclude=["ash twice", "alcohol_"]'
    without = eval(f"numnet.check(path, {remedy})")
    assert [finding.verdict for finding in without if finding.what == "repeated columns"] in ([], ["ok"])


def test_check_of_a_run_in_memory_is_that_of_its_folder(run):
    assert list(numnet.check(numnet.fit("iris", epochs=5, hidden=(4,)))) == list(numnet.check(run.path))
    with pytest.raises(ValueError, match="hidden is fixed by the run"):
        numnet.check(run, hidden=(3,))


def test_trace_has_the_numbers_of_the_command(run):
    trace = numnet.trace("xor", sample=1, optimizer="adam", hidden=(3,))
    rows = list(csv.DictReader(call("trace", "xor", "--sample", 1, "--optimizer", "adam", "--hidden", 3, "--format",
                                    "csv").stdout.splitlines()))  # fmt: skip
    columns = trace.columns()
    assert list(columns) == list(rows[0])
    assert [float(row["value"]) for row in rows] == list(columns["value"])
    assert numnet.trace(run, batch=[0, 50]).rows == [0, 50]
    with pytest.raises(ValueError, match="sample=4 is no row of xor"):
        numnet.trace("xor", sample=4)


def test_evaluate_has_the_figures_of_the_command(run):
    told = json.loads(call("evaluate", run.path, "--json").stdout)
    found = numnet.evaluate(run)
    assert found == told and list(found) == ["training", "validation"]
    assert numnet.evaluate(run.path, "iris") == json.loads(call("evaluate", run.path, "iris", "--json").stdout)
    parts = run.data()
    assert numnet.evaluate(run, parts.X, np.array(parts.target_names)[parts.T])["data"]["loss"] == pytest.approx(
        told["training"]["loss"]
    )
    assert found.columns()["part"] == ["training", "validation"] and found.columns()["rows"] == [120, 30]
    assert ">validation</td>" in found._repr_html_() and found.plot().get_xlabel()


@pytest.mark.parametrize(("words", "arguments"), [
    (["beale"], {"surface": "beale"}),
    (["--expression", "x**2 + 10*y**2", "--tune", "--steps", "60"],
     {"surface": "x**2 + 10*y**2", "tune": True, "steps": 60}),
    (["saddle", "--optimizers", "sgd,adam", "--rate", "sgd=0.2", "--noise", "0.1", "--seed", "3"],
     {"surface": "saddle", "optimizers": ["sgd", "adam"], "rates": {"sgd": 0.2}, "noise": 0.1, "seed": 3}),
], ids=str)  # fmt: skip
def test_race_ends_as_the_command_says(words, arguments, tmp_path):
    told = json.loads(call("plot", "race", *words, "--json", "-o", tmp_path / "race.png").stdout)
    race = numnet.race(**arguments)
    assert told["result"] == race.verdict and told["rates"] == race.rates
    columns = race.columns()
    assert [row["rule"] for row in told["results"]] == list(columns["rule"])
    assert [row["rate"] for row in told["results"]] == list(columns["rate"])
    assert [row["outcome"] for row in told["results"]] == list(columns["outcome"])


def test_a_race_takes_optimizers_as_they_are():
    race = numnet.race("beale", ["sgd", "Adam:learning_rate=0.2", numnet.NAG(0.001)], steps=20)
    assert [optimizer.name for optimizer in race.descents.optimizers] == ["sgd", "adam", "nag"]
    assert [optimizer.learning_rate for optimizer in race.descents.optimizers][1:] == [0.2, 0.001]
    for arguments, words in (({"rates": {"adam": 1}, "tune": True}, "tune finds the rates"),
                             ({"optimizers": ["sgd"], "rates": {"adam": 1}}, "adam is not in the race"),
                             ({"rates": {"adm": 1}}, "adam")):  # fmt: skip
        with pytest.raises(ValueError, match=words):
            numnet.race("beale", **arguments)


def test_a_run_predicts_what_the_command_does_of_a_bundled_set_too(run):
    told = call("predict", run.path, "iris").stdout.splitlines()[1:]
    assert [line.partition(",")[0] for line in told] == run.predict("iris").tolist()
    for name, words in (("irs", "did you mean 'iris'"), ("wine", "does not have the model's features sepal length")):
        with pytest.raises(numnet.DataError, match=words):
            run.predict(name)


def test_runs_are_listed_as_the_command_lists_them(run, tmp_path, monkeypatch):
    found = numnet.list_runs(run.path.parent)
    told = json.loads(call("runs", "list", run.path.parent, "--json").stdout)
    columns = found.columns()
    assert [dict(zip(columns, row)) for row in zip(*columns.values())] == told
    assert ">iris</td>" in found._repr_html_()
    monkeypatch.chdir(tmp_path)
    assert numnet.list_runs() == []
    with pytest.raises(FileNotFoundError):
        numnet.list_runs("nowhere")


@pytest.mark.parametrize(("name", "form"), [("model.json", "json"), ("model.npz", "npz"), ("predict.py", "python")])
def test_a_run_in_memory_is_exported_as_its_folder_is(run, tmp_path, name, form):
    memory = numnet.fit("iris", epochs=5, hidden=(4,))
    call("export", run.path, "--format", form, "-o", tmp_path / f"other{name}")
    assert memory.export(tmp_path / name).read_bytes() == (tmp_path / f"other{name}").read_bytes()
    with pytest.raises(ValueError, match=r"path must end in \.onnx, \.json"):
        memory.export(tmp_path / "model.pdf")
    with pytest.raises(ValueError, match="format must be one of"):
        memory.export(tmp_path / "model.pdf", "pdf")
