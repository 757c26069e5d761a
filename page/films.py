"""Films of the live page at work, figures/page/*.gif: ``make page-films``; needs Chromium and Playwright.

A film is a function that leads the page through what a teacher would do, and yields the seconds that each frame stays.
"""

import io
import re
import sys

from PIL import Image

from page.pictures import FOLDER, PAGE, started

VIEWPORT = {"width": 1280, "height": 800}
WIDTH = 960  # of the films
POINTER = """() => {
  const dot = document.createElement("div");
  dot.className = "pointer";
  dot.style.cssText = "position:fixed;z-index:99;width:22px;height:22px;margin:-11px;border-radius:50%;" +
    "pointer-events:none;background:#ffb000b0;border:2px solid #000;left:-50px";
  addEventListener("mousemove", ({clientX, clientY}) => {
    dot.style.left = `${clientX}px`;
    dot.style.top = `${clientY}px`;
  }, true);
  document.body.append(dot);
}"""


def point(page, target):
    """Move the pointer onto the middle of what is to be clicked."""
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def click(page, target):
    """The frames of a click: the pointer on its target, and what came of it."""
    point(page, target)
    yield 0.8
    target.click()
    page.wait_for_timeout(400)
    yield 0.6


def trains(page, config, frames, **each):
    """Frames of a training that goes on by so much from one to the next."""
    if config:
        page.evaluate("config => numnet.set(config)", config)
        yield 1.0
    for _ in range(frames):
        page.evaluate("each => numnet.run(each)", each)
        yield 0.15


def timeline(page):
    """Train, go back to an earlier moment, change a setting there: two futures side by side."""
    yield from trains(page, {"data": "spiral", "hidden": [8, 8], "optimizer": "sgd"}, 12, epochs=7)
    slider = page.get_by_role("slider", name="Moment of the training that is shown")
    point(page, slider)
    end = int(slider.get_attribute("max"))
    for k in range(1, 7):
        slider.fill(str(round(end * (1 - k / 8))))
        page.wait_for_timeout(300)
        yield 0.2
    rule = page.get_by_label("Update rule").first
    point(page, rule)
    yield 0.8
    rule.select_option("adam")
    page.wait_for_timeout(300)
    yield 1.0
    yield from trains(page, None, 12, epochs=7)
    page.wait_for_timeout(900)
    yield 3.0


def by_hand(page):
    """One step of back-propagation, line by line, with the edges that a line needs lit."""
    page.evaluate("config => numnet.set(config)", {"data": "xor", "hidden": [2], "optimizer": "momentum"})
    yield from click(page, page.locator("[data-control=by_hand]").first)
    page.locator(".stage").wait_for()
    after = page.locator("[data-control=line_after]")
    point(page, after)
    while after.is_enabled():
        after.click()
        page.wait_for_timeout(150)
        yield 0.7
    yield 2.0


def lens(page):
    """One weight under the lens: what the rule makes of its gradient, update by update; the error along it."""
    page.evaluate("config => numnet.set(config)", {"data": "moons", "hidden": [4], "optimizer": "adam"})
    yield 1.0
    edges = page.locator("[data-control='edges'] select")
    for quantity in ("gradient", "step"):
        point(page, edges)
        edges.select_option(quantity)
        page.wait_for_timeout(300)
        yield 1.5
        yield from trains(page, None, 6, updates=1)
    yield from click(page, page.locator(".unit").nth(3))
    yield from click(page, page.locator(".handle").first)
    page.locator(".lens .ball-line").wait_for()
    page.locator(".lens").scroll_into_view_if_needed()
    yield from trains(page, None, 24, updates=2)
    yield 3.0


def race(page):
    """Rules race down a valley from a start that is dragged; the verdict follows."""
    yield from click(page, page.get_by_role("button", name="Surface", exact=True))
    page.locator(".verdict b").wait_for()
    steps = page.get_by_label("Steps taken")
    point(page, steps)
    last = int(steps.get_attribute("max"))
    for k in range(21):
        steps.fill(str(round(last * (k / 20) ** 2)))
        page.wait_for_timeout(150)
        yield 0.2
    yield 2.0
    box = page.locator("button.start").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for k in range(1, 9):
        page.mouse.move(x + 22 * k, y - 9 * k)
        page.wait_for_timeout(300)
        yield 0.25
    page.mouse.up()
    page.locator(".verdict b").wait_for()
    page.wait_for_timeout(2500)
    yield 3.0


def lesson(page):
    """A lesson: predict first, then run, and what came."""
    page.evaluate("numnet.lesson('momentum')")
    page.locator(".lesson h2").wait_for()
    yield 2.0
    panel = page.locator(".lesson-predict")
    yield from click(page, panel.locator("input[type=radio]").nth(2))
    yield from click(page, panel.get_by_role("button", name="That is my answer"))
    yield 2.0
    yield from click(page, page.locator(".lesson footer").get_by_role("button", name="Next"))
    yield 2.0
    yield from click(page, panel.locator("input[type=radio]").nth(1))
    yield from click(page, panel.get_by_role("button", name="That is my answer"))
    run = panel.get_by_role("button", name="Run")
    point(page, run)
    yield 0.8
    run.click()
    for _ in range(12):
        page.wait_for_timeout(100)
        yield 0.2
    panel.locator("[role=status] b").wait_for()
    yield 3.0


def lanes(page):
    """Six rules from one start side by side; then fifty seeds of one training."""
    page.evaluate("config => numnet.set(config)", {"data": "moons", "hidden": [8], "epochs": 60})
    yield 1.0
    yield from click(page, page.get_by_role("button", name="Compare", exact=True))
    page.locator(".multiples figure").nth(5).wait_for()
    yield 1.0
    step = page.locator("[data-control=step]")
    point(page, step)
    for _ in range(20):
        for _ in range(3):
            step.click()
        page.wait_for_timeout(150)
        yield 0.2
    yield 3.0
    yield from click(page, page.get_by_role("button", name="How much is luck"))
    yield from click(page, page.get_by_role("button", name=re.compile("^Train 50 seeds")))
    for _ in range(12):
        page.wait_for_timeout(300)
        yield 0.3
    page.wait_for_timeout(6000)
    yield 4.0


FILMS = {"timeline": timeline, "by-hand": by_hand, "lens": lens, "lanes": lanes, "race": race, "lesson": lesson}


def colours(frames):
    """One palette for all frames, of a dozen of them: rare colours, such as those of lines, have their place in it."""
    some = frames[:: max(1, len(frames) // 12)]
    sheet = Image.new("RGB", (WIDTH, sum(frame.height for frame in some)))
    for k, frame in enumerate(some):
        sheet.paste(frame, (0, k * frame.height))
    return sheet.quantize(160, method=Image.Quantize.MAXCOVERAGE, kmeans=4)


def record(browser, name, film):
    """One film, written as a GIF of few colours."""
    context = browser.new_context(viewport=VIEWPORT, reduced_motion="reduce")
    page = context.new_page()
    page.goto(PAGE.as_uri())
    page.evaluate("numnet.ready")
    page.evaluate(POINTER)
    frames, seconds = [], []
    for stay in film(page):
        shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        frames.append(shot.resize((WIDTH, round(shot.height * WIDTH / shot.width)), Image.Resampling.LANCZOS))
        seconds.append(stay)
    context.close()
    palette = colours(frames)
    few = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
    file, times = FOLDER / f"{name}.gif", [round(1000 * stay) for stay in seconds]
    few[0].save(file, save_all=True, append_images=few[1:], duration=times, loop=0, optimize=True, disposal=1)
    return len(frames), sum(seconds), file.stat().st_size


def main(names):
    """Record the films of these names, or all."""
    with started() as browser:
        for name, film in FILMS.items():
            if not names or name in names:
                count, seconds, size = record(browser, name, film)
                print(f"{name}: {count} frames, {seconds:.0f} s, {size / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
