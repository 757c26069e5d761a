"""What is printed of a sweep: the best configurations, and the call that trains one of them again."""

import json
import shlex

import click

from numnet.commands.output.call_words import words_for
from numnet.commands.output.text import format_metric, table
from numnet.files.json_files import finite
from numnet.utils.wording import plural

SHOWN = 5  # configurations in the table


def train_command(found, configuration, seed):
    """The call of `numnet train` that does one training again."""
    words = [*found.config["fixed"], *words_for(found.configurations[configuration]), "--seed", str(seed)]
    return shlex.join(["numnet", "train", found.config["data"]["source"], *words])


def report(found, as_json):
    """The best configurations, the command of the best, the figure; on stdout."""
    from numnet import figures
    from numnet.studies.ranking import measure, standings

    ranked, by = standings(found), measure(found)
    best = ranked[0]
    command = train_command(found, best.configuration, best.typical)
    value = float(found.rows[best.configuration, best.typical][by.column] or "nan")
    picture = None
    if found.varied:
        picture = figures.save(figures.sweep(found).figure, found.path / "figures" / "sweep.png")
    if as_json:
        result = summary(found, ranked, by, {"command": command, "value": value}, picture)
        click.echo(json.dumps(finite(result), allow_nan=False))
        return
    words = by.column.replace("_", " ")
    click.echo(f"{words}: median over {plural(found.seeds, 'seed')} and quartiles, best first")
    names = found.varied or found.options
    header = ["", *(name.replace("_", " ") for name in names), "median", "quartiles", "diverged"]
    click.echo(table(header, [line(found, by, own, names, k) for k, own in enumerate(ranked[:SHOWN], 1)]))
    if len(ranked) > SHOWN:
        click.echo(f"and {len(ranked) - SHOWN} more")
    diverged = sum(own.diverged for own in ranked)
    click.echo(f"diverged   {diverged} of {plural(len(found.rows), 'training')}")
    click.echo(f"results    {found.path / 'results.csv'}")
    if picture:
        click.echo(f"figure     {picture}")
    click.echo(f"best       {command}")
    click.echo(f"           ({words} {shown(by, value)}, the middle one of its seeds)")


def shown(by, value):
    """A value of the measure in a few digits."""
    return "diverged" if value == by.sign * float("inf") else format_metric(by.column, value)


def line(found, by, own, names, place):
    """A row of the table: place, values of the options, the figures of a `Standing`."""
    configuration = found.configurations[own.configuration]
    quartiles = f"{shown(by, own.low)} to {shown(by, own.high)}"
    values = [configuration[name] for name in names]
    return [f"{place}.", *values, shown(by, own.median), quartiles, f"{own.diverged}/{own.trained}"]


def summary(found, ranked, by, best, picture):
    """The JSON object: what was compared, and how the best did."""
    first = ranked[0]
    return {
        "sweep": str(found.path),
        "task": found.config["task"],
        "configurations": len(found.configurations),
        "seeds": found.seeds,
        "trainings": len(found.rows),
        "diverged": sum(own.diverged for own in ranked),
        "seconds": sum(float(row["seconds"]) for row in found.rows.values()),
        "measure": by.column,
        "best": {
            "options": found.configurations[first.configuration],
            "median": first.median,
            "quartiles": [first.low, first.high],
            "diverged": first.diverged,
            "seed": first.typical,
            **best,
        },
        "results": str(found.path / "results.csv"),
        "figure": picture and str(picture),
    }
