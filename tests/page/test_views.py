"""What every view offers: to be saved, to fill the screen; and to whom."""

import xml.etree.ElementTree as ET

import pytest

from tests.support.browser import violations
from tests.support.views import CLASSES, opened, saved, train, view

pytestmark = pytest.mark.page
SMALL_TEXTS = """(view) => Array.from(view.querySelectorAll("h2, select, label, p, output")).filter((each) =>
  each.textContent.trim() && each.checkVisibility() && parseFloat(getComputedStyle(each).fontSize) < 18
).map((each) => each.outerHTML)"""

def test_every_view_is_saved_as_svg_and_png(open_page):
    page = open_page()
    train(page, CLASSES, 10)
    opened(page, "confusion"), opened(page, "worst")
    for name in ("map", "loss", "confusion", "worst"):
        picture = ET.parse(saved(page, name, "SVG")).getroot()
        texts = [text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")]
        assert texts[0] == view(page, name).locator("h2").inner_text()
        assert len(texts) > 5
        png = saved(page, name, "PNG").read_bytes()
        assert png[:8] == b"\x89PNG\r\n\x1a\n"
        width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
        assert (width, height) == pytest.approx([2 * float(picture.get(key)) for key in ("width", "height")], abs=1)


def test_in_a_sandbox_a_picture_is_shown(open_page):
    frame = open_page(place="frame")
    view(frame, "loss").get_by_role("button", name="Save").click()
    view(frame, "loss").get_by_role("button", name="as PNG").click()
    dialog = frame.get_by_role("dialog")
    image = dialog.get_by_alt_text("loss.png")
    image.wait_for()
    assert image.evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 1000
    dialog.get_by_role("button", name="Close").click()
    dialog.wait_for(state="detached")


def test_a_view_fills_the_screen(open_page):
    page = open_page(viewport={"width": 1280, "height": 800})
    button = view(page, "loss").locator("header > button")
    button.focus()
    page.keyboard.press("f")
    box = view(page, "loss").bounding_box()
    assert (box["width"], box["height"]) == (1280, 800)
    assert view(page, "loss").evaluate(SMALL_TEXTS) == []
    for _ in range(8):  # the focus stays in it
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('.view')")
    button.focus()
    page.keyboard.press("Escape")
    assert view(page, "loss").bounding_box()["width"] < 700
    assert button.evaluate("(button) => button === document.activeElement")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessibility(open_page, scheme):
    page = open_page(color_scheme=scheme)
    train(page, CLASSES, 10)
    opened(page, "confusion"), opened(page, "worst")
    page.wait_for_timeout(500)
    assert violations(page) == []


def test_a_link_keeps_what_is_shown(open_page):
    page = open_page()
    csv = "a,b,c,kind\n" + "".join(f"{i % 7},{i % 5},{i},{'uvw'[i % 3]}\n" for i in range(60))
    page.evaluate("(csv) => numnet.set({ data: { csv }, hidden: [3] })", csv)
    opened(page, "confusion")
    chosen = {"quantity": "metric", "against": "STEP", "output": "1", "part": "training", "axis_across": "2"}
    for name, value in chosen.items():
        page.locator(f".result [data-control='{name}'] select").first.select_option(value)
    view(page, "map").locator("canvas[aria-label*='over c and b']").wait_for()
    link = page.evaluate("numnet.link()")
    page = open_page("#" + link.partition("#")[2])
    opened(page, "confusion")
    view(page, "map").locator("canvas[aria-label*='over c and b']").wait_for()
    for name, value in chosen.items():
        assert page.locator(f".result [data-control='{name}'] select").first.input_value() == value
