"""The drawing of the network: its settings, its pictures, and every weight read, set, dragged and locked."""

import base64
import json
import math
import re
import zlib

import pytest

pytestmark = pytest.mark.page
SMALL = {"data": "moons", "hidden": [3, 2]}
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
PIXEL = """(canvas, [x, y]) => {
  const { width, height } = canvas, pixel = canvas.getContext("2d").getImageData(x * width, y * height, 1, 1).data;
  return Array.from(pixel).slice(0, 3);
}"""


def start(page, config, **until):
    """A training of this configuration, ``until`` then."""
    page.evaluate("(config) => numnet.set(config)", config)
    if until:
        page.evaluate("(until) => numnet.run(until)", until)
    sizes = [*config["hidden"]]
    page.locator(f"[data-unit='{len(sizes)}.0']").wait_for()
    page.mouse.move(1, 1)
    page.wait_for_timeout(300)  # numbers to be read follow ten times a second


def state(page):
    return page.evaluate("numnet.get()")


def parameters(page):
    return state(page)["parameters"]


def parameter(page, index):
    return parameters(page)[index]


def unit(page, layer, k):
    return page.locator(f"[data-unit='{layer}.{k}']")


def card(page):
    return page.locator(".card")


def settled(page, index, value):
    """Wait until a parameter has this value."""
    for _ in range(100):
        if math.isclose(parameter(page, index), value, rel_tol=1e-5, abs_tol=1e-6):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{parameter(page, index)} is not {value}")


def weight(i, k, fan_out=3):
    """The index of a weight of the first layer."""
    return i * fan_out + k


def link(**content):
    text = zlib.compress(json.dumps(content).encode(), wbits=-15)
    return f"#v1:{base64.urlsafe_b64encode(text).decode().rstrip('=')}"


def number(text):
    return float(text.replace("−", "-"))


def test_layers_and_units(open_page):
    page = open_page()
    start(page, {"data": "spiral", "hidden": [4]})

    def hidden():
        page.wait_for_timeout(200)
        return state(page)["config"]["hidden"]

    more, less = page.get_by_role("button", name="More: Hidden layers"), page.get_by_role("button", name="Less: Hidden layers")
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
        more.click()
        page.wait_for_timeout(100)
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


def test_a_weight_is_set_by_number_and_set_back(open_page):
    page = open_page()
    start(page, SMALL)
    index = weight(1, 2)
    first = parameter(page, index)
    unit(page, 1, 2).click()
    field = card(page).get_by_label("weight from x2 to unit 3 of layer 1", exact=True)
    field.fill("1.25")
    field.press("Enter")
    settled(page, index, 1.25)
    field.fill("nonsense")
    assert field.get_attribute("aria-invalid") == "true"
    field.press("Enter")
    settled(page, index, 1.25)
    card(page).get_by_role("button", name="Set the weight from x2 to unit 3 of layer 1 back").click()
    settled(page, index, first)
    bias = card(page).get_by_label("bias of unit 3 of layer 1", exact=True)
    bias.focus()
    bias.press("ArrowUp")
    settled(page, 6 + 2, 0.1)


def test_a_locked_weight_stays(open_page):
    page = open_page()
    start(page, SMALL)
    unit(page, 1, 0).click()
    card(page).get_by_role("button", name="Keep the weight from x1 to unit 1 of layer 1 as it is").click()
    card(page).get_by_role("button", name="Keep the bias of unit 1 of layer 1 as it is").click()
    page.locator(".unit .locked").wait_for()
    assert page.locator(".handle[data-locked='true']").count() == 2
    before = parameters(page)
    page.evaluate("numnet.run({epochs: 2})")
    after = parameters(page)
    assert after[weight(0, 0)] == before[weight(0, 0)] and after[6] == before[6] == 0
    assert after[weight(1, 0)] != before[weight(1, 0)]


def test_handles_by_pointer_and_by_keys(open_page):
    page = open_page()
    start(page, SMALL)
    index = weight(0, 1)
    first = parameter(page, index)
    unit(page, 1, 1).click()
    handle = page.get_by_role("spinbutton", name="weight from x1 to unit 2 of layer 1")
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 5)
    page.mouse.move(x, y - 55)
    settled(page, index, first + 1.1)
    page.keyboard.down("Shift")
    page.mouse.move(x, y - 5)
    settled(page, index, first + 1)
    page.keyboard.up("Shift")
    page.mouse.up()
    page.mouse.move(x, y - 200)
    settled(page, index, first + 1)
    handle.focus()
    page.keyboard.press("ArrowDown")
    settled(page, index, first + 0.9)
    page.keyboard.press("Shift+ArrowUp")
    settled(page, index, first + 0.91)
    page.wait_for_timeout(200)
    assert number(handle.get_attribute("aria-valuetext")) == pytest.approx(first + 0.91, rel=0.01)
    assert len(page.locator(".handle").all()) == 3


def middle_of_edge(page, source, target, s=0.5):
    """A point of the edge between two units, as the drawing bends it."""
    a, b = unit(page, *source).bounding_box(), unit(page, *target).bounding_box()
    x0, y0, x1, y1 = a["x"] + a["width"], a["y"] + a["height"] / 2, b["x"], b["y"] + b["height"] / 2
    return x0 + s * (x1 - x0), y0 + (y1 - y0) * s * s * (3 - 2 * s)


def test_an_edge_is_pointed_at_chosen_and_dragged(open_page):
    page = open_page()
    start(page, SMALL)
    index = weight(0, 0)
    first = parameter(page, index)
    x, y = middle_of_edge(page, (0, 0), (1, 0), 0.6)
    page.mouse.move(x, y)
    assert card(page).inner_text().startswith("Weight from x1 to unit 1 of layer 1")
    page.mouse.down()
    page.mouse.move(x, y + 6)
    page.mouse.move(x, y + 50)
    page.mouse.up()
    settled(page, index, first - 1)
    page.mouse.move(1, 1)
    assert card(page).inner_text().startswith("Weight from x1 to unit 1 of layer 1")
    assert page.locator(".handle").count() == 1
    page.mouse.click(x, middle_of_edge(page, (1, 2), (2, 1), 0)[1] + 40)
    page.mouse.move(1, 1)
    assert page.locator(".handle").count() == 0


def test_by_keyboard_alone(open_page):
    page = open_page()
    start(page, SMALL)
    page.locator("[data-control='units'] button").last.focus()
    page.keyboard.press("Tab")
    focused = "document.activeElement.dataset.unit"
    assert page.evaluate(focused) == "1.0"
    for key, reached in {"ArrowDown": "1.1", "ArrowRight": "2.1", "ArrowUp": "2.0", "ArrowLeft": "1.0"}.items():
        page.keyboard.press(key)
        assert page.evaluate(focused) == reached
    page.keyboard.press("Enter")
    assert page.locator(".handle").count() == 3
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.ariaLabel") == "weight from x1 to unit 1 of layer 1"
    first = parameter(page, weight(0, 0))
    page.keyboard.press("PageUp")
    settled(page, weight(0, 0), first + 1)


def test_all_weights_as_a_table(open_page):
    page = open_page()
    start(page, SMALL, epochs=1)
    page.get_by_text("All weights as numbers").click()
    cells = page.locator(".weight-table tbody input")
    theta = parameters(page)
    shown = [float(one.input_value()) for one in cells.all()]
    assert shown == pytest.approx([*theta[6:9], *theta[:6]], rel=0.006)
    page.get_by_label("Weights into").select_option("3")
    assert cells.count() == 3
    cells.nth(1).fill("0.5")
    cells.nth(1).press("Enter")
    settled(page, len(theta) - 3, 0.5)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


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


def test_edges_are_drawn_by_their_weights(open_page):
    page = open_page()
    start(page, {"data": "and", "hidden": []})
    inked = """(canvas, [x, y]) => {
      const box = canvas.getBoundingClientRect(), ratio = canvas.width / box.width, context = canvas.getContext("2d");
      const { data } = context.getImageData((x - box.left - 4) * ratio, (y - box.top - 8) * ratio, 9 * ratio, 16 * ratio);
      let [strength, hue] = [0, 0];
      for (let i = 0; i < data.length; i += 4) (strength += data[i + 3]), (hue += data[i + 3] * (data[i + 2] - data[i]));
      return [strength, Math.sign(hue)];
    }"""
    table = page.get_by_text("All weights as numbers")
    table.click()
    cells = page.locator(".weight-table tbody input")
    seen = {}
    for value in ("0.1", "4", "-4"):
        cells.nth(1).fill(value)
        cells.nth(1).press("Enter")
        settled(page, 0, float(value))
        page.wait_for_timeout(100)
        seen[value] = page.locator("canvas.edges").evaluate(inked, [*middle_of_edge(page, (0, 0), (1, 0), 0.5)])
    assert seen["4"][0] > 3 * seen["0.1"][0] > 0
    assert seen["4"][1] == 1 and seen["-4"][1] == -1  # blue, orange
    assert seen["-4"][0] < seen["4"][0]  # gaps of the dashes


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
    assert "23553 weights and biases" in card(page).inner_text()
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
    shown = [[number(one.inner_text()) for one in page.locator(f"[data-unit^='{layer}.'] .output").all()] for layer in range(3)]
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
    places = """() => [...document.querySelectorAll(".unit, .card, .column-head, .weight-table, .handle")].map((one) => {
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


def test_a_link_locks_and_hides_weights(open_page):
    page = open_page(link(config=SMALL, lock=["weights", "units"]))
    unit(page, 1, 0).click()
    assert card(page).locator("input.weight").first.is_disabled()
    assert card(page).locator(".lock").first.is_disabled() and page.locator(".handle").count() == 0
    assert page.locator("[data-control='units'] button").first.is_disabled()
    before = parameters(page)
    x, y = middle_of_edge(page, (0, 0), (1, 1))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 60)
    page.mouse.up()
    page.wait_for_timeout(200)
    assert parameters(page) == before
    page = open_page(link(config=SMALL, hide=["weights", "units", "hidden"]))
    unit(page, 1, 0).click()
    assert page.locator("input.weight, .weight-table, [data-control='units'], [data-control='hidden']").count() == 0


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
