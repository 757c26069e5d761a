"""The encoding of a text: as its byte-order mark says, UTF-8, or the likeliest of those that programs wrote before."""

import codecs
import re

from numnet.data.errors import DataError
from numnet.utils.lookup import suggest

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
WESTERN = "cp1252"  # a superset of Latin-1, as programs write it; taken where nothing speaks for another
LETTERS = {  # of languages, beside those of ASCII, by the encodings that have them; of equals the first is taken
    "cp1252": ("äöüß", "éèêëàâæçîïôœùûüÿ", "áéíóúñü", "áâãàçéêíóôõú", "àèéìíòóù", "åäöæøé", "áðéíóúýþæö", "ëïéèöüáó"),
    "cp1250": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćžšđ", "ăâîşţ"),
    "cp1254": ("çğıöşüâîûi̇",),
    "mac_roman": ("äöüß", "éèêëàâæçîïôœùûüÿ", "áéíóúñü", "áâãàçéêíóôõú", "àèéìíòóù", "åäöæøé"),
    "cp850": ("äöüß", "éèêëàâæçîïôùûüÿ", "áéíóúñü", "áâãàçéêíóôõú", "àèéìíòóù", "åäöæøé"),
}
OTHERS = ("cp949", "cp932", "euc_jp", "gb18030", "big5", "cp1251", "koi8_r", "cp1253")
GUESSED = frozenset({*LETTERS, *OTHERS})
MOST_DISORDER = 0.9  # as charset-normalizer measures it: names and signs have more than sentences
SAMPLE_BYTES = 2**14  # of lines that are not ASCII
_HANGUL, _SIGNS = "가-힣ㄱ-ㅣ", "°²³µ€£¥§©®™±×÷¼½¾–—‘’“”…·ºª¿¡«»¹¢¬"


def checked_encoding(name):
    """The encoding's name as Python has it.  Raises `DataError` for what is none."""
    try:
        info = codecs.lookup(name)
        "".encode(info.name)  # there are codecs of other things than text
        return info.name
    except (LookupError, ValueError):
        known = sorted({"utf-8", "utf-16", "latin-1", "shift_jis", *GUESSED})
        raise DataError(f"unknown encoding {name!r}: {suggest(name, known)}") from None


def encoding_of(head, file, named=None):
    """The encoding of a text that begins with these bytes: as its mark says, as it is named, else the likeliest.

    Raises `DataError` for what is no text.
    """
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    if named:
        return named
    if b"\0" in head[:4096]:
        sample = head[:4096]
        if sample[1::2].count(0) > 0.4 * len(sample[1::2]):
            return "utf-16-le"
        if sample[0::2].count(0) > 0.4 * len(sample[0::2]):
            return "utf-16-be"
        raise DataError(f"{file} is no text: it holds zero bytes; give a CSV file")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
        return "utf-8"
    except UnicodeDecodeError:
        return legacy_encoding(head)


def legacy_encoding(content):
    """The likeliest encoding of some text that is not UTF-8.

    cp949 where all beside ASCII reads as common Hangul, cp1252 where it is single signs; else what charset-normalizer
    finds the least disorder in, and among encodings of Latin letters the one in which they are those of one language.
    """
    lines = [line for line in content.splitlines(keepends=True) if not line.isascii()]
    sample = b"".join(lines[: max(1, SAMPLE_BYTES // max(map(len, lines), default=1))])
    if re.fullmatch(f"[\x00-\x7f{_HANGUL}·…“”‘’]*[{_HANGUL}][\x00-\x7f{_HANGUL}·…“”‘’]*", _decoded(sample, "euc_kr")):
        return "cp949"
    if re.fullmatch(f"[\x00-\x7f]*(?:[{_SIGNS}][\x00-\x7f]+)+", _decoded(sample, WESTERN)):
        return WESTERN
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=[*OTHERS, *LETTERS], threshold=MOST_DISORDER).best()
    found = WESTERN if best is None else best.encoding
    return max(LETTERS, key=lambda name: _likeness(sample, name)) if found in LETTERS else found


def _decoded(sample, encoding):
    """The text, up to a character that the sample cuts off; "" if the bytes are not of this encoding."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return ""


def _likeness(sample, encoding):
    """The share of characters beside ASCII that are letters of the language that fits best, no capital after a small.
    """
    text = _decoded(sample, encoding)
    others = [(before, letter) for before, letter in zip(" " + text, text) if not letter.isascii()]
    fitting = [letter.lower() for before, letter in others if not (before.islower() and letter.isupper())]
    most = max(sum(letter in letters for letter in fitting) for letters in LETTERS[encoding])
    return most / max(1, len(others))
