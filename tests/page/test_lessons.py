"""Lessons on the live page: every bundled one solved, with the code that it gives; files that are none; the editor."""

import json
import re
from pathlib import Path

import pytest

from tests.support.browser import sparse, violations
from tests.support.links import content_of, link_of

BUNDLED = sorted(Path(__file__).parents[2].glob("page/src/lessons/bundled/*.json"))
LESSONS = {lesson["id"]: lesson for lesson in (json.loads(path.read_text("utf-8")) for path in BUNDLED)}
# What solves the tasks of each lesson, in their order: settings, [bias, weights] set by hand, or (label, choice) of a
# control, which leaves weights as the lesson has set them.
SOLUTIONS = {
    "neuron": [[-1.5, 1, 1], [-0.5, 1, 1]],
    "xor": [{"seed": 6}, {"hidden": [4]}],
    "learning": [{"learning_rate": 1}],
    "backpropagation": [{"init": "auto"}],
    "depth": [{"activation": "tanh"}],
    "generalisation": [{"hidden": [2]}],
    "regression": [{"hidden": [3]}],
    "binary": [("Loss", "cross_entropy")],
    "classes": [{"hidden": [8], "learning_rate": 0.03}],
    "softmax": [{"learning_rate": 0.1}],
    "labels": [{"hidden": [8]}],
    "tasks": [{"loss": "cross_entropy"}],
    "batch": [{"learning_rate": 1}],
    "stochastic": [{"learning_rate": 1}],
    "mini-batch": [{"batch_size": 32, "learning_rate": 0.03}],
    "schedules": [{"schedule": "cosine"}],
    "momentum": [{"momentum": 0.99}],
    "nesterov": [{"optimizer": "nag"}],
    "adagrad": [{"learning_rate": 0.1}],
    "rmsprop": [{"rho": 0.99, "learning_rate": 0.03}],
    "adam": [{"learning_rate": 0.1}],
    "race": [{"optimizer": "lion"}],
    "fault-a": [{"learning_rate": 0.1}],
    "fault-b": [{"learning_rate": 0.1}],
    "fault-c": [{"l2": 0, "learning_rate": 0.1}],
    "fault-d": [{"init": "auto"}],
    "fault-e": [{"learning_rate": 0.01}],
    "budget": [{"learning_rate": 0.03}],
}
# What comes of the predictions of each lesson, in their order (a choice, or the sentence), and the code of its result:
# the same on every machine.
RESULTS = {
    "neuron": ([0, 0], "34M00-00023-N1R84"),
    "xor": ([1, 1], "FGG10-01Q83-WXZ1R"),
    "learning": (["Not quite. It came out: training loss 0.0251.", 2], "63G00-00101-4SWZA"),
    "backpropagation": ([0, 1, 2], "Z5G0G-06792-58FQ2"),
    "depth": ([0, 2], "YAJC0-01J12-F9AFC"),
    "generalisation": ([2, 2], "38J0G-0FM01-8CSFR"),
    "regression": ([1, "Not quite. It came out: training R² 0.587."], "XPJ0R-04J81-1WZ6G"),
    "binary": ([2, 2], "34M00-00CG3-GX6P7"),
    "classes": ([2, "Not quite. It came out: validation accuracy 49\u00a0%."], "Y7J20-07402-28127"),
    "softmax": ([1, "Not quite. It came out: training loss 1.1."], "C2G00-00CG1-K9H1X"),
    "labels": ([0, "Not quite. It came out: validation label accuracy 68.4\u00a0%."], "XRJ20-0HT12-THRN7"),
    "tasks": ([1, 1], "TSJ40-04R03-FR3V6"),
    "batch": ([0, 2], "7TJ20-00310-G78ZE"),
    "stochastic": ([2, "Not quite. It came out: training loss 0.221."], "F6G20-0CG03-V7162"),
    "mini-batch": ([0, 2], "Y0J40-02Z12-E5A6Y"),
    "schedules": ([1, 0], "MAE40-1EW11-VN28M"),
    "momentum": ([2, 1], "Y0J20-017G1-AEARW"),
    "nesterov": ([1, 1], "65G00-00300-3WXD1"),
    "adagrad": ([1, 2], "Y3J40-09SG2-AEWD4"),
    "rmsprop": ([1, 1], "YQJ40-02C00-8MDGN"),
    "adam": ([1, "Not quite. It came out: validation accuracy 74.7\u00a0%."], "34J40-02NG1-7DCVM"),
    "race": ([1, 0, 1, 1], "4MJ40-02Z13-2YYP1"),
    "fault-a": ([1], "XQJ40-04NG0-CCYVG"),
    "fault-b": ([0], "YSJ20-00Z93-N2A23"),
    "fault-c": ([1], "YSJ20-00Z80-28H30"),
    "fault-d": ([2], "YSJ20-00Z83-N21H9"),
    "fault-e": ([2], "Y5J40-00Z82-F2E0S"),
    "budget": ([1], "7YG40-01J01-A32K6"),
}  # fmt: skip


def opened(open_page, name, **options):
    page = open_page(query=f"#lesson={name}", **options)
    page.locator(".lesson h2").wait_for()
    return page


def predict(page, asked):
    """Answer with the first choice, or 1; let it run, and give what came: the choice, or the sentence."""
    panel = page.locator(".lesson-predict")
    if "choices" in asked:
        panel.locator("input[type=radio]").first.check()
    else:
        panel.locator("input[type=text]").fill("1")
    panel.get_by_role("button", name="That is my answer").click()
    run = panel.get_by_role("button", name=re.compile("^Run"))
    if measured(asked) and asked.get("updates") != 0:
        run.click()
    panel.locator("[role=status] b").wait_for()
    if "choices" not in asked:
        return panel.locator("[role=status]").inner_text()
    return [label.get_attribute("data-came") for label in panel.locator("fieldset label").all()].index("true")


def measured(asked):
    return "if" in asked.get("choices", [{"if": {}}])[0]


def solve(page, solution, target):
    """Set the weights by hand; or change settings, and train."""
    if isinstance(solution, list):
        page.locator(".weight-table").evaluate("table => (table.open = true)")
        fields = page.locator(".weight-table td input")
        for k, value in enumerate(solution):
            fields.nth(k).fill(str(value))
            fields.nth(k).press("Enter")
    else:
        if isinstance(solution, tuple):
            page.get_by_label(solution[0], exact=True).select_option(solution[1])
        else:
            page.evaluate("changes => numnet.set({...numnet.get().config, ...changes})", solution)
        until = {key: target[key] for key in ("updates", "epochs") if key in target}
        page.evaluate("until => numnet.run(until)", until)
    page.locator(".lesson-target[data-reached]").wait_for()


def work_through(page, lesson):
    """Do all of a lesson; returns what came of its predictions, and its code."""
    came, solutions = [], iter(SOLUTIONS[lesson["id"]])
    for k, step in enumerate(lesson["steps"]):
        if k:
            page.locator(".lesson footer").get_by_role("button", name="Next").click()
        page.get_by_text(f"Step {k + 1} of {len(lesson['steps'])}").wait_for()
        if "predict" in step:
            came.append(predict(page, step["predict"]))
        if "target" in step:
            assert page.locator(".lesson-target[data-reached]").count() == 0  # not reached without doing anything
            solve(page, next(solutions), step["target"])
    assert next(solutions, None) is None
    return came, page.locator(".lesson-result code").inner_text()


@pytest.mark.page
@pytest.mark.parametrize("name", sparse(LESSONS, 7))
def test_a_bundled_lesson_can_be_solved(open_page, name):
    page = opened(open_page, name, locale="en-GB")
    came, code = work_through(page, LESSONS[name])
    assert (came, code) == RESULTS[name]


def test_there_is_a_lesson_for_each_row_of_the_chapter_in_both_languages():
    rows = [re.match(r"(\d+) · ", lesson["title"]["en"]) for lesson in LESSONS.values()]
    assert [int(row[1]) for row in rows if row] == list(range(1, 23))
    for lesson in LESSONS.values():
        for text in texts_of(lesson):
            name = text["en"] == text["ko"] and text["en"] in ("Adagrad", "Adam", "RMSProp")
            assert set(text) == {"en", "ko"} and (name or re.search("[가-힣]", str(text["ko"]))), text
            assert len(text["en"]) == len(text["ko"]) or isinstance(text["en"], str)
    assert sum(path.stat().st_size for path in BUNDLED) < 150_000


def texts_of(part):
    """Every text in two languages, wherever it is."""
    if isinstance(part, dict) and "en" in part:
        yield part
    elif isinstance(part, (dict, list)):
        for inner in part.values() if isinstance(part, dict) else part:
            yield from texts_of(inner)


@pytest.mark.page
def test_nothing_trains_before_it_was_predicted(open_page):
    page = opened(open_page, "learning", locale="en-GB")
    play = page.get_by_role("button", name="Play", exact=True)
    assert play.is_disabled() and page.get_by_label("Learning rate", exact=True).is_disabled()
    assert page.locator(".status-words").inner_text().startswith("Answer the question of the lesson")
    page.keyboard.press(" ")
    assert page.evaluate("numnet.get().updates") == 0
    page.locator(".lesson input[type=text]").fill("0,03")  # a comma as well
    page.locator(".lesson input[type=text]").press("Enter")
    page.get_by_role("button", name="Run 20 updates").click()
    page.get_by_text("Right.").wait_for()
    assert page.evaluate("numnet.get().updates") == 20
    page.get_by_role("button", name="Close the lesson").click()
    assert page.get_by_label("Learning rate", exact=True).is_enabled()


@pytest.mark.page
def test_a_code_is_read_back_and_a_mistyped_one_is_not(open_page):
    page = open_page(locale="en-GB")
    page.get_by_role("button", name="Lessons", exact=True).click()
    field, said = page.get_by_label("Check a result code"), page.locator(".menu-panel [role=status]")
    code = RESULTS["classes"][1]
    field.fill(code.lower().replace("-", " "))
    page.get_by_text("9 · Several classes: validation accuracy 96.7").wait_for()
    assert "with 8 hidden units. Predictions right: 0 of 2. Hints opened: 0." in said.inner_text()
    field.fill(code[:-1] + ("0" if code[-1] != "0" else "1"))
    page.get_by_text("or of a lesson that isn’t open? Open that one first.").wait_for()


@pytest.mark.page
def test_hints_come_one_by_one_and_are_counted(open_page):
    page = opened(open_page, "xor", locale="en-GB")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Open hint 1 of 2").click()
    page.get_by_text("the crossed arrows").wait_for()
    assert page.get_by_text("Seed 6 learns").count() == 0
    page.locator(".lesson footer").get_by_role("button", name="Back").click()
    _, code = work_through(page, LESSONS["xor"])
    assert page.get_by_text("Hints opened: 1.").count() == 1
    assert code != RESULTS["xor"][1]


@pytest.mark.page
def test_the_example_in_the_document_is_a_lesson(open_page):
    text = (Path(__file__).parents[2] / "docs/lessons.md").read_text("utf-8")
    page = open_page(locale="ko-KR")
    page.evaluate("lesson => numnet.lesson(lesson)", json.loads(re.search(r"```json\n(.*?)```", text, re.DOTALL)[1]))
    page.locator(".lesson h2").filter(has_text="적은 유닛").wait_for()


WRONG = {
    "steps[0].text": {"steps": [{"text": {"en": 3}}]},
    "steps[1].target.below": {
        "steps": [{"text": "a"}, {"text": "a", "target": {"measure": "train_loss", "below": "x"}}],
    },
    "“script”": {"script": "alert(1)"},
    "steps[0].lock[1]": {"steps": [{"text": "a", "lock": ["play", "<b>"]}]},
    "steps[0].weights[1]": {"steps": [{"text": "a", "weights": [[0, 1], [1]]}]},
    "steps[0].weights[0]": {"steps": [{"text": "a", "weights": [[-1, 1]]}]},
    "steps[0].look": {"steps": [{"text": "a", "look": "<b>"}]},
    "no known measure": {"steps": [{"text": "a", "target": {"measure": "luck", "below": 1}}]},
    "learning_rate": {"config": {"learning_rate": -1}},
    "numnet-lesson-1": {"format": "numnet-lesson-2"},
}
PLAIN = {"format": "numnet-lesson-1", "id": "a", "title": "A", "steps": [{"text": "a"}]}


@pytest.mark.page
def test_a_file_that_is_no_lesson_is_refused_with_the_place(open_page):
    page = open_page(locale="en-GB")
    before = page.evaluate("numnet.get().config")
    for place, part in WRONG.items():
        with pytest.raises(Exception, match=re.escape(place)):
            page.evaluate("lesson => numnet.lesson(lesson)", {**PLAIN, **part})
    assert page.evaluate("numnet.get().config") == before and page.locator(".lesson").count() == 0
    evil = "<img src=x onerror=alert(1)> **<b>x</b>** `</script>` $<i>$"
    steps = [{"text": [evil], "hints": [evil]}]
    page.evaluate("lesson => numnet.lesson(lesson)", {**PLAIN, "title": evil, "steps": steps})
    page.locator(".lesson h2").filter(has_text="onerror").wait_for()
    assert page.locator(".lesson img, .lesson i:not(.lesson-marks i), .lesson b b").count() == 0


@pytest.mark.page
def test_a_link_keeps_the_lesson_and_where_it_stands(open_page):
    page = opened(open_page, "adagrad", locale="en-GB")
    predict(page, LESSONS["adagrad"]["steps"][0]["predict"])
    page.get_by_role("button", name="Next").click()
    page.wait_for_url(lambda address: "#v1:" in address)
    link = page.evaluate("numnet.link()")
    assert content_of(link)["lesson"] == "adagrad" and content_of(link)["step"] == [1]
    again = open_page(query="#" + link.partition("#")[2], locale="ko-KR")
    again.get_by_text("3단계 중 2단계").wait_for()
    assert again.get_by_role("button", name="재생").is_disabled()
    own = open_page(query=link_of({"lesson": {**PLAIN, "title": "Own"}}), locale="en-GB")
    own.locator(".lesson h2").filter(has_text="Own").wait_for()
    bad = open_page(query="#lesson=nothing", locale="en-GB")
    bad.get_by_text("The page has no lesson “nothing”.").wait_for()


@pytest.mark.page
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_lesson_fits_a_phone_and_can_be_read_by_all(open_page, scheme):
    page = opened(open_page, "adam", viewport={"width": 320, "height": 640}, locale="ko-KR", color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert violations(page) == []
    page.get_by_role("button", name="수업", exact=True).click()
    page.get_by_text("28").first.wait_for(state="attached")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert violations(page) == []


@pytest.mark.page
def test_answers_are_remembered_until_the_lesson_begins_anew(open_page):
    page = opened(open_page, "neuron", locale="en-GB")
    _, code = work_through(page, LESSONS["neuron"])
    page.evaluate("location.hash = '#lesson=neuron'")  # as from the course: no link holds an answer
    page.reload()
    page.locator(".lesson-predict .good, .lesson-predict .bad").wait_for()
    assert page.get_by_role("button", name="That is my answer").count() == 0
    for _ in LESSONS["neuron"]["steps"][1:]:
        page.locator(".lesson footer").get_by_role("button", name="Next").click()
    page.locator(".lesson-result").filter(has_text=code).wait_for()
    page.get_by_role("button", name="Lessons", exact=True).click()
    done = page.locator(".lesson-list li").filter(has=page.get_by_role("img", name="solved"))
    assert done.all_inner_texts() == [f"{LESSONS['neuron']['title']['en']} ✓"]
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Begin anew").click()
    page.get_by_text("Step 1 of").wait_for()
    page.get_by_role("button", name="That is my answer").wait_for()
    page.reload()
    page.get_by_role("button", name="That is my answer").wait_for()
    assert page.get_by_role("button", name="Begin anew").count() == 0


@pytest.mark.page
@pytest.mark.parametrize("spoil", [
    "() => 'no JSON'", "() => '[1, 2]'", "() => '{\"neuron\": 3}'",
    "all => (all.neuron.lesson = '1 2', JSON.stringify(all))",
    "all => (all.neuron.done[0].compared = { value: '<b>', settings: 1 }, JSON.stringify(all))",
])  # fmt: skip
def test_answers_that_are_none_are_left_alone(open_page, spoil):
    """What another version, or another script, has left there does no harm."""
    page = opened(open_page, "neuron", locale="en-GB")
    predict(page, LESSONS["neuron"]["steps"][0]["predict"])
    change = f"({spoil})(JSON.parse(localStorage.getItem('numnet-lessons')))"
    page.evaluate(f"localStorage.setItem('numnet-lessons', {change})")
    page.evaluate("location.hash = '#lesson=neuron'")
    page.reload()
    page.get_by_role("button", name="That is my answer").wait_for()
    assert page.locator(".lesson-predict input:checked").count() == 0


@pytest.mark.page
def test_in_a_sandboxed_frame_a_lesson_is_answered_without_being_kept(open_page):
    frame = open_page(query="#lesson=neuron", place="frame", locale="en-GB")
    frame.locator(".lesson h2").wait_for()
    predict(frame, LESSONS["neuron"]["steps"][0]["predict"])
