"""The chart of the losses: its numbers are the history's, changes and a divergence are marked."""

import re
import xml.etree.ElementTree as ET

import pytest

import numnet
from tests.support.views import place, saved, view, wait_for

pytestmark = pytest.mark.page


def test_losses_are_those_of_the_history(open_page):
    page = open_page()
    config = {"data": "moons:n=200", "hidden": [5], "epochs": 12, "evaluate_every": 1}
    page.evaluate("(config) => numnet.set(config)", config)
    page.evaluate("numnet.run({ epochs: 12 })")
    history = numnet.fit(**config, exact=True).history
    label = view(page, "loss").locator("canvas[aria-label^='Epoch 12']").get_attribute("aria-label")
    train_loss, validation_loss = (f"{values[-1]:.4g}" for values in (history.train_loss, history.validation_loss))
    assert label.startswith(f"Epoch 12, 60 updates: training {train_loss}, validation {validation_loss}.")
    page.mouse.move(*place(page, "loss", 0.1, 0.3))
    page.mouse.move(*place(page, "loss", 0.16, 0.3))
    wait_for(view(page, "loss").locator(".bubble"), r"^Epoch 0, 0 updates: training ")
    view(page, "loss").get_by_label("Shown").select_option("metric")
    assert view(page, "loss").locator("h2").inner_text() == "accuracy"
    view(page, "loss").get_by_label("Shown").select_option("loss")
    view(page, "loss").get_by_label("Logarithmic").check()
    view(page, "loss").get_by_label("Over").select_option("STEP")


@pytest.mark.parametrize("epochs", [100, 1000])
def test_the_last_number_of_an_axis_is_all_in_sight(open_page, epochs):
    page = open_page()
    page.evaluate("(epochs) => numnet.set({ data: 'xor', hidden: [2], epochs })", epochs)
    page.evaluate("numnet.run()")
    text = ET.fromstring(saved(page, "loss", "SVG").read_text("utf-8"))
    width = float(text.get("viewBox").split()[2])
    last = next(each for each in text.iter() if each.tag.endswith("text") and each.text == str(epochs))
    size = float(next(each.get("font-size") for each in (last, text) if each.get("font-size")))
    assert float(last.get("x")) + 0.55 * size * len(last.text) / 2 <= width


def test_again_begins_the_losses_anew(open_page):
    page = open_page()
    page.evaluate("numnet.run({ epochs: 5 })")
    page.get_by_role("button", name="Again", exact=True).click()
    view(page, "loss").locator("canvas[aria-label^='Epoch 0, 0 updates']").wait_for()


def test_changes_are_marked_in_words(open_page):
    page = open_page()
    page.evaluate("numnet.run({ epochs: 3 })")
    page.locator("[data-control='learning_rate'] select").first.select_option(index=0)
    page.evaluate("numnet.run({ epochs: 3 })")
    page.locator("[data-control='optimizer'] select").select_option("sgd")
    marks = page.locator(".marks li")
    wait_for(marks, r"^Epoch 3, update 114: learning rate 0\.01 → ")
    wait_for(marks, r"^Epoch 6, update 228: rule adam → sgd")
    page.get_by_role("button", name="Again", exact=True).click()
    marks.first.wait_for(state="detached")


def test_a_divergence_is_drawn_as_such(open_page):
    page = open_page()
    page.evaluate("numnet.set({ data: 'bumps', optimizer: 'sgd', learning_rate: 50 })")
    page.evaluate("numnet.run({ epochs: 5 })")
    assert page.evaluate("numnet.get().status") == "diverged"
    assert ">diverged</text>" in saved(page, "loss", "SVG").read_text("utf-8")


def test_losses_that_rise_stay_in_the_chart(open_page):
    page = open_page()
    wild = {"data": "spiral", "hidden": [8, 8], "activation": "relu", "optimizer": "sgd", "learning_rate": 50}
    page.evaluate("(wild) => numnet.set(wild)", wild)
    page.evaluate("numnet.run({ epochs: 3 })")
    assert page.evaluate("numnet.get().train_loss") > 20
    picture = ET.parse(saved(page, "loss", "SVG")).getroot()
    lines = [path.get("d") for path in picture.iter("{http://www.w3.org/2000/svg}path") if "a" not in path.get("d")]
    heights = [float(y) for line in lines for y in re.findall(r"-?[\d.]+", line)[1::2]]
    assert 0 <= min(heights) < max(heights) <= float(picture.get("height"))


def test_a_long_history_stays_light(open_page):
    page = open_page()
    page.evaluate("numnet.set({ data: 'xor', hidden: [2], batch_size: 'full', epochs: 100000 })")
    page.evaluate("numnet.run({ epochs: 100000 })")
    assert page.evaluate("numnet.get().epoch") == 100_000
    picture = ET.parse(saved(page, "loss", "SVG")).getroot()
    longest = max(len(path.get("d").split("L")) for path in picture.iter("{http://www.w3.org/2000/svg}path"))
    assert 1000 < longest < 10_000
    took = page.evaluate(
        """() => new Promise((resolve) => {
          const begun = performance.now();
          document.querySelector("[data-control='logarithmic'] input").click();
          setTimeout(() => resolve(performance.now() - begun));
        })"""
    )
    assert took < 500
