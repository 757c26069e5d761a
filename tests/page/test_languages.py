"""The page in another language: the same keys and placeholders, and no English left where it is shown."""

import re

import pytest

from tests.support.links import content_of
from tests.support.webassembly import description
from tests.support.words import catalogue, placeholders, texts

LANGUAGES = ["ko"]
ENGLISH = texts("en")
SAME = {  # symbols, names and texts that hold nothing but what is filled in
    "title", "with_symbol", "change", "change.beta1", "change.beta2", "change.rho", "change.eps",
    "weight_decay.formula", "metric.r2", "metric.r2.is", "score.f1", "result.is", "result.metric", "result.place",
    "result.axis.across", "result.axis.up", "result.worst.wrong", "network.legend.plus", "network.legend.minus",
    "inside.delta", "data.way.expression", "data.set.and", "data.set.or", "data.set.xor", "example.xor",
    "formula.above.f", "formula.positive.f", "formula.curve.f", "formula.surface.f", "activation.tanh",
    "activation.relu", "activation.elu", "activation.gelu", "activation.silu", "init.glorot", "init.he",
    "init.lecun", "surface.title",
}  # fmt: skip
ENTRIES = {"data.set": ["generators", "truth_tables"], "schedule": ["schedules"], "loss": ["losses"],
           "surface": ["surfaces"]}
FIELDS = {"data.set": ["about"], "schedule": ["formula"], "loss": ["formula"], "surface": ["title", "help"]}
# Particles that depend on the last sound before them, behind what is filled in.
SOUNDS = r"\}[”\"’)]*(?:은|는|이|가|을|를|과|와|으로|로|이나|나|이라|라)(?![가-힣])"
SHOWN = """() => {
  const said = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: around, data } = walker.currentNode;
    if (around.closest("script, noscript, code, pre")) continue;
    if (around.matches("option") || around.checkVisibility()) said.push(data);
  }
  for (const name of ["aria-label", "aria-description", "aria-roledescription", "data-help", "placeholder"])
    for (const element of document.querySelectorAll(`[${name}]:not(math)`)) said.push(element.getAttribute(name));
  for (const element of document.querySelectorAll("optgroup")) said.push(element.label);
  return said.map((text) => text.trim()).filter(Boolean);
}"""
CANVASES = "[...document.querySelectorAll('.result canvas')].map((canvas) => canvas.toDataURL())"


def numnets_own():
    """Keys for what numnet itself says in English, which a catalogue may have beside those of the English one."""
    about = description()
    names = {head: [name for part in parts for name in about[part]] for head, parts in ENTRIES.items()}
    return {f"{head}.{name}.{field}" for head in names for name in names[head] for field in FIELDS[head]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_the_files_and_the_keys_of_english(language):
    english, other = catalogue("en"), catalogue(language)
    assert len(ENGLISH) > 400 and list(other) == list(english)
    for name, file in english.items():
        assert [key for key in file if key not in other[name]] == []
        assert set(other[name]) - set(file) <= numnets_own()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_fills_in_the_same_values(language):
    other = texts(language)
    assert {key: other[key] for key in ENGLISH if placeholders(other[key]) != placeholders(ENGLISH[key])} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_but_for_names_and_symbols(language):
    other = texts(language)
    assert {key for key in ENGLISH if other[key] == ENGLISH[key]} == SAME


def test_korean_is_written_in_korean_and_fits_whatever_is_filled_in():
    korean = texts("ko")
    own = {key: re.sub(r"\{\w+\}", "", text) for key, text in korean.items()}
    latin = {key for key, text in own.items() if not re.search("[가-힣]", text) and re.search("[A-Za-z]{3}", text)}
    assert latin <= SAME | {"activation.leaky_relu"}
    assert {key: text for key, text in korean.items() if re.search(SOUNDS, text)} == {}


def pattern(text):
    """What a text of the catalogue looks like once its values are filled in."""
    return re.sub(r"\\\{\w+\\\}", ".+", re.escape(text))


def english_in(said):
    """Texts that are English ones of the catalogue, whole or as a sentence among others."""
    whole = re.compile("|".join(pattern(text) for key, text in ENGLISH.items() if key not in SAME))
    sentences = [text for text in ENGLISH.values() if text.endswith(".") and not placeholders(text)]
    names = {rule[part] for rule in description()["rules"].values() for part in ("kind", "paper")}
    return {text for text in said - names if whole.fullmatch(text) or any(sentence in text for sentence in sentences)}


def everything_said(page):
    """All that the page shows or reads out, with every part, way to data and menu open once."""
    page.evaluate("document.querySelectorAll('details').forEach((part) => (part.open = true))")
    said = set()
    for tab in page.locator(".tabs button").all():
        tab.click()
        said |= set(page.evaluate(SHOWN))
    for menu in page.locator(".menu > button:visible").all():
        menu.click()
        said |= set(page.evaluate(SHOWN))
        page.keyboard.press("Escape")
    return said


@pytest.mark.page
def test_a_korean_browser_shows_the_page_in_korean(open_page):
    page = open_page(locale="ko-KR", viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    assert page.locator("html").get_attribute("lang") == "ko"
    page.evaluate("numnet.run({epochs: 2})")
    page.locator(".status-words").filter(has_text="일시 정지: 훈련 손실").wait_for()
    said = everything_said(page)
    assert len(said) > 200 and english_in(said) == set()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    with pytest.raises(Exception, match="설정에 “nets” 키는 없습니다"):
        page.evaluate("numnet.set({nets: 3})")


@pytest.mark.page
def test_a_language_is_chosen_and_kept_in_the_link(open_page):
    page = open_page(locale="en-GB")
    assert page.locator("html").get_attribute("lang") == "en" and english_in(set(page.evaluate(SHOWN)))
    plain, drawn = page.evaluate("numnet.link()"), page.evaluate(CANVASES)
    page.get_by_role("button", name="Page", exact=True).click()
    page.get_by_label("Language").select_option("한국어")
    page.locator("html[lang=ko]").wait_for()
    page.get_by_role("button", name="재생").wait_for()
    page.wait_for_url(lambda address: "#v1:" in address)
    chosen = page.evaluate("numnet.link()")
    assert "view" not in content_of(plain) and content_of(chosen)["view"] == {"language": "ko"}
    assert len(drawn) == 2 and not set(drawn) & set(page.evaluate(CANVASES))  # legends and axes are drawn anew
    page.get_by_label("언어").select_option("English")
    page.get_by_role("button", name="Play").wait_for()
    assert open_page(query=f"#{chosen.partition('#')[2]}", locale="en-GB").locator("html").get_attribute("lang") == "ko"
    german = open_page(query=f"#{plain.partition('#')[2]}", locale="de-DE")  # there is no catalogue of it
    assert german.locator("html").get_attribute("lang") == "en"
    assert german.evaluate("numnet.link()").partition("#")[2] == plain.partition("#")[2]
