"""Rows of results in memory and in files; files of folders that older versions have written."""

import errno
import json
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

import numnet
from numnet.files.json_files import read_json, write_json
from numnet.studies import results
from numnet.studies.results import Rows
from numnet.studies.sweep import load_sweep
from numnet.studies.trials import Trials
from tests.support.cli import call

pytestmark = pytest.mark.filterwarnings("error")

COLUMNS = ["train_loss", "seconds", "diverged"]


@pytest.fixture
def rows():
    return Rows([{"hidden": "8,8"}, {"hidden": "="}, {"hidden": 'a"b'}], 2, COLUMNS)


def row(loss):
    return {"train_loss": loss, "seconds": "1.5", "diverged": "0"}


def test_rows_are_a_mapping_in_the_order_of_configurations_and_seeds(rows):
    keys = [(2, 1), (0, 1), (1, 0), (0, 0)]
    for key in keys:
        rows[key] = row(repr(key[0] / 3))
    assert list(rows) == sorted(keys) and len(rows) == 4 and (1, 1) not in rows and (1, 5) not in rows
    assert rows[2, 1] == row(repr(2 / 3)) and dict(rows) == {key: row(repr(key[0] / 3)) for key in keys}
    assert rows.header == ["configuration", "hidden", "seed", *COLUMNS]
    assert rows.column("hidden") == ["8,8", "8,8", "'=", 'a"b'] and rows.column("seed") == ["0", "1", "0", "1"]
    rows[2, 1] = row("")
    del rows[0, 1]
    assert len(rows) == 3 and rows.column("train_loss") == ["0.0", repr(1 / 3), ""]
    for key in ((0, 1), (3, 0), (-1, 0), (0, 2), (0, -1)):
        with pytest.raises(KeyError):
            rows[key]
    for key in ((0, 2), (-1, 0)):
        with pytest.raises(KeyError):
            rows[key] = row("1")
    rows.clear()
    assert not rows and list(rows) == []


def test_a_row_takes_few_bytes():
    tracemalloc.start()
    many = Rows([{"learning_rate": "0.1"}] * 5000, 2, COLUMNS)
    for c in range(5000):
        for seed in range(2):
            many[c, seed] = row(repr(c / 7))
    assert tracemalloc.get_traced_memory()[0] < 10_000 * 150
    tracemalloc.stop()


def test_values_that_a_spreadsheet_would_run_come_back_as_they_are(tmp_path):
    study = numnet.sweep("moons:n=40", {"inputs": ["x1", "x1,x2"], "l1": ["0", "1e-3"]}, seeds=1, epochs=1,
                         out=tmp_path / "s")  # fmt: skip
    assert load_sweep(tmp_path / "s").configurations == study.configurations
    for file in ("configurations.csv", "results.csv"):
        text = (tmp_path / "s" / file).read_text()
        (tmp_path / "s" / file).write_text(text.replace('"x1,x2"', "'=x1"))
    assert load_sweep(tmp_path / "s").configurations[2]["inputs"] == "=x1"


def test_configurations_in_config_json_are_read(tmp_path):
    """As versions before configurations.csv wrote them."""
    folder = tmp_path / "s"
    study = numnet.sweep("xor", {"hidden": [2, 3]}, seeds=2, epochs=1, out=folder)
    write_json(folder / "config.json", read_json(folder / "config.json") | {"configurations": study.configurations})
    (folder / "configurations.csv").unlink()
    assert load_sweep(folder).configurations == study.configurations and len(numnet.sweep(resume=folder).rows) == 4


def test_a_file_that_another_machine_replaces_meanwhile_is_read_again(tmp_path, monkeypatch):
    numnet.sweep("xor", {"hidden": [2, 3]}, seeds=2, epochs=1, out=tmp_path / "s")
    read, calls = results.read_csv_text, []

    def stale(path):
        calls.append(path)
        for number, cells in enumerate(read(path)):
            if number == 2 and len(calls) < most:
                raise OSError(errno.ESTALE, "Stale file handle")
            yield cells

    monkeypatch.setattr(results, "read_csv_text", stale)
    most = 3
    assert len(load_sweep(tmp_path / "s").rows) == 4 and len(calls) == 3
    most = 1000
    with pytest.raises(ValueError, match=r"results\.csv is damaged: Stale file handle"):
        load_sweep(tmp_path / "s")


@pytest.mark.parametrize(("old", "new", "message"), [
    ("hidden,epochs", "hidden,epoch", "it must have the columns hidden,epochs"),
    ("\n2,1\n3,1\n", "\n", "every line, at least one, must have 2 cells"),
    ("\n2,1\n", "\n2\n", "every line, at least one, must have 2 cells"),
    ("\n2,1\n", "\n9,1\n", "results.csv is damaged: line 2 is of no configuration"),
])  # fmt: skip
def test_damaged_configurations_are_told_in_one_line(tmp_path, monkeypatch, old, new, message):
    monkeypatch.chdir(tmp_path)
    call("sweep", "xor", "--hidden", 2, "--hidden", 3, "--epochs", 1, "--seeds", 1, "--out", "s", "--quiet")
    file = Path("s/configurations.csv")
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
    said = call("sweep", "--resume", "s", code=2).stderr
    assert message in said and len(said.splitlines()) == 1
    file.unlink()
    assert "configurations.csv is damaged: No such file" in call("sweep", "--resume", "s", "--json", code=2).stderr


def test_a_folder_can_ask_for_no_more_memory_than_a_sweep_takes(tmp_path):
    """A row's place in memory follows from its numbers, so a file must not be able to claim any."""
    folder = tmp_path / "s"
    numnet.sweep("xor", {"hidden": [2, 3]}, seeds=1, epochs=1, out=folder)
    write_json(folder / "config.json", read_json(folder / "config.json") | {"seeds": 10**6})
    with pytest.raises(ValueError, match="it has more than 1000000 trainings"):
        load_sweep(folder)


def test_of_a_thousand_configurations_a_few_are_made_and_none_is_in_config_json(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made, make = [], Trials.make
    monkeypatch.setattr(Trials, "make", lambda *arguments: made.append(arguments) or make(*arguments))
    call("sweep", "xor", "--learning-rate", "0.001:1:lin:1000", "--hidden", 2, "--epochs", 1, "--plan", "--out", "s")
    assert 2 <= len(made) <= 4
    assert Path("s/config.json").stat().st_size < 5000 and len(load_sweep("s").missing()) == 3000
    assert "configurations" not in json.loads(Path("s/config.json").read_text())


def test_columns_of_many_rows_are_those_of_all_at_once(rows, monkeypatch):
    monkeypatch.setattr("numnet.studies.results.BLOCK", 2)
    assert [{name: len(texts) for name, texts in block.items()} for block in rows.blocks()] == [
        dict.fromkeys(rows.header, 0)]
    for c in range(3):
        for seed in range(2):
            rows[c, seed] = row(repr(float(c + seed)))
    assert [len(block["seed"]) for block in rows.blocks()] == [2, 2, 2]
    assert rows.column("train_loss") == ["0.0", "1.0", "1.0", "2.0", "2.0", "3.0"]
    study = numnet.sweep("xor", {"batch_size": ["1", "full"], "l2": ["0", "0.5"]}, seeds=2, epochs=2)
    few = study.columns()
    monkeypatch.setattr("numnet.studies.results.BLOCK", 5000)
    for name, values in study.columns().items():
        np.testing.assert_array_equal(values, few[name], name)
        assert values.dtype == few[name].dtype
    assert few["batch_size"].tolist() == ["1"] * 4 + ["full"] * 4 and few["l2"].dtype == float
