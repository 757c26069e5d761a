"""`numnet.playground`: the page with a run in it holds what trains that run again, bit for bit."""

import base64
import json
import re
import webbrowser
from html import unescape

import numpy as np
import pytest

import numnet
from numnet.api import given_run, playground
from numnet.kernels.codes import Column
from numnet.runs.deletion import contents
from numnet.training.checkpoint import load_checkpoint
from tests.support.cli import call
from tests.support.pages import MIXED, given_in, page_of
from tests.support.shell import Shell, table_text

pytestmark = pytest.mark.filterwarnings("error")
SHORT = {"hidden": (3,), "epochs": 4}


@pytest.fixture
def shell(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(webbrowser, "get", no_browser)
    return Shell(tmp_path)


def no_browser():
    raise webbrowser.Error("could not locate runnable browser")


def weights(given, which):
    numbers = base64.b64decode(given["parameters"][which])
    return np.frombuffer(numbers, np.dtype(given["parameters"]["dtype"]).newbyteorder("<"))


def trained_again(shell, given):
    """The weights that the terminal keeps of the configuration in a page."""
    shell.write("again.json", json.dumps(given["config"]))
    folder = f"again-{len(list(shell.folder.glob('again-*')))}"
    shell("train", "--config", "again.json", "--exact", "--quiet", "--out", folder)
    return numnet.load_run(shell.folder / folder).network.parameters


# --- the configuration of a run trains it again, whatever its data were -----------------------------------------------

FILES = {
    "uvw.csv": table_text(columns="u,v,w"), "kinds.csv": table_text(columns="u,v,kind"),
    "labels.csv": table_text(columns="u,v,pos,up"), "targets.csv": table_text(columns="w,u,z,v"), "mixed.csv": MIXED,
    "other.csv": table_text(n=13, columns="u,v,kind", seed=1), "grouped.csv": table_text(columns="u,v,pos,up"),
    "counted.csv": "\n".join(f"{k or 'id'},{line}" for k, line in enumerate(table_text(columns="u,kind").splitlines())),
}  # fmt: skip
RUNS = {
    "generated": ("spiral:n=90,arms=4", {"dtype": "float64", "seed": 3}),
    "several labels": ("discs:n=80", {"split": "random", "test": 0.1}),
    "a curve": ("sine:n=50", {"validation": 0.3}),
    "truth table": ("xor", {"optimizer": "momentum", "learning_rate": 0.3}),
    "bundled": ("iris", {"split": "stratified", "test": 0.1, "activation": "relu", "loss": "mse"}),
    "regression": ("uvw.csv", {"scale": False, "loss": "huber", "schedule": "cosine:floor=0.1", "batch_size": 7}),
    "several targets": ("targets.csv", {"target": ["w", "z"], "split": "ordered", "optimizer": "nadam"}),
    "classes": ("kinds.csv", {"seed": 5, "dropout": 0.2, "hidden": (4, 3), "activation": ("tanh", "gelu")}),
    "labels": ("labels.csv", {"target": ["pos", "up"], "l1": 1e-3, "clip_norm": 0.5}),
    "columns of all kinds": ("mixed.csv", {"missing": "median"}),
    "rows left out": ("mixed.csv", {"missing": "drop", "exclude": ["made"], "target": "weight", "task": "regression"}),
    "a column that counts": ("counted.csv", {"columns": ["id", "u"], "target": "kind"}),
    "groups": ("grouped.csv", {"columns": ["u", "v"], "target": "pos", "split": "group:up", "validation": 0.4}),
    "another file": ("kinds.csv", {"validation_data": "other.csv", "test": 0.1}),
}  # fmt: skip


@pytest.mark.parametrize("name", RUNS)
def test_the_configuration_trains_the_run_again_bit_for_bit(shell, name):
    source, options = RUNS[name]
    for file, text in FILES.items():
        shell.write(file, text)
    run = numnet.fit(source, **{**SHORT, **options})
    given = given_in(page_of(run))
    assert given["config"]["format"] == "numnet-config-1" and given["config"]["task"] == run.network.task
    assert isinstance(given["config"]["data"], str) == (source.partition(":")[0] in ("spiral", "discs", "sine", "xor"))
    assert np.array_equal(weights(given, "best"), run.network.parameters)
    assert np.array_equal(trained_again(shell, given), run.network.parameters)


def test_data_in_memory_and_a_part_of_their_own(shell):
    X, T = np.random.default_rng(0).normal(size=(40, 3)), np.arange(40) % 3
    run = numnet.fit(X[:30], T[:30], validation=(X[30:], T[30:]), **SHORT)
    given = given_in(page_of(run))
    assert given["config"]["split"] == "ordered" and given["config"]["data"]["csv"].count("\n") == 41
    assert np.array_equal(trained_again(shell, given), run.network.parameters)


def test_a_folder_gives_what_its_run_gave(shell):
    """Last weights and best ones, history, counters."""
    run = numnet.fit("moons:n=100,noise=0.4", hidden=(6,), epochs=60, learning_rate=0.1, out="it")
    given = given_in(page_of(numnet.load_run("it")))
    last = load_checkpoint(shell.folder / "it/checkpoint.safetensors")[0].parameters
    assert np.array_equal(weights(given, "last"), last) and not np.array_equal(last, run.network.parameters)
    assert np.array_equal(weights(given, "best"), run.network.parameters)
    assert (given["name"], given["epochs"], given["updates"], given["status"]) == ("it", 60, 180, "finished")
    assert given["best_epoch"] == run.history.best_epoch and given["diagnosis"] is None
    rows = np.array([[np.nan if value is None else value for value in row] for row in given["history"]])
    assert rows.shape == (61, Column.SIZE) and given["history"][0][Column.GRADIENT_NORM] is None
    assert np.array_equal(rows[:, Column.VALIDATION_LOSS], run.history.validation_loss)
    assert np.array_equal(rows[:, Column.STEP], run.history.step)


def test_snapshots_come_along_as_far_as_there_is_room(shell, monkeypatch):
    run = numnet.fit("moons:n=100", hidden=(6,), epochs=9, snapshots=6, out="it")
    epochs, parameters = run.snapshots
    given = given_in(page_of(numnet.load_run("it")))
    assert given["snapshots"]["epochs"] == epochs.tolist() == [0, 1, 2, 3, 5, 9]
    numbers = np.frombuffer(base64.b64decode(given["snapshots"]["parameters"]), parameters.dtype)
    assert np.array_equal(numbers, parameters.ravel())
    monkeypatch.setattr(given_run, "MOST_SNAPSHOT_BYTES", parameters.nbytes // 2)
    assert given_run.given_run(run)["snapshots"]["epochs"] == epochs.tolist()[::2]
    run = numnet.fit("moons:n=100", hidden=(6,), epochs=9, snapshots=6, evaluate_every=4)
    assert set(given_run.given_run(run)["snapshots"]["epochs"]) <= set(run.history.epoch.tolist())
    assert given_run.given_run(numnet.fit("xor", snapshots=0, **SHORT))["snapshots"] is None


def test_what_a_file_calls_its_columns_ends_no_element_of_the_page(shell):
    shell.write("hostile.csv", "u,</script><script>alert(1)</script>,w\n" + table_text().split("\n", 1)[1])
    run = numnet.fit("hostile.csv", **SHORT)
    text = page_of(run)
    assert text.count("</script") == page_of().count("</script")
    assert given_in(text)["config"]["data"]["csv"].startswith("u,</script><script>alert(1)</script>,w\n")


# --- what the page can't take -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"weights": "w", "target": "kind"}, "^data has sample weights, which the page .*; train without weights$"),
        ({"class_weight": "balanced"}, "train without class_weight$"),
    ],
)
def test_a_run_that_the_page_can_not_take_is_refused(shell, options, message):
    shell.write("data.csv", table_text(columns="u,w,kind").replace("-", ""))
    with pytest.raises(ValueError, match=message):
        numnet.playground(numnet.fit("data.csv", **SHORT, **options), "page.html")
    assert not (shell.folder / "page.html").exists()


def test_names_that_no_table_can_have_are_refused(shell):
    X = np.random.default_rng(0).normal(size=40)
    run = numnet.fit({"a;b;c": X, "t;u": np.where(X > 0, "u;v;w", "v;w;u")}, **SHORT)
    with pytest.raises(ValueError, match=r"^data: the page would read its columns or labels differently; give them"):
        numnet.playground(run, "page.html")


@pytest.mark.parametrize(
    ("limit", "remedy"),
    [("MOST_BYTES", "fewer rows or columns"), ("MOST_PARAMETERS", "fewer units, hidden$"),
     ("MOST_ROWS", "larger evaluate_every$")],
)  # fmt: skip
def test_too_large_a_run_is_refused(shell, monkeypatch, limit, remedy):
    run = numnet.fit("iris", **SHORT)
    monkeypatch.setattr(given_run, limit, 1)
    with pytest.raises(ValueError, match=f"^iris.* page takes.* {remedy}"):
        numnet.playground(run, "page.html")


# --- where the page is shown ------------------------------------------------------------------------------------------


def test_a_notebook_shows_the_page_and_writes_no_file(shell, monkeypatch):
    monkeypatch.setattr("numnet.displays.notebook.notebook", lambda: "a shell")
    page = numnet.playground(numnet.fit("xor", **SHORT))
    shown = page._repr_html_()
    (text,) = re.findall(r'<iframe [^>]*sandbox="allow-scripts allow-downloads"[^>]* srcdoc="([^"]*)"', shown)
    assert unescape(text) == page.text and given_in(page.text)["name"] == "xor" and "resize:vertical" in shown
    assert page.path is None and list(shell.folder.iterdir()) == []


class Browser:
    """Remembers what it was told to open."""

    def __init__(self):
        self.opened = []

    def open(self, address):
        self.opened.append(address)
        return True


def test_a_browser_opens_the_page_or_a_run_in_its_folder(shell, monkeypatch):
    browser = Browser()
    monkeypatch.setattr(webbrowser, "get", lambda: browser)
    page = numnet.playground()
    assert page.opened and browser.opened == [playground.live_page().as_uri()]
    numnet.fit("xor", **SHORT, out="it")
    page = numnet.playground("it")
    assert browser.opened[1] == (shell.folder / "it/playground.html").as_uri() and page.path.name == "playground.html"
    assert repr(page) == "<Playground: the run it, it/playground.html>"
    assert contents("it")[2] == []  # numnet knows the page as its own
    memory = numnet.playground(numnet.fit("xor", **SHORT))
    assert browser.opened[2] == memory.path.as_uri() and given_in(memory.path.read_text("utf-8"))["name"] == "xor"


def test_a_browser_in_a_terminal_shows_no_page_unless_one_has_chosen_it(monkeypatch):
    browser = webbrowser.GenericBrowser("w3m")
    monkeypatch.setattr(webbrowser, "get", lambda: browser)
    monkeypatch.setattr(browser, "open", lambda address: True)
    monkeypatch.delenv("BROWSER", raising=False)
    assert not playground.show("page.html")
    monkeypatch.setenv("BROWSER", "w3m")
    assert playground.show("page.html")


def test_the_magic_of_a_notebook_shows_the_page(shell, monkeypatch):
    display = pytest.importorskip("IPython.display")
    shown = []
    monkeypatch.setattr("numnet.displays.notebook.notebook", lambda: "a shell")
    monkeypatch.setattr(display, "display", shown.append)
    call("train", "xor", "--epochs", 2, "--quiet", "--out", "it")
    assert shell("playground", "it").output == "" and given_in(shown[0].text)["name"] == "it"


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_command_says_which_file_to_open_where_there_is_no_browser(shell):
    done = shell("playground")
    assert done.stdout == f"{playground.live_page()}\n"
    assert done.stderr == "no browser could be opened; open this file in one\n"


def test_the_command_writes_the_page_and_replaces_none_unasked(shell):
    call("train", "xor", "--epochs", 2, "--quiet", "--out", "it")
    assert shell("playground", "it", "-o", "page.html").output == "page.html\n"
    assert given_in((shell.folder / "page.html").read_text("utf-8"))["name"] == "it"
    refused = shell.refused("playground", "-o", "page.html")
    assert refused == "Error: page.html exists; --force replaces it, -o names another file"
    shell("playground", "-o", "page.html", "--force")
    assert (shell.folder / "page.html").read_bytes() == playground.live_page().read_bytes()
    assert shell("playground", "-o", "-").stdout == page_of()


@pytest.mark.parametrize(
    ("words", "message"),
    [(["--force"], "--force needs the file that it replaces, -o FILE"),
     (["nowhere"], "no run folder nowhere; `numnet train` prints where it writes one"),
     (["weighed"], "weighed has sample weights, which the page does not support; train without --class-weight"),
     (["-o", "no/page.html"], "no/page.html: No such file or directory")],
)  # fmt: skip
def test_mistakes_in_the_call(shell, words, message):
    call("train", "moons:n=40", "--epochs", 1, "--class-weight", "balanced", "--quiet", "--out", "weighed")
    assert shell.refused("playground", *words) == f"Error: {message}"
