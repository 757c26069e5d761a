"""Pages to hand out: what `numnet plot training`, `plot race` and `trace` put into them, and what they refuse."""

import base64
import re

import numpy as np
import pytest

import numnet
from numnet.api import handouts, playground
from numnet.api.given_run import given_run
from numnet.api.given_step import MOST_PARAMETERS
from numnet.files.tensor_files import read_tensors
from numnet.model.model_file import MODEL_FORMAT
from tests.support.pages import given_in, page_of
from tests.support.shell import Shell, table_text

pytestmark = pytest.mark.filterwarnings("error")
HOSTILE = "</script><script>alert(1)</script>"


@pytest.fixture
def shell(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NUMNET_LANGUAGE", raising=False)
    return Shell(tmp_path)


@pytest.fixture
def trained(shell):
    shell("train", "moons:n=60", "--hidden", 4, "--epochs", 6, "--quiet", "--out", "runs/first")
    return shell


def page_in(shell, name):
    text = (shell.folder / name).read_text("utf-8")
    assert text.count("</script") == page_of().count("</script")
    return given_in(text)


# --- a run ------------------------------------------------------------------------------------------------------------


def test_a_run_is_fixed_with_its_snapshots_and_the_command_that_trained_it(trained):
    assert trained("plot", "training", "runs/first", "-o", "run.html").stdout == "run.html\n"
    given, run = page_in(trained, "run.html"), numnet.load_run(trained.folder / "runs/first")
    live = given_run(run)
    assert (trained.folder / "run.html").stat().st_size <= 700_000
    assert {name: given[name] for name in live} == live and given["snapshots"]["epochs"][-1] == 6
    assert (given["fixed"], given["name"], given["language"]) == ("run", "first", "")
    assert given["command"] == run.config["command"] == "numnet train moons:n=60 --hidden 4 --epochs 6 --quiet"


def test_a_run_without_snapshots_has_its_end_and_its_history(shell):
    shell("train", "iris", "--hidden", 3, "--epochs", 4, "--snapshots", 0, "--quiet", "--out", "it")
    shell("plot", "training", "it", "-o", "it.HTML")
    given = page_in(shell, "it.HTML")
    assert given["snapshots"] is None and len(given["history"]) == 5


def test_the_language_of_figures_is_that_of_the_page(trained, monkeypatch):
    monkeypatch.setenv("NUMNET_LANGUAGE", "ko")
    trained("plot", "training", "runs/first", "-o", "run.html")
    assert page_in(trained, "run.html")["language"] == "ko"
    monkeypatch.setenv("NUMNET_LANGUAGE", "xx")
    with pytest.raises(ValueError, match="NUMNET_LANGUAGE is 'xx'"):
        handouts.race_handout(numnet.race("saddle", ["sgd"]))


# --- a race -----------------------------------------------------------------------------------------------------------


def test_a_race_holds_its_walks_and_says_what_is_printed(shell):
    words = "plot race beale --optimizers sgd,adam --rate adam=0.1 --start 1,1.5 --steps 50"
    told = shell(*words.split(), "-o", "race.html").stdout
    assert "figure    race.html" in told and "result    " in told
    given = page_in(shell, "race.html")
    assert given["command"] == "numnet plot race beale --optimizers sgd,adam --start 1.0,1.5 --steps 50 --rate adam=0.1"
    ours = numnet.race("beale", ["sgd", "adam"], rates={"adam": 0.1}, start=(1, 1.5), steps=50)
    path = np.frombuffer(base64.b64decode(given["race"]["path"]), "<f8")
    assert np.array_equal(path, ours.descents.path.ravel())
    assert [rule["name"] for rule in given["race"]["rules"]] == ["sgd", "adam"]
    assert given["race"]["conditions"] == {"noise": 0.0, "seed": 0, "schedule": None, "rates": ["adam"]}


def test_an_expression_runs_again_by_its_command(shell):
    words = ("plot", "race", "--expression", "x**2 + 10*y**2", "--optimizers", "sgd", "--no-tune", "--noise", 0.1)
    shell(*words, "-o", "race.html")
    given = page_in(shell, "race.html")
    assert given["command"] == "numnet plot race --expression 'x**2 + 10*y**2' --optimizers sgd --no-tune --noise 0.1"
    assert given["race"]["surface"]["text"] == "x**2 + 10*y**2" and given["race"]["surface"]["minima"] == [[0, 0]]
    assert given["race"]["conditions"]["noise"] == 0.1


def test_its_numbers_are_printed_as_json_with_the_page_among_the_files(shell):
    told = shell("plot", "race", "saddle", "--optimizers", "all", "--json", "-o", "race.html").stdout
    assert '"figures": ["race.html"]' in told
    assert page_in(shell, "race.html")["command"] == "numnet plot race saddle --optimizers all"


# --- a step by hand ---------------------------------------------------------------------------------------------------


def weights_in(given, folder):
    path = folder / "again.safetensors"
    path.write_bytes(base64.b64decode(given["model"]))
    return read_tensors(path, "model", MODEL_FORMAT, lambda about: 10**6)


def test_a_step_holds_the_weights_the_row_and_what_the_rule_remembers(shell):
    words = ("trace", "xor", "--sample", 1, "--optimizer", "adam", "--update", 3, "--digits", 4)
    assert shell(*words, "-o", "step.html").stdout == "step.html\n"
    given = page_in(shell, "step.html")
    assert given["command"] == "numnet trace xor --sample 1 --update 3 --digits 4 --optimizer adam"
    assert {key: given["step"][key] for key in ("row", "update", "digits", "layer", "unit", "fill")} == {
        "row": 1, "update": 3, "digits": 4, "layer": None, "unit": None, "fill": False}  # fmt: skip
    trace = numnet.trace("xor", sample=1, optimizer="adam", update=3).trace
    memory = np.frombuffer(base64.b64decode(given["step"]["memory"]), "<f8")
    assert np.array_equal(memory, trace.memory.ravel()) and memory.any()
    _, tensors = weights_in(given, shell.folder)
    assert np.array_equal(tensors["W1"], trace.network.weights[0])
    assert given["config"]["data"]["csv"].splitlines()[1:] == ["0,0,0", "0,1,1", "1,0,1", "1,1,0"]


def test_a_work_sheet_begins_to_be_filled_in_and_replaces_a_page(shell):
    for _ in range(2):
        shell("trace", "iris", "--layer", 2, "--unit", 1, "--blank", "-o", "step.html")
    step = page_in(shell, "step.html")["step"]
    assert step["fill"] and (step["layer"], step["unit"]) == (2, 1)


def test_a_run_and_a_model_are_traced_with_their_own_standardisation(shell):
    shell("train", "iris", "--hidden", 3, "--epochs", 4, "--split", "ordered", "--quiet", "--out", "it")
    shell("trace", "it", "-o", "run.html")
    shell("trace", "iris", "--model", "it/model.safetensors", "-o", "model.html")
    run = numnet.load_run(shell.folder / "it")
    for name in ("run.html", "model.html"):
        given = page_in(shell, name)
        about, tensors = weights_in(given, shell.folder)
        assert about["scaler"]["mean"] == run.scaler.mean.tolist()
        assert np.array_equal(tensors["b1"], run.network.biases[0])
        assert given["config"]["data"]["csv"].count("\n") == 151


def test_a_format_that_is_named_is_written_as_before(shell):
    shell("trace", "xor", "--format", "html", "-o", "table.html")
    text = (shell.folder / "table.html").read_text("utf-8")
    assert "<math" in text and 'id="given"' not in text


# --- what there is no page of -----------------------------------------------------------------------------------------

REFUSED = {
    ("plot", "boundary", "runs/first", "-o", "x.html"): "the ending must be one of .png, .svg, .pdf; numnet plot "
    "training, plot race and trace write pages",
    ("plot", "anatomy", "adam", "-o", "x.html"): "numnet plot training, plot race and trace write pages",
    ("plot", "race", "saddle", "-o", "x.htm"): "'x.htm' must end in one of .png, .svg, .pdf, .gif, .mp4, .html",
    ("plot", "training", "runs/first", "--fps", 2, "-o", "x.html"): "--fps is of pictures and films, and x.html is a "
    "page; leave it out",
    ("plot", "training", "runs/first", "--slides", "-o", "x.html"): "--slides is of pictures and films",
    ("plot", "race", "saddle", "--view", "3d", "-o", "x.html"): "--view is of pictures and films",
    ("plot", "race", "saddle", "--frames", 9, "-o", "x.html"): "--frames is of pictures and films",
    ("plot", "race", "saddle", "--steps", 90_000, "-o", "x.html"): "more than the 100000 points that a page takes; "
    "give the race fewer --steps",
    ("plot", "training", "nowhere", "-o", "x.html"): "no run folder nowhere",
    ("plot", "training", "runs/first", "-o", "no/x.html"): "no/x.html: No such file or directory",
    ("trace", "xor", "--check", "-o", "x.html"): "--check has numbers that a page does not show; leave it out",
    ("trace", "xor", "--figure", "x.png", "-o", "x.html"): "--figure is drawn on the page itself; leave it out",
    ("trace", "xor", "--grade", "x.csv", "-o", "x.html"): "--grade is marked on the page itself",
    ("trace", "xor", "--batch", "0,1", "-o", "x.html"): "a page shows a step on one sample, got 2; name one by "
    "--sample",
    ("trace", "xor", "--layer", 7, "-o", "x.html"): "there is no layer or unit of that number",
    ("trace", "digits", "--hidden", 64, "-o", "x.html"): f"a page shows by hand at most {MOST_PARAMETERS}; trace one "
    "with fewer units, --hidden",
}  # fmt: skip


@pytest.mark.parametrize("words", REFUSED, ids=lambda words: " ".join(map(str, words[:-2])))
def test_what_can_not_be_handed_out_is_refused_in_one_line(trained, words):
    assert REFUSED[words] in trained.refused(*words)


def test_helps_say_that_there_are_pages(shell):
    for words in (("plot", "training"), ("plot", "race"), ("trace",)):
        told = " ".join(shell(*words, "--help").stdout.split())
        assert ".html" in told and re.search("hand out|handed out", told), words


# --- escaping ---------------------------------------------------------------------------------------------------------


def test_names_of_files_columns_and_rules_end_no_element_of_the_page(shell):
    folder = shell.folder / "runs<!--"
    folder.mkdir()
    shell.write("<script>.csv", f"u,{HOSTILE},w\n" + table_text().split("\n", 1)[1])
    out = "runs<!--/<b>&amp;"
    shell("train", "<script>.csv", "--hidden", 2, "--epochs", 2, "--quiet", "--out", out)
    shell("plot", "training", out, "-o", "run.html")
    shell("trace", "<script>.csv", "--sample", 3, "-o", "step.html")
    assert page_in(shell, "run.html")["name"] == "<b>&amp;"
    assert f"u,{HOSTILE},w" in page_in(shell, "step.html")["config"]["data"]["csv"]
    for name in ("run.html", "step.html"):
        text = (shell.folder / name).read_text("utf-8")
        inside = text.partition('id="given">')[2].partition("</script>")[0]
        assert "<" not in inside


# --- Python -----------------------------------------------------------------------------------------------------------


def test_python_writes_the_same_pages(trained, monkeypatch):
    trained("plot", "training", "runs/first", "-o", "theirs.html")
    page = numnet.playground("runs/first", "ours.html", fixed=True)
    assert repr(page) == "<Playground: the run first, ours.html>"
    assert (trained.folder / "ours.html").read_bytes() == (trained.folder / "theirs.html").read_bytes()
    assert "fixed" not in given_in(numnet.playground("runs/first", "live.html").text)
    race = numnet.playground(numnet.race("saddle", ["sgd"]), "race.html")
    assert repr(race) == "<Playground: a race on saddle, race.html>"
    assert page_in(trained, "race.html")["fixed"] == "race"
    step = numnet.playground(numnet.trace("xor"), "step.html")
    assert repr(step) == "<Playground: a step by hand, step.html>" and given_in(step.text)["command"] == ""
    with pytest.raises(ValueError, match=r"^fixed needs what the page is fixed on"):
        numnet.playground(fixed=True)
    opened = []
    monkeypatch.setattr(playground, "show", lambda path: opened.append(path) or True)
    assert numnet.playground("runs/first", fixed=True).path.parent != trained.folder / "runs/first"
    assert len(opened) == 1 and not (trained.folder / "runs/first/playground.html").exists()


def test_a_step_without_its_data_is_refused(shell):
    from numnet.tracing.update import trace_update

    net = numnet.Network([2, 2, 1], task="binary", dtype="float64")
    derivation = trace_update(net, [[0, 1]], [1], numnet.SGD(learning_rate=0.1)).derivation()
    with pytest.raises(ValueError, match=r"make it by numnet\.trace$"):
        numnet.playground(derivation, "x.html")
