"""Slides: pages, their files, what is shared; see also tests/figures/test_slides.py."""

import sys

import matplotlib
import pytest
from PIL import Image

import numnet
from numnet import figures
from numnet.figures.drawing import slides, style
from numnet.figures.drawing.notebook import figures_of
from tests.support.drawings import legend_words
from tests.support.fake_runs import binary, multilabel

pytestmark = [pytest.mark.filterwarnings("error"), pytest.mark.usefixtures("coarse_grid")]


def drawn(kind, *arguments, **options):
    with figures.slides():
        return getattr(figures, kind)(*arguments, **options)


def test_within_slides_every_panel_is_a_page_and_afterwards_none():
    pages = figures_of(drawn("losses"))
    assert len(pages) == 4 and all(slides.alone(page.axes[0]) for page in pages)
    (one,) = figures_of(figures.losses())
    assert len(one.axes) == 4 and not slides.alone(one.axes[0])
    with pytest.raises(ZeroDivisionError), figures.slides():
        raise ZeroDivisionError
    assert not slides.wanted()


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_each_page_is_a_file_with_the_word_of_its_panel(tmp_path, ending):
    paths = figures.save(drawn("losses"), tmp_path / f"a.{ending}")
    words = ("regression", "regression-gradient", "sigmoid", "sigmoid-gradient")
    assert paths == [tmp_path / f"a-{word}.{ending}" for word in words]
    assert set(paths) == set(tmp_path.iterdir())
    if ending == "png":
        with Image.open(paths[0]) as picture:
            assert picture.size == (1920, 1080)
            assert picture.width / picture.info["dpi"][0] == pytest.approx(13.33, abs=0.01)
    elif ending == "svg":
        assert 'viewBox="0 0 512 288"' in paths[0].read_text(encoding="utf-8")
    else:
        assert b"/MediaBox [ 0 0 512 288 ]" in paths[0].read_bytes()


def test_one_page_has_the_path_itself(tmp_path):
    assert figures.save(drawn("boundary", binary()), tmp_path / "a.png") == tmp_path / "a.png"


@pytest.mark.parametrize(("words", "names"), [
    (["disc A", "../b/c", "한 글"], ["a-disc-A.png", "a-b-c.png", "a-한-글.png"]),
    (["", "b"], ["a-1.png", "a-2.png"]), (["x/y", "x y"], ["a-1.png", "a-2.png"]),
])  # fmt: skip
def test_names_of_files_come_from_words_or_numbers(tmp_path, words, names):
    paths = figures.save(slides.pages(words), tmp_path / "a.png")
    assert [path.name for path in paths] == names


def test_standard_output_takes_one_page():
    with pytest.raises(ValueError, match="takes one picture, and these are 4 slides; name a file"):
        figures.save(drawn("losses"), "-")


def test_title_caption_and_the_name_of_a_group():
    loss = drawn("convergence", binary())[0].figure
    assert loss.get_suptitle().startswith("toy: 2-4-1") and loss.get_supxlabel() == ""
    pages = figures_of(drawn("boundary", multilabel()))
    assert [page.get_suptitle() for page in pages] == ["disc A", "disc B", "combinations"]
    assert all(page.get_supxlabel().startswith("toy: 2-4-2") for page in pages)
    assert all(page.axes[0].get_title(loc="left") == "" for page in pages)
    (ax,) = slides.pages(["a"])
    slides.group([ax], "relu")
    ax.set_ylabel("loss")
    slides.finish(ax)
    assert ax.figure.get_suptitle() == "relu: loss"


def test_what_panels_share_is_on_every_page():
    alone = drawn("convergence", binary())
    together = figures.convergence(binary())
    assert [legend_words(ax) for ax in alone] == [["training", "validation"]] * 2
    assert [legend_words(ax) for ax in together] == [[], ["training", "validation"]]


def test_what_has_a_name_has_a_legend_and_long_names_are_folded():
    (ax,) = slides.pages(["a"])
    ax.plot([0, 1], label="a name of a curve that is far too long for one line")
    slides.finish(ax)
    assert legend_words(ax) == ["a name of a curve that\nis far too long for one\nline"]


def test_small_letters_are_made_larger_and_large_ones_stay():
    (ax,) = slides.pages(["a"])
    small, large = ax.text(0, 0, "small", fontsize=4), ax.text(0, 1, "large", fontsize=20)
    ax.tick_params(labelsize=5)
    slides.finish(ax)
    ax.figure.draw_without_rendering()
    assert small.get_size() == slides.LEAST and large.get_size() == 20
    assert {label.get_size() for label in ax.get_xticklabels()} == {slides.LEAST}
    assert slides.LEAST * 7.5 / ax.figure.get_figheight() == pytest.approx(18)


def test_axes_that_are_given_are_drawn_on_as_ever():
    ax = style.new_axes(1)[0]
    assert drawn("boundary", binary(), ax) is ax and ax.get_title(loc="left") and not slides.alone(ax)


def test_pyplot_knows_the_pages_where_it_is_in_use():
    import matplotlib.pyplot as plt

    backend = matplotlib.get_backend()
    plt.switch_backend("agg")
    try:
        pages = figures_of(drawn("convergence", binary()))
        assert [plt.figure(number) for number in plt.get_fignums()] == pages
    finally:
        plt.close("all")
        plt.switch_backend(backend)
        del sys.modules["matplotlib.pyplot"], matplotlib.pyplot  # other tests draw without it


def test_a_film_keeps_its_size_outside():
    walks = numnet.descend_many("saddle", ["sgd"], steps=3, record="anatomy")
    assert next(figures.anatomy_film(walks).frames([0])).shape[1::-1] != (1280, 720)
    assert next(drawn("anatomy_film", walks).frames([0])).shape[1::-1] == (1280, 720)
