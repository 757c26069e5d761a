"""Names in any script in figures: with a font for them, and without one."""

import warnings

import numpy as np
import pytest
from matplotlib import font_manager
from matplotlib.figure import Figure

from numnet.figures import save
from numnet.figures.drawing import fonts, style

pytestmark = pytest.mark.filterwarnings("error")

KOREAN = "합격"


@pytest.fixture(autouse=True)
def no_notes():
    fonts.written_in_latin.clear()
    yield
    fonts.written_in_latin.clear()


@pytest.fixture
def without(monkeypatch):
    """No font but Matplotlib's own, whatever is installed here."""
    monkeypatch.setattr(fonts, "FALLBACKS", ())


def labelled(text):
    @style.styled
    def draw():
        ax = style.figure().subplots()
        ax.plot([0, 1], [0, 1], label=text)
        ax.set(xlabel=text, title=f"{text} x", xticks=[0, 1])
        ax.set_xticklabels([text, "plain"])
        ax.legend()
        ax.figure.canvas.draw()
        return ax

    return draw()


def test_a_name_without_a_font_is_written_in_latin_letters_and_without_a_warning(without, tmp_path):
    ax = labelled(KOREAN)
    save(ax.figure, tmp_path / "a.png")
    assert ax.get_xlabel() == "Habgyeog" and ax.get_title(loc="left") == "Habgyeog x"
    assert ax.get_legend().get_texts()[0].get_text() == "Habgyeog"
    assert [label.get_text() for label in ax.get_xticklabels()] == ["Habgyeog", "plain"]
    assert fonts.written_in_latin == set(KOREAN)
    assert "no installed font has " in fonts.notice() and "NanumGothic" in fonts.notice()


def test_names_that_every_font_has_stay_as_they_are(without, tmp_path):
    text = "größe ∂E/∂w² Ångström αβγ привет"
    ax = labelled(text)
    save(ax.figure, tmp_path / "a.svg")
    assert ax.get_xlabel() == text and fonts.notice() == ""


def test_an_installed_font_is_fallen_back_on(monkeypatch, tmp_path):
    """A font that is there under another name stands for one that has Hangul."""
    assert fonts.families()[0] == "sans-serif"
    monkeypatch.setattr(fonts, "FALLBACKS", ("No Such Font", "DejaVu Serif"))
    assert fonts.families() == ["sans-serif", "DejaVu Serif"]
    assert labelled("x").xaxis.label.get_fontfamily() == ["sans-serif", "DejaVu Serif"]
    known = fonts._known.__wrapped__
    monkeypatch.setattr(fonts, "_known", lambda names: known(names) | set(map(ord, KOREAN)))
    assert fonts.readable(KOREAN, tuple(fonts.families())) == KOREAN and not fonts.written_in_latin


def test_every_fallback_that_is_installed_is_found_without_a_complaint(caplog):
    for name in fonts.families():
        font_manager.findfont(font_manager.FontProperties(family=[name]), fallback_to_default=True)
    assert not caplog.records


@pytest.mark.parametrize(("text", "latin"), [
    ("한글", "Hangeul"), ("서울 3", "Seoul 3"), ("ひらがな", "Hiragana"), ("漢", "U6f22"), ("x서울", "xSeoul"),
])  # fmt: skip
def test_latin_letters(without, text, latin):
    assert fonts.readable(text, ("sans-serif",)) == latin


def test_other_warnings_are_heard():
    with pytest.warns(UserWarning, match="something else"), fonts.without_warnings():
        warnings.warn("something else", UserWarning, stacklevel=1)


def test_axes_of_ones_own_are_drawn_on(without, tmp_path):
    ax = Figure().subplots()
    ax.set_yticks(np.arange(2), ["부산", "b"])
    save(ax.figure, tmp_path / "a.pdf")
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Busan", "b"]
