"""What is said of the package in several files is the same in all of them."""

import configparser
import re

import pytest

import numnet
from numnet.commands import main
from tests.support.documents import REPOSITORY, text

CONDA = {"matplotlib": "matplotlib-base"}  # PyPI's name: conda-forge's, where they differ
WORKFLOWS = sorted(path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / ".github/workflows").glob("*.yml"))


@pytest.fixture(scope="module")
def setup():
    config = configparser.ConfigParser()
    config.read(REPOSITORY / "setup.cfg", encoding="utf-8")
    return config


def listed(recipe, section):
    """The items of a list of the recipe, by its key and that of its parent."""
    parent, key = section
    body = re.search(rf"^{parent}:\n(.*?)(?=^\S|\Z)", recipe, re.MULTILINE | re.DOTALL)[1]
    items = re.search(rf"^  {key}:\n((?:    - .*\n)+)", body, re.MULTILINE)[1]
    return [line.strip()[2:] for line in items.splitlines()]


def conda(requirement):
    """``click >= 8.1, < 9`` → ``click >=8.1,<9``, as conda-forge has it."""
    name, bounds = re.fullmatch(r"([\w.-]+)\s*(.*)", requirement).groups()
    return f"{CONDA.get(name, name)} {bounds.replace(' ', '')}"


def test_the_recipe_needs_what_the_package_needs(setup):
    recipe = text("recipe/recipe.yaml")
    python, *needed = listed(recipe, ("requirements", "run"))
    assert needed == [conda(line) for line in setup["options"]["install_requires"].split("\n") if line]
    assert python == "python >=${{ python_min }}"
    least = re.search(r'python_min: "([\d.]+)"', recipe)[1]
    assert setup["options"]["python_requires"] == f">={least}"
    (backend,) = re.findall(r'requires = \["(setuptools>=\d+)"\]', text("pyproject.toml"))
    assert backend.replace(">=", " >=") in listed(recipe, ("requirements", "host"))


def test_recipe_and_citation_are_of_this_version():
    assert f'version: "{numnet.__version__}"' in text("recipe/recipe.yaml")
    assert f"\nversion: {numnet.__version__}\n" in text("CITATION.cff")
    assert f"## [{numnet.__version__}] - " in text("CHANGELOG.md")


def test_the_same_words_and_the_same_command_everywhere(setup):
    about = setup["metadata"]["description"]
    assert f"summary: {about}\n" in text("recipe/recipe.yaml") and f"abstract: {about}\n" in text("CITATION.cff")
    (script,) = setup["options.entry_points"]["console_scripts"].strip().split("\n")
    assert f"- {script}\n" in text("recipe/recipe.yaml") and "numnet.commands:main" in script and callable(main)


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_actions_are_pinned_and_may_do_little(workflow):
    content = text(workflow)
    actions = re.findall(r"uses: (.*)", content)
    assert actions and all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action) for action in actions)
    assert re.search(r"^permissions:( \{\}|\n  contents: read)$", content, re.MULTILINE)
    assert "secrets." not in content


def test_one_action_has_one_commit():
    pins = {action for workflow in WORKFLOWS for action in re.findall(r"uses: (\S+)", text(workflow))}
    assert len({pin.partition("@")[0] for pin in pins}) == len(pins)


def test_every_target_that_a_workflow_makes_is_in_the_makefile():
    targets = set(re.findall(r"^([\w-]+):(?!=)", text("Makefile"), re.MULTILINE))
    for workflow in WORKFLOWS:
        made = re.findall(r"run: make ([\w -]+)", text(workflow)) + re.findall(r"target: \[(.*)\]", text(workflow))
        wanted = {word for words in made for word in re.findall(r"[a-z][\w-]*", words)}
        assert wanted <= targets, workflow


def test_the_newest_python_of_the_tests_is_no_older_than_the_oldest(setup):
    oldest, newest = re.search(r'python: \["([\d.]+)", "([\d.]+)"\]', text(".github/workflows/tests.yml")).groups()
    assert setup["options"]["python_requires"] == f">={oldest}"
    assert tuple(map(int, newest.split("."))) > tuple(map(int, oldest.split(".")))
