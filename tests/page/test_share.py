"""Links, the command, files out of the page and into it: what comes back is the same, what is hostile is refused."""

import csv
import io
import json
import re
import shlex
import struct
import xml.etree.ElementTree as xml
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import numnet
from numnet.commands import main
from tests.support.browser import sparse, violations
from tests.support.links import content_of, link_of

pytestmark = pytest.mark.page
ROWS = "a,b,y\n" + "".join(f"{i % 7},{i % 5},{0.5 * (i % 7) - 0.25 * (i % 5)}\n" for i in range(60))
CONFIGURATIONS = [
    {"data": "spiral", "hidden": [8], "epochs": 10},
    {"data": "sine", "hidden": [6, 5], "activation": ["relu", "tanh"], "optimizer": "nag", "epochs": 20, "patience": 3},
    {"data": "discs:n=300", "dtype": "float64", "schedule": "cosine:floor=0.1", "dropout": 0.1, "epochs": 5},
    {"data": "xor_cloud", "hidden": [], "inputs": ["x1", "x2", "x1*x2"], "batch_size": "full", "seed": 3, "epochs": 9},
    {"data": {"csv": ROWS}, "hidden": [4], "l1": 0.001, "clip_norm": 1.0, "shuffle": False, "epochs": 12},
]
TRAINED = "async (config) => { await numnet.set(config); await numnet.run(); return numnet.get(); }"
END = "async () => { await numnet.run(); return numnet.get(); }"


def terminal(*words):
    """Run a command of numnet."""
    done = CliRunner().invoke(main, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done


def opened(page):
    """The page with all of the share panel in sight."""
    page.evaluate("document.querySelectorAll('.share details').forEach((part) => (part.open = true))")
    return page


def saved(page, name, folder):
    """The file that a button saves."""
    with page.expect_download() as download:
        opened(page).locator(f"[data-control={name}]").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def give(page, *paths):
    """Open files, and the sentence that refuses them, or ""."""
    page.locator(".message").evaluate("(message) => message.querySelector('button')?.click()")
    opened(page).locator(".share input[type=file]").set_input_files(list(map(str, paths)))
    page.wait_for_timeout(300)
    return page.locator(".message").inner_text()


# --- links ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("config", sparse(CONFIGURATIONS, 2), ids=lambda config: str(config["data"])[:9])
def test_a_link_opens_the_same_page_which_trains_to_the_same_bits(open_page, config):
    page = open_page()
    end, link = page.evaluate(TRAINED, config), page.evaluate("numnet.link()")
    other = open_page(link[link.index("#") :])
    assert other.evaluate("numnet.link()").partition("#")[2] == link.partition("#")[2]
    assert other.evaluate("numnet.get()")["updates"] == 0
    assert other.evaluate(END) == end


def test_weights_by_hand_and_locked_ones_are_in_the_link(open_page):
    content = {"config": {"data": "moons", "hidden": [3], "epochs": 5}, "edited": [[0, 1.5]], "locked": [[1, 0.25]],
               "view": {"speed": 50, "discretise": True, "row": 7, "axes": [1, 0]}}  # fmt: skip
    page = open_page(link_of(content))
    assert page.evaluate("numnet.get()")["parameters"][:2] == [1.5, 0.25]
    assert content_of(page.evaluate("numnet.link()")) == content
    end = page.evaluate(END)
    assert end["parameters"][1] == 0.25 and end["parameters"][0] != 1.5
    assert "by hand" in page.evaluate("(() => { try { return numnet.command(); } catch (e) { return e.message; } })()")


def test_painted_points_and_functions_are_in_the_link(open_page):
    points = [[round(np.cos(k) * k / 20, 2), round(np.sin(k) * k / 20, 2), k % 2] for k in range(60)]
    for source in (
        {"kind": "points", "task": "classes", "points": points, "count": 2},
        {"kind": "expression", "form": "above", "text": "sin(3*x)", "n": 2000, "noise": 0.1, "seed": 0, "extent": 2},
    ):
        target = "class" if source["kind"] == "points" else "side"
        config = {"task": "binary", "target": [target], "hidden": [3], "epochs": 5, "columns": ["*"]}
        page = open_page(link_of({"config": config, "source": source}))
        link = page.evaluate("numnet.link()")
        assert content_of(link) == {"config": config, "source": source}
        assert len(link) < 2000
        assert page.evaluate("numnet.get()")["config"]["data"]["csv"].count("\n") == 1 + source.get("n", len(points))


def test_a_link_with_the_trained_weights(open_page):
    page = opened(open_page(permissions=["clipboard-read", "clipboard-write"]))
    end = page.evaluate(TRAINED, {"data": "moons", "hidden": [4], "epochs": 3})
    page.locator("[data-control=copy_link_weights]").click()
    page.get_by_text("Copied.").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    other = open_page(link[link.index("#") :])
    start = other.evaluate("numnet.get()")
    assert start["parameters"] == end["parameters"] and start["updates"] == 0
    assert start["train_loss"] == end["train_loss"]


def test_the_address_follows_and_an_address_that_is_typed_is_opened(open_page):
    page = open_page()
    assert "#" not in page.url
    page.locator("[data-control=hidden] button").last.click()
    page.wait_for_url(lambda address: "#v1:" in address)
    assert content_of(page.url)["config"]["hidden"] == page.evaluate("numnet.get()")["config"]["hidden"]
    page.evaluate("(hash) => { location.hash = hash; }", link_of({"config": {"data": "moons"}}))
    page.wait_for_timeout(500)
    assert page.evaluate("numnet.get()")["config"]["data"] == "moons"
    page.evaluate("location.hash = '#v1:broken'")
    page.locator(".message").filter(has_text="This link is damaged").wait_for()
    assert page.evaluate("numnet.get()")["config"]["data"] == "moons"


CONTROLS = """() => [...new Set(
    [...document.querySelectorAll("[data-control]")].map((part) => part.dataset.control))]"""
FREE = """() => [...document.querySelectorAll("[data-control]")].flatMap((part) => [part, ...part.querySelectorAll("*")]
    .filter((one) => one.matches("button, input, select, textarea") && !one.matches(":disabled"))
    .map(() => part.dataset.control))"""


def test_every_control_can_be_hidden_and_locked(open_page):
    names = open_page().evaluate(CONTROLS)
    assert len(names) > 40
    locked = open_page(link_of({"lock": names}))
    assert locked.evaluate(FREE) == []
    assert open_page(link_of({"hide": names})).evaluate(CONTROLS) == []
    assert content_of(locked.evaluate("numnet.link()")) == {"lock": names}  # who shares it, shares that


def test_a_teacher_hides_and_locks_controls(open_page):
    page = opened(open_page(permissions=["clipboard-read", "clipboard-write"]))
    page.locator("[data-control=lock_controls]").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("checkbox", name="Hide: Update rule").check()
    dialog.get_by_role("checkbox", name="Lock: Learning rate").check()
    dialog.get_by_role("button", name="Copy link").click()
    dialog.get_by_text("Copied.").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    dialog.get_by_role("button", name="Close").click()
    assert page.get_by_label("Update rule", exact=True).is_visible()  # the teacher's page stays whole
    other = open_page(link[link.index("#") :])
    assert other.locator("[data-control=optimizer]").count() == 0
    assert other.locator("[data-control=learning_rate] select").is_disabled()


def test_a_teacher_locks_everything_but_a_few_controls(open_page):
    page = opened(open_page(permissions=["clipboard-read", "clipboard-write"]))
    page.locator("[data-control=lock_controls]").click()
    dialog = page.get_by_role("dialog")
    labels = dialog.get_by_role("row").get_by_role("rowheader").all_text_contents()
    assert len(labels) > 60 and [label for label in labels if re.search("[↺]|Right for|Save Next", label)] == []
    dialog.get_by_role("button", name="Lock all, except …").click()
    dialog.get_by_role("searchbox", name="Find").fill("learning")
    assert dialog.locator("tr:has(td)").count() == 1
    dialog.get_by_role("checkbox", name="Lock: Learning rate").uncheck()
    dialog.get_by_role("button", name="Copy link").click()
    dialog.get_by_text("Copied.").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    other = open_page(link[link.index("#") :], viewport={"width": 1366, "height": 768})
    assert set(other.evaluate(FREE)) == {"learning_rate"}
    assert "weights" in content_of(link)["lock"] and "learning_rate" not in content_of(link)["lock"]


# --- command and files ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("config", sparse(CONFIGURATIONS, 2), ids=lambda config: str(config["data"])[:9])
def test_command_configuration_model_and_metrics_are_the_terminals(open_page, tmp_path, config):
    page = open_page(accept_downloads=True)
    end, run = page.evaluate(TRAINED, config), tmp_path / "run"
    if isinstance(config["data"], str):
        words = shlex.split(page.evaluate("numnet.command()"))
        assert words[:2] == ["numnet", "train"]
        terminal(*words[1:], "--out", str(run), "--quiet")
    else:
        terminal("train", "--config", str(saved(page, "save_configuration", tmp_path)), "--out", str(run), "--quiet")
    trained = numnet.load_run(run)
    model, last = (numnet.Network.load(saved(page, name, tmp_path)) for name in ("save_model", "save_last"))
    assert trained.network.parameters.tolist() == end["best"] == model.parameters.tolist()
    assert last.parameters.tolist() == end["parameters"]
    data = data_of(config, tmp_path)
    for subject, name in ((run, "terminal.csv"), (tmp_path / "model.safetensors", "page.csv")):
        terminal("predict", str(subject), data, "-o", str(tmp_path / name))
    assert (tmp_path / "page.csv").read_text() == (tmp_path / "terminal.csv").read_text()
    assert table(saved(page, "save_metrics", tmp_path)) == table(run / "metrics.csv")


def data_of(config, folder):
    """The data of a configuration, for the command line."""
    if isinstance(config["data"], str):
        return config["data"]
    (folder / "rows.csv").write_text(config["data"]["csv"])
    return str(folder / "rows.csv")


def table(path):
    """The cells of a metrics.csv but for the seconds."""
    header, *rows = csv.reader(io.StringIO(Path(path).read_text()))
    at = header.index("seconds")
    assert [float(row[at]) for row in rows] == sorted(float(row[at]) for row in rows)
    return [header, *(row[:at] + row[at + 1 :] for row in rows)]


def test_the_configuration_is_the_one_that_the_terminal_prints(open_page, tmp_path):
    page = open_page(accept_downloads=True)
    words = ["moons", "--hidden", "5,3", "--optimizer", "lion", "--validation", "0.3"]
    page.evaluate("numnet.set({ data: 'moons', hidden: [5, 3], optimizer: 'lion', validation: 0.3 })")
    mine = json.loads(saved(page, "save_configuration", tmp_path).read_text())
    assert mine == json.loads(terminal("train", *words, "--print-config").stdout)


def test_a_model_is_opened_behind_another_standardisation(open_page, tmp_path):
    """The same function of the raw features, though the page's part of the rows has other means."""
    path = tmp_path / "rows.csv"
    path.write_text(ROWS)
    run = numnet.fit(path, hidden=(5,), epochs=20, seed=1, validation=0.4, dtype="float64", out=None)
    run.network.save(tmp_path / "model.safetensors")
    page = open_page()
    page.evaluate("(csv) => numnet.set({ data: { csv }, validation: 0 })", ROWS)
    assert give(page, tmp_path / "model.safetensors") == ""
    now = page.evaluate("numnet.get()")
    assert now["config"]["hidden"] == [5] and now["config"]["dtype"] == "float64"
    t = run.data().dataset.T.ravel()
    r2 = 1 - ((run.predict(path).ravel() - t) ** 2).sum() / ((t - t.mean()) ** 2).sum()
    assert now["metric"] == pytest.approx(r2, rel=1e-9)


def test_snapshots_in_the_folder_of_a_run_come_to_the_timeline(open_page, tmp_path):
    run = numnet.fit("moons:n=80", hidden=(4,), epochs=12, snapshots=5, evaluate_every=3, out=tmp_path / "run")
    epochs, parameters = run.snapshots
    known = [k for k, epoch in enumerate(epochs) if epoch in run.history.epoch]
    page, files = open_page(), ("config.json", "checkpoint.safetensors", "snapshots.safetensors", "model.safetensors")
    assert give(page, *(tmp_path / "run" / name for name in files)) == ""
    slider = page.get_by_label("Moment of the training that is shown")
    page.get_by_label("All digits").check()
    page.locator(".weight-table > summary").click()
    for k in known[-2:]:
        slider.fill(str(int(run.history.step[run.history.epoch == epochs[k]][0])))
        page.locator(".moment").filter(has_text=f"Epoch {epochs[k]},").wait_for()
        page.wait_for_timeout(100)
        fields = page.locator(".weight-table tbody input")
        shown = fields.evaluate_all("(all) => all.map((field) => Number(field.value))")
        assert sorted(shown) == pytest.approx(sorted(parameters[k][:12].astype(float)), rel=1e-6)
    damaged = tmp_path / "snapshots.safetensors"
    damaged.write_bytes((tmp_path / "run/model.safetensors").read_bytes())
    said = give(page, tmp_path / "run/config.json", tmp_path / "run/checkpoint.safetensors", damaged)
    assert said.startswith("The run is damaged")


@pytest.mark.parametrize("way", ["given", "files"])
def test_a_run_is_opened_as_it_ended_and_begins_again_as_it_began(open_page, tmp_path, way):
    run = numnet.fit("sine", hidden=(6,), epochs=12, seed=4, out=tmp_path / "run")
    last = run.last.checkpoint.parameters.tolist()
    if way == "given":
        from numnet.api.given_run import given_run

        page = open_page(given=given_run(run))
    else:
        page = open_page()
        assert give(page, tmp_path / "run/config.json", tmp_path / "run/checkpoint.safetensors") == ""
    now = page.evaluate("numnet.get()")
    assert (now["parameters"], now["best"]) == (last, run.network.parameters.tolist())
    assert (now["epoch"], now["updates"], now["status"]) == (12, run.history.updates, "finished")
    assert now["train_loss"] == run.history.train_loss[-1]
    page.get_by_role("button", name="Again", exact=True).click()
    page.wait_for_timeout(200)
    assert page.evaluate("numnet.get()")["updates"] == 0
    assert page.evaluate(END)["parameters"] == last


def test_a_configuration_of_a_run_is_opened(open_page, tmp_path):
    numnet.fit("moons", hidden=(5,), optimizer="rmsprop", shuffle=False, epochs=2, out=tmp_path / "run")
    page = open_page()
    assert give(page, tmp_path / "run/config.json") == ""
    config = page.evaluate("numnet.get()")["config"]
    found = [config[key] for key in ("data", "hidden", "optimizer", "shuffle")]
    assert found == ["moons", [5], "rmsprop", False]


def test_pictures_of_the_views(open_page, tmp_path):
    page = opened(open_page(accept_downloads=True))
    page.evaluate(TRAINED, {"data": "moons", "epochs": 3})
    buttons = page.locator("ul[data-control=save_pictures] button")
    assert buttons.count() >= 6
    for k in range(buttons.count()):
        with page.expect_download() as download:
            buttons.nth(k).click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        if path.suffix == ".svg":
            assert xml.fromstring(path.read_text("utf-8")).tag == "{http://www.w3.org/2000/svg}svg"
        else:
            assert path.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n" and path.stat().st_size > 2000
    assert page.locator(".message").inner_text() == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_panel_and_its_dialog_are_accessible(open_page, scheme):
    page = opened(open_page(color_scheme=scheme))
    assert violations(page) == []
    page.locator("[data-control=lock_controls]").press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    assert dialog.get_by_role("checkbox").count() > 80
    assert violations(page) == []
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")


def test_where_the_clipboard_is_refused_the_text_stands_there(open_page):
    inner = opened(open_page(place="frame"))
    inner.evaluate("(document.execCommand = () => false, numnet.set({ data: 'xor' }))")
    inner.locator("[data-control=copy_command]").click()
    inner.get_by_text("copy it from here").wait_for()
    assert inner.locator("textarea[readonly]").input_value() == "numnet train xor"


# --- what is hostile --------------------------------------------------------------------------------------------------

HUGE = {"config": {"hidden": [10**9]}}
LINKS = {
    "#v2:abc": "version v2",
    "#lesson-3": "none of this page's",
    "#v1:????": "damaged",
    "#v1:" + "A" * 200_000: "200000 letters",
    link_of("no JSON"): "damaged",
    link_of("[" * 100_000): "damaged",
    link_of('"' + " " * 30_000_000 + '"'): "damaged",  # thirty kilobytes that unpack to thirty megabytes
    link_of({"config": {}, "script": "alert(1)"}): "“script”",
    link_of('{"__proto__": {"config": {}}}'): "“__proto__”",
    link_of('{"config": {"__proto__": {"hidden": [3]}}}'): "“__proto__”",
    link_of({"config": {"constructor": 1}}): "“constructor”",
    link_of(HUGE): "hidden can't be",
    link_of({"config": {"hidden": [1024] * 64}}): "weights, more than",
    link_of({"config": {"epochs": 2**52}}): "evaluations",
    link_of({"config": {"data": "spiral:arms=1000000000"}}): "arms",
    link_of({"config": {"data": "constructor"}}): "no data set",
    link_of({"config": {"learning_rate": -1}}): "learning_rate can't be -1",
    link_of({"edited": [[10**6, 1.0]]}): "no weight 1000000",
    link_of({"locked": [["0", 1.0]]}): "“locked”",
    link_of('{"edited": [[0, 1e999]]}'): "“edited”",
    link_of({"weights": "AAAA"}): "“weights”",
    link_of({"weights": "AACAfw=="}): "1 weights for a network",
    link_of({"source": {"kind": "points", "task": "classes", "points": [[0, 0, 99]], "count": 2}}): "“source”",
    link_of({"source": {"kind": "toString"}}): "“source”",
    link_of({"view": {"speed": "fast"}}): "“view.speed”",
    link_of({"hide": ["<img src=x>"]}): "“hide”",
}


@pytest.mark.parametrize("link", list(LINKS)[::9], ids=lambda link: LINKS[link][:20])
def test_the_page_opens_in_spite_of_a_hostile_link(open_page, link):
    page = open_page(link)
    assert LINKS[link] in page.locator(".message").inner_text()
    now = page.evaluate("numnet.get()")
    assert now["config"]["data"] == "spiral" and now["status"] == "running"


def test_hostile_links_are_refused_and_the_training_stays(open_page):
    page = open_page()
    before = page.evaluate("async () => { await numnet.run({ updates: 20 }); return numnet.get(); }")
    for link, sentence in LINKS.items():
        page.locator(".message").evaluate("(message) => message.querySelector('button')?.click()")
        page.evaluate("(hash) => { location.hash = hash; }", link)
        page.locator(".message p").wait_for()
        said = page.locator(".message").inner_text()
        assert sentence in said and "went wrong" not in said, (link[:60], said)
        assert page.evaluate("numnet.get()") == before, sentence
    assert page.evaluate("({}).hidden === undefined && ({}).config === undefined")


def tensors(head, data=b"", length=None):
    """A safetensors file of a head, which may be a text."""
    text = (head if isinstance(head, str) else json.dumps(head)).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + data


ABOUT = {"format": "numnet-model-1", "sizes": [2, 3], "activation": [], "task": "multiclass", "loss": "cross_entropy",
         "init": "auto", "seed": 0, "target_names": ["a", "b", "c"], "feature_names": ["x1", "x2"],
         "scaler": None}  # fmt: skip
ONE = {"W1": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}
FLAT = {"mean": [0, 0], "scale": [0, 1], "target_mean": None, "target_scale": None}
FOUR = {"sizes": [4, 3], "W": (4, 3), "offsets": ((0, 48), (48, 60)), "data": bytes(60), "feature_names": list("abcd")}
ODD = [("__proto__", {"dtype": "F32", "shape": [0], "data_offsets": [36, 36]})]
RUN = b'{"format": "numnet-run-2", "options": [], "optimizer": {}, "data": {"source": "xor"}}'


def model(changes=(), W=(2, 3), offsets=((0, 24), (24, 36)), data=bytes(36), **about):
    """The file of a small model, or of one that is damaged."""
    head = {"__metadata__": {"numnet": json.dumps({**ABOUT, **about})},
            "W1": {"dtype": "F32", "shape": list(W), "data_offsets": list(offsets[0])},
            "b1": {"dtype": "F32", "shape": [3], "data_offsets": list(offsets[1])}}  # fmt: skip
    return tensors({**head, **dict(changes)}, data)


FILES = {
    "empty.safetensors": (b"", "head"),
    "long.safetensors": (tensors("{}", length=2**62), "head"),
    "text.safetensors": (tensors("{" * 5000), "head"),
    "other.safetensors": (tensors(ONE, bytes(4)), "not of numnet"),
    "format.safetensors": (model(format="numnet-model-9"), "numnet-model-9"),
    "outside.safetensors": (model(offsets=((0, 24), (24, 10**9))), "b1"),
    "overlap.safetensors": (model(offsets=((0, 24), (12, 24))), "b1"),
    "negative.safetensors": (model(W=(-2, -3)), "W1"),
    "fractions.safetensors": (model(W=(1.5, 4)), "W1"),
    "nan.safetensors": (model(data=struct.pack("<9f", *[float("nan")] * 9)), "W1"),
    "shape.safetensors": (model(W=(3, 2)), "W1"),
    "wide.safetensors": (model(sizes=[2, 10**9, 3], activation=["tanh"]), "sizes"),
    "deep.safetensors": (model(sizes=[2, *[1024] * 60, 3], activation=["tanh"] * 60), "W1"),
    "activation.safetensors": (model(sizes=[2, 2, 3], activation=["constructor"]), "activation"),
    "task.safetensors": (model(task="__proto__"), "task"),
    "scaler.safetensors": (model(scaler=FLAT), "scaler"),
    "other_task.safetensors": (model(ODD, task="multilabel"), "multilabel"),
    "features.safetensors": (model(**FOUR), "4 features"),
    "no.json": (b"{", "no JSON"),
    "list.json": (b"[1, 2]", "JSON object"),
    "null.json": (b"null", "JSON object"),
    "unknown.json": (b'{"data": "spiral", "hiden": [3]}', "“hiden”"),
    "proto.json": (b'{"__proto__": {"hidden": [3]}, "data": "moons"}', "“__proto__”"),
    "format.json": (b'{"format": "numnet-config-7"}', "numnet-config-7"),
    "units.json": (b'{"hidden": [1000000000]}', "hidden can't be"),
    "type.json": (b'{"epochs": "many"}', "epochs can't be"),
    "rate.json": (b'{"learning_rate": 1e999}', "learning_rate can't be"),
    "key.json": (b'{"optimizer": "sgd", "beta1": 0.9}', "beta1 is no hyper-parameter"),
    "data.json": (b'{"data": {"csv": 5}}', "table"),
    "path.json": (b'{"data": "/etc/passwd"}', "no data set"),
    "run.json": (RUN, "run is damaged"),
    "class.json": (b'{"data": "spiral", "schedule": "constructor"}', "schedule can't be"),
    "picture.png": (b"\x89PNG", "not “picture.png”"),
}


def test_hostile_files_are_refused_and_the_training_stays(open_page, tmp_path):
    page = open_page()
    before = page.evaluate("async () => { await numnet.run({ updates: 20 }); return numnet.get(); }")
    for name, (content, sentence) in FILES.items():
        path = tmp_path / name
        path.write_bytes(content)
        said = give(page, path)
        assert sentence in said and "went wrong" not in said, (name, said)
        assert page.evaluate("numnet.get()") == before, name
    assert page.evaluate("({}).hidden === undefined && ({}).dtype === undefined")
