"""What the documents say is so: commands parse, links lead on, names and paths exist, pictures are there."""

import re
import runpy
import shlex

import click
import pytest

import numnet
from numnet.commands import main
from tests.support.documents import DOCUMENTS, REPOSITORY, blocks, commands, prose, sessions, text

pytestmark = pytest.mark.filterwarnings("error")

SMALL = {"png": 400_000, "gif": 800_000}  # bytes of a picture


# --- code and commands ------------------------------------------------------------------------------------------------


def test_the_python_of_the_readme_is_ten_lines():
    ((_, code),) = blocks("README.md", "python")
    assert sum(bool(line) for line in code.splitlines()) <= 10


def test_the_readme_shows_five_commands_with_what_they_print():
    assert len([command for command, output in sessions("README.md") if output and command.startswith("numnet ")]) >= 5


def test_the_korean_readme_shows_what_the_english_one_does():
    shown = blocks("README.ko.md", "console|pycon")
    assert len(shown) >= 3 and set(shown) <= set(blocks("README.md", "console|pycon"))


@pytest.mark.parametrize(("document", "command"), [(d, c) for d in DOCUMENTS for c in commands(d)])
def test_every_command_exists_with_its_options(document, command):
    """A name alone, `numnet train`, speaks of a command; with more words it must be a call that Click takes."""
    words = shlex.split(command)[1:]
    words = [{"SEED": "0", "N": "2"}.get(word, word) for word in words]
    group = main
    while words and isinstance(group, click.Group) and not words[0].startswith("-"):
        name = words.pop(0)
        group = group.get_command(click.Context(group), name)
        assert group is not None, name
    if words and words != ["--help"]:
        known = {option for parameter in group.params for option in parameter.opts}
        assert all(word in known for word in words if word.startswith("-") and len(word) > 1)
        if not words[-1].startswith("--"):
            group.make_context(name, words)


# --- links, names, pictures -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_and_paths_lead_somewhere(document):
    folder = (REPOSITORY / document).parent
    for name, target in re.findall(r"\[([^\]]*)\]\(([^)\s]+)\)", prose(document)):
        if not target.startswith(("https://", "#")):
            path, _, place = target.partition("#")
            assert (folder / path).exists(), target
            if re.fullmatch(r"L\d+", place):
                line = (folder / path).read_text(encoding="utf-8").splitlines()[int(place[1:]) - 1]
                assert line.startswith(f"def {name}("), target
    for path in re.findall(r"`((?:numnet|tests|datasets|figures|benchmarks)/[\w./]+)`", prose(document)):
        assert (REPOSITORY / path).exists(), path


def test_names_are_in_the_files_that_the_guide_says():
    words = " ".join(" ".join(map(text, DOCUMENTS)).split())
    pairs = re.findall(r"`(\w+)` in `([\w/.]+\.py)`", words)
    assert len(pairs) >= 80
    for name, path in pairs:
        assert re.search(rf"\b{name}\b", text(path)), (name, path)


def gallery():
    return runpy.run_path(str(REPOSITORY / "figures" / "make.py"))


def test_the_gallery_is_what_its_readme_says():
    made = gallery()
    row = r"^\| \[([\w-]+\.(?:png|gif))\]\(([\w-]+\.(?:png|gif))\) \| `([^`]+)` \|"
    rows = re.findall(row, text("figures/README.md"), re.MULTILINE)
    assert {name: command for name, _, command in rows} == made["PICTURES"] and all(a == b for a, b, _ in rows)
    assert tuple(command for command, _ in sessions("figures/README.md")) == made["TRAININGS"]
    pictures = {path.name for path in (REPOSITORY / "figures").iterdir() if path.suffix in (".png", ".gif")}
    assert pictures == set(made["PICTURES"])


@pytest.mark.parametrize("language", gallery()["LANGUAGES"])
def test_the_pictures_of_translated_pages_are_there_in_each_language(language):
    folder, wanted = REPOSITORY / "figures" / language, gallery()["translated"]()
    assert sorted(path.name for path in folder.iterdir()) == sorted(wanted) and len(wanted) >= 30
    assert all((folder / name).stat().st_size < SMALL["png"] for name in wanted)


def test_every_kind_of_plot_is_in_the_gallery():
    words = [command.split() for command in gallery()["PICTURES"].values()]
    assert {kind for _, name, kind, *_ in words if name == "plot"} == set(numnet.figures.FIGURES)


def test_the_picture_of_the_backward_pass_is_of_the_trace_beside_it():
    page = text("docs/backpropagation.md")
    assert f"$ {gallery()['PICTURES']['xor-backward.png']}\n" in page and "../figures/xor-backward.png" in page


def test_pictures_are_small_and_each_training_is_drawn():
    made = gallery()
    for name in made["PICTURES"]:
        most = SMALL[name[-3:]]
        assert (REPOSITORY / "figures" / name).stat().st_size < most, name
    drawn = {training for command in made["PICTURES"].values() for training in made["trainings_for"](command)}
    assert drawn == set(made["TRAININGS"])


def test_the_changelog_has_this_version():
    assert f"## [{numnet.__version__}]" in text("CHANGELOG.md")
