"""Weights on the drawing of the network: read, set, dragged, locked, by pointer, by keys, in a table."""

import pytest

from tests.support.network_drawing import (
    SMALL,
    card,
    link,
    middle_of_edge,
    number,
    parameter,
    parameters,
    settled,
    start,
    unit,
    weight,
)

pytestmark = pytest.mark.page
INKED = """(canvas, [x, y]) => {
  const box = canvas.getBoundingClientRect(), ratio = canvas.width / box.width, context = canvas.getContext("2d");
  const [left, top, wide, high] = [x - box.left - 4, y - box.top - 8, 9, 16].map((part) => part * ratio);
  const { data } = context.getImageData(left, top, wide, high);
  let [strength, hue] = [0, 0];
  for (let i = 0; i < data.length; i += 4) {
    strength += data[i + 3];
    hue += data[i + 3] * (data[i + 2] - data[i]); // blue against red
  }
  return [strength, Math.sign(hue)];
}"""


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


def test_a_drag_leaves_one_mark(open_page):
    page = open_page()
    start(page, SMALL, epochs=2)
    unit(page, 1, 1).click()
    box = page.locator(".handle").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 12):
        page.mouse.move(x, y - 8 * step)
        page.wait_for_timeout(20)
    page.mouse.up()
    page.locator(".marks li").first.wait_for()
    assert page.locator(".marks li").count() == 1


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
    cells.nth(8).wait_for()
    shown = [float(one.input_value()) for one in cells.all()]
    assert shown == pytest.approx([*theta[6:9], *theta[:6]], rel=0.006)
    page.get_by_label("Weights into").select_option("3")
    assert cells.count() == 3
    cells.nth(1).fill("0.5")
    cells.nth(1).press("Enter")
    settled(page, len(theta) - 3, 0.5)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def drag_an_edge(page):
    x, y = middle_of_edge(page, (0, 0), (1, 1))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 60)
    page.mouse.up()
    page.wait_for_timeout(200)


def test_a_link_locks_and_hides_weights(open_page):
    page = open_page(link(config=SMALL, lock=["weights", "units"]))
    unit(page, 1, 0).click()
    assert card(page).locator("input.weight").first.is_disabled()
    assert card(page).locator(".lock").first.is_disabled() and page.locator(".handle").count() == 0
    assert page.locator("[data-control='units'] button").first.is_disabled()
    before = parameters(page)
    drag_an_edge(page)
    assert parameters(page) == before
    page = open_page(link(config=SMALL))  # a lesson locks them as a link does
    before = parameters(page)
    page.evaluate("""numnet.lesson({format: "numnet-lesson-1", id: "still", title: "Still", lock: ["weights"],
                     config: numnet.get().config, steps: [{text: "Look."}]})""")
    page.get_by_role("heading", name="Still").wait_for()
    drag_an_edge(page)
    assert parameters(page) == before
    page = open_page(link(config=SMALL, hide=["weights", "units", "hidden"]))
    unit(page, 1, 0).click()
    assert page.locator("input.weight, .weight-table, [data-control='units'], [data-control='hidden']").count() == 0


def test_edges_are_drawn_by_their_weights(open_page):
    page = open_page()
    start(page, {"data": "and", "hidden": []})
    table = page.get_by_text("All weights as numbers")
    table.click()
    cells = page.locator(".weight-table tbody input")
    seen = {}
    for value in ("0.1", "4", "-4"):
        cells.nth(1).fill(value)
        cells.nth(1).press("Enter")
        settled(page, 0, float(value))
        page.wait_for_timeout(100)
        seen[value] = page.locator("canvas.edges").evaluate(INKED, [*middle_of_edge(page, (0, 0), (1, 0), 0.5)])
    assert seen["4"][0] > 3 * seen["0.1"][0] > 0
    assert seen["4"][1] == 1 and seen["-4"][1] == -1  # blue, orange
    assert seen["-4"][0] < seen["4"][0]  # gaps of the dashes
