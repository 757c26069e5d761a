"""Names and words in any script: fonts to fall back on, and Latin letters where no installed font has a character."""

import functools
import unicodedata
import warnings
from contextlib import contextmanager, suppress

import matplotlib
from matplotlib import font_manager
from matplotlib.text import Text
from matplotlib.ticker import FixedFormatter, FuncFormatter

from numnet.utils.language import VARIABLE, chosen, in_figures
from numnet.utils.wording import printable

# Common ones of Linux, macOS and Windows: Hangul first, then Han and kana, then whatever else.
FALLBACKS = (
    "Noto Sans CJK KR", "Noto Sans KR", "NanumGothic", "NanumBarunGothic", "Apple SD Gothic Neo", "Malgun Gothic",
    "UnDotum", "Baekmuk Gulim", "Noto Sans CJK JP", "Noto Sans CJK SC", "Source Han Sans", "Hiragino Sans",
    "PingFang SC", "Microsoft YaHei", "Yu Gothic", "WenQuanYi Zen Hei", "IPAexGothic", "Droid Sans Fallback",
    "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans Thai", "Arial Unicode MS",
)  # fmt: skip
NEEDED = {"ko": ("한", "NanumGothic or Noto Sans CJK KR")}  # language: a letter of it, fonts that have it
written_in_latin = set()  # characters for which no font was found, since the program began


def families():
    """The families that figures are written in: Matplotlib's own, then those of `FALLBACKS` that are installed."""
    installed = {font.name for font in font_manager.fontManager.ttflist}
    return [*matplotlib.rcParams["font.family"], *(name for name in FALLBACKS if name in installed)]


@contextmanager
def without_warnings():
    """Leaves out Matplotlib's warnings of characters that no font has."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"Glyph .* missing from (current )?font", UserWarning)
        yield


def check_language():
    """Raises `ValueError` where numnet does not know the chosen language, or no installed font has its letters."""
    letter, fonts = NEEDED.get(chosen(), ("", ""))
    if not letter or ord(letter) in _known(tuple(families())):
        return
    _find_new()
    if ord(letter) not in _known(tuple(families())):
        raise ValueError(f"{VARIABLE} is {chosen()!r}, and no installed font has its letters; install {fonts}")


def _find_new():
    """Tell Matplotlib of fonts that were installed since it made its list of them."""
    known = {font.fname for font in font_manager.fontManager.ttflist}
    for path in set(font_manager.findSystemFonts()) - known:
        with suppress(OSError, RuntimeError):  # a file that is no font
            font_manager.fontManager.addfont(path)


@contextmanager
def in_language():
    """The words of what is drawn inside are in the chosen language. Raises what `check_language` raises."""
    check_language()
    with in_figures():
        yield


def make_readable(drawing):
    """Put Latin letters in the place of characters that none of the fonts has, in all texts of a figure."""
    for text in drawing.findobj(Text):
        text.set_text(readable(text.get_text(), tuple(text.get_fontfamily())))
    for axis in (axis for ax in drawing.findobj(matplotlib.axes.Axes) for axis in (ax.xaxis, ax.yaxis)):
        formatter = axis.get_major_formatter()  # writes the labels anew whenever they are drawn
        if isinstance(formatter, FuncFormatter | FixedFormatter) and not _plain(axis):
            axis.set_major_formatter(_Readable(formatter))


def _plain(axis):
    texts = [label.get_text() for label in axis.get_ticklabels()]
    return all(text.isascii() and text.isprintable() for text in texts)


class _Readable(FuncFormatter):
    """Another formatter's labels, readable."""

    def __init__(self, formatter):
        names = tuple(families())
        super().__init__(lambda value, place: readable(formatter(value, place), names))


def readable(text, names):
    """The text, with Latin letters for what no font of these families has.

    >>> readable("x² ≥ 0", ("sans-serif",))
    'x² ≥ 0'
    """
    text = printable(text, keep="\n")
    if text.isascii():
        return text
    lacking = {character for character in text if not character.isspace() and ord(character) not in _known(names)}
    if not lacking:
        return text
    written_in_latin.update(lacking)
    pieces = [latin(character) if character in lacking else character for character in text]
    starts = [k == 0 or text[k - 1] not in lacking for k in range(len(text))]
    return "".join(piece.capitalize() if start and text[k] in lacking else piece
                   for k, (piece, start) in enumerate(zip(pieces, starts)))  # fmt: skip


def latin(character):
    """A character by the end of its Unicode name, which is its sound in syllabic scripts; else by its number.

    >>> latin("한") + latin("글"), latin("か"), latin("漢")
    ('hangeul', 'ka', 'u6f22')
    """
    name = unicodedata.name(character, "")
    last = name.rpartition(" ")[2].lower()
    spoken = name.startswith(("HANGUL", "HIRAGANA", "KATAKANA")) or "LETTER" in name
    return last if spoken and last.isalpha() else f"u{ord(character):x}"


@functools.cache
def _known(names):
    """The characters, by number, that fonts of these families have."""
    paths = {font_manager.findfont(font_manager.FontProperties(family=[name])) for name in names}
    return frozenset().union(*(font_manager.get_font(path).get_charmap() for path in paths))


def notice():
    """What to tell people about `written_in_latin`, in one line; "" where there is nothing to tell."""
    if not written_in_latin:
        return ""
    some = "".join(sorted(written_in_latin)[:6])
    return f"no installed font has {some}: written in Latin letters; install one, such as NanumGothic or Noto Sans CJK"
