"""``numnet plot race``: update rules race down an error surface."""

import shlex

import click

from numnet.api.handouts import is_page, race_handout
from numnet.api.race import run
from numnet.commands.base import Command
from numnet.commands.plot.shared import QUIET, destination, write_film, write_page
from numnet.files.output import is_stdout
from numnet.optim.optimizers import CHAPTER, OPTIMIZERS
from numnet.options.call_words import given
from numnet.options.errors import UserError
from numnet.options.surface import FILMS, PAGES, PICTURES, Expression, Picture, Point, Rate, Rules, SurfaceText
from numnet.options.types import WHOLE, Number, ScheduleText
from numnet.surfaces.catalogue import SURFACES

MOST_STEPS = 100_000


@click.command(cls=Command)
@click.pass_context
@click.argument("surface", required=False, type=SurfaceText())
@click.option("--expression", type=Expression(), help='A surface of your own, "x**2 + 10*y**2".')
@click.option("--optimizers", type=Rules(), default=",".join(CHAPTER), show_default=True,
              help=f"Rules in the race; all: {len(OPTIMIZERS)}.")  # fmt: skip
@click.option("--start", type=Point(), help="Starting point.  [default: the surface's own]")
@click.option("--steps", type=click.IntRange(1, MOST_STEPS), help="Number of steps.  [default: the surface's own]")
@click.option("--rate", "rates", type=Rate(), multiple=True, help="Learning rate of a rule; repeatable.")
@click.option("--tune/--no-tune", default=None,
              help="Give rules the best rate of a grid, which is printed.  [default: with --expression]")  # fmt: skip
@click.option("--sensitivity", is_flag=True, help="A second figure: steps until each rule arrives, against its rate.")
@click.option("--schedule", type=ScheduleText(), help="Factor on the rates, as a function of the step.")
@click.option("--noise", type=Number(min=0), default=0.0, show_default=True,
              help="Standard deviation of noise on the gradients.")  # fmt: skip
@click.option("--seed", type=WHOLE, default=0, show_default=True, help="Seed of the noise.")
@click.option("--view", type=click.Choice(["contour", "3d", "both"]), default="contour", show_default=True,
              help="Contour map, surface in 3-D, or both.")  # fmt: skip
@click.option("--frames", type=click.IntRange(2, 1000), default=120, show_default=True,
              help="Frames of the animation; each takes about a tenth of a second.")
@QUIET
@click.option("-o", "--output", type=Picture(),
              help=f"File to write; {', '.join('.' + ending for ending in PICTURES + FILMS + PAGES)}.  "
              "[default: race.png]")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the results as one JSON object.")
def race(context, surface, expression, **options):
    """Race update rules down an error SURFACE, by default long_valley; a .gif or .mp4 shows it as an animation.

    A .html is a page to hand out: the race to play and to step through in any browser, with its table and verdict.

    Each rule runs at a rate of its own, by default the surface's (docs/surfaces.md), since one rate for all is no
    fair race. The winner is judged by 25 starts around the shown one, ±2 % of the map: the table has the median of the
    steps until a rule arrives (on a saddle: escapes), from how many of the starts it does, and what became of the walk
    that is shown: who left the map, who is stuck.

    \b
    Example:
      numnet plot race beale -o beale.gif
      numnet plot race saddle --view both --optimizers all
      numnet plot race saddle -o race.html
      numnet plot race --expression "x**2 + 10*y**2" --tune
    """
    if surface is not None and expression is not None:
        raise UserError("name a SURFACE or give --expression, not both")
    for rule, _ in options["rates"]:
        if rule not in options["optimizers"]:
            raise UserError(f"--rate {rule}=...: {rule} is not in the race; see --optimizers")
    if options["tune"] and options["rates"]:
        raise UserError("--tune finds the rates; leave out --rate")
    if is_stdout(options["output"]) and options["sensitivity"]:
        raise UserError("--sensitivity makes a second figure, and standard output takes one; name a file with -o")
    if options["output"] and options["output"].suffix.lower().lstrip(".") in FILMS:
        from numnet.figures.drawing.animation import check_ending

        check_ending(options["output"])
    surface, rules = surface or expression or SURFACES["long_valley"], list(options["optimizers"])
    how = {name: options[name] for name in ("start", "steps", "noise", "seed", "schedule")}
    result = run(surface, rules, dict(options["rates"]), options["tune"], options["sensitivity"], **how)
    files = draw(result, options, context)
    (print_json if options["as_json"] else report)(result, options, files)


def draw(race, options, context):
    """Write the figures, or the page; their paths."""
    from numnet import figures

    path, view = options["output"] or destination("race.png"), options["view"]
    if is_page(path):
        files = write_page(lambda: race_handout(race, command_of(context)), path, context, "view", "frames")
    elif is_stdout(path) or path.suffix.lower().lstrip(".") in PICTURES:
        files = figures.save(figures.race(race, view=view), path)
    else:
        quiet = options["quiet"] or options["as_json"]
        files = write_film(figures.race_film(race, options["frames"], view), path, quiet)
    files = files if isinstance(files, list) else [files]
    if options["sensitivity"]:
        ending = path.suffix if path.suffix.lower().lstrip(".") in PICTURES else ".png"
        beside = path.with_name(f"{path.stem}-sensitivity{ending}")
        files.append(figures.save(figures.sensitivity(race.tried), beside))
    return files


def command_of(context):
    """The command that runs this race, without the file it is drawn into."""
    surface, left_out = context.params["surface"], ("surface", "rates", "output", "quiet", "as_json", "sensitivity")
    words = given(context, [parameter.name for parameter in context.command.params if parameter.name not in left_out])
    words = ["all" if word == ",".join(OPTIMIZERS) else word for word in words]
    words += [word for rule, rate in context.params["rates"] for word in ("--rate", f"{rule}={rate:g}")]
    return shlex.join(["numnet", "plot", "race", *([str(surface)] if surface else []), *words])


def report(race, options, files):
    """The table on stdout."""
    from numnet.commands.output.text import table

    surface, descents = race.surface, race.descents
    x, y = descents.walks.start[0]
    click.echo(f"surface   {surface}: E = {surface.formula}")
    if surface.program:
        places = ", ".join(f"({a:g}, {b:g})" for a, b in surface.minima)
        where = f"E = {surface.minimum:g} at {places}" if places else "at no point inside the map"
        click.echo(f"lowest    {where}")
    click.echo(f"start     ({x:g}, {y:g}), {descents.steps} steps")
    click.echo(f"rates     {race.rates}")
    if race.conditions:
        click.echo(f"with      {race.conditions}")
    if race.tuned:
        click.echo(f"grid      {' '.join(f'{rate:g}' for rate in race.tried.rates)}")
    for line in race.legend:
        word, _, words = line.partition(": ") if ": " in line else ("", "", line)
        click.echo(f"{word:<8}  {words}")
    rows = [
        (f"{place}. {descents.optimizers[r].name}", f"{descents.optimizers[r].learning_rate:g}", race.median_words(r),
         race.share_words(r), f"{descents.end_value[r]:.4g}", race.outcomes[r].words)
        for place, r in enumerate(race.order, 1)
    ]  # fmt: skip
    last = max(len(row[-1]) for row in rows)
    head = ("rule", "rate", "median", race.verb, "final E", "the walk that is shown".ljust(last))
    click.echo(table(head, [(*row[:-1], row[-1].ljust(last)) for row in rows]))
    click.echo(f"result    {race.verdict}")
    for path in files:
        click.echo(f"figure    {path}")


def print_json(race, options, files):
    """The same as one JSON object; a step that never came is null."""
    import json

    from numnet.files.json_files import finite

    descents = race.descents

    def row(r):
        events = ("converged_at", "escaped_at", "left_at", "diverged_at")
        steps = {name: int(getattr(descents, name)[r]) for name in events}
        return {
            "rule": descents.optimizers[r].name,
            "rate": descents.optimizers[r].learning_rate,
            "final_error": float(descents.end_value[r]),
            "end": descents.end[r].tolist(),
            "outcome": race.outcomes[r].kind,
            "median_arrived_at": float(race.trials.median[r]),
            "share_arrived": float(race.trials.share[r]),
            "mean_distance": None if race.trials.distance is None else float(race.trials.away[r]),
            **{name: None if step < 0 else step for name, step in steps.items()},
            "stuck": bool(descents.stuck[r]),
        }

    result = {
        "surface": str(descents.surface),
        "formula": descents.surface.formula,
        "minima": [list(point) for point in descents.surface.minima],
        "start": descents.walks.start[0].tolist(),
        "steps": descents.steps,
        "noise": options["noise"],
        "seed": options["seed"],
        "schedule": options["schedule"],
        "rates": race.rates,
        "grid": list(race.tried.rates) if race.tuned else None,
        "result": race.verdict,
        "results": [row(r) for r in race.order],
        "figures": [str(path) for path in files],
    }
    click.echo(json.dumps(finite(result), ensure_ascii=False))
