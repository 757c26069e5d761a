"""The tab of error surfaces: the start dragged, the verdict, rates tuned, an expression, pictures, link and command."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

import numnet
from tests.support.browser import violations
from tests.support.cli import call
from tests.support.links import content_of, link_of
from tests.support.views import numbers, saved

pytestmark = pytest.mark.page
ROOT = Path(__file__).resolve().parents[2]


def surface(page, name=None):
    page.get_by_role("button", name="Surface", exact=True).click()
    if name:
        page.get_by_role("combobox", name="Surface").select_option(name)
    page.locator(".standings td").first.wait_for()


def verdict(page, words):
    """Wait for the sentence of `numnet.Race`."""
    page.locator(".verdict b").filter(has_text=words).wait_for()


def command(page):
    return page.locator(".race-panel pre").inner_text()


def test_the_race_is_that_of_the_terminal(open_page):
    page = open_page()
    surface(page, "beale")
    ours = numnet.race("beale")
    verdict(page, ours.verdict)
    rows = numbers(page.locator(".standings table"))
    assert [row[0] for row in rows] == [ours.descents.optimizers[r].name for r in ours.order]
    assert [row[2:4] for row in rows] == [
        [ours.median_words(r).replace("-", "–"), ours.share_words(r)] for r in ours.order
    ]
    assert [row[5] for row in rows] == [ours.outcomes[r].words for r in ours.order]
    assert command(page) == "numnet plot race beale"


@pytest.mark.parametrize("width", [1280, 1366])
def test_standings_fit_and_mark_who_does_not_arrive_from_everywhere(open_page, width):
    page = open_page(viewport={"width": width, "height": 720})
    surface(page, "long_valley")
    ours = numnet.race("long_valley")
    verdict(page, ours.verdict)
    box = page.locator(".standings .scroll")
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth")
    marked = page.locator(".standings tr:has([data-some]) th").all_inner_texts()
    names = [(ours.descents.optimizers[r].name, ours.share_words(r)) for r in ours.order]
    assert marked == [name for name, share in names if share != "25/25"] != []
    notes = page.locator(".standings .small").inner_text()
    assert notes.startswith("How it is judged") and "*: not from all 25 starts" in notes
    assert "it would be a tie if" in notes and " tie" not in ours.verdict


def test_the_start_is_dragged_and_its_rates_are_tuned(open_page, tmp_path):
    """Dragged rates are those of the default start, and said to be; the command tunes as the button does."""
    page = open_page()
    surface(page, "long_valley")
    page.get_by_label("Steps", exact=True).fill("60")
    page.get_by_label("Steps", exact=True).blur()
    box = page.locator("button.start").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 80, y + 30, steps=4)
    page.get_by_text("Judged when the start is let go.").wait_for()
    page.mouse.up()
    page.get_by_text("tuned for its own start and steps").wait_for()
    start = tuple(float(page.get_by_label(f"Start {axis}").input_value()) for axis in "xy")
    assert start != tuple(numnet.SURFACES["long_valley"].start)
    verdict(page, numnet.race("long_valley", start=start, steps=60).verdict)
    page.get_by_role("button", name="Tune the rates").click()
    page.get_by_text("found by tuning").wait_for()
    words = command(page).split()
    assert words[1:4] == ["plot", "race", "long_valley"] and words[-1] == "--tune"
    told = json.loads(call(*words[1:], "--json", "-o", tmp_path / "race.svg").stdout)
    verdict(page, told["result"])
    rates = [float(row[1]) for row in numbers(page.locator(".standings table"))]
    assert rates == [row["rate"] for row in told["results"]]


def test_an_expression_by_keyboard(open_page):
    page = open_page()
    surface(page)
    page.get_by_role("combobox", name="Surface").select_option("")
    field = page.get_by_label("E(x, y)")
    field.fill("x^2")
    field.press("Enter")
    page.get_by_role("alert").filter(has_text="**").wait_for()
    field.fill("(x - 1)**2 + 3*y**2")
    field.press("Enter")
    for rule in ("momentum", "nag", "adagrad", "rmsprop"):
        page.get_by_label(rule, exact=True).uncheck()
    page.get_by_text("found by tuning").wait_for()
    page.locator("button.start").press("Shift+ArrowRight")
    page.locator("button.start").press("ArrowUp")
    page.get_by_role("button", name="Start (−1.4, 1.56)").wait_for()
    page.get_by_text("found by tuning").wait_for()
    verdict(page, numnet.race("(x - 1)**2 + 3*y**2", ["sgd", "adam"], start=(-1.4, 1.56)).verdict)
    assert command(page) == (
        "numnet plot race --expression '(x - 1)**2 + 3*y**2' --optimizers sgd,adam --start -1.4,1.56"
    )


def test_noise_and_a_schedule_are_those_of_the_terminal(open_page, tmp_path):
    page = open_page(place="http")
    surface(page, "booth")
    page.get_by_text("Noise and schedule").click()
    noise = page.locator("[data-control='race.noise'] input")
    noise.fill("2.5")
    noise.press("Enter")
    page.get_by_label("Seed of the noise").fill("3")
    page.locator("[data-control='race.schedule'] select").select_option("cosine")
    floor = page.locator("[data-control='race.schedule.floor'] input")
    floor.fill("0.1")
    floor.press("Enter")
    page.get_by_text("noise of deviation 2.5 on every gradient, seed 3").wait_for()
    page.get_by_text("schedule cosine:floor=0.1", exact=True).wait_for()
    assert command(page) == "numnet plot race booth --schedule cosine:floor=0.1 --noise 2.5 --seed 3"
    told = json.loads(call(*command(page).split()[1:], "--json", "-o", tmp_path / "race.svg").stdout)
    assert "closest" in told["result"]
    verdict(page, told["result"])
    view = content_of(page.evaluate("numnet.link()"))["view"]
    assert (view["raceNoise"], view["raceSeed"], view["raceSchedule"]) == (2.5, 3, "cosine:floor=0.1")


def test_rates_that_were_chosen(open_page, tmp_path):
    page = open_page(place="http")
    surface(page, "beale")
    page.locator("[data-control='race.rates'] summary").click()
    for rule, rate in (("sgd", "0.004"), ("adam", "0.3")):
        field = page.locator(f"[data-control='race.rate.{rule}'] input")
        field.fill(rate)
        field.press("Enter")
    page.get_by_text("; sgd, adam as given").wait_for()
    assert command(page) == "numnet plot race beale --rate sgd=0.004 --rate adam=0.3"
    told = json.loads(call(*command(page).split()[1:], "--json", "-o", tmp_path / "race.svg").stdout)
    verdict(page, told["result"])
    assert [float(row[1]) for row in numbers(page.locator(".standings table"))] == [
        row["rate"] for row in told["results"]
    ]
    other = open_page(place="http", query=f"#{page.evaluate('numnet.link()').partition('#')[2]}")
    verdict(other, told["result"])
    field = other.locator("[data-control='race.rate.sgd'] input")
    field.fill("")
    field.press("Enter")
    other.get_by_text("; adam as given").wait_for()


def test_play_step_and_scrub(open_page):
    page = open_page()
    surface(page, "saddle")
    steps = numnet.SURFACES["saddle"].steps
    said = page.locator(".race-transport output")
    page.keyboard.press("r")
    page.keyboard.press(".")
    said.filter(has_text=f"step 1 of {steps}").wait_for()
    slider = page.get_by_label("Steps taken")
    slider.focus()
    slider.press("End")
    assert slider.get_attribute("aria-valuetext") == f"step {steps} of {steps}"
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Pause").click()
    assert said.inner_text() != f"step {steps} of {steps}"


def test_the_link_holds_the_race_and_pictures_are_saved(open_page):
    page = open_page(place="http")
    surface(page, "himmelblau")
    page.get_by_role("button", name="All rules").click()
    page.locator("button.start").press("ArrowUp")
    page.get_by_text("tuned for its own start").wait_for()
    shown, link = page.locator(".verdict b").inner_text(), page.evaluate("numnet.link()")
    view = content_of(link)["view"]
    assert view["tab"] == "surface" and len(view["raceRules"]) == len(numnet.OPTIMIZERS)
    other = open_page(place="http", query=f"#{link.partition('#')[2]}")
    verdict(other, shown)
    for kind in ("PNG", "SVG"):
        saved(other, "surface", kind)
        saved(other, "descent", kind)


def test_the_code_that_ran(open_page):
    """Word for word as it stands in numnet, with the numbers of now beside it, and pages that there are."""
    page = open_page()
    page.evaluate("numnet.set({optimizer: 'adam', learning_rate: 0.02, beta1: 0.8, activation: 'relu'})")
    page.locator("[data-control='code.network']").click()
    for file in re.findall(r"docs/[\w-]+\.md", page.locator("dialog.code p").first.inner_text()):
        assert (ROOT / file).is_file()
    files = {"numnet/cpu/layers.py", "numnet/kernels/activations/relu.py", "numnet/kernels/losses.py"}
    assert files == listed(page) and loss_lines(page) == []
    page.keyboard.press("Escape")
    page.locator("details[data-control='rule'] > summary").click()
    page.locator("[data-control='code.rule']").click()
    assert listed(page) == {"numnet/kernels/rules/adam.py"}
    beside = page.locator("dialog.code .now").all_inner_texts()
    assert "1 − β₁ = 0.2" in beside and "η = 0.02, ε = 1·10⁻⁸" in beside


@pytest.mark.parametrize("config, functions, loss", [
    ({"data": "xor", "hidden": [2]}, ["sigmoid_cross_entropy", "cross_entropy_delta"],
     lambda net, y, t: np.logaddexp(0, net) - t * net),
    ({"data": "sine", "hidden": [3], "loss": "mse"}, ["mse", "dmse"], lambda y, t: (y - t) ** 2 / 2),
    ({"data": "spiral", "hidden": [4], "loss": "mae"}, ["mae", "dmae", "through_softmax"],
     lambda y, t: abs(y - t)),
    ({"data": "spiral", "hidden": [4]}, ["softmax_cross_entropy", "cross_entropy_delta"],
     lambda net, y, t: -t * np.log(y)),
])  # fmt: skip
def test_the_loss_stands_in_the_code_with_the_numbers_of_a_point(open_page, config, functions, loss):
    page = open_page(link_of({"config": config, "view": {"row": 2}}))
    page.evaluate("numnet.run({updates: 3})")
    page.locator("[data-control='code.network']").click()
    page.get_by_text("Point 3: E = ").wait_for()
    beside = loss_lines(page)
    assert [re.match(r"def (\w+)", line)[1] for line, _ in beside] == functions
    notes = re.findall(r"(\w+) = (\([^)]*\)|[^,]+)", ", ".join(now for _, now in beside))
    values = {name: np.array([float(x) for x in text.strip("()").replace("−", "-").split(", ")])
              for name, text in notes}  # fmt: skip
    E = float(re.search(r"E = (\S+)\.$", page.get_by_text("Point 3: E = ").inner_text())[1])
    assert loss(**values).sum() == pytest.approx(E, rel=0.02)


def loss_lines(page):
    """[(a line of numnet/kernels/losses.py, the numbers beside it)] of the dialog, those with numbers."""
    page.locator("dialog.code").wait_for()
    found = []
    for figure in page.locator("dialog.code figure").filter(has_text="numnet/kernels/losses.py").all():
        rows = [row.locator("td").all_inner_texts() for row in figure.locator("tr").all()]
        found += [(line, now) for line, now in rows if now]
    return found


def listed(page):
    """The files of the dialog, of which every line must be the file's own."""
    page.locator("dialog.code").wait_for()
    files = set()
    for figure in page.locator("dialog.code figure").all():
        file, line = figure.locator("figcaption").inner_text().split(":")
        shown = [text.rstrip() for text in figure.locator("code").all_text_contents()]
        own = (ROOT / file).read_text("utf-8").splitlines()[int(line) - 1 :][: len(shown)]
        assert shown == [text.rstrip() for text in own] and any(text.startswith("def ") for text in shown)
        files.add(file)
    return files


@pytest.mark.parametrize("scheme, width", [("light", 1440), ("dark", 320)])
def test_it_fits_and_is_accessible(open_page, scheme, width):
    page = open_page(viewport={"width": width, "height": 740}, color_scheme=scheme)
    surface(page)
    page.get_by_role("button", name="All rules").click()
    page.locator(".standings tbody tr").nth(12).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
