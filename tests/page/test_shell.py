"""The bar at the top, the training panel, the keyboard, the layout: each used as a person would."""

import re
import time
from pathlib import Path

import pytest

from tests.support.browser import sparse, violations
from tests.support.webassembly import description

pytestmark = pytest.mark.page
SOURCE = Path(__file__).resolve().parents[2] / "page/src"
ABOUT = description()
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}


def state(page):
    """Where the training stands."""
    return page.evaluate("numnet.get()")


def control(page, name):
    """The element of a control that is used."""
    return page.locator(f"[data-control='{name}']").locator("select, input, button").or_(
        page.locator(f":is(button, select)[data-control='{name}']")).first  # fmt: skip


def until(page, true, what):
    """Wait until ``true(state)``, at most a minute."""
    for _ in range(600):
        if true(state(page)):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{what}: {page.locator('.status').inner_text()}")


def ended(page):
    until(page, lambda now: now["status"] != "running", "the training goes on")
    page.locator(".status-words").filter(has_text=re.compile("Finished|Stopped|diverged")).wait_for()
    return state(page)


def open_sections(page):
    page.evaluate("document.querySelectorAll('.training details').forEach((part) => (part.open = true))")


def test_play_and_pause(open_page):
    page = open_page()
    assert page.locator(".status-words").inner_text() == "Press Play: the network learns."
    page.get_by_role("button", name="Play").click()
    until(page, lambda now: now["updates"] > 100, "nothing is learned")
    page.get_by_role("button", name="Pause").click()
    page.locator(".status-words").filter(has_text="Paused").wait_for()
    now = state(page)
    page.wait_for_timeout(200)
    assert state(page) == now
    assert page.locator(".numbers").inner_text().replace("\n", " ").startswith(f"epoch {now['epoch']} of 200")


def test_steps_of_a_sample_an_update_an_epoch(open_page):
    page = open_page()
    step, words = page.get_by_role("button", name="Step", exact=True), page.locator(".status-words")
    page.get_by_label("How far a step goes").select_option("sample")
    for number in range(1, 32):
        step.click()
        words.filter(has_text=f"Sample {number} of 32").wait_for()
    assert state(page)["updates"] == 0
    step.click()
    words.filter(has_text="every weight has been updated").wait_for()
    assert state(page)["updates"] == 1
    page.get_by_label("How far a step goes").select_option("update")
    step.click()
    until(page, lambda now: now["updates"] == 2, "no update")
    page.get_by_label("How far a step goes").select_option("epoch")
    step.click()
    until(page, lambda now: (now["epoch"], now["updates"]) == (1, 38), "no epoch")


def test_what_was_said_of_a_sample_goes_with_its_training(open_page):
    page = open_page()
    words, look = page.locator(".status-words"), page.locator(".drawing[data-row]")
    page.get_by_label("How far a step goes").select_option("sample")
    for begin_again in ("moons", "Other start"):
        page.get_by_role("button", name="Step", exact=True).click()
        words.filter(has_text="Sample 1 of 32").wait_for()
        look.wait_for()
        page.get_by_role("button", name=begin_again, exact=True).click()
        words.filter(has_text="Press Play").wait_for()
        if begin_again == "moons":
            look.wait_for(state="detached")


def test_a_mini_batch_that_becomes_smaller_ends(open_page):
    page = open_page()
    step, words = page.get_by_role("button", name="Step", exact=True), page.locator(".status-words")
    page.evaluate("numnet.run({ updates: 1 })")
    page.get_by_label("How far a step goes").select_option("sample")
    for number in (1, 2, 3):
        step.click()
        words.filter(has_text=f"Sample {number} of 32").wait_for()
    control(page, "batch_size").select_option("2")
    until(page, lambda now: now["config"]["batch_size"] == 2, "still the large batch")
    step.click()
    until(page, lambda now: now["updates"] == 2, "no update")


def test_losses_beside_an_update_are_of_that_update(open_page):
    """At rest everything that is told is measured there, in the status, the timeline and under the map."""
    page = open_page()
    page.evaluate("numnet.run({ epochs: 2 })")
    page.evaluate("numnet.run({ updates: 7 })")
    now = state(page)
    loss, metric = f"{now['train_loss']:.3g}", f"{100 * now['metric']:.3g}"
    page.locator(".status-words").filter(has_text=f"Paused: training loss {loss}").wait_for()
    assert f"{metric} % right" in page.locator(".status-words").inner_text()
    page.locator(".moment").filter(has_text=f"training loss {loss}").wait_for()
    assert "after epoch" not in page.locator(".moment").inner_text()
    page.locator(".score p").filter(has_text=re.compile(f"{metric}[^ ]*\\s%")).first.wait_for()


def test_again_and_other_start(open_page):
    page = open_page()
    begun = state(page)["parameters"]
    page.get_by_label("Speed", exact=True).select_option("0")
    page.get_by_role("button", name="Play").click()
    first = ended(page)
    page.get_by_role("button", name="Again", exact=True).click()
    until(page, lambda now: now["updates"] == 0, "not at the beginning")
    assert state(page)["parameters"] == begun
    page.get_by_role("button", name="Play").click()
    assert ended(page)["parameters"] == first["parameters"]
    page.get_by_role("button", name="Other start").click()
    until(page, lambda now: now["config"]["seed"] == 1, "the same start")
    assert state(page)["updates"] == 0 and state(page)["parameters"] != begun
    page.get_by_role("button", name="Play").click()
    ended(page)
    page.get_by_role("button", name="200 more epochs").click()
    until(page, lambda now: now["epoch"] > 200, "it does not go on")
    assert ended(page)["epoch"] == 400
    page.get_by_label("Speed", exact=True).select_option("1000")
    page.get_by_role("button", name="Play again").click()
    until(page, lambda now: 0 < now["epoch"] < 400, "it does not begin again")


@pytest.mark.parametrize("rate", sparse([100, 3, 3000], 3))
def test_speed(open_page, rate):
    """So many updates a second, whatever the machine's timers are."""
    page = open_page()
    page.get_by_label("Speed", exact=True).select_option(str(rate))
    begun = time.monotonic()
    page.get_by_role("button", name="Play").click()
    page.wait_for_timeout(2000)
    page.get_by_role("button", name="Pause").click()
    page.locator(".status-words").filter(has_text="Paused").wait_for()
    assert 0.5 * rate * 2 <= state(page)["updates"] <= 1.1 * rate * (time.monotonic() - begun) + 1


def test_run_until(open_page):
    page = open_page()
    page.get_by_role("button", name="Run until").click()
    page.get_by_label("Epochs from here").fill("7")
    page.get_by_role("button", name="Run", exact=True).first.click()
    until(page, lambda now: now["epoch"] == 7, "not 7 epochs")
    assert page.locator(".run-until").count() == 0  # the menu is closed
    page.get_by_role("button", name="Run until").click()
    page.get_by_label("Until the training loss").fill("0.3")
    page.get_by_role("button", name="Run", exact=True).last.click()
    until(page, lambda now: now["train_loss"] <= 0.3, "not down to the loss")
    page.get_by_role("button", name="Play").wait_for()
    assert 7 < state(page)["epoch"] < 200
    page.get_by_role("button", name="Run until").click()
    page.get_by_label("Patience").first.fill("3")
    page.keyboard.press("Tab")
    until(page, lambda now: now["config"]["patience"] == 3, "no patience")
    page.keyboard.press("Escape")
    page.get_by_label("Speed", exact=True).select_option("0")
    page.get_by_role("button", name="Play").click()
    assert ended(page)["status"] == "stopped"
    page.locator(".status-words").filter(has_text="Stopped by patience").wait_for()
    page.get_by_role("button", name="Go on without patience").click()
    until(page, lambda now: now["status"] == "finished" and now["epoch"] == 200, "not to the end")


def begin_example(page, title):
    page.get_by_role("button", name="Examples").click()
    page.locator(".example-list button").filter(has=page.get_by_text(title, exact=True)).click()
    page.locator("[data-control=play]:focus").wait_for()
    return page.locator(".status-words").inner_text()


def test_every_example_begins_and_says_why(open_page):
    page = open_page()
    page.get_by_role("button", name="Examples").click()
    titles = page.locator(".example-list b").all_inner_texts()
    assert len(titles) == 11
    page.keyboard.press("Escape")
    reasons = {begin_example(page, title) for title in titles}
    assert len(reasons) == 11 and all(len(reason) > 40 for reason in reasons)
    page.get_by_label("Learning rate", exact=True).select_option("0.3")
    page.locator(".status-words").filter(has_text="Press Play").wait_for()  # no longer that example


def test_too_large_a_rate_is_halved_until_it_learns(open_page):
    page = open_page()
    begin_example(page, "Too large a rate")
    assert page.evaluate("document.activeElement.textContent").strip() == "Play"
    page.keyboard.press("Enter")
    assert ended(page)["status"] == "diverged"
    sentence = page.locator(".status-words").inner_text()
    assert "in epoch 1, update 5: the gradient of layer 2 of 2 overflowed first; likely cause: the learning" in sentence
    start = state(page)["config"]
    for rate in (1, 0.5):
        page.get_by_role("button", name="Half the rate").click()
        until(page, lambda now: now["config"]["learning_rate"] == rate and now["updates"] > 0, "the rate stays")  # noqa: B023
        if rate == 1:
            assert ended(page)["status"] == "diverged"
    assert ended(page)["status"] == "finished"
    assert state(page)["config"] == {**start, "learning_rate": 0.5}


@pytest.mark.parametrize("name", sparse(ABOUT["rules"], 6))
def test_every_rule(open_page, name):
    """Its formula, its parameters with their usual values, and it trains."""
    page, rule = open_page(), ABOUT["rules"][name]
    open_sections(page)
    control(page, "optimizer").select_option(name)
    until(page, lambda now: now["config"]["optimizer"] == name, "another rule")
    config = state(page)["config"]
    assert {key: config[key] for key in rule["defaults"]} == rule["defaults"]
    formulas = page.locator("[data-control='rule'] math")
    assert formulas.count() == len(rule["steps"]) + (config["weight_decay"] > 0)
    fields = page.locator("[data-control='rule'] :is(.field, .toggle)")
    assert fields.count() == len({*rule["defaults"], "weight_decay"})
    before = state(page)["train_loss"]
    page.get_by_label("Speed", exact=True).select_option("0")
    page.get_by_role("button", name="Play").click()
    assert ended(page)["train_loss"] < before


def test_a_formula_is_set_as_one(open_page):
    page = open_page()
    open_sections(page)
    last = page.locator("[data-control='rule'] math").last
    tree = "(math) => math.innerHTML.replace(/<(\\/?)(mrow)>/g, '')"
    fraction = "<mfrac><mi>η</mi><mover><mi>m</mi><mo>^</mo></mover><msqrt><mover><mi>v</mi><mo>^</mo></mover></msqrt>"
    assert last.evaluate(tree).startswith(f"<mi>w</mi><mo>←</mo><mi>w</mi><mo>−</mo>{fraction}")
    assert last.get_attribute("aria-label") == ABOUT["rules"]["adam"]["steps"][-1]
    box, rail = last.bounding_box(), page.locator(".rail").bounding_box()
    assert box["height"] > 30 and box["x"] + box["width"] < rail["x"] + rail["width"]


def test_settings_change_while_it_trains(open_page):
    page = open_page()
    open_sections(page)
    page.get_by_role("button", name="Step", exact=True).click()
    until(page, lambda now: now["updates"] == 1, "no update")
    numbers = {"l1": 0.001, "l2": 0.002, "dropout": 0.1, "clip_norm": 5, "epochs": 90, "patience": 20, "beta1": 0.8}
    for name, value in numbers.items():
        page.locator(f".training [data-control='{name}'] input").fill(str(value))
        page.keyboard.press("Enter")
        until(page, lambda now: now["config"][name] == value, name)  # noqa: B023
    control(page, "batch_size").select_option("full")
    page.locator(".training .field[data-control='schedule'] select").select_option("cosine")
    page.get_by_role("spinbutton", name="Floor").fill("0.1")
    page.keyboard.press("Enter")
    until(page, lambda now: now["config"]["schedule"] == "cosine:floor=0.1", "no schedule")
    page.get_by_label("New order each epoch").uncheck()
    until(page, lambda now: now["config"]["shuffle"] is False, "still shuffled")
    control(page, "optimizer").select_option("rmsprop")
    until(page, lambda now: now["config"]["optimizer"] == "rmsprop", "another rule")
    assert state(page)["updates"] == 1  # it goes on
    control(page, "dtype").select_option("float64")
    until(page, lambda now: now["config"]["dtype"] == "float64", "no float64")
    assert state(page)["updates"] == 0  # it begins anew


def test_what_begins_anew_says_so(open_page):
    page = open_page()
    open_sections(page)
    seed = page.locator(".training [data-control='seed']")
    assert "begins anew" not in seed.get_attribute("data-help")
    page.get_by_role("button", name="Step", exact=True).click()
    page.locator(".training [data-control='seed'][data-help*='begins anew']").wait_for()
    assert "begins anew" not in control(page, "optimizer").locator("..").get_attribute("data-help")


def test_a_number_out_of_bounds_stays_marked_and_changes_nothing(open_page):
    page = open_page()
    open_sections(page)
    epochs = page.locator(".training [data-control='epochs'] input")
    for wrong in ("0", "2.5", "-3"):
        epochs.fill(wrong)
        page.keyboard.press("Enter")
        assert epochs.get_attribute("aria-invalid") == "true"
    assert state(page)["config"]["epochs"] == 200
    page.keyboard.press("Escape")
    assert epochs.input_value() == "200"


def test_keys(open_page):
    page = open_page()
    page.get_by_label("Speed", exact=True).select_option("30")
    page.locator("main").focus()
    page.keyboard.press(".")
    until(page, lambda now: now["updates"] == 1, "no step")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Pause").wait_for()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Play").wait_for()
    page.keyboard.press("r")
    until(page, lambda now: now["updates"] == 0, "not at the beginning")
    page.keyboard.press("n")
    until(page, lambda now: now["config"]["seed"] == 1, "the same start")
    page.keyboard.press("?")
    page.get_by_role("dialog").get_by_text("Other start").wait_for()
    page.keyboard.press("n")  # nothing, under the list
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    assert state(page)["config"]["seed"] == 1


def test_keys_leave_what_is_typed_alone(open_page):
    page = open_page()
    open_sections(page)
    page.locator(".training [data-control='epochs'] input").focus()
    for key in (" ", ".", "r", "n", "?"):
        page.keyboard.press(key)
    assert state(page)["updates"] == 0 and state(page)["config"]["seed"] == 0
    assert page.get_by_role("dialog").count() == 0
    page.get_by_role("button", name="Page", exact=True).click()
    page.get_by_label("Single keys act").uncheck()
    page.keyboard.press("Escape")
    page.locator("main").focus()
    page.keyboard.press("n")
    page.wait_for_timeout(100)
    assert state(page)["config"]["seed"] == 0


def test_a_view_fills_the_screen(open_page):
    page = open_page()
    views = page.locator("[data-view]")
    shown = "(all) => all.filter((view) => view.checkVisibility()).map((view) => view.dataset.view)"
    for name in views.evaluate_all(shown):
        page.evaluate(f"document.querySelector('[data-view={name}] button').focus()")
        page.keyboard.press("f")
        large = page.locator(f"[data-view={name}][data-enlarged]")
        large.wait_for()
        assert large.bounding_box() == {"x": 0, "y": 0, "width": 1280, "height": 720}
        page.keyboard.press("Escape")
        large.wait_for(state="detached")


def test_themes(open_page):
    page = open_page(color_scheme="dark")
    color = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(color) == "rgb(18, 20, 22)"
    page.get_by_role("button", name="Page", exact=True).click()
    page.get_by_label("Colours").select_option("light")
    assert page.evaluate(color) == "rgb(255, 255, 255)"
    page.get_by_label("Colours").select_option("")
    page.emulate_media(color_scheme="light")
    page.locator("html[data-theme=light]").wait_for()


def test_help_comes_beside_and_moves_nothing(open_page):
    page = open_page(viewport={"width": 1440, "height": 900})
    boxes = "Array.from(document.querySelectorAll('.page *'), (e) => JSON.stringify(e.getBoundingClientRect())).join()"
    before, rate = page.evaluate(boxes), page.get_by_label("Learning rate", exact=True)
    rate.hover()
    bubble = page.locator(".help")
    bubble.filter(has_text="Usual with Adam: 0.01").wait_for()
    assert page.evaluate(boxes.replace(".page *", ".page *:not(.help)")) == before
    assert bubble.bounding_box()["x"] > page.locator(".rail").bounding_box()["width"]
    page.keyboard.press("Escape")
    bubble.wait_for(state="detached")
    page.get_by_label("Mini-batch").focus()
    page.keyboard.press("Shift+Tab")  # by keyboard: at once
    bubble.filter(has_text="Usual with Adam").wait_for()


@pytest.mark.parametrize(("motion", "least", "most"), [("no-preference", 7, 70), ("reduce", 1, 6)])
def test_with_reduced_motion_the_views_change_in_steps(open_page, motion, least, most):
    """The number of updates that is shown takes so many values a second."""
    page = open_page(reduced_motion=motion)
    page.evaluate("""window.seen = new Set(); const numbers = document.querySelector(".numbers");
        new MutationObserver(() => seen.add(numbers.innerText)).observe(numbers,
            {subtree: true, characterData: true, childList: true})""")  # fmt: skip
    page.get_by_label("Speed", exact=True).select_option("300")
    page.get_by_role("button", name="Play").click()
    until(page, lambda now: now["updates"] > 50, "nothing is learned")
    before, begun = page.evaluate("seen.size"), time.monotonic()
    page.wait_for_timeout(3000)
    assert least <= (page.evaluate("seen.size") - before) / (time.monotonic() - begun) <= most


@pytest.mark.parametrize("width", sparse([320, 360, 719, 720, 1024, 1100, 1440, 2560], 3))
def test_nothing_scrolls_sideways(open_page, width):
    page = open_page(viewport={"width": width, "height": 720})
    page.evaluate("document.querySelectorAll('details').forEach((part) => (part.open = true))")
    page.get_by_role("button", name="Step", exact=True).click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for menu in ("Examples", "Run until", "Page"):
        page.get_by_role("button", name=menu, exact=True).click()
        box = page.locator(".menu-panel:not([hidden])").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
        page.keyboard.press("Escape")


def test_a_phone_shows_the_result_first_and_keeps_play_in_sight(open_page):
    page = open_page(**PHONE)
    parts = page.evaluate("Array.from(document.querySelector('main').children, (part) => part.className.split(' ')[0])")
    assert parts == ["result", "timeline", "controls", "pace", "network", "rail"]
    play = page.get_by_role("button", name="Play")
    for place in (0, 10_000):
        page.evaluate(f"window.scrollTo(0, {place})")
        box = play.bounding_box()
        assert 0 <= box["y"] and box["y"] + box["height"] <= 640
    buttons = ":is(.top, .controls, .timeline) button, .pace select, .training select"
    pressed = page.locator(buttons).filter(visible=True)
    assert pressed.count() == 18
    for each in pressed.all():
        box = each.bounding_box()
        assert box["width"] >= 44 and box["height"] >= 44, each.inner_text()
    play.tap()
    until(page, lambda now: now["updates"] > 10, "nothing is learned")


def test_the_order_of_tab_is_the_order_in_sight(open_page):
    page = open_page(viewport={"width": 1440, "height": 900})
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('.rail'))")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page, scheme):
    page = open_page(color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach((part) => (part.open = true))")
    page.get_by_role("button", name="Examples").click()
    assert violations(page) == []


def test_words_of_different_parts_have_different_keys():
    keys = [key for file in (SOURCE / "text/en").glob("*.js")
            for key in re.findall(r'^  "([^"]+)":', file.read_text("utf-8"), re.MULTILINE)]  # fmt: skip
    assert len(keys) > 200 and len(keys) == len(set(keys))
