"""The map: what it draws, reads out and says of every task."""

import re

import numpy as np
import pytest

from tests.support.browser import sparse
from tests.support.views import CLASSES, percent, place, rows_of, train, view, wait_for

pytestmark = pytest.mark.page
COLORS = """(canvas) => new Set(new Uint32Array(canvas.getContext("2d").getImageData(
  0, 0, canvas.width, canvas.height).data.buffer)).size"""
COLOR = """(canvas, [across, up]) => Array.from(canvas.getContext("2d").getImageData(
  Math.round(across * canvas.width), Math.round(up * canvas.height), 1, 1).data)"""
FLOWERS = "\n".join(
    ["length,width,height,kind", *(f"{i % 7 + 0.1 * i:.1f},{i * 3 % 5},{i % 4},{'abc'[i % 3]}" for i in range(90))]
)


def test_the_crosshair_reads_what_the_network_says(open_page):
    page = open_page()
    run = train(page, CLASSES, 60)
    bubble = view(page, "map").locator(".bubble")
    for across, up in ((0.3, 0.2), (0.5, 0.4), (0.7, 0.5), (0.8, 0.3)):
        page.mouse.move(*place(page, "map", across, up))
        wait_for(bubble, "x1 ")
        text = bubble.inner_text().replace("−", "-").splitlines()[0]
        x = [float(number) for number in re.findall(r"x\d (-?[\d.]+)", text)]
        p = run.network.forward(np.array([x]))[0]
        said = {name: float(share) / 100 for name, share in re.findall(r"(arm \d) ([\d.]+)", text)}
        assert sum(said.values()) == pytest.approx(1, abs=2e-3)
        for name, share in said.items():
            assert share == pytest.approx(p[run.data().target_names.index(name)], abs=0.06)


def test_the_crosshair_by_keyboard(open_page):
    page = open_page()
    train(page, CLASSES, 10)
    canvas = view(page, "map").locator(".canvas")
    canvas.focus()
    page.keyboard.press("ArrowRight")
    wait_for(view(page, "map").locator(".bubble"), "^x1 ")
    first = view(page, "map").locator(".bubble").inner_text()
    page.keyboard.press("Shift+ArrowLeft")
    assert view(page, "map").locator(".bubble").inner_text() != first
    for _ in range(12):
        page.keyboard.press("Enter")
        if view(page, "map").locator(".rest").inner_text().startswith("Point at"):
            page.keyboard.press("ArrowUp")
    wait_for(view(page, "map").locator(".rest"), r"^Point \d+ \(")


def corner(page):
    """The colour of the map in its upper left corner, where no point is."""
    page.wait_for_timeout(100)
    return view(page, "map").locator("canvas").evaluate(COLOR, [0.16, 0.05])[:3]


EDGE = """(canvas) => canvas.getContext("2d").getImageData(canvas.width - 3, 0, 3, canvas.height).data.some(Boolean)"""


@pytest.mark.parametrize("data", ["sine", "discs"])
@pytest.mark.parametrize("width", sparse([320, 345, 360, 1440], 3))
def test_nothing_is_cut_off_at_the_right(open_page, data, width):
    """Such as the words of the legend: the last pixels of the picture are empty."""
    page = open_page(viewport={"width": width, "height": 800})
    page.evaluate("(data) => numnet.set({ data })", data)
    page.evaluate("numnet.run({ updates: 20 })")
    page.wait_for_timeout(200)
    assert not view(page, "map").locator("canvas").first.evaluate(EDGE)


def test_decisions_and_probabilities(open_page):
    page = open_page()
    page.evaluate("numnet.set({ data: 'circles:n=200,noise=0.05', hidden: [4] })")
    page.evaluate("numnet.run({ epochs: 2 })")
    page.wait_for_timeout(300)
    unsure = corner(page)
    page.get_by_label("Decisions").check()
    sure = corner(page)
    assert sum(sure) < sum(unsure)  # darker: the full colour of one of the two classes
    page.get_by_label("Decisions").uncheck()
    assert corner(page) == unsure


def test_points_of_the_validation_part_can_be_left_out(open_page):
    page = open_page()
    train(page, CLASSES, 1)
    many = view(page, "map").locator("canvas").evaluate("(canvas) => canvas.toDataURL()")
    page.get_by_role("checkbox", name="Validation points").uncheck()
    page.wait_for_timeout(200)
    assert view(page, "map").locator("canvas").evaluate("(canvas) => canvas.toDataURL()") != many


def test_one_class_of_several(open_page):
    page = open_page()
    train(page, CLASSES, 5)
    page.locator("[data-control='output'] select").select_option("arm 3")
    assert view(page, "map").locator("h2").inner_text() == "Probability of arm 3"
    page.locator("[data-control='output'] select").select_option("all classes")
    assert view(page, "map").locator("h2").inner_text() == "Likeliest class"


def test_a_unit_on_the_map(open_page):
    page = open_page()
    train(page, CLASSES, 5)
    page.locator("[data-unit='1.3']").hover()
    wait_for(view(page, "map").locator("h2"), "^h of unit 4 of layer 1$")
    page.locator("[data-unit='0.1']").hover()
    wait_for(view(page, "map").locator("h2"), "^Input x2$")
    page.mouse.move(2, 2)
    wait_for(view(page, "map").locator("h2"), "^Likeliest class$")


@pytest.mark.parametrize(
    "data, title",
    [
        ("moons:n=100", "Probability of upper"),
        ("blobs:n=100,centres=5", "Likeliest class"),
        ("discs:n=100", "Labels that hold"),
        ("bumps:n=100", "y as the network predicts it"),
        ("sine:n=100", "y as the network predicts it"),
        ({"csv": "x,kind\n1,low\n2,low\n3,high\n4,low\n5,high\n6,high"}, "Probability of each class"),
        ("xor", "Probability of 1"),
    ],
    ids=["binary", "classes", "labels", "surface", "curve", "classes of one input", "truth table"],
)  # fmt: skip
def test_the_map_of_every_task(open_page, data, title):
    page = open_page()
    page.evaluate("(data) => numnet.set({ data, hidden: [6] })", data)
    page.evaluate("numnet.run({ epochs: 5 })")
    assert view(page, "map").locator("h2").inner_text() == title
    assert view(page, "map").locator("canvas").evaluate(COLORS) > 50
    view(page, "map").locator(f"canvas[aria-label^='{title}']").wait_for()


def test_the_map_in_words(open_page):
    page = open_page()
    run = train(page, CLASSES, 60)
    canvas = view(page, "map").locator("canvas[aria-label*='Shares of the picture']")
    _, T, Y = rows_of(run)
    score = f"Right for {percent(np.mean(Y.argmax(1) == T))} of the 60 validation points."
    page.wait_for_timeout(1500)  # it is told at rest, at most once a second
    label = canvas.get_attribute("aria-label")
    assert score in label
    shares = [float(share) for share in re.findall(r"arm \d ([\d.]+)", label)]
    assert len(shares) == 4
    assert sum(shares) == pytest.approx(100, abs=0.2)


def test_a_plane_of_many_features(open_page):
    page = open_page()
    page.evaluate("(csv) => numnet.set({ data: { csv }, hidden: [6] })", FLOWERS)
    page.evaluate("numnet.run({ epochs: 5 })")
    caption = view(page, "map").locator(".caption")
    mean = np.mean([i % 4 for i in range(90)])
    wait_for(caption, f"^Held at their mean: height {mean:.3g}. The points are projected onto this plane.$")
    page.get_by_label("Feature to the right").select_option("2")
    wait_for(caption, "^Held at their mean: length ")
    page.get_by_label("Feature upwards").select_option("2")  # the axes change places
    view(page, "map").locator("canvas[aria-label*='over width and height']").wait_for()
    assert page.get_by_label("Feature to the right").input_value() == "1"
