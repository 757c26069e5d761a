"""The data panel, as a student uses it: sets, painting, functions, tables, what is held out, inputs."""

import json
import time

import pytest

from numnet.data.bundled.generators import GENERATED_SETS
from numnet.data.file_inspection import FileInspection
from numnet.data.read_options import ReadOptions
from numnet.data.tables.byte_source import InlineTable
from tests.support.browser import violations

pytestmark = pytest.mark.page
NAMES = {"xor_cloud": "XOR clouds", "noisy_polynomial": "cubic", "and": "AND", "or": "OR", "xor": "XOR"}


def config(page):
    return page.evaluate("window.numnet.get().config")


def until(page, check, seconds=20):
    """Wait until something is so; returns it."""
    end = time.monotonic() + seconds
    while not (found := check()) and time.monotonic() < end:
        page.wait_for_timeout(50)
    assert found
    return found


def dataset(page):
    """The data set that the terminal makes of the page's configuration."""
    given = config(page)
    options = ReadOptions(tuple(given["target"]), given["task"], tuple(given["columns"]))
    return FileInspection(InlineTable(given["data"]["csv"]), options).dataset()


def way(page, name):
    page.get_by_role("tab", name=name, exact=True).click()


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


# --- painting ---------------------------------------------------------------------------------------------------------


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


# --- tables -----------------------------------------------------------------------------------------------------------

ROWS = [(f"{i / 4:.2f}".replace(".", ","), 3 * i, "rgb"[i % 3], "yes" if i % 5 else "no") for i in range(60)]
SPREADSHEET = "width\tcount\tcolor\tgood\n" + "".join("\t".join(map(str, row)) + "\n" for row in ROWS)


PASTE = """(area, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
DROP = """(main, text) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([text], "dropped.csv"));
  main.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}"""


def paste(page, text):
    page.locator("#table-text").evaluate(PASTE, text)


def role(page, name):
    return page.get_by_label(f"What column {name} is for")


def test_cells_of_a_spreadsheet(open_page):
    """What was understood is said, and can be changed: targets, features, the task."""
    page = open_page()
    way(page, "Table")
    paste(page, SPREADSHEET)
    page.get_by_text("60 rows, 4 columns; tabs, decimal commas").wait_for()
    page.get_by_text("2 values no/yes in column good").wait_for()
    until(page, lambda: isinstance(config(page)["data"], dict) and config(page)["task"] == "binary")
    assert list(dataset(page).feature_names) == ["width", "count", "color=b", "color=g", "color=r"]
    role(page, "color").select_option("target")
    until(page, lambda: config(page)["target"] == ["color"] and config(page)["task"] == "multiclass")
    role(page, "good").select_option("off")
    until(page, lambda: list(dataset(page).feature_names) == ["width", "count"])
    role(page, "width").select_option("target")  # beside the text: that is no task
    page.get_by_text("Column “color” holds text; several targets").wait_for()
    role(page, "color").select_option("feature")
    until(page, lambda: config(page)["target"] == ["width"] and config(page)["task"] == "regression")
    page.get_by_label("Task").select_option("binary")
    page.get_by_text("numbers with fractions").wait_for()
    assert config(page)["task"] == "regression"  # what is wrong is not begun


def test_columns_that_are_left_out_by_themselves(open_page):
    page = open_page()
    way(page, "Table")
    paste(page, "id,x,same,y\n" + "".join(f"{100 - i},{i / 4},7,{i * i / 10}\n" for i in range(30)))
    page.get_by_text("left out, only names the rows").wait_for()
    page.get_by_text("left out, the same in all rows").wait_for()
    until(page, lambda: isinstance(config(page)["data"], dict))
    assert list(dataset(page).feature_names) == ["x"] and role(page, "id").input_value() == "off"
    role(page, "id").select_option("feature")
    until(page, lambda: list(dataset(page).feature_names) == ["id", "x"])


def test_a_file_that_is_chosen_and_one_that_is_dropped(open_page):
    page = open_page()
    way(page, "Table")
    text = "größe;a;b\r\n" + "".join(f"{i},5;{i % 2};{i * i % 2}\r\n" for i in range(20))
    file = {"name": "labels.csv", "mimeType": "text/csv", "buffer": text.encode("cp1252")}
    page.locator("input[type=file]").first.set_input_files(file)
    page.get_by_text("labels.csv").wait_for()
    page.get_by_text("windows-1252").wait_for()
    role(page, "a").select_option("target")
    until(page, lambda: isinstance(config(page)["data"], dict) and config(page)["target"] == ["a"])
    role(page, "b").select_option("target")
    until(page, lambda: config(page)["task"] == "multilabel")
    assert list(dataset(page).feature_names) == ["größe"]
    way(page, "Sets")
    page.locator("main").evaluate(DROP, "x,y\n" + "1.5,2\n2.5,3\n" * 9)
    page.get_by_text("dropped.csv").wait_for()
    until(page, lambda: config(page)["target"] == ["y"] and len(dataset(page).X) == 18)


HOSTILE = {
    "a,b\n1," + "x" * 200_000 + "\n": "a cell is longer than 131072 characters",
    "a,b\n": "no rows of data",
    ",".join(map(str, range(2000))) + "\n" + ",".join("1" * 2000) + "\n": "2000 columns, and the page reads at most",
    'a,b\n1,"2\n3,4\n': "never closed",
    "<script>document.title = 'seen'</script>": "a web page or XML",
    '{"a": 1}': "This is JSON",
    "a,b\n1,inf\n2,nan\n" + "3,4\n" * 20: "“inf” is no number",
}


def test_hostile_tables_are_refused_in_a_sentence(open_page):
    page = open_page()
    way(page, "Table")
    for text, sentence in HOSTILE.items():
        paste(page, text)
        page.locator("section.data").get_by_text(sentence).wait_for()
        assert config(page)["data"] == "spiral"
    binary = {"name": "a.xlsx", "mimeType": "application/octet-stream", "buffer": b"PK\x03\x04[Content_Types].xml"}
    page.locator("input[type=file]").first.set_input_files(binary)
    page.get_by_text("This is an Excel workbook").wait_for()


def test_cells_are_text_and_nothing_else(open_page):
    page = open_page()
    way(page, "Table")
    paste(page, "=1+1,<img src=x onerror=alert(1)>,class\n" + "1.5,2,<b>A</b>\n2.5,3,\"=cmd|' /C calc'!A0\"\n" * 9)
    until(page, lambda: isinstance(config(page)["data"], dict))
    assert page.locator("section.data img, section.data .columns b b").count() == 0
    page.get_by_text("<img src=x onerror=alert(1)>").first.wait_for()
    assert list(dataset(page).target_names) == ["<b>A</b>", "=cmd|' /C calc'!A0"]


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
        assert [broken for broken in violations(page) if "section.data" in broken or "class=\"data" in broken] == []
    assert json.dumps(config(page))
