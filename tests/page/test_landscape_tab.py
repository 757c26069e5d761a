"""The error of the network over a plane of its weights, as it is seen on the Surface tab."""

import numpy as np
import pytest

import numnet
from tests.support.browser import violations
from tests.support.links import content_of
from tests.support.views import saved, wait_for

pytestmark = pytest.mark.page
CONFIG = {"data": "moons:n=100", "hidden": [3], "batch_size": "full", "epochs": 60, "learning_rate": 0.05}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "color_scheme": "dark"}


def of_the_network(page, plane="weights", epochs=30):
    """The landscape of a network that has been trained so far."""
    page.evaluate("(config) => numnet.set(config)", CONFIG)
    page.evaluate("(epochs) => numnet.run({ epochs })", epochs)
    page.locator("[data-control='tabs'] button").nth(1).click()
    page.locator("[data-control='surface.of'] select").select_option("network")
    page.locator("[data-control='landscape.plane'] select").select_option(plane)
    page.locator(".gap-words").wait_for()


def loss_of(page, changes=None):
    """The training loss in Python, of the latest weights of the page with some changed."""
    run = numnet.fit(**{**CONFIG, "epochs": 1}, exact=True)
    run.network.parameters[:] = page.evaluate("numnet.get().parameters")
    for index, value in (changes or {}).items():
        run.network.parameters[index] = value
    data = run.data()
    return run.network.loss(run.inputs(data.X), data.T)


def test_what_the_error_would_be_and_the_network_set_there(open_page):
    page = open_page()
    of_the_network(page)
    before = loss_of(page)
    wait_for(page.locator(".what-if"), f"E = {before:.4g}")
    into = page.locator("[data-control='landscape.weight.up'] select")
    into.nth(1).select_option("2 0")  # the bias of the output, then its weight from h₂
    into.nth(0).select_option("1")
    index = 3 * 2 + 3 + 1
    for axis, value in (("across", 0.5), ("up", -0.25)):
        field = page.locator(f"[data-control='landscape.ball.{axis}'] input")
        field.fill(str(value))
        field.press("Enter")
    there = loss_of(page, {0: 0.5, index: -0.25})
    wait_for(page.locator(".what-if"), f"E would be {there:.4g} there; it is {before:.4g}")
    page.get_by_role("button", name="Set the network there").click()
    wait_for(page.locator(".what-if"), f"^E = {there:.4g}")
    weights = page.evaluate("numnet.get().parameters")
    assert (weights[0], weights[index]) == (0.5, -0.25)


def test_the_ball_by_keyboard_and_back(open_page):
    page = open_page()
    of_the_network(page)
    page.locator("button.start").press("Shift+ArrowRight")
    wait_for(page.locator(".what-if"), "E would be")
    page.get_by_role("button", name="Back to the network").click()
    wait_for(page.locator(".what-if"), "^E = ")


def test_the_plane_of_the_path_and_the_gap_follow_the_timeline(open_page):
    page = open_page()
    page.evaluate("(config) => numnet.set(config)", CONFIG)
    start = loss_of(page)
    of_the_network(page, "path")
    wait_for(page.locator(".surface .rest"), r"holds \d")
    words = page.locator(".gap-words")
    wait_for(words, f"After update 30 .* {loss_of(page):.4g}")
    page.locator("[data-control='timeline'] input[type=range]").press("Home")
    wait_for(words, f"After update 0 .* {start:.4g}")
    assert page.locator(".race-panel pre").inner_text().splitlines()[-1] == "numnet plot landscape runs/landscape"
    for name in ("landscape", "gap"):
        saved(page, name, "SVG")


def test_it_plays_in_sight_and_the_link_keeps_it(open_page):
    page = open_page(place="http")
    of_the_network(page)
    page.locator("[data-control='landscape.weight.across'] select").nth(0).select_option("1")
    page.get_by_role("button", name="Wider").click()
    page.get_by_role("button", name="Play").click()
    wait_for(page.locator(".gap-words"), "after update 60")
    view = content_of(page.evaluate("numnet.link()"))["view"]
    assert view == {"tab": "surface", "surfaceOf": "network", "planeWeights": [3, 1], "reach": 2}
    page.evaluate("(config) => numnet.set(config)", {**CONFIG, "hidden": []})  # it has not the weights that were chosen
    wait_for(page.locator(".surface .rest"), "The other weight or bias is")


@pytest.mark.parametrize("language, words", [("en", "surface"), ("ko", "곡면")])
def test_on_a_phone_it_fits_and_is_accessible(open_page, language, words):
    page = open_page(**PHONE, locale=language)
    of_the_network(page, "path" if language == "en" else "weights")
    wait_for(page.locator(".gap-words"), words)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page) == []
    assert np.isfinite(page.locator("[data-view='landscape'] canvas").bounding_box()["height"])


@pytest.mark.parametrize("of", ["function", "network"])
def test_the_scene_is_turned_by_keys_and_by_dragging(open_page, of):
    """A whole turn leads back to the same picture; the map stays as it was."""
    page = open_page()
    if of == "network":
        of_the_network(page)
    else:
        page.locator("[data-control='tabs'] button").nth(1).click()
        page.locator(".standings td").first.wait_for()
    name = "landscape" if of == "network" else "surface"
    if of == "network":
        wait_for(page.locator(".map-progress"), "^$")
    flat = saved(page, name, "SVG").read_bytes()
    page.get_by_label("3-D", exact=True).check()
    scene = page.locator(".scene")
    first = saved(page, name, "SVG").read_bytes()
    scene.press("ArrowLeft")
    turned = saved(page, name, "SVG").read_bytes()
    for _ in range(71):
        scene.press("ArrowLeft")
    assert saved(page, name, "SVG").read_bytes() == first and len({flat, first, turned}) == 3
    for _ in range(20):
        scene.press("ArrowUp")  # to straight above, and no farther
    above = saved(page, name, "SVG").read_bytes()
    scene.press("ArrowUp")
    assert saved(page, name, "SVG").read_bytes() == above != first
    box = scene.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 40, box["y"] + box["height"] / 2 - 30)
    page.mouse.up()
    assert saved(page, name, "SVG").read_bytes() != above
    assert violations(page) == []
    page.get_by_label("3-D", exact=True).uncheck()
    assert saved(page, name, "SVG").read_bytes() == flat
    assert content_of(page.evaluate("numnet.link()")).get("view", {}).get("scene") is None
