"""The words of the live page: its catalogues, read as text."""

import json
import re
from pathlib import Path

TEXTS = Path(__file__).resolve().parents[2] / "page/src/text"
STRING = r'"(?:[^"\\]|\\.)*"'
ENTRY = re.compile(rf"^  ({STRING}): ({STRING}(?: \+\n    {STRING})*),$", re.MULTILINE)


def catalogue(language):
    """{file: {key: text}} of a language, such as "en"; a line that is no entry fails."""
    return {path.name: entries(path.read_text("utf-8")) for path in sorted((TEXTS / language).glob("*.js"))}


def entries(source):
    """{key: text} of one file; no key may come twice."""
    _, _, body = source.partition("{\n")
    body, _, rest = body.rpartition("};\n")
    assert rest == "" and not ENTRY.sub("", body).strip(), ENTRY.sub("", body).strip()
    pairs = [(json.loads(key), whole(text)) for key, text in ENTRY.findall(body)]
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def whole(text):
    """A text that stands on one line or several."""
    return "".join(json.loads(part) for part in re.findall(STRING, text))


def texts(language):
    """{key: text} of all files of a language."""
    return {key: text for file in catalogue(language).values() for key, text in file.items()}


def placeholders(text):
    """The names in braces that are filled in."""
    return set(re.findall(r"\{(\w+)\}", text))
