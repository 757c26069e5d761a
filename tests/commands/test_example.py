"""`numnet example`: every script runs as it is, says what its comments promise, and no file is lost."""

import re
import runpy
from pathlib import Path

import pytest
from click.testing import CliRunner

from numnet.commands import main
from numnet.commands.example import EXAMPLES, script, summary
from numnet.commands.output.notebook import notebook_of
from tests.support.cli import REPOSITORY

pytestmark = pytest.mark.filterwarnings("error")
FOLDER = REPOSITORY / "examples"

# {name: (what it must print, files that it leaves)}; a group of a pattern is a number, which the function must accept.
PROMISES = {
    "neuron": (r"xor .*loss (0\.693\d)", abs, ()),
    "xor": (r"(\d+) of 20 starts learn xor", lambda right: right >= 15, ()),
    "landscape": (r"to \[ *(\S+) ", lambda w: abs(w - 2) < 0.1, ("landscape.png",)),
    "backpropagation": (r"kernels' gradient (\S+)", lambda error: error < 1e-14, ()),
    "gradient_check": (r"biases forgotten: off by (\S+)", lambda error: error > 1e-3, ()),
    "vanishing": (r"sigmoid  10 layers: .* (\S+) × that", lambda share: share < 1e-4, ("vanishing.png",)),
    "capacity": (r"width 64 .*training error (\S+),", lambda error: error < 0.2, ("capacity.png",)),
    "regression": (r"R² on held-out samples (\S+),", lambda r2: r2 > 0.95, ()),
    "binary": (r"validation accuracy (\S+)", lambda accuracy: accuracy > 0.95, ()),
    "saturation": (r"mse +rate  0.5: gradient at the start (\S+);", lambda norm: norm < 0.01, ()),
    "multiclass": (r"validation accuracy (\S+)", lambda accuracy: accuracy > 0.9, ()),
    "multilabel": (r"\[0.0, 0.0\].*sum to (\S+)", lambda total: total > 2.5, ()),
    "batches": (r"batch size 32.*loss (\S+)", lambda loss: loss < 0.1, ("batches.png",)),
    "schedules": (r"cosine .*loss (\S+),", lambda loss: loss < 0.06, ("schedules.png",)),
    "race": (r"Adam .*at step (\d+)", lambda step: step < 20, ("race.png",)),
    "optimizers": (r"nag .*loss (\S+)", lambda loss: loss < 0.2, ("optimizers.png",)),
    "population": (r"mean (\S+)\n", lambda accuracy: accuracy > 0.9, ()),
    "saving": (r"(\S+) of 38 held-out rows", lambda share: share > 0.85, ("wine.csv", "wine.safetensors")),
}


def call(*words):
    return CliRunner().invoke(main, ["example", *words], prog_name="numnet")


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_runs_and_keeps_its_promise(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    done = call(name)
    assert (done.exit_code, done.stdout) == (0, f"{name}.py written; run it with: python {name}.py\n")
    runpy.run_path(f"{name}.py", run_name="__main__")
    pattern, accept, files = PROMISES[name]
    printed = capsys.readouterr().out
    found = re.search(pattern, printed)
    assert found and accept(float(found.group(1))), printed
    assert {path.name for path in tmp_path.iterdir()} == {f"{name}.py", *files}


def test_every_script_is_listed_and_short():
    assert {path.stem for path in FOLDER.glob("*.py")} - {"__init__"} == set(EXAMPLES) == set(PROMISES)
    listed = call().stdout
    for name in EXAMPLES:
        assert f"{name} " in listed and summary(name) in listed and summary(name).endswith((".", "?"))
        lines = script(name).splitlines()
        assert len(lines) <= 60 and any(line.startswith("# ") for line in lines)


def test_a_file_that_is_there_is_kept_unless_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("xor.py").write_text("mine")
    done = call("xor")
    assert done.exit_code == 2 and done.stderr.startswith("Error: xor.py exists; --force")
    assert Path("xor.py").read_text() == "mine"
    done = call("xor", "--force")
    assert done.exit_code == 0 and "replaced" in done.stdout and Path("xor.py").read_text() == script("xor")
    assert call("xor", "-o", "other.py").exit_code == 0 and Path("other.py").read_text() == script("xor")
    assert call("xor", "-o", "-").stdout == script("xor")


def test_a_notebook_is_written_and_kept_alike(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call("xor", "--notebook")
    assert (done.exit_code, done.stdout) == (0, "xor.ipynb written; open it with: jupyter lab xor.ipynb\n")
    written = Path("xor.ipynb").read_text(encoding="utf-8")
    assert written == notebook_of(script("xor")) == call("xor", "--notebook", "-o", "-").stdout
    done = call("xor", "--notebook")
    assert done.exit_code == 2 and done.stderr.startswith("Error: xor.ipynb exists; --force")
    assert "replaced" in call("xor", "--notebook", "--force").stdout
    assert call("xor", "-o", "other.ipynb").exit_code == 0  # the name says what is meant
    assert Path("other.ipynb").read_text(encoding="utf-8") == written
    assert {path.name for path in tmp_path.iterdir()} == {"xor.ipynb", "other.ipynb"}


@pytest.mark.parametrize(("words", "message"), [
    (["xo"], "did you mean xor?"), (["--force"], "need the NAME"), (["-o", "a.py"], "need the NAME"),
    (["xor", "-o", "nowhere/a.py"], "nowhere/a.py: No such file"), (["--notebook"], "need the NAME"),
    (["xor", "--notebook", "-o", "a.py"], "a.py is a script's name; end it in .ipynb"),
])  # fmt: skip
def test_mistakes_end_in_one_line(words, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call(*words)
    assert done.exit_code == 2 and message in done.stderr and len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())
