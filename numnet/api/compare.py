"""`compare`: trainings that differ in a few options, from shared starts; ``numnet compare`` is thin over it."""

from contextlib import contextmanager
from pathlib import Path

from numnet.api.fit import apart, source_of
from numnet.api.many_trainings import compile_all, context_of, of_workers, pool_or_none, under_way
from numnet.api.watchers import called
from numnet.files.csv_files import MAX_ROWS
from numnet.kernels.hyper_parameters import HYPER_PARAMETERS
from numnet.optim.optimizers import CHAPTER, OPTIMIZERS
from numnet.options import dask
from numnet.options.compare import COMPARE, DEFAULT_RULE, TUNING_RATES, TUNING_SEEDS
from numnet.options.data import read
from numnet.options.errors import UserError
from numnet.options.repeating import repeating
from numnet.options.swept import LEFT_OUT_COMPARED, SINGLE_COMPARED, Recipes, fixed_words
from numnet.options.train import record, validation_share
from numnet.studies.search_space import grid, parse_range
from numnet.utils.wording import plural

MAX_COMPETITORS = 16  # more curves nobody can tell apart
OF_THE_COMMAND = ("data", "quiet", "as_json", "out", "x", *dask.NAMES)


def compare(data, T=None, *, seeds=10, tune=False, part=None, target_loss=None, out=None, executor=None, **options):
    """Train competitors that differ in a few options of `fit`, from shared starts; returns a `Comparison`.

    data: as for `fit`; options: of `fit`; a list of several values, optimizer=["sgd", "adam"] or hidden=[(8,), (32,)],
    makes a competitor of each, of several options one of each combination; without, the six rules of the course
    compete, and a single optimizer is one competitor over the seeds.  seeds: each is trained with 0, …, seeds − 1,
    which give all competitors the same split, initial weights (of one shape) and order of samples.  tune: give each its
    best learning rate of a grid, found with other seeds; part: whose loss is compared, "train" or "validation";
    target_loss: the loss the way to which is timed; out: a new folder, by default the comparison is in memory alone;
    executor: as for `sweep`.

    Raises ValueError or TypeError in one sentence that names the argument; see `fit`.

    >>> import numnet
    >>> result = numnet.compare("xor", optimizer=["sgd", "adam"], seeds=2, hidden=(4,), epochs=20)
    >>> [competitor["name"] for competitor in result.competitors]
    ['sgd', 'adam']
    """
    with called(COMPARE) as watcher:
        options, arrays = apart(options)
        values = {name: value for name, value in options.items() if isinstance(value, list)}
        columns = {name: values.pop(name) for name in ("target", "columns", "exclude") if name in values}
        single = {name: value for name, value in options.items() if name not in values} | columns
        single |= {"seeds": seeds, "tune": tune or None, "part": part, "target_loss": target_loss}
        context = context_of(COMPARE, values, single, "compare", OF_THE_COMMAND)
        context.params["out"] = out and Path(out)
        return compete_all(context, source_of(data, T), watcher, arrays, out is None, pool_or_none(executor))


def compete_all(context, data, watcher, arrays=None, in_memory=False, pool=None):
    """What `compare` and the command share: the `Comparison` by the options in a context of `COMPARE`.

    ``pool``: the `Pool` whose workers train, or None.
    """
    rates, chosen = competitors(context, context.params)
    recipes = [*Recipes(fixed_words(context, data, SINGLE_COMPARED), chosen)]
    return race(context, data, watcher, arrays or {}, in_memory, rates, chosen, recipes, pool)


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
            raise UserError("--tune needs several rates to try; give --learning-rate a range, or leave out --tune")
    if "optimizer" not in axes and len(grid(axes)) == 1:
        axes = {"optimizer": list(CHAPTER), **axes}
    chosen = fitting(axes)
    if len(chosen) > MAX_COMPETITORS:
        words = f"{len(chosen)} competitors are more than the {MAX_COMPETITORS} of one figure"
        raise UserError(f"{words}; numnet sweep tries many")
    if len(chosen) < 2 and options["seeds"] < 2:
        raise UserError("one training is no comparison; give several values, --optimizer sgd,adam, or --seeds 10")
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
    varied = [name for name in options if len({one.get(name) for one in chosen}) > 1] or list(options)  # one alone
    return [
        ", ".join(one[name] if name == "optimizer" else f"{name.replace('_', ' ')} {one[name]}"
                  for name in varied if name in one) or f"default {varied[0].replace('_', ' ')}"
        for one in chosen
    ]  # fmt: skip


def race(context, data, watcher, arrays, in_memory, rates, chosen, recipes, pool=None):
    """Read, tune, train, and write unless it is in memory; returns the `Comparison`."""
    options = context.params
    with watcher.reading() as progress:
        dataset = read(data, {**options, **arrays}, progress=progress)
    from numnet.files.new_folder import NewFolder
    from numnet.runs.saving import save_data
    from numnet.studies.comparison import Comparison
    from numnet.studies.competition import compete
    from numnet.studies.trials import Trials

    config = about_comparison(context, dataset, data)
    folder = None if in_memory else NewFolder(options["out"], dataset.name, "comparisons")
    trials = Trials(dataset, config["validation"])
    config["same_weights"] = check_all(dataset, trials, config, recipes, rates)
    watcher.begins(dataset, trials.make(*recipes[0]))
    compile_all(trials, recipes, watcher)
    labels, tried, threads = names(chosen), None, dask.threads_of_training(options)
    if rates:
        best = tuned(trials, config, labels, chosen, recipes, rates, threads, watcher, pool)
        chosen, config["tuning"], tried = best
        recipes = [*Recipes(config["fixed"], chosen)]
    varied = {*LEFT_OUT_COMPARED, *(name for one in chosen for name in one)}
    config["options"] = {name: value for name, value in recipes[0][1].items() if name not in varied}
    config["competitors"] = [about(*one) for one in zip(labels, chosen, recipes)]
    title = f"compare   {plural(len(recipes), 'competitor')} × {plural(options['seeds'], 'seed')}"
    with counting(title, len(recipes) * options["seeds"], recipes, threads, watcher, pool) as show:
        found = compete(trials, recipes, options["seeds"], threads, show, pool)
    comparison = Comparison(None, config, *found)
    if not in_memory:
        comparison.path = folder.fill(lambda path: (save_data(config, dataset, path), comparison.save(path, tried)))
    return comparison


def about_comparison(context, dataset, data):
    """What config.json says of a comparison before it begins."""
    from numnet.runs.config import versions
    from numnet.runs.data_record import about_data

    options = context.params
    return {
        "command": repeating(context, data, written(context)),
        "seeds": options["seeds"], "part": options["part"] or "train", "target_loss": options["target_loss"],
        "task": dataset.task, "reason": dataset.reason, "validation": validation_share(context, dataset),
        "fixed": fixed_words(context, data, SINGLE_COMPARED), "data": about_data(dataset, data),
        "versions": versions(),
    }  # fmt: skip


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
        for inputs in dict.fromkeys(options["inputs"] for _, options in recipes):
            SplitData.by(dataset, config["validation"], {**recipes[0][1], "seed": seed, "inputs": inputs})
    return len(starts) == 1


def tuned(trials, config, labels, chosen, recipes, rates, threads, watcher, pool=None):
    """(configurations with their best rates, what config.json says of it, rows of tuning.csv)."""
    from numnet.studies.competition import tune_rates

    seeds = range(config["seeds"], config["seeds"] + TUNING_SEEDS)
    title = f"tuning    {len(recipes)} competitors × {len(rates)} rates × {TUNING_SEEDS} other seeds"
    texts = {float(text): text for text in rates}
    with counting(title, len(recipes) * len(texts) * TUNING_SEEDS, recipes, threads, watcher, pool) as show:
        best, losses = tune_rates(trials, recipes, texts, seeds, config["part"], threads, show, pool)
    rows = [[labels[c], texts[rate], seed, repr(loss)] for (c, rate, seed), loss in sorted(losses.items())]
    about = {"rates": rates, "seeds": list(seeds), "measure": f"median {config['part']} loss after the last epoch"}
    return [{**one, "learning_rate": texts[rate]} for one, rate in zip(chosen, best)], about, rows


@contextmanager
def counting(title, total, recipes, threads, watcher, pool=None):
    """Announce trainings and show their progress; yields a function that takes how many are done."""
    watcher.say(f"{title} = {plural(total, 'training')}, {under_way(recipes, threads, pool)}")
    with watcher.progress(total, "training") as display, watcher.compiling(say=display.say):
        yield lambda done: display.update(done, of_workers("", pool), done == total)
