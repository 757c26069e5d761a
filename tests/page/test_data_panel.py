"""The data panel, as a student uses it: sets, what is held out, inputs, functions; for everyone."""

import pytest

from numnet.data.bundled.generators import GENERATED_SETS
from tests.support.browser import violations
from tests.support.data_panel import SPREADSHEET, config, dataset, paste, until, way

pytestmark = pytest.mark.page
NAMES = {"xor_cloud": "XOR clouds", "noisy_polynomial": "cubic", "and": "AND", "or": "OR", "xor": "XOR"}


# --- sets -------------------------------------------------------------------------------------------------------------


def test_every_set_has_a_picture_and_is_trained_on(open_page):
    page = open_page()
    for info in GENERATED_SETS:
        name = NAMES.get(info.name, info.name)
        button = page.get_by_role("button", name=name, exact=True)
        button.click()
        until(page, lambda info=info: config(page)["data"] == info.name)
        until(page, lambda button=button: button.get_attribute("aria-pressed") == "true")
        assert config(page)["validation"] == (0 if info.kind == "truth table" else 0.2)
    colors = """canvases => canvases.map(canvas => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height), seen = new Set();
      for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 200) seen.add(data.slice(i, i + 3).join());
      return seen.size; })"""
    assert len(GENERATED_SETS) == 15
    until(page, lambda: min(page.locator("canvas.preview").evaluate_all(colors)) > 0)
    assert page.locator("canvas.preview").count() == len(GENERATED_SETS)


def test_options_of_a_set_are_written_where_they_differ(open_page):
    page = open_page()
    page.get_by_role("button", name="spiral", exact=True).click()
    for label, value, written in (
        ("Points", "600", "spiral:n=600"),
        ("Noise", "0.2", "spiral:n=600,noise=0.2"),
        ("Arms", "5", "spiral:n=600,noise=0.2,arms=5"),
        ("Seed", "1", "spiral:n=600,noise=0.2,arms=5,seed=1"),
        ("Points", "1500", "spiral:noise=0.2,arms=5,seed=1"),
    ):
        field = page.locator("section.data").get_by_label(label, exact=True).first
        field.fill(value)
        field.blur()
        until(page, lambda written=written: config(page)["data"] == written)


def test_other_points_of_a_set(open_page):
    page = open_page()
    for seed in (1, 2):
        page.get_by_role("button", name="Other points", exact=True).click()
        until(page, lambda seed=seed: config(page)["data"] == f"spiral:seed={seed}")
    page.get_by_role("button", name="XOR", exact=True).click()  # all four points there are
    page.get_by_role("button", name="Other points", exact=True).wait_for(state="detached")


def test_what_is_held_out(open_page):
    page = open_page()
    panel = page.locator("section.data")
    panel.locator("summary", has_text="Held out").click()
    for label, value in (("Validation, %", "35"), ("Test, %", "5")):
        panel.get_by_label(label).fill(value)
        panel.get_by_label(label).blur()
    panel.get_by_label("Chosen").select_option("stratified")
    given = until(page, lambda: config(page)["split"] == "stratified" and config(page))
    assert given["validation"] == 0.35 and given["test"] == 0.05
    panel.get_by_text("900 rows to train on · 525 held out · 75 for the test").wait_for()
    panel.get_by_role("button", name="sine", exact=True).click()  # no classes: it can't be split by them
    assert until(page, lambda: config(page)["data"] == "sine" and config(page)["split"]) == "random"


def test_inputs_computed_from_the_features(open_page):
    page = open_page()
    panel = page.locator("section.data")
    panel.get_by_role("button", name="circles", exact=True).click()
    panel.locator("summary", has_text="Inputs").click()
    for label in ("x₁²", "x₂²", "sin x₂"):
        panel.get_by_label(label, exact=True).check()
    panel.get_by_label("x₁", exact=True).uncheck()
    until(page, lambda: config(page)["inputs"] == ["x2", "x1^2", "x2^2", "sin(x2)"])
    panel.get_by_role("button", name="moons", exact=True).click()
    until(page, lambda: config(page)["data"] == "moons")
    assert config(page)["inputs"] == ["x2", "x1^2", "x2^2", "sin(x2)"]
    panel.get_by_role("button", name="sine", exact=True).click()  # it has one feature alone
    until(page, lambda: config(page)["data"] == "sine" and config(page)["inputs"] == [])
    panel.get_by_label("sin x", exact=True).check()
    panel.get_by_label("x", exact=True).uncheck()
    until(page, lambda: config(page)["inputs"] == ["sin(x1)"])
    assert panel.get_by_label("sin x", exact=True).is_disabled()  # one input there must be


# --- functions --------------------------------------------------------------------------------------------------------


def test_points_of_a_function(open_page):
    page = open_page()
    way(page, "f(x)")
    page.get_by_label("f(x) =").fill("x**2 - 1")
    page.get_by_role("button", name="Draw").click()
    until(page, lambda: isinstance(config(page)["data"], dict))
    data = dataset(page)
    right = [label == "above" for label in (data.target_names[t] for t in data.T)]
    above = data.X[:, 1] > data.X[:, 0] ** 2 - 1
    assert data.task == "binary" and len(data.X) == 500 and 0.85 < (above == right).mean() < 1  # noise 0.1
    page.get_by_label("Noise").last.fill("0")
    page.get_by_label("Noise").last.blur()
    until(page, lambda: (lambda d: ((d.X[:, 1] > d.X[:, 0] ** 2 - 1) == (d.T == 0)).all())(dataset(page)))
    page.get_by_label("What is drawn").select_option("curve")
    until(page, lambda: config(page)["task"] == "regression")
    page.get_by_role("button", name="exp(-x**2)").click()
    until(page, lambda: 0 < dataset(page).T.min() < dataset(page).T.max() <= 1)
    page.get_by_label("f(x) =").fill("x^2")
    page.get_by_text("a power is written **").wait_for()
    assert page.get_by_role("button", name="Draw").is_disabled() and page.locator(".help").count() == 0
    page.get_by_label("f(x) =").fill("log(x) + y")
    page.get_by_role("button", name="Draw").click()
    page.get_by_text("f(x) holds x alone").wait_for()


# --- everyone ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_panel_is_accessible(open_page, scheme):
    page = open_page(color_scheme=scheme)
    page.get_by_role("tab", name="Sets", exact=True).focus()
    for name in ("Paint", "f(x)", "Table", "Sets"):
        page.keyboard.press("ArrowRight")
        assert page.get_by_role("tab", name=name, exact=True).get_attribute("aria-selected") == "true"
        if name == "Table":
            paste(page, SPREADSHEET)
        assert violations(page) == []
