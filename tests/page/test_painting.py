"""Points painted by hand: by mouse, finger and keyboard, taken back, wiped off, brought back by a link."""

import pytest

from tests.support.data_panel import config, dataset, until, way

pytestmark = pytest.mark.page


class Plane:
    """The canvas, by coordinates of the plane."""

    def __init__(self, page):
        self.page, self.canvas = page, page.get_by_role("application", name="Plane to paint on")

    def place(self, x, y):
        self.canvas.evaluate("canvas => canvas.scrollIntoView({ block: 'center' })")  # a bar may lie over the edge
        box = self.canvas.bounding_box()
        return box["x"] + box["width"] * (x + 3) / 6, box["y"] + box["height"] * (3 - y) / 6

    def drag(self, *points):
        self.page.mouse.move(*self.place(*points[0]))
        self.page.mouse.down()
        for point in points[1:]:
            self.page.mouse.move(*self.place(*point), steps=8)
        self.page.mouse.up()

    def click(self, x, y):
        self.drag((x, y))


def painted(page):
    """How many points there are on the canvas, by its own account."""
    text = page.locator(".paint-state").inner_text()
    return int(text.partition(" ")[0]) if text.endswith("points") else text


def test_classes_are_painted_taken_back_and_wiped_off(open_page):
    page = open_page()
    way(page, "Paint")
    plane = Plane(page)
    assert painted(page) == "Press and drag to paint class A; then choose B."
    plane.drag((-2, 1), (-1, 2))
    assert painted(page) == "Class B has no points yet." and config(page)["data"] == "spiral"
    page.get_by_role("button", name="Class B", exact=True).click()
    plane.drag((2, -1), (1, -2), (2, -2))
    given = until(page, lambda: isinstance(config(page)["data"], dict) and config(page))
    assert given["task"] == "binary" and given["target"] == ["class"] and given["columns"] == ["*"]
    data, count = dataset(page), painted(page)
    assert len(data.X) == count > 10 and list(data.target_names) == ["A", "B"]
    assert (data.X[data.T == 0, 0] < 0).all() and (data.X[data.T == 1, 0] > 0).all()
    page.get_by_role("button", name="One class more").click()
    page.get_by_role("button", name="Class C", exact=True).click()
    plane.drag((-2, -2), (-1.5, -1.5))
    until(page, lambda: config(page)["task"] == "multiclass")
    page.keyboard.press("Control+z")
    until(page, lambda: config(page)["task"] == "binary" and painted(page) == count)
    page.keyboard.press("Control+Shift+z")
    until(page, lambda: config(page)["task"] == "multiclass" and len(dataset(page).X) == painted(page) > count)
    page.get_by_role("button", name="Eraser").click()
    plane.drag((-2.5, -2.5), (-2, -2), (-1.5, -1.5), (-1, -1))
    until(page, lambda: config(page)["task"] == "binary")
    page.get_by_label("Speed", exact=True).select_option("1")
    page.get_by_role("button", name="Play", exact=True).click()  # it goes on with what is painted while it learns
    playing = page.get_by_role("button", name="Pause", exact=True)
    playing.wait_for()
    plane.drag((0, 2), (1, 2))
    until(page, lambda: len(dataset(page).X) == painted(page))
    playing.wait_for()
    playing.click()
    page.get_by_role("button", name="Clear").click()
    assert painted(page).startswith("Press and drag")
    page.get_by_role("button", name="Undo").click()
    assert painted(page) >= count


def test_painting_with_the_keyboard(open_page):
    page = open_page()
    way(page, "Paint")
    plane = Plane(page)
    plane.canvas.focus()
    for keys in (["ArrowLeft"] * 3 + ["Enter"], ["Shift+ArrowUp", "ArrowUp", " "], ["ArrowRight", "Enter"]):
        for key in keys:
            page.keyboard.press(key)
    page.get_by_role("button", name="Class B", exact=True).focus()
    page.keyboard.press("Enter")
    plane.canvas.focus()
    for key in ("Shift+ArrowDown", "Shift+ArrowDown", "Enter", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    until(page, lambda: isinstance(config(page)["data"], dict) and painted(page) == 5)
    until(page, lambda: len(dataset(page).X) == 5)
    assert dataset(page).X.tolist() == [[-0.3, 0], [-0.3, 0.6], [-0.2, 0.6], [-0.2, -0.4], [-0.2, -0.5]]
    page.keyboard.press("Delete")  # what is near the cursor
    page.locator("[aria-live=polite]", has_text="-0.2, -0.5; 3 points").wait_for(state="attached")
    page.get_by_text("Class B has no points yet.").wait_for()


def test_labels_curves_and_numbers_are_painted(open_page):
    page = open_page()
    way(page, "Paint")
    plane, kind = Plane(page), page.get_by_label("What to paint")
    kind.select_option("labels")
    plane.drag((-2, 0), (0, 0))  # A
    page.get_by_role("button", name="Label B", exact=True).click()
    plane.drag((0, 0), (1, 0))  # A and B
    page.get_by_role("button", name="Label A", exact=True).click()
    plane.drag((1, 1), (2, 1))  # B
    until(page, lambda: config(page)["task"] == "multilabel" and len(dataset(page).X) == painted(page))
    data = dataset(page)
    assert config(page)["target"] == ["A", "B"] and {tuple(row) for row in data.T} == {(1, 0), (1, 1), (0, 1)}
    kind.select_option("curve")
    for x, y in ((-2, -1), (-1, 0.5), (0, 1), (1, 0.5), (2, -1)):
        plane.click(x, y)
    until(page, lambda: config(page)["task"] == "regression" and len(dataset(page).X) == 5)
    data = dataset(page)
    assert data.X.shape == (5, 1) and data.T.tolist() == pytest.approx([-1, 0.5, 1, 0.5, -1], abs=0.03)
    kind.select_option("values")
    plane.drag((-2, 0), (-1, 0))
    page.get_by_label("Number: 1.0").fill("-0.5")
    plane.drag((1, 0), (2, 0))
    until(page, lambda: config(page)["data"]["csv"].startswith("x1,x2,y\n") and len(dataset(page).X) == painted(page))
    assert set(dataset(page).T) == {1, -0.5}


def test_painting_with_a_finger_beginning_with_a_set(open_page):
    page = open_page(has_touch=True, viewport={"width": 360, "height": 740})
    way(page, "Paint")
    page.get_by_role("button", name="Begin with these 1500 points").click()
    count = until(page, lambda: isinstance(config(page)["data"], dict) and painted(page))
    assert 1490 < count <= 1500 and config(page)["task"] == "multiclass"
    page.touchscreen.tap(*Plane(page).place(2.5, 2.5))
    until(page, lambda: painted(page) > count and len(dataset(page).X) == painted(page))


def test_what_is_painted_stays_when_the_network_changes_and_comes_back_by_link(open_page):
    page = open_page()
    way(page, "Paint")
    plane = Plane(page)
    plane.drag((-2, 1), (-1, 2))
    page.get_by_role("button", name="Class B", exact=True).click()
    plane.drag((2, -1), (1, -2))
    before = until(page, lambda: isinstance(config(page)["data"], dict) and config(page))
    page.locator(".network [data-control=hidden] button").last.click()
    after = until(page, lambda: config(page)["hidden"] != before["hidden"] and config(page))
    assert after["data"] == before["data"] and painted(page) > 10
    address = until(page, lambda: "#v1:" in page.url and page.url)
    page.wait_for_timeout(1000)
    other = open_page(query="#" + page.url.partition("#")[2])
    assert address and config(other)["data"] == before["data"] and painted(other) == painted(page)
    other.get_by_role("button", name="Class A", exact=True).click()
    Plane(other).click(-2.5, -2.5)
    until(other, lambda: painted(other) > painted(page))
