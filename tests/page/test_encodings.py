"""Files that are not UTF-8: what the page reads is what the terminal reads, and the same encoding is found."""

import base64
import random
import re

import pytest

from numnet.data.tables import encodings
from tests.data.tables.test_encodings import CASES
from tests.support.page_source import SOURCE, answers

NAMES = {"cp949": "euc-kr", "cp932": "shift_jis", "euc_jp": "euc-jp", "koi8_r": "koi8-r", "mac_roman": "macintosh",
         **{f"cp{number}": f"windows-{number}" for number in range(1250, 1255)}}  # fmt: skip
HOME = "http://numnet.test/"
DECODE = """
const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const answer = ([text, named]) => decode(bytes(text), named);
"""


def decoded(*files):
    pairs = [[base64.b64encode(content).decode(), named] for content, named in files]
    return answers({"data/encoding.js": "decode"}, DECODE, pairs)


def sentence(words, rows):
    draw, (first, second, *others) = random.Random(rows), words
    return f"{first},n,{second}\n" + "".join(f"{draw.choice(others)},{draw.randint(1, 99)},{draw.choice(others)}\n"
                                             for _ in range(rows))  # fmt: skip


@pytest.mark.page
def test_the_encoding_is_found_that_the_terminal_finds(browser):
    """In a browser: Node.js has not all characters of windows-1252 and euc-kr."""
    page = browser.new_page()

    def give(route):
        path = SOURCE / route.request.url.removeprefix(HOME)
        script = path.suffix == ".js"
        route.fulfill(body=path.read_text(encoding="utf-8") if script else "",
                      content_type="text/javascript" if script else "text/html")  # fmt: skip

    page.route(HOME + "**", give)
    page.goto(HOME)
    page.evaluate("async (from) => { window.numnet = await import(from); }", HOME + "data/encoding.js")
    for encoding, words in CASES:
        for rows in (8, 60, 2000):
            text = sentence(words, rows)
            content = text.encode(encoding)
            assert encodings.legacy_encoding(content) == encoding
            answer = page.evaluate("(text) => numnet.decode(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)))",
                                   base64.b64encode(content).decode())  # fmt: skip
            assert answer == {"text": text, "encoding": NAMES.get(encoding, encoding)}
    page.close()


def test_capitals_and_small_letters_alone_are_told_apart():
    for words in ("МОСКВА\nКАЗАНЬ\nПЕТЕРБУРГ\nНОВОСИБИРСК\n", "москва\nказань\nпетербург\nновосибирск\n"):
        found = decoded((words.encode("cp1251"), None), (words.encode("koi8_r"), None))
        assert [answer["result"]["text"] for answer in found] == [words, words]


def test_letters_of_languages_are_those_of_the_terminal():
    script = (SOURCE / "data/legacy_encodings.js").read_text(encoding="utf-8")
    for name, languages in encodings.LETTERS.items():
        own = re.search(rf'"?{re.escape(NAMES.get(name, name))}"?: \[([^\]]+)\]', script)[1]
        assert tuple(re.findall(r'"([^"]+)"', own)) == languages


def test_an_encoding_that_is_named_decides_unless_a_mark_says_otherwise():
    text = "größe,ort\n1,Zürich\n"
    found = decoded((text.encode("cp1252"), "windows-1252"), (text.encode("cp1252"), "windows-1250"),
                    (text.encode("utf-16"), "koi8-r"), (bytes(range(32, 256)), "cp850"))  # fmt: skip
    assert found[0]["result"] == {"text": text, "encoding": "windows-1252"}
    assert found[1]["result"] == {"text": text, "encoding": "windows-1250"}  # they share ö and ü
    assert found[2]["result"] == {"text": text, "encoding": "utf-16le"}
    assert found[3]["result"]["text"] == bytes(range(32, 256)).decode("cp850")
