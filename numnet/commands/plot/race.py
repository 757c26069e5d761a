"""``numnet plot race``: update rules race down an error surface."""

import click

from numnet.commands.base import Command
from numnet.commands.plot.shared import QUIET, write_film
from numnet.files.output import is_stdout
from numnet.optim.optimizers import CHAPTER, OPTIMIZERS
from numnet.options.errors import UserError
from numnet.options.surface import FILMS, PICTURES, Expression, Picture, Point, Rate, Rules, SurfaceText
from numnet.options.types import WHOLE, Number, ScheduleText
from numnet.surfaces.catalogue import SURFACES

MOST_STEPS = 100_000


@click.command(cls=Command)
@click.argument("surface", required=False, type=SurfaceText())
@click.option("--expression", type=Expression(), help='A surface of your own, "x**2 + 10*y**2".')
@click.option("--optimizers", type=Rules(), default=",".join(CHAPTER), show_default=True,
              help=f"Who races; all: {len(OPTIMIZERS)}.")  # fmt: skip
@click.option("--start", type=Point(), help="Where they start.  [default: the surface's own]")
@click.option("--steps", type=click.IntRange(1, MOST_STEPS), help="How far they go.  [default: the surface's own]")
@click.option("--rate", "rates", type=Rate(), multiple=True, help="Learning rate of a rule; repeatable.")
@click.option("--tune", is_flag=True, help="Give each rule the best rate of a grid, which is printed.")
@click.option("--sensitivity", is_flag=True, help="A second figure: where each rule ends against its rate.")
@click.option("--schedule", type=ScheduleText(), help="Factor on the rates against the step.")
@click.option("--noise", type=Number(min=0), default=0.0, show_default=True, help="Deviation of noise on gradients.")
@click.option("--seed", type=WHOLE, default=0, show_default=True, help="Of the noise.")
@click.option("--view", type=click.Choice(["contour", "3d", "both"]), default="contour", show_default=True,
              help="From above, in space, or both.")  # fmt: skip
@click.option("--frames", type=click.IntRange(2, 1000), default=120, show_default=True, help="Of a .gif or .mp4.")
@QUIET
@click.option("-o", "--output", type=Picture(), default="race.png", show_default=True,
              help=f"File to write; {', '.join('.' + ending for ending in PICTURES + FILMS)}.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the results as one JSON object.")
def race(surface, expression, **options):
    """Race update rules down an error SURFACE, by default long_valley; a .gif or .mp4 is the race itself.

    Each rule runs at a rate of its own, by default the surface's (docs/surfaces.md), since one rate for all is no
    fair race. The table says who arrived (on a saddle: escaped) after how many steps, who left the map, who is stuck.

    \b
    Example:
      numnet plot race beale -o beale.gif
      numnet plot race saddle --view both --optimizers all
      numnet plot race --expression "x**2 + 10*y**2" --tune
    """
    if surface is not None and expression is not None:
        raise UserError("name a SURFACE or give --expression, not both")
    for rule, _ in options["rates"]:
        if rule not in options["optimizers"]:
            raise UserError(f"--rate {rule}=...: {rule} is not in the race; see --optimizers")
    if options["tune"] and options["rates"]:
        raise UserError("--tune finds the rates; leave --rate away")
    if is_stdout(options["output"]) and options["sensitivity"]:
        raise UserError("--sensitivity makes a second figure, and standard output takes one; name a file with -o")
    if options["output"].suffix.lower().lstrip(".") in FILMS:
        from numnet.figures.drawing.animation import check_ending

        check_ending(options["output"])
    run(surface or expression or SURFACES["long_valley"], options)


def run(surface, options):
    """Walk, draw, print."""
    from numnet.surfaces.descent import descend_many
    from numnet.surfaces.minima import with_lowest_points
    from numnet.surfaces.race import Race
    from numnet.surfaces.rate_tuning import sensitivity
    from numnet.surfaces.visible_path import widened

    if options["start"] is not None:
        surface = widened(surface, options["start"])
    if surface.program:
        surface = with_lowest_points(surface)
    given = {"start": options["start"], "steps": options["steps"], "noise": options["noise"], "seed": options["seed"],
             "schedule": options["schedule"]}  # fmt: skip
    kinds = {rule: surface.optimizer(rule) for rule in options["optimizers"]}
    kinds |= {rule: OPTIMIZERS[rule](rate) for rule, rate in options["rates"]}
    tried = None
    if options["tune"] or options["sensitivity"]:
        tried = sensitivity(surface, list(kinds.values()), **given)
    if options["tune"]:
        kinds = tried.tuned()
    race = Race(descend_many(surface, list(kinds.values()), **given))
    origin = source(surface, options)
    files = draw(race, tried if options["sensitivity"] else None, origin, options)
    (print_json if options["as_json"] else report)(race, origin, tried, options, files)


def source(surface, options):
    """Where the rates come from, in words."""
    from numnet.surfaces.rate_tuning import RATES

    grid = f"{len(RATES)} from {RATES[0]:g} to {RATES[-1]:g}"
    best = f"each rule's best of {grid}, no step over {surface.stride:g}"
    if options["tune"]:
        return f"rates: {best}, found by --tune"
    usual = "the surface's defaults" if surface.rates else "the rules' defaults"
    usual = best if as_tuned(surface, options) else f"{usual}; --tune looks for better ones"
    chosen = ", ".join(rule for rule, _ in options["rates"])
    return f"rates: {usual}" + (f"; {chosen} as given" if chosen else "")


def as_tuned(surface, options):
    """Whether the walks are those for which the surface's rates were found."""
    usual = SURFACES.get(surface.name)
    given = (options[name] for name in ("start", "steps", "schedule"))
    return usual is not None and surface == usual and not options["noise"] and all(value is None for value in given)


def conditions(options):
    """What else holds for all walks, in words; nothing where all is as usual."""
    noise = f"noise of deviation {options['noise']:g} on every gradient, seed {options['seed']}"
    words = [noise] * (options["noise"] > 0) + [f"schedule {options['schedule']}"] * (options["schedule"] is not None)
    return "; ".join(words)


def draw(race, tried, origin, options):
    """Write the figures; their paths."""
    from numnet import figures

    path, view = options["output"], options["view"]
    files, note = [path], f"{origin}\n{conditions(options)}".strip()
    if is_stdout(path) or path.suffix.lower().lstrip(".") in PICTURES:
        figures.save(figures.race(race, view=view, note=note)[0].figure, path)
    else:
        quiet = options["quiet"] or options["as_json"]
        write_film(figures.race_film(race, options["frames"], view, note), path, quiet)
    if tried is not None:
        ending = path.suffix if path.suffix.lower().lstrip(".") in PICTURES else ".png"
        files.append(path.with_name(f"{path.stem}-sensitivity{ending}"))
        figures.save(figures.sensitivity(tried).figure, files[-1])
    return files


def report(race, origin, tried, options, files):
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
    click.echo(f"rates     {origin.removeprefix('rates: ')}")
    if conditions(options):
        click.echo(f"with      {conditions(options)}")
    if options["tune"]:
        click.echo(f"grid      {' '.join(f'{rate:g}' for rate in tried.rates)}")
    rows = [
        (f"{place}. {descents.optimizers[r].name}", f"{descents.optimizers[r].learning_rate:g}",
         f"{descents.end_value[r]:.4g}", race.outcomes[r].words)
        for place, r in enumerate(race.order, 1)
    ]  # fmt: skip
    last = max(len(row[3]) for row in rows)
    click.echo(
        table(("rule", "rate", "final E", "outcome".ljust(last)), [(*row[:3], row[3].ljust(last)) for row in rows])
    )
    click.echo(f"result    {race.verdict}")
    for path in files:
        click.echo(f"figure    {path}")


def print_json(race, origin, tried, options, files):
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
        "rates": origin.removeprefix("rates: "),
        "grid": list(tried.rates) if options["tune"] else None,
        "result": race.verdict,
        "results": [row(r) for r in race.order],
        "figures": [str(path) for path in files],
    }
    click.echo(json.dumps(finite(result), ensure_ascii=False))
