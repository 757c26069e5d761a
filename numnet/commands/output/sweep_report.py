"""What is printed of a sweep: the best configurations, and the call that trains one of them again."""

import json
import shlex

import click

from numnet.api.search import searching
from numnet.commands.output.text import table
from numnet.files.json_files import finite
from numnet.options.call_words import words_for
from numnet.utils.number_words import format_result
from numnet.utils.system import retyped, typed
from numnet.utils.wording import plural

MAX_ROWS = 5  # configurations in the table


def train_command(sweep, configuration, seed):
    """The call of `numnet train` that does one training again."""
    words = [*sweep.config["fixed"], *words_for(sweep.configurations[configuration]), "--seed", str(seed)]
    return shlex.join(["numnet", "train", sweep.config["data"]["source"], *words])


def report(sweep, figure, as_json):
    """The best configurations, the command of the best, the path of the figure, where there is one; on stdout."""
    from numnet.studies.ranking import measure, standings
    from numnet.studies.study_display import sweep_table

    ranked, column = standings(sweep), measure(sweep).column
    best = ranked[0]
    command = train_command(sweep, best.configuration, best.typical)
    value = float(sweep.rows[best.configuration, best.typical][column] or "nan")
    if as_json:
        result = summary(sweep, ranked, column, {"command": command, "value": value}, figure)
        click.echo(json.dumps(finite(result), allow_nan=False))
        return
    words = column.replace("_", " ")
    first = "; those that were trained longer come first" if sweep.rungs else ""
    click.echo(f"{words}: median over {plural(sweep.seeds, 'seed')} and quartiles, best first{first}")
    click.echo(table(*sweep_table(sweep, MAX_ROWS)))
    if len(ranked) > MAX_ROWS:
        click.echo(f"and {len(ranked) - MAX_ROWS} more")
    diverged = sum(score.diverged for score in ranked)
    click.echo(f"diverged   {diverged} of {plural(len(sweep.rows), 'training')}")
    click.echo(f"results    {sweep.path / 'results.csv'}")
    if figure:
        click.echo(f"figure     {figure}")
    click.echo(f"best       {retyped(command)}")
    click.echo(f"           ({words} {format_result(column, value)}, the seed with the median result)")


def report_plan(sweep, as_json):
    """What a plan holds and how it is trained, on stdout."""
    search = searching(sweep)
    if as_json:
        click.echo(json.dumps({"sweep": str(sweep.path), "configurations": len(sweep.configurations),
                               "seeds": sweep.seeds, "trainings": search.total}))  # fmt: skip
        return
    whole = typed(["numnet", "sweep", "--resume", str(sweep.path)])
    click.echo(f"plan       {search.words}, in {sweep.path}")
    click.echo(f"train it   {whole}")
    if not sweep.adaptive:
        click.echo(f"in parts   {whole} --part 1/64, and so on to 64/64, wherever the folder is at hand")


def report_part(sweep, part, as_json):
    """How much of the whole is done after a part, while other parts are not; on stdout."""
    ended, trainings = len(sweep.rows), len(sweep.configurations) * sweep.seeds
    file = sweep.path / part.file
    if as_json:
        click.echo(json.dumps({"sweep": str(sweep.path), "part": part.number, "parts": part.count, "trainings": ended,
                               "missing": trainings - ended, "results": str(file)}))  # fmt: skip
        return
    click.echo(f"part       {part} is done: {file}")
    click.echo(f"in all     {ended} of {plural(trainings, 'training')} are done")


def summary(sweep, ranked, column, best, figure):
    """The JSON object: what was compared, and how the best did."""
    first = ranked[0]
    return {
        "sweep": str(sweep.path),
        "task": sweep.config["task"],
        "search": sweep.config.get("search") or ("random" if sweep.config["random"] else "grid"),
        "configurations": len(sweep.configurations),
        "seeds": sweep.seeds,
        "trainings": len(sweep.rows),
        "diverged": sum(score.diverged for score in ranked),
        "seconds": sum(float(row["seconds"]) for row in sweep.rows.values()),
        "measure": column,
        "best": {
            "options": sweep.configurations[first.configuration],
            "median": first.median,
            "quartiles": [first.low, first.high],
            "diverged": first.diverged,
            "seed": first.typical,
            **best,
        },
        "results": str(sweep.path / "results.csv"),
        "figure": figure and str(figure),
    }
