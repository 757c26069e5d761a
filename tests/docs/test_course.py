"""The course: pages print what they show, and every row of the chapter has its command, figure, page and test."""

import json
import re
import runpy
import shlex

import click
import numpy as np
import pytest
from click.testing import CliRunner

import numnet
from numnet.commands import main
from tests.support.cli import call
from tests.support.documents import (
    DOCUMENTS,
    PAGES,
    REPOSITORY,
    prose,
    sessions,
    text,
)

pytestmark = pytest.mark.filterwarnings("error")

INDEX = "docs/index.md"
ROW = re.compile(
    r"^\| (?P<number>\d+) \| \[(?P<idea>[^\]]+)\]\((?P<page>[\w-]+\.md)\) \| `numnet (?P<command>[^`]+)` "
    r"\| \[(?P<figure>[\w-]+\.(?:png|gif))\]\(\.\./figures/(?P=figure)\) "
    r"\| \[(?P<test>\w+)\]\(\.\./tests/(?P<file>[\w/]+\.py)\) \|$",
    re.MULTILINE,
)
CHAPTER = [match.groupdict() for match in ROW.finditer(text(INDEX))]
TAUGHT = tuple(dict.fromkeys(f"docs/{row['page']}" for row in CHAPTER))  # the pages of the chapter, in its order


# --- the table --------------------------------------------------------------------------------------------------------


def test_the_table_has_the_22_ideas_of_the_chapter():
    assert [row["number"] for row in CHAPTER] == [str(number) for number in range(1, 23)]


@pytest.mark.parametrize("row", CHAPTER, ids=lambda row: row["number"])
def test_what_a_row_of_the_table_promises_is_there(row):
    page = f"docs/{row['page']}"
    assert f"](../figures/{row['figure']})" in text(page)
    words = [word for word in row["command"].split() if not word.isupper() and word != "RUN..."]
    typed = [command.split()[1:] for command, _ in sessions(page)]
    assert any(set(words) <= set(command) and command[0] == words[0] for command in typed), words
    assert re.search(rf"^def {row['test']}\(", text(f"tests/{row['file']}"), re.MULTILINE), row["test"]


# --- the pages --------------------------------------------------------------------------------------------------------


def test_every_page_is_in_the_course_in_the_order_of_the_chapter():
    trees = re.findall(r"^```\{toctree\}\n(?::[^\n]*\n)*\n(.*?)^```$", text(INDEX), re.MULTILINE | re.DOTALL)
    listed = [f"docs/{name}.md" for tree in trees for name in tree.split()]
    assert sorted(listed) == sorted(set(PAGES) - {INDEX})
    assert [page for page in listed if page in TAUGHT] == list(TAUGHT)


@pytest.mark.parametrize("page", TAUGHT)
def test_a_page_of_the_chapter_has_all_its_parts(page):
    shown = text(page)
    assert shown.count("\n# ") == 0 and shown.startswith("# ")
    for part in ("\n$$\n", "\n## Run it\n", "```console\n", "](../figures/", "\n## The kernel\n", "```{literalinclude}",
                 "\n## Exercise\n", "<details><summary>Answer</summary>\n\n"):  # fmt: skip
        assert part in shown, part
    answer = shown.split("<details>")[1]
    assert "```pycon" in answer or "```console" in answer, "an answer that nothing checks"


TEACHERS = re.compile(
    r"^\| (\d+) \| \[([^\]]+)\]\(([\w-]+\.md)\) \| \[([^\]]+)\]\(\.\./figures/[^)]+\) \| (.+) \|( .*)? \|$",
    re.MULTILINE,
)


def anchor_of(title):
    return re.sub(r"[^\w -]", "", title).lower().replace(" ", "-")


def test_teachers_find_a_picture_an_exercise_and_a_solution_for_each_row():
    rows = TEACHERS.findall(text("docs/teachers.md"))
    assert [row[:4] for row in rows] == [
        tuple(row[key] for key in ("number", "idea", "page", "figure")) for row in CHAPTER
    ]
    for _, _, page, _, exercises, more in rows:
        links = re.findall(r"\[([^\]]+)\]\(([\w-]+\.md)#([\w-]+)\)", f"{exercises} {more}")
        assert links[0][1:] == (page, "exercise")
        for name, page, anchor in links:
            sections = re.split(r"^## ", text(f"docs/{page}"), flags=re.MULTILINE)
            (section,) = [part for part in sections if anchor_of(part.partition("\n")[0]) == anchor]
            title, _, body = section.partition("\n")
            if name != title:
                body = re.split(r"^\*\*", body.split(f"\n**{name}.**")[1], flags=re.MULTILINE)[0]
            assert "<details><summary>Answer</summary>" in body, (page, name)


@pytest.mark.parametrize("page", PAGES)
def test_code_that_a_page_shows_is_in_the_source(page):
    for path, options in re.findall(r"^```\{(?:literalinclude|include)\} (\S+)\n(.*?)^```$", text(page), re.M | re.S):
        file = (REPOSITORY / "docs" / path).resolve()
        source = file.read_text(encoding="utf-8")
        for key, value in re.findall(r"^:([\w-]+): ?(.*)$", options, re.MULTILINE):
            value = value[1:-1] if value[:1] in ("'", '"') else value
            if key == "pyobject":
                assert re.search(rf"^def {value}\(", source, re.MULTILINE), (path, value)
            elif key in ("start-at", "start-after", "end-before"):
                assert value in source, (path, value)
            elif key == "caption":
                assert file == (REPOSITORY / value).resolve()


def drawn_by(command):
    """The commands that draw this kind of picture: `numnet sweep`, `compare` and `trace` draw theirs by themselves."""
    name, kind = command.split()[1:3]
    return {f"numnet plot {kind}", f"numnet {kind}"} if name == "plot" else {f"numnet {name}"}


@pytest.mark.parametrize("page", PAGES)
def test_a_picture_of_a_page_is_drawn_by_a_command_of_the_page(page):
    pictures = runpy.run_path(str(REPOSITORY / "figures" / "make.py"))["PICTURES"]
    typed = " ".join(command for command, _ in sessions(page))
    for picture in re.findall(r"!\[[^\]]+\]\(\.\./figures/([\w.-]+)\)", text(page)):
        assert drawn_by(pictures[picture]) & set(re.findall(r"numnet (?:plot )?[a-z]+", typed)), picture


@pytest.mark.parametrize("document", DOCUMENTS)
def test_options_in_the_text_exist(document):
    known, groups = set(), [main]
    while groups:
        group, context = groups.pop(), click.Context(main)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            parameters = command.get_params(context)
            known |= {option for each in parameters for option in (*each.opts, *each.secondary_opts)}
            groups += [command] if isinstance(command, click.Group) else []
    for option in re.findall(r"`(--[a-z0-9-]+)", prose(document)):
        assert option in known, option


# --- what the pages say -----------------------------------------------------------------------------------------------


def right_on_xor(folder, seeds, *more):
    """How many of the seeds get all four rows right with the command of docs/xor.md, and the losses of the others."""
    (command,) = [command for command, _ in sessions("docs/xor.md") if "--init uniform" in command]
    words = shlex.split(command.replace("--out xor", ""))[1:]
    right, losses = 0, []
    for seed in seeds:
        out = ["--out", str(folder / str(len(list(folder.iterdir()))))]
        done = CliRunner().invoke(main, [*words, *more, "--seed", str(seed), "--json", *out], catch_exceptions=False)
        result = json.loads(done.stdout)
        right += result["metrics"]["train_accuracy"] == 1
        losses += [result["train_loss"]] if result["metrics"]["train_accuracy"] < 1 else []
    return right, losses


def test_the_classic_network_learns_xor_on_most_seeds(tmp_path):
    right, losses = right_on_xor(tmp_path, range(20))
    assert right == 19
    assert all(loss > 0.34 for loss in losses)  # ½ ln 2 and ln 2: where the others stop


@pytest.mark.slow
def test_what_is_said_of_a_hundred_seeds_on_xor(tmp_path):
    right, losses = right_on_xor(tmp_path, range(100))
    assert right == 94 and sum(0.34 < loss < 0.36 for loss in losses) == 2
    right, losses = right_on_xor(tmp_path, range(100), "--l2", "0")
    assert right == 97 and all(0.34 < loss < 0.36 for loss in losses)
    assert right_on_xor(tmp_path, range(100), "--hidden", "3")[0] == 99


def test_the_rate_at_which_descent_on_the_bowl_begins_to_diverge(tmp_path, monkeypatch):
    """docs/learning.md: the curvatures of E, and what becomes of a rate below and of one above 2 / the largest."""
    monkeypatch.chdir(tmp_path)
    shown = text("docs/learning.md")
    for command, _ in sessions("docs/learning.md"):
        if "train line" in command:
            call(*shlex.split(command)[1:])
    bowl, below, above = map(numnet.load_run, ("bowl", "below", "above"))
    x = bowl.data().X[:, 0]
    hessian = np.array([[np.mean(x * x), np.mean(x)], [np.mean(x), 1]])
    steepest = np.linalg.eigvalsh(hessian)[-1]
    assert f"the mean of $x^2$ is {np.mean(x * x):.2f}" in shown and f"2 / 1.39 = {2 / np.mean(x * x):.2f}" in shown
    assert f"It has {steepest:.2f}, and the limit is {2 / steepest:.2f}" in shown
    assert below.history.train_loss[-1] < below.history.train_loss[0]
    assert above.history.train_loss[-1] > above.history.train_loss[0]
    assert bowl.snapshots.parameters[0][0] < 0 < 0.01 < bowl.history.train_loss[-1]  # falls at first; not all on a line


@pytest.mark.slow
def test_which_descent_is_soonest_at_the_target():
    """docs/batches.md: what is said of the three, by the number of samples and by the clock."""
    from numnet.experiments.batches import batches

    arrival = {(found.n, found.kind): found for found in batches().arrivals}
    for n in (100, 1000, 10000):
        batch, mini, single = (arrival[n, kind] for kind in ("batch", "mini-batch", "stochastic"))
        assert single.epochs < mini.epochs < batch.epochs
        assert batch.updates < single.updates and mini.updates < single.updates
        assert mini.seconds < single.seconds
    assert 0.5 < arrival[100, "batch"].seconds / arrival[100, "mini-batch"].seconds < 2
    assert arrival[10000, "batch"].seconds > 50 * arrival[10000, "mini-batch"].seconds


def test_the_lecture_names_what_the_page_shows():
    section = text("docs/teachers.md").partition("## A lecture of 45 minutes")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| [\d–]+ \| [^|]+ \| ([^|]+) \|", section, re.MULTILINE)
    said = "".join(path.read_text("utf-8") for path in (REPOSITORY / "page/src/text/en").glob("*.js"))
    lessons = [json.loads(path.read_text("utf-8")) for path in (REPOSITORY / "page/src/lessons/bundled").glob("*.json")]
    titles = {lesson["title"]["en"] for lesson in lessons}
    names = [name for row in rows for name in re.findall(r"\*([^*]+)\*", row)]
    assert len(rows) == 7 and len(names) > 12
    assert [name for name in names if name not in titles and f'"{name}"' not in said] == []
