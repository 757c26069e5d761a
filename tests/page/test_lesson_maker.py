"""The lesson maker of the live page: what is written there is the file, the link, the lesson; nothing of it is lost."""

import json
from pathlib import Path

import pytest

from tests.support.browser import violations
from tests.support.links import content_of
from tests.support.page_source import answers


def makes(page):
    """The editor, opened by the menu."""
    page.get_by_role("button", name="Lessons", exact=True).click()
    page.get_by_role("button", name="Make a lesson").click()
    return page.locator(".lesson-editor")


STEP = {"text": "a"}
PLAIN = {"id": "a", "title": "A", "steps": [STEP]}
UNFINISHED = {
    "no title": ({"title": " "}, "editor_title", {}),
    "a title in one of two languages": ({"title": {"en": "A", "ko": ""}}, "editor_title", {}),
    "a name with a blank": ({"id": "my lesson"}, "editor_id", {}),
    "a step without a text": ({"steps": [STEP, {"text": ["a", ""]}]}, "editor_text", {"step": 2}),
    "one answer": ({"steps": [{**STEP, "predict": {"choices": [{"text": "b", "right": True}]}}]},
                   "editor_answers", {"step": 1}),
    "no right answer": ({"steps": [{**STEP, "predict": {"choices": [{"text": "b"}, {"text": "c"}]}}]},
                        "editor_right", {"step": 1}),
}  # fmt: skip


def test_what_a_lesson_lacks_is_said_of_its_fields():
    body = "const answer = (changes) => checkFinished({ ...PLAIN, ...changes });"
    body = f"const PLAIN = {json.dumps(PLAIN)};\n{body}"
    right = {"choices": [{"text": "b", "right": True}, {"text": "c"}]}
    decided = {"choices": [{"text": "b", "if": {}}, {"text": "c", "if": {}}]}
    sound = [{}, {"steps": [{**STEP, "predict": asked} for asked in (right, decided, {"measure": "train_loss"})]}]
    cases = sound + [changes for changes, _, _ in UNFINISHED.values()]
    got = answers({"lessons/unfinished.js": "checkFinished"}, body, cases)
    assert got[:2] == [{"result": None}] * 2
    assert got[2:] == [{"error": key, "values": values} for _, key, values in UNFINISHED.values()]


def test_a_link_that_holds_a_lesson_alone_begins_it():
    imports = {"config/link_content.js": "readLinkContent", "config/configuration.js": "complete"}
    body = """const about = { defaults: { dtype: "float64" } };
    const answer = (content) => { const { begins, step } = readLinkContent(about, content); return [begins, step]; };"""
    cases = [{"lesson": PLAIN}, {"lesson": PLAIN, "step": [0]}, {"lesson": "xor", "config": {}}, {}]
    begins = [found["result"] for found in answers(imports, body, cases)]
    assert begins == [[True, 0], [False, 0], [False, 0], [False, 0]]


@pytest.mark.page
def test_a_lesson_is_made_on_the_page(open_page):
    page = open_page(locale="en-GB", accept_downloads=True, viewport={"width": 1440, "height": 900})
    page.evaluate("numnet.set({data: 'moons', hidden: [4], learning_rate: 0.1})")
    editor = makes(page)
    for label, words in (("Title", "Mine"), ("Short name", "mine"), ("Text;", "Reach it.\n\nSoon.")):
        editor.get_by_label(label).fill(words)
        editor.get_by_label(label).blur()
    editor.get_by_role("button", name="Take the page’s settings").click()
    editor.get_by_role("button", name="Add a step").click()
    editor.get_by_label("Text;").fill("Now.")
    editor.get_by_label("Text;").blur()
    editor.get_by_text("Locked controls").click()
    editor.get_by_label("Learning rate").check()
    editor.locator("[data-control='editor.target'] select").select_option("validation_metric")
    editor.get_by_label("Number (%)").fill("97")
    editor.get_by_label("Number (%)").blur()
    editor.get_by_label("Hints").fill("Play.")
    editor.get_by_label("Hints").blur()
    assert violations(page) == []
    with page.expect_download() as saved:
        editor.get_by_role("button", name="Save as a file").click()
    made = json.loads(Path(saved.value.path()).read_text("utf-8"))
    assert saved.value.suggested_filename == "mine.json"
    assert made["config"] == {"data": "moons", "hidden": [4], "learning_rate": 0.1}
    target = {"measure": "validation_metric", "above": 0.97}
    assert made["steps"][1] == {"text": "Now.", "lock": ["learning_rate"], "target": target, "hints": ["Play."]}
    editor.get_by_role("button", name="Close").click()
    makes(page)
    assert editor.get_by_label("Title").input_value() == "Mine"
    editor.get_by_role("button", name="Try it").click()
    page.locator(".lesson h2").filter(has_text="Mine").wait_for()
    page.locator(".lesson footer").get_by_role("button", name="Next").click()
    page.get_by_text("validation accuracy above 97").wait_for()
    assert page.get_by_label("Learning rate", exact=True).is_disabled()
    page.evaluate("numnet.run()")
    code = page.locator(".lesson-result code").inner_text()
    page.get_by_role("button", name="Back to making").click()
    page.get_by_role("button", name="Lessons", exact=True).click()
    page.get_by_label("Check a result code").fill(code)
    page.get_by_text("Mine: validation accuracy").wait_for()


@pytest.mark.page
def test_measured_predictions_and_best_rows_are_written_on_the_page(open_page):
    """The file says what was chosen, opens again in the editor as it was, and the lesson judges by it."""
    page = open_page(locale="en-GB", accept_downloads=True, viewport={"width": 1440, "height": 900})
    page.evaluate("numnet.set({data: 'moons', hidden: [4], epochs: 5})")
    editor = makes(page)

    def write(label, words):
        editor.get_by_label(label, exact=True).fill(words)
        editor.get_by_label(label, exact=True).blur()

    def choose(name, value):
        editor.locator(f"[data-control='editor.{name}'] select").select_option(value)

    write("Title", "Measured")
    editor.get_by_label("Text;").fill("One.")
    editor.get_by_label("Text;").blur()
    write("Predict first: question", "How high?")
    choose("answer", "number")
    choose("measure", "train_metric")
    write("Right within ± (%)", "50")
    write("Compared after epochs", "3")
    editor.get_by_role("button", name="Add a step").click()
    editor.get_by_label("Text;").fill("Two.")
    editor.get_by_label("Text;").blur()
    write("Predict first: question", "Which?")
    choose("answer", "decided")
    write("Answers, one a line", "it breaks\nit learns")
    choose("if.1", "diverged")
    choose("if.2", "train_loss")
    choose("if.2.side", "between")
    write("Above", "0")
    write("Below", "5")
    choose("target", "validation_loss")
    choose("target.side", "below")
    editor.locator("[data-control='editor.target.below'] input").fill("2")
    editor.locator("[data-control='editor.target.below'] input").blur()
    editor.get_by_label("The best result of all trainings").check()
    assert violations(page) == []
    with page.expect_download() as saved:
        editor.get_by_role("button", name="Save as a file").click()
    first, second = json.loads(Path(saved.value.path()).read_text("utf-8"))["steps"]
    assert first["predict"] == {"question": "How high?", "measure": "train_metric", "within": 0.5, "epochs": 3}
    assert second["predict"] == {"question": "Which?", "choices": [
        {"text": "it breaks", "if": {"status": "diverged"}},
        {"text": "it learns", "if": {"measure": "train_loss", "above": 0, "below": 5}},
    ]}  # fmt: skip
    assert second["target"] == {"measure": "validation_loss", "below": 2, "best": True}
    editor.get_by_role("button", name="Try it").click()
    page.get_by_label("How high?").fill("80")
    page.get_by_role("button", name="That is my answer").click()
    page.get_by_role("button", name="Run 3 epochs").click()
    page.locator(".lesson-predict .good").wait_for()
    page.locator(".lesson footer").get_by_role("button", name="Next").click()
    page.get_by_label("it learns").check()
    page.get_by_role("button", name="That is my answer").click()
    page.get_by_role("button", name="Run to the end").click()
    page.locator(".lesson-predict .good").wait_for()
    page.locator(".lesson-result code").wait_for()
    page.get_by_role("button", name="Back to making").click()
    shown = {name: editor.locator(f"[data-control='editor.{name}'] select").input_value()
             for name in ("answer", "if.1", "if.2", "if.2.side", "target", "target.side")}  # fmt: skip
    assert list(shown.values()) == ["decided", "diverged", "train_loss", "between", "validation_loss", "below"]


@pytest.mark.page
def test_a_lesson_that_is_being_made_is_not_lost(open_page):
    """Not by trying it, nor by a visit later, nor by changing another lesson in its place."""
    page = open_page(locale="en-GB", viewport={"width": 1366, "height": 768})
    editor = makes(page)
    editor.get_by_label("Title").fill("Mine")
    editor.get_by_label("Text;").fill("First.")
    editor.get_by_role("button", name="Add a step").click()
    editor.get_by_label("Text;").fill("Second.")
    editor.get_by_role("button", name="Try it").click()
    page.locator(".lesson footer").get_by_role("button", name="Next").click()
    assert page.get_by_role("button", name="Close the lesson").count() == 0
    back = page.get_by_role("button", name="Back to making")
    assert back.evaluate("button => button.scrollWidth <= button.clientWidth")
    back.click()
    assert editor.get_by_label("Text;").input_value() == "Second." and page.locator(".lesson").count() == 1
    page.reload()
    assert makes(page).get_by_label("Title").input_value() == "Mine"
    page.evaluate("numnet.lesson('xor')")
    page.locator(".lesson h2").filter(has_text="XOR").wait_for()


@pytest.mark.page
def test_another_lesson_is_made_and_the_earlier_one_taken_up_again(open_page):
    page = open_page(query="#lesson=neuron", locale="en-GB")
    editor = makes(page)
    editor.get_by_label("Title").fill("Mine")
    editor.get_by_role("button", name="Close").click()
    page.evaluate("numnet.lesson('neuron')")
    page.get_by_role("button", name="Lessons", exact=True).click()
    page.get_by_role("button", name="Change the open lesson").click()
    assert "neuron" in editor.get_by_label("Title").input_value()
    editor.get_by_role("button", name="Begin another lesson").click()
    assert editor.get_by_label("Title").input_value() == ""
    editor.get_by_role("button", name="Back to “Mine”").click()
    assert editor.get_by_label("Title").input_value() == "Mine"


@pytest.mark.page
@pytest.mark.parametrize("kept", [
    "no JSON", "{}", '{"now": {"steps": 3}}', '{"now": {"steps": [{"text": "<b>", "x": 1}]}}',
    '{"now": {"id": "a", "title": "", "steps": [{"predict": {"choices": [3]}}]}}',
])  # fmt: skip
def test_a_kept_lesson_that_is_none_is_left_alone(open_page, kept):
    page = open_page(locale="en-GB")
    page.evaluate("kept => localStorage.setItem('numnet-lesson-draft', kept)", kept)
    page.reload()
    assert makes(page).get_by_label("Title").input_value() == ""


@pytest.mark.page
def test_a_link_to_the_lesson_begins_it_wherever_the_page_stands(open_page):
    page = open_page(
        locale="en-GB", viewport={"width": 1366, "height": 768}, permissions=["clipboard-read", "clipboard-write"]
    )
    page.evaluate("numnet.set({data: 'moons', hidden: [3]})")
    editor = makes(page)
    editor.get_by_role("button", name="Copy link to this lesson").click()
    page.locator("[role=alert]").filter(has_text="title").wait_for()
    editor.get_by_label("Title").fill("Mine")
    editor.get_by_label("Text;").fill("First.")
    page.evaluate("numnet.set({data: 'xor', hidden: [2]})")
    editor.get_by_role("button", name="Copy link to this lesson").click()
    editor.get_by_text("Copied.").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    lesson = content_of(link).pop("lesson")
    assert lesson["title"] == "Mine" and list(content_of(link)) == ["lesson"]
    learner = open_page(query="#" + link.partition("#")[2], locale="en-GB")
    learner.locator(".lesson h2").filter(has_text="Mine").wait_for()
    assert [learner.evaluate("numnet.get().config")[key] for key in ("data", "hidden")] == ["moons", [3]]
    learner.locator("[data-control='link'] > summary").click()
    learner.get_by_text("The open lesson is in it, at this step: “Mine”.").wait_for()
    learner.evaluate("numnet.set({data: 'and', hidden: [1]})")
    assert content_of(learner.evaluate("numnet.link()"))["step"] == [0]  # so that it goes on from there


@pytest.mark.page
def test_fields_say_what_was_taken_and_ask_as_soon_as_they_can(open_page):
    page = open_page(locale="en-GB", viewport={"width": 1366, "height": 768})
    editor = makes(page)
    page.evaluate("numnet.set({data: 'moons', hidden: [3, 2], learning_rate: 0.3})")
    editor.get_by_role("button", name="Take the page’s settings").click()
    taken = editor.locator("[role=status]").filter(has_text="Taken.")
    for words in ("moons", "Hidden layers: 3, 2", "Learning rate: 0.3"):
        assert words in taken.inner_text()
    question = editor.get_by_label("Predict first: question")
    question.press_sequentially("Which one ")  # it keeps the focus, and the blank
    assert question.input_value() == "Which one " and editor.get_by_label("Answers, one a line").count() == 1
    cut = """list => [...list].filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).length"""
    editor.locator("[data-control='editor.target'] select").select_option("validation_metric")
    assert editor.locator("select").evaluate_all(cut) == 0
    editor.get_by_label("Title").fill("Mine")
    editor.get_by_label("Text;").fill("First.")
    editor.get_by_role("button", name="Try it").click()
    page.get_by_text("The question of step 1 needs at least two answers, one a line.").wait_for()


@pytest.mark.page
def test_the_editor_leaves_the_views_in_sight_and_shows_that_more_lies_below(open_page):
    page = open_page(locale="en-GB", viewport={"width": 1366, "height": 768})
    editor = makes(page)
    for tab, view in (("Network", ".network"), ("Surface", ".surface"), ("Compare", ".lanes")):
        page.locator(".page-tabs").get_by_role("button", name=tab).click()
        page.locator(view).wait_for()
        box, beside = editor.bounding_box(), page.locator(view).bounding_box()
        assert box["x"] + box["width"] <= beside["x"] + 1 and box["y"] + box["height"] <= 768 - 100, tab
        assert beside["y"] < 200
    page.locator(".lesson-editor[data-more]").wait_for()
    editor.evaluate("element => element.scrollTo(0, element.scrollHeight)")
    page.locator(".lesson-editor:not([data-more])").wait_for()
