"""``numnet compare``: trainings that differ in a few options, from shared starts."""

import shlex
from contextlib import contextmanager
from pathlib import Path

import click

from numnet.commands.option_groups import GroupedCommand
from numnet.commands.output.compare_report import report
from numnet.commands.output.many_trainings import compile_all, under_way
from numnet.commands.output.reading_progress import read_watched
from numnet.commands.output.train_report import introduce
from numnet.files.csv_files import MAX_ROWS
from numnet.files.plain_files import own_path
from numnet.kernels.hyper_parameters import HYPER_PARAMETERS
from numnet.optim.optimizers import CHAPTER, OPTIMIZERS
from numnet.options import shell_completion
from numnet.options.call_words import given
from numnet.options.compare import AXIS, PART
from numnet.options.errors import UserError
from numnet.options.swept import (
    LEFT_OUT_COMPARED,
    SINGLE_COMPARED,
    compared,
    recipe,
)
from numnet.options.train import TRAIN, record, validation_share
from numnet.options.types import POSITIVE
from numnet.runs.file_names import FIGURES
from numnet.studies.search_space import grid, parse_range
from numnet.utils.wording import plural

MAX_COMPETITORS = 16  # more curves nobody can tell apart
TUNING_RATES, TUNING_SEEDS = "0.0001:10:log:11", 3


@click.command(cls=GroupedCommand)
@click.argument("data", required=False, shell_complete=shell_completion.data)
@click.option("--seeds", type=click.IntRange(1, 1000), default=10, show_default=True, help="Seeds 0, 1, … for each.")
@click.option(
    "--tune",
    is_flag=True,
    help=f"Give each competitor its best rate of --learning-rate (by default {TUNING_RATES}), found with other seeds.",
)
@PART
@click.option(
    "--target-loss",
    type=POSITIVE,
    help="Time the way to this loss.  [default: the lowest that every competitor's median reaches]",
)
@AXIS
@click.option(
    "--out", type=click.Path(path_type=Path), help="The folder, never overwritten.  [default: comparisons/<data>-<n>]"
)
@click.option("--quiet", is_flag=True, help="No progress, no notices.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@click.pass_context
def compare(context, data, **options):
    """Race optimizers, or other options of train, on DATA from shared starts; see their curves, with several seeds.

    The options below are those of numnet train; name several values of one, --optimizer sgd,adam or --hidden 8
    --hidden 32,32, to have a competitor for each, and of several options for each combination. A hyper-parameter goes
    to the rules that have it. Without several values the six rules of the course compete. A seed gives every
    competitor the same split, the same initial weights (of one shape) and the same order of samples.

    \b
    Example:
      numnet compare spiral --optimizer sgd,momentum,adam --seeds 10
      numnet compare digits --optimizer sgd,adam --tune --part validation
      numnet compare moons --batch-size 1,32,full --x seconds
    """
    if data is None:
        raise click.UsageError("name the DATA to train on: a bundled set (numnet datasets list) or a CSV file")
    rates, chosen = competitors(context, options)
    recipes = [recipe(data, fixed_words(context), configuration) for configuration in chosen]
    comparison = race(context, data, options, rates, chosen, recipes)
    report(comparison, draw(comparison, options["x"]), options["as_json"])
    if all(row["diverged"] == "1" for row in comparison.results.values()):
        click.echo("Error: every training diverged; try smaller learning rates, or --clip-norm 1", err=True)
        context.exit(3)


compare.params += [compared(option) for option in TRAIN.params if option.name not in LEFT_OUT_COMPARED]
DEFAULT_RULE = next(option.default for option in TRAIN.params if option.name == "optimizer")


def competitors(context, options):
    """(rates to tune with as text, or None; [{option: text}] of the competitors).  UserError if they make no race."""
    axes = {
        option.name: list(options[option.name])
        for option in context.command.params
        if option.multiple and option.name not in SINGLE_COMPARED and options[option.name]
    }
    rates = None
    if options["tune"]:
        axis = {"learning_rate": axes.pop("learning_rate", [parse_range(TUNING_RATES)])}
        rates = [configuration["learning_rate"] for configuration in grid(axis)]
        if len(rates) < 2:
            raise UserError("--tune needs several rates to try; give --learning-rate a range, or leave it away")
    if "optimizer" not in axes and len(grid(axes)) == 1:
        axes = {"optimizer": list(CHAPTER), **axes}
    chosen = fitting(axes)
    if len(chosen) > MAX_COMPETITORS:
        limit = f"at most {MAX_COMPETITORS} do"
        raise UserError(f"{len(chosen)} competitors make no picture, {limit}; numnet sweep tries many")
    if len(chosen) < 2:
        raise UserError("one competitor makes no race; name several values of an option, such as --optimizer sgd,adam")
    return rates, chosen


def fitting(axes):
    """The configurations of ``axes``, each once, without the hyper-parameters that its rule lacks.

    UserError for one that all rules lack.
    """
    chosen = []
    for configuration in grid(axes):
        kind = OPTIMIZERS[configuration.get("optimizer", DEFAULT_RULE)]
        fit = {
            name: text for name, text in configuration.items() if name not in HYPER_PARAMETERS or hasattr(kind, name)
        }
        chosen += [] if fit in chosen else [fit]
    for name in axes:
        if not any(name in configuration for configuration in chosen):
            rules = " or ".join(axes.get("optimizer", [DEFAULT_RULE]))
            raise UserError(f"{rules} has no --{name.replace('_', '-')}")
    return chosen


def names(chosen):
    """What tells the competitors apart: ``adam``, ``momentum, batch size 8``."""
    options = dict.fromkeys(name for one in chosen for name in one)
    varied = [name for name in options if len({one.get(name) for one in chosen}) > 1]
    return [
        ", ".join(one[name] if name == "optimizer" else f"{name.replace('_', ' ')} {one[name]}"
                  for name in varied if name in one) or f"default {varied[0].replace('_', ' ')}"
        for one in chosen
    ]  # fmt: skip


def fixed_words(context):
    """The words of the call that all competitors share."""
    return given(context, set(SINGLE_COMPARED) - {"threads"})


def race(context, data, options, rates, chosen, recipes):
    """Read, tune, train, write; returns the `Comparison`."""
    from numnet.files.new_folder import NewFolder
    from numnet.runs.config import versions
    from numnet.runs.data_record import about_data
    from numnet.studies.comparison import Comparison
    from numnet.studies.competition import compete

    dataset = read_watched(data, options)
    from numnet.studies.trials import Trials

    share, silent = validation_share(context, dataset), options["quiet"] or options["as_json"]
    folder = NewFolder(options["out"], dataset.name, "comparisons")
    config = {
        "command": shlex.join(["numnet", "compare", data, *given(context, written(context))]),
        "seeds": options["seeds"], "part": options["part"] or "train", "target_loss": options["target_loss"],
        "task": dataset.task, "reason": dataset.reason, "validation": share,
        "fixed": fixed_words(context), "data": about_data(dataset, data),
        "versions": versions(),
    }  # fmt: skip
    trials = Trials(dataset, share)
    config["same_weights"] = check_all(dataset, trials, config, recipes, rates)
    if not silent:
        introduce(dataset, trials.make(*recipes[0]))
    compile_all(trials, recipes, silent)
    labels, tried = names(chosen), None
    if rates:
        chosen, config["tuning"], tried = tuned(trials, config, labels, chosen, recipes, rates, options)
        recipes = [recipe(data, config["fixed"], configuration) for configuration in chosen]
    varied = {*LEFT_OUT_COMPARED, *(name for one in chosen for name in one)}
    config["options"] = {name: value for name, value in recipes[0][1].items() if name not in varied}
    config["competitors"] = [about(*one) for one in zip(labels, chosen, recipes)]
    title = f"race      {len(recipes)} competitors × {plural(options['seeds'], 'seed')}"
    with counting(title, len(recipes) * options["seeds"], recipes, options) as show:
        comparison = Comparison("", config, *compete(trials, recipes, options["seeds"], options["threads"], show))
    comparison.path = folder.fill(lambda path: comparison.save(path, tried))
    return comparison


def draw(comparison, x):
    """Save the figure in the folder; returns its path."""
    from numnet import figures

    return figures.save(figures.compare(comparison, x=x).figure, own_path(comparison.path, FIGURES, "compare.png"))


def about(name, configuration, made):
    """What config.json says of a competitor."""
    rule = record(made[0])
    rate = rule["learning_rate"]
    return {"name": name, "optimizer": rule["name"], "learning_rate": rate, "options": configuration, "rule": rule}


def written(context):
    """Names of the options that belong into the command that does this again."""
    return {parameter.name for parameter in context.command.params} - {"data", "out"}


def check_all(dataset, trials, config, recipes, rates):
    """Raise now what any competitor, or any seed's split, would raise later; returns whether all start alike."""
    from numnet.runs.trial import SplitData

    if config["part"] == "validation" and not config["validation"]:
        raise UserError("--part validation needs rows held out; give --validation 0.2")
    options = recipes[0][1]
    rows = (options["epochs"] // options["evaluate_every"] + 1) * config["seeds"] * len(recipes)
    if rows > MAX_ROWS:
        raise UserError(f"curves.csv would have {rows} rows, {MAX_ROWS} are the most; give a larger --evaluate-every")
    starts = {trials.make(*one).network.parameters.tobytes() for one in recipes}
    for seed in range(1, config["seeds"] + (TUNING_SEEDS if rates else 0)):
        SplitData(dataset, config["validation"], seed, not recipes[0][1]["no_scale"])
    return len(starts) == 1


def tuned(trials, config, labels, chosen, recipes, rates, options):
    """(configurations with their best rates, what config.json says of it, rows of tuning.csv)."""
    from numnet.studies.competition import tune_rates

    seeds = range(config["seeds"], config["seeds"] + TUNING_SEEDS)
    title = f"tuning    {len(recipes)} competitors × {len(rates)} rates × {TUNING_SEEDS} other seeds"
    texts = {float(text): text for text in rates}
    with counting(title, len(recipes) * len(texts) * TUNING_SEEDS, recipes, options) as show:
        best, losses = tune_rates(trials, recipes, texts, seeds, config["part"], options["threads"], show)
    rows = [[labels[c], texts[rate], seed, repr(loss)] for (c, rate, seed), loss in sorted(losses.items())]
    about = {"rates": rates, "seeds": list(seeds), "measure": f"median {config['part']} loss after the last epoch"}
    return [{**one, "learning_rate": texts[rate]} for one, rate in zip(chosen, best)], about, rows


@contextmanager
def counting(title, total, recipes, options):
    """Announce trainings and show their progress; yields a function that takes how many are done."""
    from numnet.commands.output.compile_notice import compiling
    from numnet.commands.output.progress import progress

    silent = options["quiet"] or options["as_json"]
    if not silent:
        click.echo(f"{title} = {plural(total, 'training')}, {under_way(recipes, options['threads'])}", err=True)
    with progress(total, silent, "training") as display, compiling(silent, say=display.say):
        yield lambda done: display.update(done, "", done == total)
