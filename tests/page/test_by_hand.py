"""The step by hand: its lines are those of `numnet trace`; filled in, it is marked; what one step does to others."""

import csv
import io
import shlex

import numpy as np
import pytest
from click.testing import CliRunner

import numnet
from numnet.commands import main
from numnet.tracing.notation import number
from tests.support.browser import violations
from tests.support.links import content_of, link_of

pytestmark = pytest.mark.page
XOR = {"data": "xor", "hidden": [2], "activation": "sigmoid", "optimizer": "sgd", "learning_rate": 0.1,
       "dtype": "float64", "l2": 0.0}  # fmt: skip
ROWS = "a,b,y\n" + "".join(f"{i % 7},{i % 5},{0.5 * (i % 7) - 0.25 * (i % 5)}\n" for i in range(40))
STEPS = [  # (configuration, row)
    (XOR, 3),
    ({"data": "spiral:n=60", "hidden": [4], "activation": "tanh", "optimizer": "adam", "dtype": "float64"}, 7),
    ({"data": "sine:n=40", "hidden": [3, 2], "activation": "gelu", "optimizer": "nag", "l2": 0.0, "seed": 5}, 5),
    ({"data": "discs:n=50", "hidden": [3], "activation": "tanh", "optimizer": "momentum", "dtype": "float64",
      "weight_decay": 0.01, "inputs": ["x1", "x2", "x1*x2"], "clip_norm": 0.05}, 2),
    ({"data": {"csv": ROWS}, "hidden": [3], "activation": "tanh", "optimizer": "radam", "loss": "huber"}, 11),
]  # fmt: skip
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
SPREAD = """async () => {
  for (let k = 0; k < 3; k++) {
    document.querySelectorAll(".trace details").forEach((part) => (part.open = true));
    await new Promise((done) => setTimeout(done, 100));
  }
}"""


def sheet(open_page, config, row, how="read", **options):
    """A page on which a link has opened the step by hand."""
    page = open_page(link_of({"config": config, "view": {"row": row, "sheet": how}}), **options)
    page.locator(".stage").wait_for()
    return page


def equations(page):
    """All lines that are shown, a sentence each, in an order of their own."""
    page.evaluate(SPREAD)
    return sorted(" ".join(text.split()) for text in page.locator(".trace-lines .equation").all_inner_texts())


def printed(words):
    """The same of a command of the terminal."""
    done = CliRunner().invoke(main, [*words, "--format", "csv"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    rows = csv.DictReader(io.StringIO(done.output))
    return sorted(f"{row['formula']} = {number(float(row['value']), 6)}" for row in rows)


def command_of(page):
    page.evaluate(SPREAD)
    return shlex.split(page.locator("[data-control=trace_command] code").inner_text())[1:]


def saved(page, name, folder):
    with page.expect_download() as download:
        page.locator(f"[data-control={name}]").click()
    download.value.save_as(folder / download.value.suggested_filename)


@pytest.mark.parametrize(("config", "row"), STEPS)
def test_lines_are_those_of_the_terminal(open_page, config, row, tmp_path, monkeypatch):
    page = sheet(open_page, config, row)
    monkeypatch.chdir(tmp_path)
    shown = equations(page)
    if isinstance(config["data"], str):  # the seed draws these weights
        assert shown == printed(command_of(page))
    page.evaluate("numnet.run({ updates: 3 })")
    page.wait_for_timeout(500)
    trained = equations(page)
    assert trained != shown and len(trained) == len(shown)
    saved(page, "save_traced_model", tmp_path)
    if not isinstance(config["data"], str):
        saved(page, "save_traced_rows", tmp_path)
    assert trained == printed(command_of(page))


def test_the_rule_goes_on_with_its_memory(open_page):
    page = sheet(open_page, {**XOR, "optimizer": "adam", "batch_size": "full", "learning_rate": 0.01}, 3)
    page.evaluate("numnet.run({ updates: 4 })")
    page.wait_for_timeout(300)
    first = equations(page)
    page.get_by_label("With the rule's memory").check()
    page.wait_for_timeout(300)
    kept = equations(page)
    assert any("0.9^1)" in text for text in first) and any("0.9^5)" in text for text in kept)
    assert page.locator("[data-control=trace_command] code").count() == 0  # no command begins with a memory
    data, network = numnet.load_dataset("xor"), numnet.Network([2, 2, 1], "sigmoid", "binary", dtype="float64")
    m, v = np.zeros((2, 9))
    for update in range(1, 6):
        rows = slice(None) if update < 5 else [3]
        g = network.gradient(data.X[rows], data.T[rows])
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        network.parameters -= 0.01 * m / (1 - 0.9**update) / (np.sqrt(v / (1 - 0.999**update)) + 1e-8)
    shown = [float(text.rpartition("= ")[2].replace("−", "-")) for text in kept if text.startswith("new ")]
    assert sorted(shown) == pytest.approx(sorted(network.parameters), abs=1e-5)


def test_lines_light_up_the_drawing_by_keys(open_page):
    page = sheet(open_page, XOR, 3)

    def lit():
        return page.locator(".unit.traced").evaluate_all("(units) => units.map((unit) => unit.dataset.unit)")

    assert page.locator(".stage").inner_text().startswith("net¹₁") and lit() == ["1.0"]
    page.locator(".trace-lines [aria-current=step]").focus()
    page.keyboard.press("ArrowDown")
    assert page.locator(".stage").inner_text().startswith("net¹₂") and lit() == ["1.1"]
    page.keyboard.press("ArrowLeft")
    assert "line 13 of 43" in page.locator(".trace-steps").inner_text()
    page.evaluate(SPREAD)
    page.locator(".trace-lines button").filter(has_text="∂E/∂w²₂₁").click()
    assert sorted(lit()) == ["1.1", "2.0"]
    page.get_by_role("button", name="Close the step by hand").click()
    assert lit() == [] and page.locator(".card").count() == 1


def fill(page, text):
    field = page.locator(".stage input")
    field.fill(text)
    field.blur()
    page.wait_for_timeout(50)
    return page.locator(".stage .verdict").get_attribute("class").split()[-1]


def lines_of_xor():
    derivation = numnet.trace("xor", sample=3, decimals="none")
    return [line for block in derivation.blocks() for line in derivation.lines(block)]


def test_a_sheet_is_filled_in(open_page):
    page = sheet(open_page, XOR, 3, "fill")
    lines = lines_of_xor()
    for line in lines[12:]:
        assert page.locator(".stage label").inner_text().startswith(line.name)
        assert fill(page, f"{line.value:.5f}".replace(".", ",")) == "right"
        page.locator(".stage input").press("Enter")
    assert page.locator(".tally").inner_text().startswith("Done: 31 of 31 right, 0 follow from yours, 0 wrong")
    page.get_by_role("button", name="New sheet").click()
    page.locator(".tally").filter(has_text="31 left").wait_for()


def test_what_follows_from_a_mistake_is_no_mistake(open_page):
    page = sheet(open_page, XOR, 3, "fill")
    assert fill(page, "x") == "unread" and fill(page, "1.2577") == "wrong"
    assert "the sign is wrong" in page.locator(".stage").inner_text()
    hint = page.locator(".stage button")
    hint.click()
    assert "= Σᵢ xᵢ w¹ᵢ₁ + b¹₁" in page.locator(".stage").inner_text()
    hint.click()
    hint.click()
    assert "= −1.25773" in page.locator(".stage").inner_text() and hint.count() == 0
    page.locator("[data-control=line_after]").click()
    page.locator("[data-control=line_after]").click()
    assert fill(page, f"{1 / (1 + np.exp(-1.2577)):.4f}") == "follows"
    assert fill(page, "0.8") == "few"
    assert "1 wrong, 29 left, 1 with too few digits" in page.locator(".tally").inner_text()
    assert fill(page, "0.2214") == "right"  # what the network has
    page.get_by_role("button", name="To the first wrong one").click()
    assert page.locator(".stage label").inner_text().startswith("net¹₁")
    assert page.locator(".tally").inner_text().startswith("1 right, 0 follow from yours, 1 wrong, 29 left")
    page.evaluate("numnet.run({ updates: 1 })")
    page.get_by_text("Weights or point have changed").wait_for()
    assert page.locator(".stage input").input_value() == "1.2577"  # nobody's work is lost


def test_a_part_of_the_sheet_is_asked_for(open_page):
    page = sheet(open_page, XOR, 3, "fill")
    assert "blank 1 of 31" in page.locator(".trace-steps").inner_text()
    page.get_by_label("Ask for").select_option(label="δ")
    page.locator(".tally").filter(has_text="3 left").wait_for()
    assert "blank 1 of 3" in page.locator(".trace-steps").inner_text()
    for name in ("δ²₁", "δ¹₁", "δ¹₂"):
        assert page.locator(".stage label").inner_text().startswith(name)
        value = next(line.value for line in lines_of_xor() if line.name == name)
        assert fill(page, f"{value:.6f}") == "right"
        page.locator(".stage input").press("Enter")
    assert page.locator(".tally").inner_text().startswith("Done: 3 of 3 right")
    assert not any(text.startswith("∂E/∂b") for text in equations(page))  # it would give δ away
    assert content_of(page.evaluate("numnet.link()"))["view"] == {"row": 3, "sheet": "fill", "blank": "delta"}
    page.get_by_label("Let me fill it in").uncheck()
    assert len(equations(page)) == 43


@pytest.mark.parametrize("look", [{"viewport": {"width": 1366, "height": 768}}, PHONE])
def test_the_line_that_is_chosen_is_in_sight_wherever_the_lines_are_scrolled_to(open_page, look):
    page = sheet(open_page, XOR, 3, "fill", **look)
    page.locator(".trace-sections summary").filter(has_text="Backward, layer 1").click()
    page.locator(".trace-lines button").filter(has_text="∂E/∂b¹₂").click()
    page.wait_for_timeout(200)
    page.keyboard.type("0.5")  # where the focus is
    assert page.locator(".stage input").input_value() == "0.5"
    for what in (".stage input", ".trace .view-title button"):
        assert page.locator(what).first.evaluate("""(element) => {
          const { left, top, width, height } = element.getBoundingClientRect();
          return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
        }"""), what


def test_all_units_of_a_wide_layer_fit_over_the_sheet(open_page):
    for units in (8, 16):
        config = {"data": "moons:n=60", "hidden": [units]}
        page = sheet(open_page, config, 3, viewport={"width": 1366, "height": 768})
        box = page.locator(".diagram").bounding_box()
        lowest = page.locator(f'.unit[data-unit="1.{units - 1}"]').bounding_box()
        assert lowest["y"] + lowest["height"] <= box["y"] + box["height"]
        assert page.locator(".unit").count() == units + 3


def test_other_data_close_the_sheet_and_take_no_answers_along(open_page):
    page = sheet(open_page, XOR, 3, "fill")
    assert fill(page, "-1.25773") == "right"
    page.evaluate("numnet.set({ data: 'and', hidden: [2] })")
    page.locator(".trace").wait_for(state="detached")
    page.locator("[data-control=by_hand]").first.click()
    page.get_by_label("Let me fill it in").check()
    page.locator(".tally").filter(has_text="0 right").wait_for()


def test_one_step_on_a_point_alone(open_page):
    config = {"data": "moons:n=80", "hidden": [4], "optimizer": "sgd", "learning_rate": 0.5, "dtype": "float64",
              "validation": 0, "l2": 0.0, "scale": False}  # fmt: skip
    page = sheet(open_page, config, 9)
    page.evaluate("numnet.run({ updates: 20 })")
    before = page.evaluate("numnet.get().parameters")
    page.wait_for_timeout(300)
    page.evaluate(SPREAD)
    data, network = numnet.load_dataset("moons", n=80), numnet.Network([2, 4, 1], "tanh", "binary", dtype="float64")
    network.parameters[:] = before

    def losses():
        return np.array([network.loss(data.X[[row]], data.T[[row]]) for row in range(80)])

    was = losses()
    network.parameters -= 0.5 * network.gradient(data.X[[9]], data.T[[9]])
    now = losses()
    page.get_by_role("button", name="Take this step on a copy").click()
    page.locator("[data-control=blame_back]").wait_for()
    part = page.locator(".blame table").last.locator("tbody tr").inner_text().split("\t")
    assert part[1] == f"{was.mean():.4g} → {now.mean():.4g}"
    assert part[2:4] == [str((now < was).sum()), str((now > was).sum())]
    worst = int(np.argmax(now - was))
    assert f"point {worst + 1}: {was[worst]:.3g} → {now[worst]:.3g}" in page.locator(".blame").inner_text()
    assert f"brings its loss from {was[9]:.4g} to {now[9]:.4g}" in page.locator(".blame").inner_text()
    assert page.evaluate("numnet.get().parameters") == before  # a copy took the step
    page.get_by_role("button", name="Back again").click()
    page.locator("[data-control=blame_step]").wait_for()


def test_a_link_keeps_the_sheet(open_page):
    page = open_page()
    page.evaluate("(config) => numnet.set(config)", XOR)
    page.locator("[data-control=by_hand]").first.click()
    page.get_by_label("Let me fill it in").check()
    page.wait_for_timeout(600)
    content = content_of(page.evaluate("numnet.link()"))
    assert content["view"] == {"row": 3, "sheet": "fill"}  # the first row without a 0


@pytest.mark.parametrize("look", [{"color_scheme": "dark"}, PHONE])
@pytest.mark.parametrize("how", ["read", "fill"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(open_page, look, how):
    page = sheet(open_page, STEPS[1][0], 7, how, **look)
    page.evaluate(SPREAD)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth")


def test_too_large_a_network_says_so(open_page):
    page = open_page()
    page.evaluate("numnet.set({ data: 'moons', hidden: [60, 60] })")
    page.locator("[data-control=by_hand]").first.click()
    page.get_by_text("too large to work out by hand").wait_for()
