"""The drawing of the network: its settings, its pictures, what it says of a unit, where it stands."""

import math
import re
from xml.etree import ElementTree

import pytest

from tests.support.browser import violations
from tests.support.links import link_of
from tests.support.network_drawing import (
    SMALL,
    card,
    middle_of_edge,
    number,
    parameters,
    settled,
    start,
    state,
    unit,
    weight,
)

pytestmark = pytest.mark.page
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
PIXEL = """(canvas, [x, y]) => {
  const { width, height } = canvas, pixel = canvas.getContext("2d").getImageData(x * width, y * height, 1, 1).data;
  return Array.from(pixel).slice(0, 3);
}"""


def test_layers_and_units(open_page):
    page = open_page()
    start(page, {"data": "spiral", "hidden": [4]})

    def hidden():
        page.wait_for_timeout(200)
        return state(page)["config"]["hidden"]

    more, less = (page.get_by_role("button", name=f"{word}: Hidden layers") for word in ("More", "Less"))
    more.click()
    assert hidden() == [4, 4]
    page.get_by_role("button", name="More: Units of layer 2").click()
    page.get_by_role("button", name="Less: Units of layer 1").click()
    assert hidden() == [3, 5]
    assert page.locator(".unit").count() == 2 + 3 + 5 + 3
    less.click()
    less.click()
    assert hidden() == [] and page.locator(".unit").count() == 5 and less.is_disabled()
    for _ in range(8):
        more.dispatch_event("click")  # faster than a new training begins
    page.locator("[data-unit='9.0']").wait_for()
    assert hidden() == [4] * 8 and more.is_disabled()
    start(page, {"data": "spiral", "hidden": [16]})
    assert page.get_by_role("button", name="More: Units of layer 1").is_disabled()
    page.get_by_role("button", name="Less: Units of layer 1").click()
    assert hidden() == [15]


def test_activation_initial_weights_and_loss(open_page):
    page = open_page()
    start(page, SMALL)
    page.get_by_label("Activation", exact=True).select_option("relu")
    page.wait_for_timeout(200)
    assert state(page)["config"]["activation"] == "relu"
    page.get_by_label("Activation", exact=True).select_option(label="one a layer")
    page.get_by_label("Activation of layer 2").select_option(label="sigmoid")
    page.wait_for_timeout(200)
    assert state(page)["config"]["activation"] == ["relu", "sigmoid"]
    unit(page, 2, 0).hover()
    assert "h = 1 / (1 + e" in card(page).inner_text()
    page.get_by_label("Initial weights").select_option("zeros")
    page.wait_for_timeout(200)
    assert set(parameters(page)) == {0}
    loss = page.locator("[data-control='loss'] select")
    assert set(loss.locator("option").evaluate_all("all => all.map((one) => one.value)")) >= {"mse", "cross_entropy"}
    loss.select_option("mse")
    page.wait_for_timeout(200)
    assert state(page)["config"]["loss"] == "mse"
    start(page, {"data": "sine", "hidden": [3]})
    assert "cross_entropy" not in loss.locator("option").evaluate_all("all => all.map((one) => one.value)")


def test_a_unit_says_what_it_computes(open_page):
    page = open_page()
    start(page, SMALL, epochs=3)
    theta = parameters(page)
    unit(page, 1, 1).hover()
    said = card(page).inner_text()
    assert said.startswith("Unit 2 of layer 1") and "h = tanh(net)" in said
    formula = re.search(r"net = (.*) x1 ([+−]) (.*) x2 ([+−]) (.*)", said)
    w1, sign2, w2, sign_b, b = formula.groups()
    found = [number(w1), number(sign2.replace("+", "") + w2), number(sign_b.replace("+", "") + b)]
    assert found == pytest.approx([theta[weight(0, 1)], theta[weight(1, 1)], theta[6 + 1]], rel=0.01)
    low, high = map(number, re.search(r"h is between (\S+) and (\S+)", said).groups())
    assert -1 <= low < high <= 1
    assert page.locator(".unit.feeding").evaluate_all("all => all.map((one) => one.dataset.unit)") == ["0.0", "0.1"]
    page.get_by_label("All digits").check()
    unit(page, 1, 1).hover()
    shown = page.get_by_label("weight from x1 to unit 2 of layer 1").first.input_value()
    assert float(shown) == pytest.approx(theta[weight(0, 1)], rel=1e-7) and len(shown) > 7


def test_a_unit_is_kept_by_a_click(open_page):
    page = open_page()
    start(page, SMALL)
    unit(page, 2, 1).click()
    unit(page, 0, 0).hover()
    assert card(page).inner_text().startswith("X1")
    page.mouse.move(1, 1)
    assert card(page).inner_text().startswith("Unit 2 of layer 2")
    assert unit(page, 2, 1).get_attribute("aria-pressed") == "true"
    page.keyboard.press("Escape")
    page.mouse.move(2, 2)
    assert unit(page, 2, 1).get_attribute("aria-pressed") == "false"
    unit(page, 2, 1).evaluate("(one) => one.blur()")
    assert "Point at a unit" in card(page).inner_text()


def test_pictures_show_what_units_compute(open_page):
    page = open_page()
    start(page, {"data": "and", "hidden": [2], "init": "zeros"})
    canvas = unit(page, 0, 1).locator("canvas")
    top, bottom = canvas.evaluate(PIXEL, [0.5, 0.02]), canvas.evaluate(PIXEL, [0.5, 0.98])
    assert top[2] > top[0] and bottom == pytest.approx([255, 255, 255], abs=25)  # x2: 1 at the top, blue; near 0 white
    assert unit(page, 1, 0).locator("canvas").evaluate(PIXEL, [0.5, 0.5]) == [255, 255, 255]  # h = 0
    unit(page, 1, 0).click()
    bias = card(page).get_by_label("bias of unit 1 of layer 1", exact=True)
    bias.fill("-3")
    bias.press("Enter")
    settled(page, 4, -3)
    red, green, blue = unit(page, 1, 0).locator("canvas").evaluate(PIXEL, [0.5, 0.5])
    assert red > green > blue  # tanh(−3), orange
    start(page, {"data": "sine", "hidden": [4]}, epochs=20)
    colors = unit(page, 2, 0).locator("canvas").evaluate("""(canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;
    }""")
    assert colors > 3  # a curve over a line


def test_saved_as_a_picture(open_page):
    page = open_page()
    start(page, {"data": "blobs", "hidden": [3]}, epochs=1)
    page.evaluate("document.querySelectorAll('.share details').forEach((part) => (part.open = true))")
    with page.expect_download() as saved:
        page.get_by_role("button", name=re.compile("Network.*SVG")).click()
    drawn = ElementTree.parse(saved.value.path()).getroot()
    space = "{http://www.w3.org/2000/svg}"
    assert len(drawn.findall(f".//{space}image")) == 2 + 3 + 3
    dashed = [path for path in drawn.findall(f".//{space}path") if path.get("stroke-dasharray")]
    theta = parameters(page)
    assert len(dashed) == sum(w < 0 for w in [*theta[:6], *theta[9:18]])
    words = {text.text for text in drawn.findall(f".//{space}text")}
    assert {"Network 2-3-3", "x1", "x2", "layer 1", "tanh", "blob 1", "blob 2", "blob 3"} <= words


def test_large_networks_leave_units_out_and_say_so(open_page):
    page = open_page()
    start(page, {"data": "spiral", "hidden": [40, 3]})
    assert page.locator(".more").inner_text() == "+ 24 more"
    units = page.locator("[data-unit^='1.']").evaluate_all("all => all.map((one) => Number(one.dataset.unit.slice(2)))")
    theta = parameters(page)
    norms = [theta[k] ** 2 + theta[40 + k] ** 2 for k in range(40)]
    assert units == sorted(sorted(range(40), key=lambda k: -norms[k])[:16])
    start(page, {"data": "spiral", "hidden": [3] * 12})
    assert page.locator(".gap").inner_text() == "… 4 more layers …"
    assert page.locator(".column-head").count() == 10
    start(page, {"data": "spiral", "hidden": [150, 150]})
    assert "23,553 weights and biases" in card(page).inner_text()
    unit(page, 1, 0).hover()
    assert "h = tanh(net)" in card(page).inner_text()


def test_the_point_that_is_looked_at_goes_through_the_network(open_page):
    page = open_page()
    start(page, {"data": "xor", "hidden": [2], "scale": False, "shuffle": False})
    page.get_by_label("How far a step goes").select_option("sample")
    for _ in range(2):  # (0, 0), then (0, 1)
        page.get_by_role("button", name="Step", exact=True).click()
        page.wait_for_timeout(300)
    w = parameters(page)
    h = [math.tanh(0 * w[k] + 1 * w[2 + k] + w[4 + k]) for k in range(2)]
    y = 1 / (1 + math.exp(-(h[0] * w[6] + h[1] * w[7] + w[8])))
    outputs = [page.locator(f"[data-unit^='{layer}.'] .output").all_inner_texts() for layer in range(3)]
    shown = [list(map(number, texts)) for texts in outputs]
    assert shown[0] == [0, 1]
    assert shown[1] == pytest.approx(h, abs=0.006) and shown[2] == pytest.approx([y], abs=0.006)
    unit(page, 2, 0).hover()
    page.wait_for_timeout(200)
    said = card(page).inner_text()
    found = [number(text) for text in re.search(r"point 2: net = (\S+), y = (\S+), δ = ∂E/∂net = (\S+)", said).groups()]
    assert found == pytest.approx([math.log(y / (1 - y)), y, y - 1], rel=0.01)
    page.mouse.move(*middle_of_edge(page, (0, 1), (1, 0)))
    page.wait_for_timeout(200)
    slope = (y - 1) * w[6] * (1 - h[0] ** 2)
    assert number(card(page).inner_text().split("∂E/∂w = ")[1].split()[0]) == pytest.approx(slope, rel=0.01)


def test_nothing_moves_while_it_learns(open_page):
    page = open_page(reduced_motion="reduce")
    start(page, SMALL)
    unit(page, 2, 0).click()
    page.mouse.move(1, 1)
    places = """() => [...document.querySelectorAll(".unit, .card, .column-head, .weight-table")].map((one) => {
      const { left, top, width, height } = one.getBoundingClientRect();
      return [left, top, width, height].map(Math.round).join(" ");
    })"""
    before, theta = page.evaluate(places), parameters(page)
    page.get_by_role("button", name="Play").click()
    for _ in range(5):
        page.wait_for_timeout(200)
        assert page.evaluate(places) == before
    page.get_by_role("button", name="Pause").click()
    assert parameters(page) != theta


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_dashes_flow_while_it_learns_unless_motion_is_unwanted(open_page, motion):
    page = open_page(reduced_motion=motion)
    start(page, {**SMALL, "epochs": 100_000})
    offset = "document.querySelector('canvas.edges').getContext('2d').lineDashOffset"
    page.get_by_role("button", name="Play").click()
    seen = set()
    for _ in range(20):
        page.wait_for_timeout(100)
        seen.add(page.evaluate(offset))
    page.get_by_role("button", name="Pause").click()
    page.wait_for_timeout(300)
    assert page.evaluate(offset) == 0
    assert (seen == {0}) == (motion == "reduce")


def test_on_a_phone_the_drawing_scrolls_and_the_page_does_not(open_page):
    page = open_page(**PHONE)
    page.evaluate("(config) => numnet.set(config)", {"data": "spiral", "hidden": [8, 8, 8, 8]})
    unit(page, 4, 0).wait_for()
    page.wait_for_timeout(200)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    wide, seen = page.locator(".diagram").evaluate("(one) => [one.scrollWidth, one.clientWidth]")
    assert wide > seen
    unit(page, 4, 7).scroll_into_view_if_needed()
    unit(page, 4, 7).tap()
    assert card(page).inner_text().startswith("Unit 8 of layer 4")
    page.locator(".handle").first.scroll_into_view_if_needed()
    assert page.locator(".handle").first.bounding_box()["width"] >= 24


@pytest.mark.parametrize("screen", [{"width": 360, "height": 740}, {"width": 720, "height": 900}])
def test_two_layers_fit_a_phone(open_page, screen):
    page = open_page(viewport=screen)
    unit(page, 2, 0).wait_for()
    page.wait_for_timeout(200)
    wide, seen = page.locator(".diagram").evaluate("(one) => [one.scrollWidth, one.clientWidth]")
    assert wide <= seen


def test_what_a_unit_computes_is_said_before_one_is_chosen(open_page):
    page = open_page()
    start(page, SMALL)
    said = card(page).inner_text()
    assert f"{len(parameters(page))} weights and biases" in said
    assert "net = Σ w h + b, h = tanh(net)" in said
    start(page, {**SMALL, "activation": ["relu"] * len(SMALL["hidden"])})
    assert "h = f(net)" in card(page).inner_text()


def test_the_legend_says_what_the_colours_of_pictures_mean(open_page):
    page, legend = open_page(), []
    for config in (SMALL, {**SMALL, "hidden": [3], "activation": "sigmoid"}, {"data": "sine", "hidden": [3]}):
        start(page, config)
        legend.append(page.locator(".legend").inner_text())
    signs, positive, curve = legend
    assert "h below and above 0" in signs and "outputs: the colours of the classes" in signs
    assert "inputs below and above 0" in positive and "h from 0 up" in positive
    assert "classes" not in curve


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible(open_page, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(color_scheme=scheme)
    start(page, {"data": "moons", "hidden": [3, 2], "activation": ["relu", "tanh"]})
    page.get_by_text("All weights as numbers").click()
    unit(page, 1, 0).click()
    page.mouse.move(1, 1)
    page.wait_for_timeout(200)
    found = Axe().run(page, context=".network").response["violations"]
    assert [(rule["id"], [node["html"][:100] for node in rule["nodes"]]) for rule in found] == []


def test_what_does_not_fit_on_the_card_is_reached_by_the_keyboard(open_page):
    link = link_of({"config": {"data": "spiral", "hidden": [8, 8], "activation": "gelu"}, "view": {"row": 3}})
    page = open_page(link, viewport={"width": 1280, "height": 720})
    page.evaluate("numnet.run({updates: 3})")
    unit(page, 3, 0).click()
    box = page.locator(".card .facts[tabindex='0']")
    box.filter(has_text="δ").wait_for()
    assert violations(page) == []
    box.focus()
    page.keyboard.press("End")
    page.wait_for_function("(box) => box.scrollTop > 0", arg=box.element_handle())
    unit(page, 0, 0).click()
    box.wait_for(state="detached")  # all of it is seen
