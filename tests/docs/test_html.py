"""The course as HTML, in both languages, in a real browser: nothing scrolls sideways, every page leads to its twin.

Built as ``make docs`` builds it.  Needs the extra ``docs``, and Chromium.
"""

import re
import subprocess
import sys

import pytest

from tests.support.documents import PAGES, REPOSITORY

pytestmark = pytest.mark.page

WIDTHS = (320, 480, 768, 1024, 1200, 1280, 1440, 1600, 1920, 2560)
FOLDERS = {"en": "", "ko": "ko"}
NAMES = [page.removeprefix("docs/").removesuffix(".md") for page in PAGES] + ["search", "genindex"]
KOREAN = sorted({path.stem for path in (REPOSITORY / "docs/locale/ko/LC_MESSAGES").glob("*.po")} - {"sphinx"})
# What is wider than the page has room for: all but code, tables and formulas, which have boxes that scroll.
TOO_WIDE = """() => {
  const boxes = "pre, .table-wrapper, .math-wrapper, .long-formula";
  const room = document.documentElement.clientWidth;
  const wide = [...document.querySelectorAll("article, article *, .content, .main, nav.languages")].filter(element =>
    !element.parentElement.closest(boxes) && element.getBoundingClientRect().right > room + 0.5);
  const scrolled = [...document.querySelectorAll("html, body, .page, .main, .content, article, article *")].filter(
    element => !element.closest(boxes) && element.scrollWidth > element.clientWidth + 1
      && (element.tagName === "HTML" || /auto|scroll|hidden/.test(getComputedStyle(element).overflowX)));
  return [...wide, ...scrolled].map(element => element.outerHTML.slice(0, 90));
}"""
AROUND = (".skip-to-content", ".back-to-top", ".toc-title", ".page-info .context", ".left-details", ".languages",
          "article summary")  # fmt: skip


@pytest.fixture(scope="module")
def editions(tmp_path_factory):
    """The folder of the course; the Korean edition is in its folder ko."""
    pytest.importorskip("sphinx", reason="Sphinx is missing: make test-page installs it")
    folder = tmp_path_factory.mktemp("docs")
    for language, place in FOLDERS.items():
        call = [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "--keep-going", "-D", f"language={language}", "docs"]
        subprocess.run([*call, folder / place, "-d", folder / f"doctrees-{language}"], cwd=REPOSITORY, check=True)
    return folder


@pytest.fixture(scope="module")
def tab(browser):
    """A tab of the browser."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.mark.parametrize(("name", "language"), [*((name, "en") for name in NAMES), *((name, "ko") for name in KOREAN)])
def test_no_page_scrolls_sideways_at_any_width(name, language, editions, tab):
    tab.goto((editions / FOLDERS[language] / f"{name}.html").as_uri())
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 900})
        assert (width, tab.evaluate(TOO_WIDE)) == (width, [])


def test_a_wide_page_is_noticed(editions, tab):
    tab.goto((editions / "index.html").as_uri())
    tab.set_viewport_size({"width": 320, "height": 900})
    tab.evaluate("document.querySelector('article h1').style.width = '30em'")
    assert any(found.startswith("<h1") for found in tab.evaluate(TOO_WIDE))


@pytest.mark.parametrize("language", FOLDERS)
@pytest.mark.parametrize("name", NAMES)
def test_every_page_leads_to_itself_in_the_other_language(name, language, editions):
    path = editions / FOLDERS[language] / f"{name}.html"
    html, (other,) = path.read_text("utf-8"), set(FOLDERS) - {language}
    assert re.search(r'<html [^>]*lang="(\w+)"', html)[1] == language
    ((target, lang),) = re.findall(r'<a href="([^"]+)" hreflang="(\w+)" lang="\2">', html)
    assert lang == other and (path.parent / target).resolve() == (editions / FOLDERS[other] / f"{name}.html").resolve()
    both = {*KOREAN, "search", "genindex"}
    alternates = dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)">', html))
    assert set(alternates) == ({"en", "ko"} if name in both else {"en"})
    assert all((path.parent / address).is_file() for address in alternates.values())
    assert ('<div lang="en">' in html) == (language == "ko" and name not in both)


@pytest.mark.parametrize("name", KOREAN)
def test_the_words_around_a_korean_page_are_korean(name, editions, tab):
    tab.goto((editions / "ko" / f"{name}.html").as_uri())
    texts = [text.strip() for place in AROUND for text in tab.locator(place).all_text_contents()]
    assert len(texts) >= 5
    assert [text for text in texts if not re.search("[가-힣]", text) and text != "English"] == []


@pytest.mark.parametrize("word", ["역전파", "학습", "momentum"])
def test_a_word_is_found_in_the_korean_edition(word, editions, tab):
    tab.goto((editions / "ko" / "search.html").as_uri() + f"?q={word}")
    tab.locator("#search-results li a").nth(2).wait_for()


@pytest.mark.parametrize(("language", "words"), [("en", "How the lesson"), ("ko", "수업의 첫 화면")])
def test_where_scripts_are_off_a_lesson_is_a_picture(language, words, editions, browser):
    page = browser.new_page(java_script_enabled=False)
    page.goto((editions / FOLDERS[language] / "classes.html").as_uri())
    assert page.locator(".lesson img").count() == 2
    page.locator(".lesson summary").first.click()
    picture = page.locator(".lesson img").first
    picture.wait_for()
    box = picture.bounding_box()
    assert words in picture.get_attribute("alt")
    assert box["width"] > 300 and box["height"] > 200 and not page.locator(".lesson iframe").first.is_visible()
    page.close()
