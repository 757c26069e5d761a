"""Pictures of the live page at work, figures/page/*.png: ``make page-pictures``; needs Chromium and Playwright.

A scene is a configuration, what is done on the page, and the part of it that is taken.  Where scripts are off, the
course shows how each of its lessons begins: figures/page/lessons/*.png, small ones in few colours.
"""

import io
import runpy
import sys
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.support.browser import chromium

ROOT = Path(__file__).resolve().parents[1]
PAGE, FOLDER = ROOT / "numnet/page/index.html", ROOT / "figures/page"
LESSONS = FOLDER / "lessons"
WIDE, TALL, PHONE = {"width": 1440, "height": 900}, {"width": 1440, "height": 1500}, {"width": 390, "height": 844}
RESULT, NETWORK, DATA = ".result", ".network", ".data"


def course_lessons():
    """The names of the lessons on pages of the course."""
    return [name for names in runpy.run_path(str(ROOT / "docs/conf.py"))["LESSONS"].values() for name in names]


def epochs(count):
    """Train so many epochs."""
    return lambda page: page.evaluate("epochs => numnet.run({epochs})", count)


def click(text):
    """Click what has this text: a tab, a summary, a button."""
    return lambda page: page.locator("summary, button, [role=tab]").get_by_text(text, exact=True).first.click()


def paste(text):
    """Read a table from the text area."""

    def step(page):
        page.locator("textarea").first.fill(text)
        page.get_by_role("button", name="Read", exact=True).click()

    return step


def key(name, view):
    """Press a key while a view has the focus."""

    def step(page):
        page.locator(f'[data-view="{view}"]').first.hover()
        page.keyboard.press(name)
        page.mouse.move(2, 2)

    return step


def faster_halfway(page):
    """Another rate and another rule while it trains: marks in the chart."""
    page.evaluate("numnet.run({epochs: 30})")
    page.get_by_label("Learning rate").first.select_option("0.1")
    page.evaluate("numnet.run({epochs: 30})")
    page.get_by_label("Update rule").first.select_option("adam")
    page.evaluate("numnet.run({epochs: 40})")


SPIRAL, MOONS = {"data": "spiral", "hidden": [8, 8]}, {"data": "moons", "hidden": [6], "activation": "relu"}
TOO_FAST = {"data": "bumps", "hidden": [8], "activation": "relu", "optimizer": "sgd", "learning_rate": 20}
FLOWERS = "length;width;kind\n" + "\n".join(
    f"{1.4 + 0.9 * k + 0.13 * (i % 7):.2f};{0.2 + 0.6 * k + 0.05 * (i % 5):.2f};{kind}".replace(".", ",")
    for k, kind in enumerate(("small", "middle", "large")) for i in range(12)
)  # fmt: skip
# name: (configuration, steps, part, options of the context)
SCENES = {
    "spiral": (SPIRAL, [epochs(200)], None, {}),
    "dark": (MOONS, [epochs(60)], None, {"color_scheme": "dark"}),
    "phone": (MOONS, [epochs(60)], None, {"viewport": PHONE, "is_mobile": True, "has_touch": True}),
    "labels": ({"data": "discs", "hidden": [8, 8]}, [epochs(80)], RESULT, {}),
    "curve": ({"data": "sine", "hidden": [10]}, [epochs(100)], None, {}),
    "surface": ({"data": "bumps", "hidden": [12]}, [epochs(100)], RESULT, {}),
    "marks": ({**SPIRAL, "optimizer": "sgd", "learning_rate": 0.01}, [faster_halfway], RESULT, {}),
    "confusion": (SPIRAL, [epochs(20), click("Confusion")], RESULT, {"viewport": TALL}),
    "worst": (SPIRAL, [epochs(40), click("Most wrong")], RESULT, {"viewport": TALL}),
    "weights": ({"data": "xor", "hidden": [3]}, [epochs(100), click("All weights as numbers")], NETWORK, {}),
    "enlarged": (SPIRAL, [epochs(200), key("f", "map")], None, {}),
    "table": (SPIRAL, [click("Table"), paste(FLOWERS), epochs(100)], None, {"viewport": TALL}),
    "share": (SPIRAL, [epochs(20), click("Link"), click("Command"), click("Save")], ".share", {"viewport": TALL}),
    "function": (SPIRAL, [click("f(x)")], DATA, {}),
    "paint": (SPIRAL, [click("Paint")], DATA, {}),
    "diverged": (TOO_FAST, [epochs(3)], None, {}),
}


def take(browser, name, config, steps, part, options):
    """One picture."""
    context = browser.new_context(**{"viewport": WIDE, **options})
    page = context.new_page()
    page.goto(PAGE.as_uri())
    page.evaluate("numnet.ready")
    page.evaluate("config => numnet.set(config)", config)
    for step in steps:
        step(page)
    page.wait_for_timeout(700)  # the last frame, and what is looked up at rest
    target = page if part is None else page.locator(part).first
    file = FOLDER / f"{name}.png"
    target.screenshot(path=file)
    how = {"method": Image.Quantize.MAXCOVERAGE, "kmeans": 8, "dither": Image.Dither.NONE}
    Image.open(file).convert("RGB").quantize(256, **how).save(file, optimize=True)
    context.close()


def take_lesson(browser, name):
    """How a lesson begins: its first step, and beside it the map of the network, or of the surface."""
    page = browser.new_page(viewport=WIDE)
    page.goto(f"{PAGE.as_uri()}?embed=1#lesson={name}")
    page.locator(".lesson h2").wait_for()
    page.wait_for_timeout(700)
    parts = [Image.open(io.BytesIO(page.locator(part).first.screenshot())).convert("RGB")
             for part in (".lesson", ':is([data-view="map"], [data-view="surface"])')]  # fmt: skip
    whole = Image.new("RGB", (sum(part.width for part in parts), max(part.height for part in parts)), "white")
    whole.paste(parts[0], (0, 0))
    whole.paste(parts[1], (parts[0].width, 0))
    how = {"method": Image.Quantize.MAXCOVERAGE, "kmeans": 8, "dither": Image.Dither.NONE}
    whole.quantize(20, **how).save(LESSONS / f"lesson-{name}.png", optimize=True)
    page.close()


@contextmanager
def started():
    """A Chromium; without one the program ends."""
    path = chromium()
    if path is None:
        sys.exit("this needs Chromium: set CHROMIUM to its path, or install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def main(names):
    """Take the pictures of these names, or all; ``lessons``: those of the course's lessons."""
    with started() as browser:
        for name, scene in SCENES.items():
            if not names or name in names:
                take(browser, name, *scene)
                print(name)
        for name in course_lessons() if not names or "lessons" in names else ():
            take_lesson(browser, name)
            print(f"lessons/lesson-{name}")


if __name__ == "__main__":
    main(sys.argv[1:])
