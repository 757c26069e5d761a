"""``numnet plot anatomy``."""

from pathlib import Path

import click

from numnet.commands.base import Command
from numnet.commands.plot.shared import QUIET, write, write_film
from numnet.optim.optimizers import OPTIMIZERS
from numnet.optim.schedules import parse_schedule
from numnet.options.errors import UserError
from numnet.options.surface import FILMS
from numnet.options.types import POSITIVE, Parsed, numbers_of
from numnet.surfaces.catalogue import SURFACES, parse_surface
from numnet.utils.lookup import lookup

MOST_ROWS = 12  # steps of one strip


def rule_of(text):
    """The name, where there is such a rule."""
    lookup(OPTIMIZERS, text, "optimizer")
    return text


@click.command(cls=Command)
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
@click.option("--fps", type=click.FloatRange(0.2, 30), default=2, show_default=True,
              help="Steps per second of a .gif or .mp4.")  # fmt: skip
@QUIET
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="A strip (.png, .svg, .pdf), or all steps animated (.gif, .mp4).  [default: anatomy-RULE.png]",
)
def anatomy(rule, surface, start, steps, frames, rate, schedule, fps, quiet, output):
    """One update rule explained: its steps on an error surface, with the equations and their numbers.

    RULE is one of {rules}.
    Each step shows the path so far, the step enlarged with the arrows that make it (the gradient, the momentum, the
    point ahead where nag takes its gradient), squares as large as the summed squares of the gradient, and the
    equations worked out for x and y. For adam and its relatives, dashes show the same without bias correction.

    \b
    Example:
      numnet plot anatomy nag
      numnet plot anatomy adam --surface beale --frames 1,2,10 -o adam.png
      numnet plot anatomy momentum --surface "x**2 + 10*y**2" --start 3,1 --rate 0.05 -o momentum.gif
    """
    film = output is not None and output.suffix.lower().lstrip(".") in FILMS
    if film and frames:
        raise UserError(f"--frames is for a strip; {output.name} shows every step")
    if frames and (max(frames) > steps or len(set(frames)) > MOST_ROWS):
        raise UserError(f"--frames takes at most {MOST_ROWS} of the steps 1 to {steps}; "
                        f"got {','.join(map(str, frames))}")  # fmt: skip
    from dataclasses import replace

    from numnet import figures
    from numnet.surfaces.descent import descend_many

    optimizer = surface.optimizer(rule)
    optimizer = optimizer if rate is None else replace(optimizer, learning_rate=rate)
    walks = descend_many(surface, [optimizer], start, steps, schedule, record="anatomy")
    if walks.diverged_at[0] > 0:
        click.echo(f"{rule} diverged at step {walks.diverged_at[0]}; a lower --rate helps", err=True)
    if not film:
        write(figures.anatomy(walks, steps=frames and sorted(set(frames))), f"anatomy-{rule}", output)
        return
    from numnet.figures.drawing.animation import check_ending

    check_ending(output)  # before the frames are drawn
    click.echo(str(write_film(figures.anatomy_film(walks), output, quiet, fps=fps)))


anatomy.help = anatomy.help.format(rules=", ".join(OPTIMIZERS))
