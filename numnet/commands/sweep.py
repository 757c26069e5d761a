"""``numnet sweep``: many configurations of ``numnet train``."""

import shlex
from pathlib import Path

import click

from numnet.commands.option_groups import GroupedCommand
from numnet.commands.output.many_trainings import compile_all, under_way
from numnet.commands.output.reading_progress import read_watched
from numnet.commands.output.sweep_report import report
from numnet.commands.output.train_report import introduce
from numnet.files.lock import Lock
from numnet.files.plain_files import own_path
from numnet.options import shell_completion
from numnet.options.call_words import given
from numnet.options.errors import UserError
from numnet.options.swept import LEFT_OUT, SINGLE, Swept, recipe, swept
from numnet.options.train import TRAIN, validation_share
from numnet.options.types import WHOLE
from numnet.runs.file_names import FIGURES
from numnet.studies.search_space import MAX_TRAININGS, draw, grid
from numnet.utils.wording import plural

TRAININGS = click.IntRange(1, MAX_TRAININGS)


@click.command(cls=GroupedCommand)
@click.argument("data", required=False, shell_complete=shell_completion.data)
@click.option("--seeds", type=TRAININGS, default=3, show_default=True, help="Seeds 0, 1, … each.")
@click.option("--random", type=TRAININGS, metavar="N", help="Draw N configurations.  [default: the whole grid]")
@click.option("--seed", type=WHOLE, default=0, show_default=True, help="Of the draw.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="The folder, never overwritten.  [default: sweeps/<data>-<n>]"
)
@click.option("--resume", metavar="FOLDER", type=click.Path(path_type=Path), help="Continue a sweep, given alone.")
@click.option("--quiet", is_flag=True, help="No progress, no notices.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@click.pass_context
def sweep(context, data, **options):
    """Try many values of the options of train on DATA, each with several seeds; see which are best.

    The options below are those of numnet train. Repeat one to try several values, or give numbers as a RANGE
    low:high:log:count (even steps of the logarithm) or low:high:lin:count. All combinations are trained, or with
    --random a number of them, drawn from the values and ranges; then a range needs no count.

    \b
    Example:
      numnet sweep spiral --learning-rate 1e-4:1:log:20 --hidden 8 --hidden 32,32 --seeds 10
      numnet sweep digits --random 50 --learning-rate 1e-4:1:log --batch-size 8:256:log
    """
    if options["resume"] is None:
        begin = new_sweep
    else:
        check_alone(context)
        begin = old_sweep
    train_all(context, *begin(context, data, options), options)


sweep.params += [swept(option) for option in TRAIN.params if option.name not in LEFT_OUT]


def check_alone(context):
    """UserError for anything beside --resume but what doesn't change the results."""
    names = [parameter.name for parameter in context.command.params if parameter.name != "data"]
    words = given(context, set(names) - {"resume", "threads", "quiet", "as_json"})
    words = [context.params["data"]] * (context.params["data"] is not None) + words
    if words:
        raise UserError(f"--resume continues a sweep as it was begun; leave {words[0]} away")


def new_sweep(context, data, options):
    """(`Sweep` in a new folder, dataset, recipes) as the command line has it."""
    if data is None:
        raise click.UsageError("name the DATA to train on: a bundled set (numnet datasets list) or a CSV file")
    axes, chosen = configurations(context, options)
    fixed = given(context, set(SINGLE) - {"threads"})
    recipes = [recipe(data, fixed, configuration) for configuration in chosen]
    from numnet.files.new_folder import NewFolder
    from numnet.runs.config import versions
    from numnet.runs.data_record import about_data
    from numnet.studies.sweep import make_sweep

    dataset = read_watched(data, options)
    names = [parameter.name for parameter in context.command.params if parameter.name not in ("data", "out")]
    config = {
        "command": shlex.join(["numnet", "sweep", data, *given(context, names)]),
        "axes": {name: [str(item) for item in items] for name, items in axes.items()},
        "fixed": fixed,
        "seeds": options["seeds"],
        "random": options["random"] and {"count": options["random"], "seed": options["seed"]},
        "task": dataset.task,
        "reason": dataset.reason,
        "validation": validation_share(context, dataset),
        "options": {name: value for name, value in recipes[0][1].items() if name not in (*axes, *LEFT_OUT)},
        "data": about_data(dataset, data),
        "versions": versions(),
        "configurations": chosen,
    }
    check_all(dataset, config, recipes)
    return make_sweep(NewFolder(options["out"], dataset.name, "sweeps"), config), dataset, recipes


def configurations(context, options):
    """(axes, configurations) that the options name.  UserError if they are too many."""
    if options["random"] is None and given(context, {"seed"}):
        raise UserError("--seed is of the draw of --random; for trainings with the seeds 0 to K − 1 give --seeds K")
    axes = {
        name: list(options[name])
        for name in (parameter.name for parameter in context.command.params if isinstance(parameter.type, Swept))
        if options[name]
    }
    chosen = draw(axes, options["random"], options["seed"]) if options["random"] else grid(axes)
    if len(chosen) * options["seeds"] > MAX_TRAININGS:
        size = f"{len(chosen)} configurations × {options['seeds']} seeds"
        raise UserError(f"{size} are more than {MAX_TRAININGS} trainings")
    return axes, chosen


def old_sweep(context, data, options):
    """(`Sweep` as far as it went, dataset, recipes) from its folder."""
    from numnet.runs.config import versions
    from numnet.runs.data_record import read_again
    from numnet.studies.sweep import load_sweep

    study = load_sweep(options["resume"])
    config = study.config
    dataset = read_again(config, study.path.name)
    if config["versions"] != versions() and not options["quiet"]:
        click.echo("versions  differ from those it was begun with; further digits may differ too", err=True)
    source, fixed = config["data"]["source"], config["fixed"]
    return study, dataset, [recipe(source, fixed, configuration) for configuration in study.configurations]


def check_all(dataset, config, recipes):
    """Raise now what any configuration, or any seed's split, would raise later."""
    from numnet.runs.trial import SplitData
    from numnet.studies.trials import Trials

    trials = Trials(dataset, config["validation"])
    for optimizer, options in recipes:
        trials.make(optimizer, options)
    for seed in range(1, config["seeds"]):
        SplitData(dataset, config["validation"], seed, not recipes[0][1]["no_scale"])


def train_all(context, study, dataset, recipes, options):
    """Train what is missing, then report; Ctrl-C says how to go on."""
    silent = options["quiet"] or options["as_json"]
    try:
        with Lock(study.path):
            study.read_again()
            run(study, dataset, recipes, options["threads"], silent)
        report(study, draw_figure(study), options["as_json"])
    except KeyboardInterrupt:
        total = len(study.configurations) * study.seeds
        click.echo(f"\ninterrupted; {len(study.rows)} of {plural(total, 'training')} are kept, continue with", err=True)
        click.echo(f"  numnet sweep --resume {shlex.quote(str(study.path))}", err=True)
        context.exit(130)
    if all(row["diverged"] == "1" for row in study.rows.values()):
        click.echo("Error: every training diverged; try smaller learning rates, or --clip-norm 1", err=True)
        context.exit(3)


def draw_figure(study):
    """Save the figure in the folder; returns its path, or None where no option varies."""
    from numnet import figures

    if not study.varied:
        return None
    return figures.save(figures.sweep(study).figure, own_path(study.path, FIGURES, "sweep.png"))


def run(study, dataset, recipes, threads, silent):
    """Train what is missing, with a notice before and a progress display."""
    from numnet.commands.output.compile_notice import compiling
    from numnet.commands.output.progress import progress
    from numnet.studies.ranking import cost, measure
    from numnet.studies.trials import Trials

    trials = Trials(dataset, study.config["validation"])
    total, todo = len(recipes) * study.seeds, len(study.missing())
    if not silent:
        introduce(dataset, trials.make(*recipes[0]))
        rest = "" if todo == total else f", {todo} of them still to do"
        click.echo(
            f"sweep     {plural(len(recipes), 'configuration')} × {plural(study.seeds, 'seed')} = "
            f"{plural(total, 'training')}{rest}, {under_way(recipes, threads)}",
            err=True,
        )
    compile_all(trials, recipes, silent)
    by = measure(study)
    best = min((cost(row, by) for row in study.rows.values()), default=float("inf"))
    with progress(total, silent, "training") as display, compiling(silent, say=display.say):

        def show(row):
            nonlocal best
            best = min(best, cost(row, by))
            text = f"best {by.column.replace('_', ' ')} {by.sign * best:.4g}"
            display.update(len(study.rows), text, len(study.rows) == total)

        def going(trainings):
            display.update(len(study.rows) + trainings, "", False)

        study.run(trials, lambda c, seed: (recipes[c][0], {**recipes[c][1], "seed": seed}), threads, show, going)
