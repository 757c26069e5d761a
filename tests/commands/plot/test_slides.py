"""`numnet plot … --slides`, and how long slow figures take."""

import time

import click
import pytest
from PIL import Image

from numnet.commands.plot.group import plot
from numnet.commands.plot.shared import SECONDS
from numnet.runs.deletion import delete_run

pytestmark = pytest.mark.filterwarnings("error")


def test_every_command_has_the_option_once():
    context = click.Context(plot)
    for name in plot.list_commands(context):
        options = [option for option in plot.get_command(context, name).params if "--slides" in option.opts]
        assert len(options) == 1, name


def sizes(folder, paths):
    for path in paths:
        with Image.open(folder / path) as picture:
            yield picture.size


def test_slides_of_a_run_go_into_its_folder_a_line_for_each(own):
    lines = own("plot", "convergence", "iris", "--slides").stdout.splitlines()
    assert lines == ["iris/slides/convergence-loss.png", "iris/slides/convergence-metric.png"]
    assert set(sizes(own.folder, lines)) == {(1920, 1080)}
    assert own("plot", "boundary", "iris", "--slides").stdout == "iris/slides/boundary.png\n"
    assert own("plot", "boundary", "iris").stdout == "iris/figures/boundary.png\n"
    delete_run(own.folder / "iris")  # knows what it deletes
    assert not (own.folder / "iris").exists()


def test_without_a_run_they_go_into_slides_and_with_o_where_it_says(own):
    assert own("plot", "neuron", "--slides").stdout == "slides/neuron-plane.png\nslides/neuron-slope.png\n"
    assert own("plot", "neuron", "--slides", "-o", "a/b.svg").stdout == "a/b-plane.svg\na/b-slope.svg\n"
    assert own("plot", "schedules", "-o", "c.pdf", "--slides").stdout == "c.pdf\n"


def test_a_race_and_its_second_figure(own):
    words = ("saddle", "--optimizers", "sgd,adam", "--tune", "--sensitivity")
    files = [line for line in own("plot", "race", *words, "--slides").stdout.splitlines() if line.startswith("figure")]
    names = ("race-map", "race-loss", "race-standings", "race-sensitivity")
    assert files == [f"figure    slides/{name}.png" for name in names]


def test_films_are_slides(own):
    own("plot", "training", "xor", "--slides", "--quiet")
    own("plot", "anatomy", "nag", "--steps", "2", "--slides", "--quiet", "-o", "nag.gif")
    assert set(sizes(own.folder, ["xor/slides/training.gif", "nag.gif"])) == {(1280, 720)}


def test_several_slides_are_no_standard_output(own):
    assert "these are 4 slides; name a file" in own.refused("plot", "losses", "--slides", "-o", "-")


@pytest.mark.slow
def test_all_figures_of_a_run_as_slides(own):
    done = own("plot", "all", "iris", "--slides", "--quiet")
    written = [line for line in done.stdout.splitlines() if not line.startswith("left out")]
    assert "iris/slides/training.gif" in written and all(line.startswith("iris/slides/") for line in written)
    assert set(sizes(own.folder, written)) == {(1920, 1080), (1280, 720)}
    assert not (own.folder / "iris" / "figures").exists()


@pytest.mark.parametrize("kind", SECONDS)
def test_the_help_says_how_long_a_figure_takes(kind, own):
    assert f"Takes about {SECONDS[kind]} seconds" in own("plot", kind, "--help").stdout


@pytest.mark.slow
@pytest.mark.parametrize("kind", SECONDS)
def test_and_so_long_it_takes(kind, own):
    before = time.process_time()  # of this process alone: others may be at work
    own("plot", kind, "--quiet")
    assert SECONDS[kind] / 4 < time.process_time() - before < 4 * SECONDS[kind]
