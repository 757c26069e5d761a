"""`sweep`: many values of options of `fit`, each with several seeds; ``numnet sweep`` is thin over it."""

from collections.abc import Mapping
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path

from numnet.api.fit import apart, source_of
from numnet.api.many_trainings import compile_all, context_of, of_workers, pool_or_none, under_way
from numnet.api.search import begin_search, rungs_of, searching, tried
from numnet.api.watchers import called, interactive
from numnet.files.atomic import clear_leftovers
from numnet.files.lock import Lock, Locked
from numnet.options import dask
from numnet.options.call_words import given
from numnet.options.data import read
from numnet.options.errors import UserError
from numnet.options.repeating import repeating
from numnet.options.search import search_of
from numnet.options.sweep import SWEEP
from numnet.options.swept import LEFT_OUT, Recipes, Swept, fixed_words
from numnet.options.train import validation_share
from numnet.studies.parts import check_parts, parse_part
from numnet.studies.search_space import MAX_TRAININGS

OF_THE_COMMAND = ("data", "quiet", "as_json", "out", "resume", "plan", "part", *dask.NAMES)


def sweep(
    data=None, values=None, *, seeds=3, search=None, trials=None, random=None, seed=0, out=None, plan=False,
    resume=None, part=None, executor=None, **options,
):  # fmt: skip
    """Train all combinations of several values of options of `fit`, each with several seeds; returns a `Sweep`.

    data: as for `fit`; values: {option: list of values}, or a range of numbers such as "1e-4:1:log:20"; seeds: each
    combination is trained with 0, …, seeds − 1; search: "grid", all combinations; "random", so many ``trials`` of them,
    drawn by ``seed``; "tpe", drawn where earlier ones did well (needs Optuna); "halving", all or so many that are
    drawn, of which the best third goes on to three times the epochs, again and again (of what is drawn a range needs no
    count); random=N: search="random", trials=N; out: a new folder, by default the sweep is in memory alone; plan: make
    the folder and train nothing yet; resume: the folder of a sweep to go on with, given alone or with part: such as
    "3/64", to train the third of 64 parts and no other; executor: trainings go to its workers, of a pool of
    `concurrent.futures` or anything like it, or a ``Client`` of Dask; options: of `fit`, the same for all.

    Raises ValueError or TypeError in one sentence that names the argument; see `fit`; ModuleNotFoundError without
    Optuna.

    >>> import numnet
    >>> study = numnet.sweep("xor", {"learning_rate": [0.01, 0.1]}, seeds=2, hidden=(4,), epochs=20)
    >>> len(study.columns()["seed"])
    4
    """
    with called(SWEEP) as watcher:
        if values is not None and not isinstance(values, Mapping):
            raise TypeError('values must be a dictionary such as {"learning_rate": [0.001, 0.01]}; arrays are one '
                            "argument, a pair (X, T)")  # fmt: skip
        single, arrays = apart(options)
        drawn = random is not None or trials is not None
        single |= {"seeds": seeds, "search": search, "trials": trials, "random": random,
                   "seed": seed if drawn or seed else None}  # fmt: skip
        if resume is not None:
            single = {name: value for name, value in single.items() if name not in ("seeds", "seed")}
        context = context_of(SWEEP, dict(values or {}), single, "sweep", OF_THE_COMMAND)
        context.params |= {"out": out and Path(out), "resume": resume and Path(resume), "plan": plan,
                           "part": part and parse_part(str(part))}  # fmt: skip
        if data is None and resume is None:
            raise TypeError("sweep needs data: a bundled set's name, a path, a data frame or (X, T)")
        if resume is None and not values:
            raise TypeError('sweep needs values of an option to try, such as {"learning_rate": [0.001, 0.01]}')
        if plan and out is None:
            raise TypeError("plan needs out, the folder that is made for it")
        study = None
        try:
            study, *rest = begin(context, source_of(data), watcher, arrays, in_memory=out is None)
            if not plan:
                params = context.params
                train_all(study, *rest, params["threads"], watcher, params["part"], pool_or_none(executor))
        except KeyboardInterrupt:
            if study is None or not interactive():
                raise
        return study


def check_plan(options):
    """UserError for a plan of a folder that is there, and for a part of none."""
    if options["plan"] and options["resume"] is not None:
        raise UserError("--plan makes a new folder, --resume goes on with one; leave out --plan")
    if options["part"] is not None and options["resume"] is None:
        raise UserError("--part trains a part of a sweep in a folder: make that with --plan, then give --resume FOLDER "
                        "--part 3/64")  # fmt: skip


def begin(context, data, watcher, arrays=None, in_memory=False):
    """(`Sweep` with what is still missing, dataset, recipes): a new one, or that of --resume."""
    check_plan(context.params)
    if context.params["resume"] is None:
        return new_sweep(context, data, watcher, arrays or {}, in_memory)
    check_alone(context, data)
    return old_sweep(context, watcher)


def check_alone(context, data):
    """UserError for anything beside --resume but what doesn't change the results."""
    names = [parameter.name for parameter in context.command.params if parameter.name != "data"]
    words = given(context, set(names) - {"resume", "part", "threads", "quiet", "as_json", *dask.NAMES})
    words = [str(data)] * (data is not None) + words
    if words:
        raise UserError(f"--resume continues a sweep as it was begun; leave out {words[0]}")


def new_sweep(context, data, watcher, arrays, in_memory):
    """(new `Sweep`, dataset, recipes) as the options have it."""
    options = context.params
    axes, chosen, search = configurations(context, options)
    fixed = fixed_words(context, data)
    recipes = Recipes(fixed, chosen)
    if search["search"] == "halving":
        search["rungs"] = rungs_of(recipes)
    from numnet.files.new_folder import NewFolder
    from numnet.runs.config import versions
    from numnet.runs.data_record import about_data
    from numnet.studies.sweep import SWEEP_FORMAT, Sweep, make_sweep

    with watcher.reading() as progress:
        dataset = read(data, {**options, **arrays}, progress=progress)
    names = [parameter.name for parameter in context.command.params if parameter.name not in ("data", "out", "plan")]
    config = {
        "command": repeating(context, data, names),
        "axes": {name: [str(item) for item in items] for name, items in axes.items()},
        "fixed": fixed,
        "seeds": options["seeds"],
        **search,
        "task": dataset.task,
        "reason": dataset.reason,
        "validation": validation_share(context, dataset),
        "options": {name: value for name, value in recipes[0][1].items() if name not in (*axes, *LEFT_OUT)},
        "data": about_data(dataset, data),
        "versions": versions(),
        "configurations": chosen,
    }
    check_all(dataset, config, recipes)
    if search["search"] == "tpe":
        check_all(dataset, config, Recipes(fixed, tried(axes)))
    if in_memory:
        return Sweep(None, {"format": SWEEP_FORMAT, **config}), dataset, recipes
    return make_sweep(NewFolder(options["out"], dataset.name, "sweeps"), config, dataset), dataset, recipes


def configurations(context, options):
    """(axes, configurations, what config.json notes of the search) that the options name.  UserError if too many."""
    search, axes = search_of(context), axes_of(context)
    chosen, noted = begin_search(search, axes)
    count = search.trials if search.method == "tpe" else len(chosen)
    if count * options["seeds"] > MAX_TRAININGS:
        size = f"{count} configurations × {options['seeds']} seeds"
        raise UserError(f"{size} are more than {MAX_TRAININGS} trainings")
    return axes, chosen, noted


def axes_of(context):
    """{option: [text or `Range`]} of the options that name values to try."""
    swept = [parameter.name for parameter in context.command.params if isinstance(parameter.type, Swept)]
    return {name: list(context.params[name]) for name in swept if context.params[name]}


def old_sweep(context, watcher):
    """(`Sweep` as far as it went, dataset, recipes) from its folder."""
    from numnet.runs.config import versions
    from numnet.runs.data_record import read_again
    from numnet.studies.sweep import load_sweep

    study = load_sweep(context.params["resume"])
    config = study.config
    if context.params["part"] is not None:
        check_parts(study)
    dataset = read_again(config, study.path)
    if config["versions"] != versions():
        watcher.say("versions  differ from those it was begun with; further digits may differ too")
    return study, dataset, Recipes(config["fixed"], study.configurations)


def check_all(dataset, config, recipes):
    """Raise now what any configuration, or any seed's split, would raise later."""
    from numnet.runs.trial import SplitData
    from numnet.studies.trials import Trials

    trials, some = Trials(dataset, config["validation"]), [recipes[c] for c in recipes.extremes()]
    for optimizer, options in some:
        trials.make(optimizer, options)
    for seed in range(1, config["seeds"]):
        for inputs in dict.fromkeys(options["inputs"] for _, options in some):
            SplitData.by(dataset, config["validation"], {**recipes[0][1], "seed": seed, "inputs": inputs})


def train_all(study, dataset, recipes, threads, watcher, part=None, pool=None):
    """Train what is missing, or of a `Part` only that, with a notice before and a progress display.

    A sweep in a folder is locked meanwhile; of a part, the part.  The last part to end writes results.csv.
    ``pool``: the `Pool` whose workers train, or None.
    """
    if part is not None:
        with Lock(study.path, part.lock, by_hosts=True):
            train_missing(study, dataset, recipes, threads, watcher, part, pool)
        study.read_again()
        if study.done == study.total:
            try:
                with Lock(study.path):
                    study.read_again()
                    study.save()
            except Locked as error:  # who has it does the same, if it is there
                watcher.say(f"results   of the parts are not put together yet: {error}")
        return
    with nullcontext() if study.path is None else Lock(study.path):
        if study.path is not None:
            clear_leftovers(study.path)
            study.read_again()
        train_missing(study, dataset, recipes, threads, watcher, pool=pool)


def train_missing(study, dataset, recipes, threads, watcher, part=None, pool=None):
    """Train what is missing of a sweep, or of a part of it, that is this process's own."""
    import numpy as np

    from numnet.studies.ranking import cost, costs, measure
    from numnet.studies.trials import Trials

    trials, search = Trials(dataset, study.config["validation"]), searching(study, part)
    watcher.begins(dataset, trials.make(*recipes[0]))
    rest = f", {search.total - search.done} of them still to do" if search.done else ""
    watcher.say(f"sweep     {search.words}{rest}, {under_way(recipes, threads, pool)}")
    compile_all(trials, [recipes[c] for c in recipes.extremes()], watcher)
    by = measure(study)
    best = float(np.fmin.reduce(costs(study, by)[0], axis=None, initial=np.inf))
    with watcher.progress(search.total, "training") as display, watcher.compiling(say=display.say):

        def update(trainings=0):
            text = f"best {by.column.replace('_', ' ')} {by.sign * best:.4g}" if study.rows else ""
            display.update(search.done + trainings, of_workers(text, pool), search.done == search.total)

        def show(row):
            nonlocal best
            best = min(best, cost(row, by))
            update()

        def going(trainings):
            update(trainings)
            display.working(pool.busy() if pool else {})

        with saying_how_to_continue(study):
            search.run(trials, lambda c, seed: with_seed(*recipes[c], seed), threads, show, going, pool)


@contextmanager
def saying_how_to_continue(study):
    """While the body runs, errors of workers tell what is kept."""
    try:
        yield
    except (ConnectionError, BrokenExecutor) as error:
        if study.path is None:
            raise
        raise type(error)(f"{error}; {study.kept}, continue with --resume {study.path}") from None


def with_seed(optimizer, options, seed):
    """(optimizer, options) of a training with this seed."""
    return optimizer, {**options, "seed": seed}
