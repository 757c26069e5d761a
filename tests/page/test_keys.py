"""Every text that the page asks for is in its catalogue: no key is ever shown to a student."""

import re
from pathlib import Path

import pytest

from tests.support.webassembly import description
from tests.support.words import texts

SOURCE = Path(__file__).resolve().parents[2] / "page/src"
CALL = re.compile(r"(?<![\w.])t\((?=[\"`\w])")
ENGLISH = texts("en")
REASONS = re.compile(r'"((?:error|lanes\.command|luck\.command)\.\w+)"')  # are handed on before they are said
LANE_KEYS = ["optimizer", "learning_rate", "batch_size", "activation", "loss", "hidden", "init", "l2", "dropout"]
FILLED_IN = {  # what comes into a key from a list: of the page, or of what numnet says of itself
    "change.{}": LANE_KEYS, "lanes.what.{}": LANE_KEYS, "part.{}": ["training", "validation", "test"],
    "lanes.along.{}": ["EPOCH", "STEP", "SECONDS"], "lanes.after.{}": ["epoch", "updates", "seconds"],
    "task.{}": ["regression", "binary", "multiclass", "multilabel"],
    "rule.{}": list(description()["rules"]), "activation.{}": list(description()["activations"]),
    "loss.{}": list(description()["losses"]), "init.{}": list(description()["initializers"]),
    "schedule.{}.name": list(description()["schedules"]), "luck.changes.{}": ["weights", "order", "split", "dropout"],
}  # fmt: skip


def sources():
    """(name, text) of every script but the catalogues."""
    for path in sorted(SOURCE.rglob("*.js")):
        if "text" not in path.parts:
            yield path.name, path.read_text("utf-8")


def first_argument(source, start):
    """The first argument of a call whose arguments begin at ``start``."""
    depth, quote = 0, ""
    for end in range(start, len(source)):
        sign = source[end]
        if quote or sign in '"`':
            quote = "" if sign == quote else quote or sign
        elif sign in ")]}," and depth == 0:
            return source[start:end]
        else:
            depth += (sign in "([{") - (sign in ")]}")
    raise AssertionError(f"a call without an end: {source[start : start + 40]}")


def asked():
    """({(script, key)}, {(script, template)}) of all calls of t."""
    keys, templates = set(), set()
    for name, source in sources():
        for call in CALL.finditer(source):
            argument = re.sub(r'[!=]== "[^"]*"', "", first_argument(source, call.end()))
            templates |= {(name, template) for template in re.findall(r"`([^`]*)`", argument)}
            keys |= {(name, key) for key in re.findall(r'"([^"]*)"', re.sub(r"`[^`]*`", "", argument))}
        keys |= {(name, f"error.{key}") for key in re.findall(r'PageError\("(\w+)"', source)}
        keys |= {(name, key) for key in REASONS.findall(source)}
    return keys, templates


def test_every_key_that_is_asked_for_has_a_text():
    keys, templates = asked()
    assert len(keys) > 700 and len(templates) > 80
    assert {(name, key) for name, key in keys if key not in ENGLISH} == set()
    pattern = {entry: re.sub(r"\\\$\\\{.*?\\\}", ".*", re.escape(entry[1])) for entry in templates}
    assert {entry for entry in templates if not any(re.fullmatch(pattern[entry], key) for key in ENGLISH)} == set()


@pytest.mark.parametrize("template", FILLED_IN)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_name_that_is_filled_into_a_key_gives_a_text(template, language):
    catalogue = texts(language)
    assert [name for name in FILLED_IN[template] if template.format(name) not in catalogue] == []


def test_the_scan_finds_a_key_without_a_text():
    source = 'const a = t(way === "set" ? "no.such" : "lanes", { x: f("y") });'
    (call,) = CALL.finditer(source)
    assert first_argument(source, call.end()) == 'way === "set" ? "no.such" : "lanes"'
