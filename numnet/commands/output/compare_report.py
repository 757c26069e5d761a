"""What is printed of a comparison: losses, metrics and times of the competitors."""

import json
import shlex

import click

from numnet.commands.output.text import table
from numnet.files.json_files import finite
from numnet.options.call_words import words_for


def report(comparison, figure, as_json):
    """The table, how it came about, the files and the path of the figure; on stdout."""
    if as_json:
        click.echo(json.dumps(finite(summary(comparison, figure)), allow_nan=False))
        return
    from numnet.studies.study_display import comparison_table

    target, config = comparison.target(), comparison.config
    last = f"after epoch {config['options']['epochs']}"
    click.echo(f"{last}: median over {comparison.seeds} seeds and quartiles, best first")
    click.echo(table(*comparison_table(comparison)))
    for name, text in notes(comparison, target).items():
        click.echo(f"{name:<11}{text}")
    click.echo(f"results    {comparison.path / 'results.csv'}")
    click.echo(f"curves     {comparison.path / 'curves.csv'}")
    click.echo(f"figure     {figure}")


def notes(comparison, target):
    """{word: remark}: shared starts, tuned rates, the target."""
    config, tuning = comparison.config, comparison.config.get("tuning")
    alike = "split, order of samples and initial weights" if config["same_weights"] else "split and order of samples"
    other = "" if config["same_weights"] else "; initial weights differ where shape, init, activation or dtype do"
    one = f"a seed gives {alike}; data and settings are the same"
    several = f"a seed gives every competitor the same {alike}{other}"
    words = {"starts": several if len(config["competitors"]) > 1 else one}
    if tuning:
        rates, seeds = tuning["rates"], tuning["seeds"]
        words["rates"] = (
            f"each the best of {len(rates)}, {rates[0]} to {rates[-1]}, by the {tuning['measure']} "
            f"of seeds {seeds[0]} to {seeds[-1]}"
        )
        ends = {float(rates[0]), float(rates[-1])}
        edge = [one["name"] for one in comparison.competitors if one["learning_rate"] in ends]
        words |= {"edge": f"{', '.join(edge)}: a better rate may lie beyond the grid"} if edge else {}
    if target is not None:
        how = "as asked for" if config["target_loss"] else "the lowest loss reached by all that improve"
        words["target"] = f"{target:.4g}, {how}; timed by the median loss at the ends of epochs, one core each"
    return words


def summary(comparison, figure):
    """The JSON object."""
    config = comparison.config
    return {
        "comparison": str(comparison.path),
        "task": config["task"],
        "seeds": comparison.seeds,
        "part": config["part"],
        "target_loss": comparison.target(),
        "same_weights": config["same_weights"],
        "tuning": config.get("tuning"),
        "competitors": [competitor_object(comparison, score) for score in comparison.standings()],
        "results": str(comparison.path / "results.csv"),
        "curves": str(comparison.path / "curves.csv"),
        "figure": str(figure),
    }


def competitor_object(comparison, score):
    """A competitor in the JSON object, with the call of `numnet train` that does its training with seed 0 again."""
    about = comparison.competitors[score.competitor]
    words = [*comparison.config["fixed"], *words_for(about["options"]), "--seed", "0"]
    return {
        **{name: about[name] for name in ("name", "optimizer", "learning_rate", "options")},
        "loss": {"median": score.loss[0], "quartiles": list(score.loss[1:])},
        comparison.metric: {"median": score.metric[0], "quartiles": list(score.metric[1:])},
        "diverged": score.diverged,
        "updates_to_target": score.updates,
        "seconds_to_target": score.seconds,
        "command": shlex.join(["numnet", "train", comparison.config["data"]["source"], *words]),
    }
