"""What a lesson's step sets on the page: weights, views, what is brought into sight, what is kept from sight."""

import pytest

from tests.support.links import content_of

WIDE = {"locale": "en-GB", "viewport": {"width": 1366, "height": 768}}
PLAIN = {"format": "numnet-lesson-1", "id": "a", "title": "A", "config": {"data": "and", "hidden": [], "init": "zeros"}}


def with_steps(open_page, steps, **options):
    page = open_page(**{**WIDE, **options})
    page.evaluate("lesson => numnet.lesson(lesson)", {**PLAIN, "steps": [{"text": "Words.", **step} for step in steps]})
    page.locator(".lesson h2").wait_for()
    return page


def go_on(page):
    page.locator(".lesson footer").get_by_role("button", name="Next").click()


def in_sight(locator):
    """Whether all of an element is in the window, and in the column that scrolls."""
    return locator.evaluate("""element => {
        const {top, bottom} = element.getBoundingClientRect();
        const column = element.closest(".parts > *").getBoundingClientRect();
        return top >= column.top - 1 && bottom <= Math.min(column.bottom, innerHeight) + 1;
    }""")


@pytest.mark.page
def test_a_step_sets_weights_and_the_next_one_does_not(open_page):
    weights = [[0, 2], [1, -1], [2, -0.5]]
    page = with_steps(open_page, [{"weights": weights}, {"set": {}}, {}])
    assert page.evaluate("numnet.get().parameters") == [2, -1, -0.5]
    go_on(page)
    page.get_by_text("Step 2 of 3").wait_for()
    page.get_by_text("Press Play").wait_for()
    assert page.evaluate("numnet.get().parameters") == [0, 0, 0]
    page.locator(".lesson footer").get_by_role("button", name="Back").click()
    page.get_by_text("Step 1 of 3").wait_for()
    assert page.evaluate("numnet.get().parameters") == [2, -1, -0.5]


@pytest.mark.page
def test_what_a_step_is_about_is_open_and_in_sight_as_long_as_it_is_there(open_page):
    page = with_steps(open_page, [{"look": "weights", "weights": [[0, -4.56789e-5]]}, {"look": "loss"}])
    table = page.locator(".weight-table")
    page.locator(".weight-table[open]").wait_for()
    page.wait_for_timeout(1000)  # it comes into sight once what is in it has come
    assert in_sight(table)
    fields = table.locator("td input")
    assert [fields.nth(k).input_value() for k in range(3)] == ["0", "-4.57e-5", "0"]  # bias, x1, x2
    go_on(page)
    page.locator(".weight-table:not([open])").wait_for()
    page.wait_for_timeout(1000)
    assert in_sight(page.locator("[data-view=loss]")) and page.evaluate("scrollY") == 0


@pytest.mark.page
def test_a_question_and_its_button_are_in_sight_on_a_laptop(open_page):
    page = open_page(query="#lesson=adam", **WIDE)
    button = page.get_by_role("button", name="That is my answer")
    button.wait_for()
    page.wait_for_timeout(1000)
    bottom = button.evaluate("element => element.getBoundingClientRect().bottom")
    assert (
        bottom <= page.locator(".lesson footer").bounding_box()["y"] and page.locator(".lesson[data-more]").count() == 0
    )


@pytest.mark.page
def test_on_a_phone_the_text_stays_and_a_button_leads_there(open_page):
    page = with_steps(open_page, [{"look": "weights"}], viewport={"width": 390, "height": 844})
    page.wait_for_timeout(1000)
    assert page.evaluate("scrollY") == 0
    page.get_by_role("button", name="Show me where").click()
    page.locator(".weight-table[open]").wait_for()
    page.wait_for_timeout(500)
    top = page.locator(".weight-table").evaluate("element => element.getBoundingClientRect().top")
    assert 0 <= top < 422


@pytest.mark.page
def test_a_race_waits_at_its_start_without_a_verdict_until_the_question_is_answered(open_page):
    page = open_page(query="#lesson=race", **WIDE)
    play = page.locator("[data-control='race.play']")
    play.wait_for()
    scrub = page.locator("[data-control='race.scrub']")
    assert play.is_disabled() and scrub.input_value() == "0" and page.locator(".standings").count() == 0
    page.locator(".lesson input[type=radio]").first.check()
    page.get_by_role("button", name="That is my answer").click()
    page.get_by_text("nag arrives first, after 63 steps").wait_for()
    assert play.is_enabled()
    page.get_by_role("button", name="Close the lesson").click()
    page.evaluate("numnet.lesson('neuron')")  # the next lesson is about the network again
    page.locator(".lesson h2").filter(has_text="A neuron").wait_for()
    page.locator("[data-view=map]").wait_for()


@pytest.mark.page
def test_the_lens_that_a_lesson_opens_is_kept_in_the_link(open_page):
    page = open_page(query="#lesson=learning", **WIDE)
    page.get_by_text("Under the lens: weight from x to output y").wait_for()
    assert content_of(page.evaluate("numnet.link()"))["view"] == {"weight": 0}
    page.get_by_role("button", name="Put the lens away").click()
    assert "view" not in content_of(page.evaluate("numnet.link()"))


@pytest.mark.page
def test_health_tells_equal_units_and_what_has_overflowed(open_page):
    page = open_page(**WIDE)
    health = page.locator("[data-control=health] summary")
    page.evaluate("numnet.set({data: 'moons', hidden: [8], init: 'zeros'})")
    health.filter(has_text="all units of layer 1 have equal weights").wait_for()
    page.evaluate("numnet.set({data: 'moons', hidden: [8]})")
    health.filter(has_text="nothing wrong").wait_for()
    page.evaluate(
        "numnet.set({data: 'sine', hidden: [16], activation: 'relu', optimizer: 'sgd', learning_rate: 2})"
        ".then(() => numnet.run())"
    )
    health.filter(has_text="the training has diverged").wait_for()
