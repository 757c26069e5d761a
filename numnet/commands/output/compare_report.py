"""What is printed of a comparison: who did how well, and how fast."""

import json
import math
import shlex

import click

from numnet.commands.output.call_words import words_for
from numnet.commands.output.text import format_metric, table
from numnet.files.json_files import finite


def report(found, x, as_json):
    """The table, how it came about, the files and the figure; on stdout."""
    from numnet import figures

    picture = figures.save(figures.compare(found, x=x).figure, found.path / "figures" / "compare.png")
    if as_json:
        click.echo(json.dumps(finite(summary(found, picture)), allow_nan=False))
        return
    part, target, ranked = found.config["part"], found.target(), found.standings()
    metric = f"{'validation' if found.held_out else 'train'} {found.metric.replace('_', ' ')}"
    last = f"after epoch {found.config['options']['epochs']}"
    click.echo(f"{last}: median over {found.seeds} seeds and quartiles, best first")
    to = "" if target is None else f" to {target:.3g}"
    header = ["", "rate", f"{part} loss", "quartiles", metric, "diverged", f"updates{to}", f"seconds{to}"]
    click.echo(table(header, [line(found, own) for own in ranked]))
    for name, text in notes(found, target).items():
        click.echo(f"{name:<11}{text}")
    click.echo(f"results    {found.path / 'results.csv'}")
    click.echo(f"curves     {found.path / 'curves.csv'}")
    click.echo(f"figure     {picture}")


def line(found, own):
    """A row of the table."""
    competitor = found.competitors[own.competitor]
    median, low, high = (shown("loss", value) for value in own.loss)
    quartiles = f"{low} to {high}" if low != high else ""
    metric = shown(found.metric, own.metric[0])
    updates = "never" if own.updates is None else own.updates
    seconds = "never" if own.seconds is None else f"{own.seconds:.2g}"
    rate = f"{competitor['learning_rate']:g}"
    return [
        competitor["name"],
        rate,
        median,
        quartiles,
        metric,
        f"{own.diverged}/{found.seeds}",
        updates,
        seconds,
    ]


def shown(name, value):
    """A value in a few digits; the infinite one of a training that diverged in words."""
    return "diverged" if math.isinf(value) else format_metric(name, value)


def notes(found, target):
    """{word: what to know of the race}."""
    config, tuning = found.config, found.config.get("tuning")
    alike = "split, order of samples and initial weights" if config["same_weights"] else "split and order of samples"
    other = "" if config["same_weights"] else "; initial weights differ where shape, init, activation or dtype do"
    said = {"starts": f"a seed gives every competitor the same {alike}{other}"}
    if tuning:
        rates, seeds = tuning["rates"], tuning["seeds"]
        said["rates"] = (
            f"each the best of {len(rates)}, {rates[0]} to {rates[-1]}, by the {tuning['measure']} "
            f"of seeds {seeds[0]} to {seeds[-1]}"
        )
        ends = {float(rates[0]), float(rates[-1])}
        edge = [own["name"] for own in found.competitors if own["learning_rate"] in ends]
        said |= {"edge": f"{', '.join(edge)}: a better rate may lie beyond the grid"} if edge else {}
    if target is not None:
        how = "as asked for" if config["target_loss"] else "the lowest that all reach that improve"
        said["target"] = f"{target:.4g}, {how}; timed by the median at ends of epochs, one core each"
    return said


def summary(found, picture):
    """The JSON object."""
    config = found.config
    return {
        "comparison": str(found.path),
        "task": config["task"],
        "seeds": found.seeds,
        "part": config["part"],
        "target_loss": found.target(),
        "same_weights": config["same_weights"],
        "tuning": config.get("tuning"),
        "competitors": [one(found, own) for own in found.standings()],
        "results": str(found.path / "results.csv"),
        "curves": str(found.path / "curves.csv"),
        "figure": str(picture),
    }


def one(found, own):
    """A competitor in the JSON object, with the call of `numnet train` that does its training with seed 0 again."""
    about = found.competitors[own.competitor]
    words = [*found.config["fixed"], *words_for(about["options"]), "--seed", "0"]
    return {
        **{name: about[name] for name in ("name", "optimizer", "learning_rate", "options")},
        "loss": {"median": own.loss[0], "quartiles": list(own.loss[1:])},
        found.metric: {"median": own.metric[0], "quartiles": list(own.metric[1:])},
        "diverged": own.diverged,
        "updates_to_target": own.updates,
        "seconds_to_target": own.seconds,
        "command": shlex.join(["numnet", "train", found.config["data"]["source"], *words]),
    }
