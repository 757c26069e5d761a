"""The page opens wherever it may be, whole, and asks for nothing else."""

import re

import pytest

from tests.support.browser import PAGE

pytestmark = pytest.mark.page
MOST_BYTES = 600_000


@pytest.mark.parametrize("place", ["file", "http", "frame", "srcdoc"])
def test_the_page_opens_everywhere_and_asks_for_nothing_but_itself(open_page, place):
    page = open_page(place=place)
    page.get_by_role("button", name="Play").click()
    page.locator("header").filter(has_text=re.compile(r"updates\s*[1-9]")).wait_for()
    files = {address.partition("?")[0].rpartition("/")[2] for address in open_page.requests if address[:4] != "blob"}
    assert files == {"index.html", "around.html"} if place == "frame" else {"index.html"}
    assert any(address.startswith("blob:") for address in open_page.requests)  # its Worker's text is the page's own


def test_the_page_is_small():
    assert PAGE.stat().st_size <= MOST_BYTES


def test_the_page_may_ask_for_nothing(open_page):
    """What it is forbidden to do fails, and is noticed: so every other test of the page is worth something."""
    page = open_page(place="http")
    assert page.evaluate("fetch('/index.html').then(() => 'heard', () => 'refused')") == "refused"
    page.evaluate("setTimeout(() => { throw new Error('on purpose') })")
    page.evaluate("document.body.append(Object.assign(new Image(), {src: '/picture.png'}))")
    page.wait_for_timeout(100)
    problems = " ".join(open_page.problems)
    assert "Content Security Policy" in problems and "picture.png" in problems and "on purpose" in problems
    open_page.problems.clear()
