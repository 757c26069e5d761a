"""Pages that are handed out: each opens on its run, race or step, shows the terminal's numbers, and trains nothing."""

import csv
import io

import numpy as np
import pytest

import numnet
from numnet.api.handouts import handout_of, race_handout
from numnet.tracing.notation import number
from tests.page.test_by_hand import SPREAD, equations, fill
from tests.page.test_timeline import PHONE, shows, slider
from tests.support.browser import sparse, violations
from tests.support.pages import MIXED, given_in
from tests.support.shell import Shell, table_text
from tests.support.views import numbers

pytestmark = pytest.mark.page
CHANGES = ("step", "again", "other_start", "run", "speed", "surface.of", "optimizer", "learning_rate", "hidden",
           "units", "init", "data", "link", "open", "examples", "lessons", "tabs", "more_epochs", "surface",
           "race.start", "race.steps", "race.rules", "condition", "expression")  # fmt: skip
ATTEMPTS = ["numnet.set({data: 'xor'})", "numnet.run({updates: 3})", "numnet.lesson('nothing')"]


@pytest.fixture
def shell(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NUMNET_LANGUAGE", raising=False)
    return Shell(tmp_path)


def assert_still(page):
    """Nothing there trains or changes, by hand, by keys, by scripts or by a link."""
    for name in CHANGES:
        assert page.locator(f"[data-control='{name}']").count() == 0, name
    for attempt in ATTEMPTS:
        said = page.evaluate(f"{attempt}.then(() => 'done', (error) => error.message)")
        assert said != "done", attempt
    before = page.evaluate("numnet.get()?.updates") if page.locator(".network").count() else None
    for key in ("n", "r", "."):
        page.keyboard.press(key)
    page.evaluate("location.hash = '#v1:AAAA'")
    page.wait_for_timeout(200)
    assert before is None or page.evaluate("numnet.get().updates") == before
    assert page.locator("[role=alert]").inner_text() == ""


def weights(page):
    page.locator(".weight-table > summary").click()
    page.locator(".weight-table tbody .weight").first.wait_for()
    return [float(text.replace("−", "-")) for text in page.locator(".weight-table tbody .weight").all_inner_texts()]


# --- a run ------------------------------------------------------------------------------------------------------------

RUNS = {
    "two classes": ("moons:n=80", {}),
    "several classes, four features that are scaled": ("iris", {"split": "stratified", "dtype": "float64"}),
    "a regression of a table": ("uvw.csv", {"test": 0.1}),
    "several labels": ("discs:n=90", {"inputs": ("x1", "x2", "x1^2", "x2^2")}),
}


@pytest.mark.parametrize("name", sparse(RUNS, 2))
def test_a_run_is_looked_at_through_its_snapshots_and_not_changed(open_page, shell, name):
    source, options = RUNS[name]
    shell.write("uvw.csv", table_text(columns="u,v,w"))
    run = numnet.fit(source, hidden=(4,), epochs=9, snapshots=4, batch_size=16, **options)
    page = open_page(given=handout_of(run))
    state = page.evaluate("numnet.get()")
    assert np.array_equal(np.array(state["parameters"], run.network.dtype), run.last.checkpoint.parameters)
    assert state["status"] == "finished" and page.locator("header code").inner_text() == run.config["command"]
    epochs, parameters = run.snapshots
    middle = len(epochs) // 2
    page.get_by_label("All digits").check()
    updates = int(run.history.step[run.history.epoch == epochs[middle]][0])
    slider(page).fill(str(updates))
    shows(page, updates)
    d, m = run.network.sizes[:2]
    assert sorted(weights(page)) == pytest.approx(sorted(parameters[middle][: (d + 1) * m].astype(float)), rel=1e-6)
    assert page.locator(".weight-table input").count() == 0
    assert_still(page)


def test_the_snapshots_are_played(open_page, shell):
    run = numnet.fit("moons:n=60", hidden=(3,), epochs=6, snapshots=4)
    page, moment = open_page(given=handout_of(run)), "An earlier moment is shown"
    page.get_by_role("button", name="Play").click()
    for epoch in run.snapshots.epochs:
        page.locator(".moment").filter(has_text=f"Epoch {epoch},").wait_for()
    page.get_by_role("button", name="Play").wait_for()
    page.locator("#parts").focus()
    page.keyboard.press(" ")
    page.locator(".moment").filter(has_text=moment).wait_for()
    page.get_by_role("button", name="Pause").click()
    page.wait_for_timeout(400)
    there = page.locator(".moment").inner_text()
    page.wait_for_timeout(400)
    assert page.locator(".moment").inner_text() == there and page.get_by_role("button", name="Play").count() == 1


def test_a_run_without_snapshots_shows_its_end(open_page, shell):
    run = numnet.fit("sine:n=60", hidden=(4,), epochs=5, snapshots=0)
    page = open_page(given=handout_of(run))
    page.get_by_text("This run has no snapshots: its end is shown.").wait_for()
    assert page.get_by_label("Moment of the training that is shown").is_disabled()
    assert page.evaluate("numnet.get().epoch") == 5 and page.locator("[data-view=loss] canvas").count() == 1
    assert_still(page)


def test_a_link_opens_nothing_else_on_it(open_page, shell):
    page = open_page("#v1:AAAA", given=handout_of(numnet.fit("xor", epochs=3)))
    assert page.title() == "xor · numnet" and page.evaluate("numnet.get().updates") == 3
    assert page.locator("[role=alert]").inner_text() == ""


# --- a race -----------------------------------------------------------------------------------------------------------


def test_a_race_is_played_and_says_what_the_terminal_says(open_page, shell):
    words = ("plot", "race", "beale", "--noise", 0.5, "--rate", "adam=0.1", "--start", "1.2,1.4", "-o", "race.html")
    told = shell(*words).stdout
    page = open_page(given=given_in((shell.folder / "race.html").read_text("utf-8")))
    assert f"result    {page.locator('.verdict b').inner_text()}\n" in told
    ours = numnet.race("beale", noise=0.5, rates={"adam": 0.1}, start=(1.2, 1.4))
    rows = numbers(page.locator(".standings table"))
    assert [[row[0], row[2], row[3], row[5]] for row in rows] == [
        [ours.descents.optimizers[r].name, ours.median_words(r), ours.share_words(r), ours.outcomes[r].words]
        for r in ours.order
    ]
    command = page.locator("header code").inner_text()
    assert command == "numnet plot race beale --start 1.2,1.4 --noise 0.5 --rate adam=0.1"
    said, steps = page.locator(".race-transport output"), numnet.SURFACES["beale"].steps
    assert said.inner_text() == f"step {steps} of {steps}"
    page.keyboard.press("r")
    page.keyboard.press(".")
    said.filter(has_text=f"step 1 of {steps}").wait_for()
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Pause").click()
    assert said.inner_text() != f"step 1 of {steps}"
    assert_still(page)


@pytest.mark.parametrize("surface, given", [("x**2 + 10*y**2", {"steps": 40}), ("saddle", {"start": (4.0, 0.5)})])
def test_a_race_of_another_map(open_page, shell, surface, given):
    ours = numnet.race(surface, ["sgd", "adam"], **given)
    page = open_page(given=race_handout(ours))
    assert page.locator(".verdict b").inner_text() == ours.verdict
    assert page.locator("canvas").first.is_visible()


# --- a step by hand ---------------------------------------------------------------------------------------------------

STEPS = {
    "as by default": ("xor",),
    "adam, the third update, few digits": ("xor", "--sample", 1, "--optimizer", "adam", "--update", 3, "--digits", 4),
    "nag, a table that is standardised": ("uvw.csv", "--optimizer", "nag", "--hidden", 3, "--update", 2),
    "penalties, inputs, float32": ("moons:n=40", "--inputs", "x1,x2,x1*x2", "--l2", 0.1, "--clip-norm", 0.05, "--dtype",
                                   "float32", "--sample", 5),
    "several classes, a layer and a unit": ("iris", "--sample", 60, "--layer", 2, "--unit", 3),
    "gaps, texts, dates": ("mixed.csv", "--target", "ok", "--missing", "mean", "--sample", 3, "--layer", 1),
    "a run": ("it", "--sample", 7),
    "a model on other rows": ("more.csv", "--model", "it/model.safetensors", "--sample", 2),
}  # fmt: skip


@pytest.fixture
def tables(shell):
    shell.write("uvw.csv", table_text(columns="u,v,w"))
    shell.write("mixed.csv", MIXED)
    shell.write("more.csv", table_text(n=9, columns="u,v,w", seed=5))
    shell("train", "uvw.csv", "--hidden", 3, "--epochs", 4, "--optimizer", "rmsprop", "--quiet", "--out", "it")
    return shell


def printed(shell, words):
    """The lines of the terminal, each once, without what it leaves to more digits."""
    digits = int(words[words.index("--digits") + 1]) if "--digits" in words else 6
    rows = csv.DictReader(io.StringIO(shell(*words, "--format", "csv").stdout))
    unit = str(words[words.index("--unit") + 1]) if "--unit" in words else None
    kept = [row for row in rows if unit in (None, row["unit"])]
    return sorted(f"{row['formula']} = {number(float(row['value']), digits)}" for row in kept)


@pytest.mark.parametrize("name", sparse(STEPS, 4))
def test_a_step_has_the_lines_that_the_terminal_prints(open_page, tables, name):
    words = ("trace", *STEPS[name])
    tables(*words, "-o", "step.html")
    page = open_page(given=given_in((tables.folder / "step.html").read_text("utf-8")))
    page.locator(".stage").wait_for()
    assert equations(page) == printed(tables, words)
    assert f"numnet trace {STEPS[name][0]}" in page.locator("header code").inner_text()
    assert page.locator(".warning").count() == 0
    for control in ("memory", "blame", "trace_command", "by_hand"):
        assert page.locator(f"[data-control={control}]").count() == 0, control
    assert_still(page)


def test_a_sheet_is_filled_in_and_marked(open_page, shell):
    shell("trace", "xor", "--sample", 1, "--layer", 2, "--blank", "-o", "step.html")
    page = open_page(given=given_in((shell.folder / "step.html").read_text("utf-8")))
    derivation = numnet.trace("xor", sample=1)
    lines = [line for _, blocks in derivation.narrowed(2) for block in blocks for line in derivation.lines(block)]
    wanted = [line for line in lines if line.quantity not in ("w", "b", "t")]
    assert page.locator(".stage label").inner_text().startswith(wanted[0].name)
    assert fill(page, "9") == "wrong" and fill(page, f"{wanted[0].value:.5f}") == "right"
    page.locator(".stage button").click()
    assert "Σᵢ h¹ᵢ w²ᵢ₁" in page.locator(".stage").inner_text()
    for line in wanted[1:]:
        page.locator(".stage input").press("Enter")
        assert page.locator(".stage label").inner_text().startswith(line.name)
        assert fill(page, f"{line.value:.6g}") == "right", line.name
    assert page.locator(".tally").inner_text().startswith(f"Done: {len(wanted)} of {len(wanted)} right")


# --- wherever it is opened, whoever made it ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory):
    """{kind: what such a page opens with}."""
    from numnet.api.handouts import step_handout

    return {
        "run": handout_of(numnet.fit("moons:n=60", hidden=(4,), epochs=6)),
        "race": race_handout(numnet.race("saddle"), "numnet plot race saddle"),
        "trace": step_handout(numnet.trace("xor", sample=1), "numnet trace xor --sample 1"),
    }


@pytest.mark.parametrize("kind", sparse(["run", "race", "trace"], 2))
@pytest.mark.parametrize("where", ["a phone", "a laptop in the dark"])
def test_it_fits_and_is_accessible(open_page, handed_out, kind, where):
    options = {"viewport": {"width": 1280, "height": 720}, "color_scheme": "dark"}
    if where == "a phone":
        options = {**PHONE, "viewport": {"width": 390, "height": 844}, "color_scheme": "light"}
    page = open_page(given={**handed_out[kind], "language": "ko" if where == "a phone" else ""}, **options)
    page.locator({"run": ".timeline", "race": ".standings td", "trace": ".stage"}[kind]).first.wait_for()
    page.evaluate(SPREAD)
    assert page.evaluate("document.documentElement.scrollWidth") <= options["viewport"]["width"]
    assert page.evaluate("document.documentElement.lang") == ("ko" if where == "a phone" else "en")
    assert violations(page) == []


@pytest.mark.parametrize("kind", sparse(["run", "race", "trace"], 2))
def test_names_of_anybody_are_text(open_page, handed_out, kind):
    evil = "</script><img src=x onerror=\"document.title='broken'\">"
    page = open_page(given={**handed_out[kind], "name": evil, "command": evil})
    assert page.locator("header code").inner_text() == evil and page.locator("img").count() == 0
    assert page.title() == f"{evil} · numnet"


def test_what_is_damaged_is_refused_in_a_sentence(open_page, handed_out):
    """Then the page begins as usual."""
    run, race, step = (handed_out[kind] for kind in ("run", "race", "trace"))
    bad = [
        {"fixed": "all"}, {**run, "history": [["<b>"]]}, {**race, "race": {**race["race"], "path": "AAAA"}},
        {"fixed": "trace"}, {**step, "step": {**step["step"], "memory": "AAAA"}},
    ]  # fmt: skip
    for given in bad:
        page = open_page(given=given)
        assert page.locator("[role=alert]").inner_text().strip(), given
        assert page.evaluate("numnet.run({updates: 2}).then(() => numnet.get().updates)") == 2
