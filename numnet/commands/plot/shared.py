"""What the kinds of figures share: options, loading runs, progress, and writing figures to files."""

import importlib
from pathlib import Path

import click

from numnet.files.output import is_stdout
from numnet.files.plain_files import own_path
from numnet.options import shell_completion
from numnet.options.errors import UserError
from numnet.options.types import WHOLE
from numnet.runs.file_names import FIGURES, SLIDES

# Of the commands as they are by default, on two cores.
SECONDS = {"batches": 4, "capacity": 10, "encoding": 5, "gradients": 5, "optimizers": 2, "saturation": 5,
           "selection": 5}  # fmt: skip
RUN = click.argument("run", type=click.Path(path_type=Path), shell_complete=shell_completion.runs)
RUNS = click.argument(
    "runs", nargs=-1, required=True, type=click.Path(path_type=Path), shell_complete=shell_completion.runs
)  # fmt: skip
FOLDER = click.argument("folder", type=click.Path(path_type=Path))
EPOCH = click.option(
    "--epoch", type=click.IntRange(min=0), help="Weights of the nearest snapshot, 0: before training.  "
    "[default: those the run kept]",
)  # fmt: skip
SEED = click.option("--seed", type=WHOLE, default=0, show_default=True, help="Seed of the data and their order.")
QUIET = click.option("--quiet", is_flag=True, help="No progress.")
OUTPUT = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File to write; .png, .svg or .pdf; - for a PNG on stdout.  [default: figures/ of the run, or the current "
    "folder]",
)


def slides_option():
    """The option --slides, which every command of `numnet plot` gets: while it runs, figures are drawn as slides."""

    def begin(context, parameter, wanted):
        if wanted and not context.resilient_parsing:
            from numnet.figures import slides

            context.meta[SLIDES] = True
            context.with_resource(slides())

    return click.Option(["--slides"], is_flag=True, expose_value=False, callback=begin, help="For a projector: 16:9, "
                        "large letters, a file for each panel, into slides/ unless -o is given.")  # fmt: skip


def units(most):
    """The option --units, by default ``most``."""
    return click.option("--units", type=click.IntRange(min=1), default=most, show_default=True, help="Units of a "
                        "layer, at most: those with the largest outgoing weights.")  # fmt: skip


def seeds(default):
    """The option --seeds."""
    return click.option("--seeds", type=click.IntRange(1, 100), default=default, show_default=True, help="Number of "
                        "seeds of weights and samples: 0, 1, …")  # fmt: skip


def load(paths):
    """The runs of these folders."""
    from numnet.runs.loading import load_run

    return [load_run(path) for path in paths]


def run_experiment(kind, quiet, unit="percent", steps=100, **options):
    """The result of `numnet.experiments.<kind>.<kind>`, after a notice, with its progress in steps of a unit."""
    from numnet.commands.output.progress import announce, progress

    time = f"about {SECONDS[kind]} s as they are by default" if kind in SECONDS else "some seconds"
    announce("measuring", f"many small trainings, {time}", quiet)
    experiment = getattr(importlib.import_module(f"numnet.experiments.{kind}"), kind)
    with progress(steps, quiet, unit) as bar:
        return experiment(**options, progress=lambda done, count: bar.update(steps * done // count, "", done == count))


def check(output):
    """ValueError for a file that can't be written as a figure: before the work, not after it."""
    from numnet.figures.drawing.saving import check_format

    if output is not None:
        check_format(output)


def write(axes, kind, output, run=None, epoch=None):
    """Save the figure of these axes, by default under its kind, and the epoch if one was asked for; or their slides.

    Prints the paths.
    """
    from numnet.figures import save

    kind += "" if epoch is None else f"-epoch-{epoch}"
    written = save(axes, output or destination(f"{kind}.png", run))
    if not is_stdout(output):
        for path in written if isinstance(written, list) else [written]:
            click.echo(str(path))


def write_page(given, path, context, *of_pictures):
    """Write the page that `given()` makes; its path.  UserError for options that only pictures and films have."""
    from numnet.api.playground import page_with, written
    from numnet.options.call_words import given as typed

    words = typed(context, of_pictures) or ["--slides"] * context.meta.get(SLIDES, False)
    if words:
        raise UserError(f"{words[0]} is of pictures and films, and {path} is a page; leave it out")
    return written(page_with(given()), path)


def destination(name, run=None):
    """Where a figure goes that no -o was given for: figures/ of the run, or the current folder; slides into slides/."""
    slides = click.get_current_context().meta.get(SLIDES, False)
    if run is not None:
        return own_path(run.path, SLIDES if slides else FIGURES, name)
    return Path(SLIDES, name) if slides else Path(name)


def write_film(film, path, quiet, **options):
    """Save an `Animation`, after a notice, while its progress is shown; its path."""
    from numnet.commands.output.progress import announce, progress
    from numnet.figures import save_animation

    announce("drawing", f"{film.count} frames, about a tenth of a second each", quiet)
    with progress(film.count, quiet, "frame") as bar:
        return save_animation(film, path, progress=lambda done, count: bar.update(done, "", done == count), **options)
