"""``numnet plot anatomy``, ``optimizers``, ``batches``: rules from the inside, and what they do to real trainings."""

from pathlib import Path

import click

from numnet.commands import UserError
from numnet.commands.options import MOST, POSITIVE
from numnet.commands.plot import OUTPUT, plot, write
from numnet.commands.progress import progress
from numnet.commands.text import table
from numnet.optimizers import OPTIMIZERS
from numnet.registry import lookup
from numnet.schedules import parse_schedule
from numnet.surfaces import SURFACES, parse_surface

FILMS = (".gif", ".mp4")
MOST_ROWS = 12  # steps of one strip
SEED = click.option("--seed", type=click.IntRange(0, MOST), default=0, show_default=True, help="Of data and order.")
QUIET = click.option("--quiet", is_flag=True, help="No progress.")


class Parsed(click.ParamType):
    """A value that the library reads from text; its ValueError is the message."""

    def __init__(self, name, parse):
        self.name, self.parse = name, parse

    def convert(self, value, param, context):
        """What the text means."""
        try:
            return self.parse(value)
        except ValueError as error:
            self.fail(str(error), param, context)


def numbers_of(kind, count=None, least=None):
    """A parser for ``1,2,5``: a tuple of so many numbers, none below ``least``."""

    def parse(text):
        if not isinstance(text, str):
            return tuple(text)
        try:
            found = tuple(kind(part) for part in text.split(","))
        except ValueError:
            found = ()
        if not found or len(found) != (count or len(found)) or not all(abs(x) < float("inf") for x in found):
            raise ValueError(f"takes {f'{count} ' if count else ''}numbers with commas between, such as "
                             f"{'1,1.5' if kind is float else '1,5,30'}; got {text!r}")  # fmt: skip
        if least is not None and min(found) < least:
            raise ValueError(f"takes numbers from {least} on; got {min(found)}")
        return found

    return parse


def check(output):
    """ValueError for a file that can't be written as a figure: before the work, not after it."""
    from numnet.figures.style import check_format

    if output is not None:
        check_format(output)


def rule_of(text):
    """The name, where there is such a rule."""
    lookup(OPTIMIZERS, text, "optimizer")
    return text


@plot.command()
@click.argument("rule", type=Parsed("rule", rule_of), metavar="RULE")
@click.option(
    "--surface",
    type=Parsed("surface", parse_surface),
    default="long_valley",
    show_default=True,
    help=f"One of {', '.join(SURFACES)}; or an expression in x and y.",
)
@click.option(
    "--start", type=Parsed("x,y", numbers_of(float, 2)), help="Where the walk begins.  [default: the surface's]"
)
@click.option("--steps", type=click.IntRange(1, 500), default=30, show_default=True, help="Length of the walk.")
@click.option(
    "--frames",
    type=Parsed("step,step,...", numbers_of(int, least=1)),
    help="Steps that the strip shows.  [default: the first, one soon after, the last]",
)
@click.option("--rate", type=POSITIVE, help="Learning rate.  [default: what suits the rule on the surface]")
@click.option(
    "--schedule",
    type=Parsed("schedule", parse_schedule),
    default="constant",
    show_default=True,
    help="Factor on the rate: name[:key=value,...], such as cosine:floor=0.1.",
)
@click.option("--fps", type=click.FloatRange(0.2, 30), default=2, show_default=True, help="Steps a second, animated.")
@QUIET
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="A strip (.png, .svg, .pdf), or all steps animated (.gif, .mp4).  [default: anatomy-RULE.png]",
)
def anatomy(rule, surface, start, steps, frames, rate, schedule, fps, quiet, output):
    """One update rule explained: its steps on an error surface, with the equations and their numbers.

    RULE is one of sgd, momentum, nag, adagrad, adadelta, rmsprop, adam, adamw, amsgrad, nadam, adamax, radam, lion.
    Each step shows the way so far, the step enlarged with the arrows that make it (the gradient, the momentum, the
    point ahead where nag takes its gradient), squares as large as the summed squares of the gradient, and the
    equations worked out for x and y. For adam and its kin dashes show all of it without bias correction.

    \b
    Example:
      numnet plot anatomy nag
      numnet plot anatomy adam --surface beale --frames 1,2,10 -o adam.png
      numnet plot anatomy momentum --surface "x**2 + 10*y**2" --start 3,1 --rate 0.05 -o momentum.gif
    """
    film = output is not None and output.suffix.lower() in FILMS
    if film and frames:
        raise UserError(f"--frames is for a strip; {output.name} shows every step")
    if frames and (max(frames) > steps or len(set(frames)) > MOST_ROWS):
        raise UserError(f"--frames takes at most {MOST_ROWS} of the steps 1 to {steps}; "
                        f"got {','.join(map(str, frames))}")  # fmt: skip
    from dataclasses import replace

    from numnet import figures
    from numnet.descent import descend_many

    optimizer = surface.optimizer(rule)
    optimizer = optimizer if rate is None else replace(optimizer, learning_rate=rate)
    walks = descend_many(surface, [optimizer], start, steps, schedule, record="anatomy")
    if walks.diverged_at[0] > 0:
        click.echo(f"{rule} diverged at step {walks.diverged_at[0]}; a lower --rate helps", err=True)
    if not film:
        write(figures.anatomy(walks, steps=frames and sorted(set(frames))), f"anatomy-{rule}", output)
        return
    from numnet.figures.animation import check_ending, save_animation

    check_ending(output)  # before the frames are drawn
    drawing = figures.anatomy_film(walks)
    with progress(drawing.count, quiet, "frame") as bar:
        save_animation(drawing, output, fps=fps, progress=lambda done, count: bar.update(done, "", done == count))
    click.echo(str(output))


@plot.command()
@click.option(
    "--share",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.01,
    show_default=True,
    help="Of the samples in which a rare feature is not 0.",
)
@click.option("-n", "--n", type=click.IntRange(10, 100_000), default=2000, show_default=True, help="Samples.")
@click.option("--batch-size", type=click.IntRange(1), default=20, show_default=True, help="Samples an update.")
@click.option("--epochs", type=click.IntRange(1, 1000), default=20, show_default=True, help="Passes over the data.")
@SEED
@QUIET
@OUTPUT
def optimizers(share, n, batch_size, epochs, seed, quiet, output):
    """Adagrad against RMSProp against Adam on inputs some of which are nearly always 0, with sgd beside them.

    A linear unit is trained on four frequent and four rare features. The figure shows the effective rate of each
    weight over time, the loss, how far the weights of the rare features are from the truth, and the schedules. Every
    rule has the rate, of a grid, that leaves the least loss over the last quarter of the epochs.

    \b
    Example:
      numnet plot optimizers --share 0.02 -o rare.png
    """
    if n * epochs > 2_000_000 or epochs * -(-n // batch_size) > 50_000:
        raise UserError(
            "--n, --epochs: at most 2000000 samples and 50000 updates in all; take fewer, or larger batches"
        )
    check(output)
    from numnet import figures
    from numnet.experiments import rare_features

    with progress(4, quiet, "rule") as bar:
        found = rare_features(n=n, share=share, batch_size=batch_size, epochs=epochs, seed=seed,
                              progress=lambda done, count: bar.update(done, "", done == count))  # fmt: skip
    click.echo(table(("rule", "rate", "loss", "rare weights off by"), [
        (name, f"{run.optimizer.learning_rate:g}", f"{run.loss[-1]:.4g}", f"{run.missing[-1, 1]:.2g}")
        for name, run in found.runs.items()
    ]))  # fmt: skip
    write(figures.optimizers(found), "optimizers", output)


@plot.command()
@click.option(
    "-n", "--n", type=click.IntRange(4, 100_000), default=1000, show_default=True, help="Samples whose paths are drawn."
)
@click.option("--batch-size", type=click.IntRange(2), default=32, show_default=True, help="Of the mini-batches.")
@click.option("--epochs", type=click.IntRange(1, 1000), default=20, show_default=True, help="Passes over the data.")
@click.option(
    "--sizes",
    type=Parsed("n,n,...", numbers_of(int, least=4)),
    default="100,1000,10000",
    show_default=True,
    help="Numbers of samples for which updates and time to the target are measured.",
)
@click.option(
    "--start",
    type=Parsed("w,b", numbers_of(float, 2)),
    default="-1,2",
    show_default=True,
    help="The two weights before training.",
)
@SEED
@QUIET
@OUTPUT
def batches(n, batch_size, epochs, sizes, start, seed, quiet, output):
    """Batch, mini-batch and stochastic gradient descent on the same two weights, from the same start.

    Drawn are the three paths over the contours of the error, the loss against epochs, updates and time, the variance
    of the gradient against the size of the mini-batch, and which kind is soonest at a target for which number of
    samples: measured here and now, on one thread, each kind at the rate of a grid that needs the fewest updates.

    \b
    Example:
      numnet plot batches
      numnet plot batches --n 200 --batch-size 16 --sizes 200,20000
    """
    if len(sizes) > 5 or max(sizes) > 1_000_000:
        raise UserError("--sizes takes at most 5 numbers up to 1000000")
    if n * epochs > 5_000_000:
        raise UserError("--n, --epochs: at most 5000000 samples in all; take fewer")
    check(output)
    from numnet import figures
    from numnet.experiments import batches as experiment
    from numnet.figures.experiments import arrival_rows

    with progress(len({*sizes, n}), quiet, "size") as bar:
        found = experiment(n, batch_size, epochs, sizes, start, seed,
                           progress=lambda done, count: bar.update(done, "", done == count))  # fmt: skip
    header, *rows = arrival_rows(found)
    click.echo(table(header, rows))
    write(figures.batches(found), "batches", output)
