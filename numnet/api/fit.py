"""`fit`: from data to a trained `Run`, in memory or in a folder; ``numnet train`` is thin over it."""

import warnings
from pathlib import Path

from numnet.api.watchers import called, interactive
from numnet.options.arguments import context_of, takes
from numnet.options.configuration import forget_other_rule
from numnet.options.data import read
from numnet.options.own_tables import choose
from numnet.options.repeating import repeating
from numnet.options.train import TRAIN, check_options, make_optimizer, record, validation_share
from numnet.utils.errors import DivergenceWarning

OF_THE_COMMAND = ("data", "as_json")  # options of train that a function does not take
NAMES = [option.name for option in TRAIN.params if option.name != "data"]
COLUMNS = ("target", "columns", "exclude")  # options that name columns
IN_MEMORY = ("weights", "validation_data")  # options that may be arrays


@takes(TRAIN, OF_THE_COMMAND)
def fit(data=None, T=None, *, out=None, resume=None, **options):
    """Train a network on data, scaled and split as ``numnet train`` does; returns a :class:`Run`.

    data: a bundled set's name, with options ("spiral:noise=0.2"), a path, a pandas or polars frame or another table
    in memory, a `Dataset`, or a pair of arrays (X, T), also as two arguments.  out: a new folder for the run, as the
    command writes it; by default the run is in memory alone, and `Run.save` writes it.  resume: the folder of a run to
    go on with, alone or with more epochs.  All other arguments are the options of ``numnet train``.  Beside what these
    take: optimizer, an `Optimizer` or "adam:learning_rate=0.003"; validation, (X, T) to validate on; weights, an
    array (n,); class_weight, a dictionary.

    Raises ValueError or TypeError in one sentence that names the argument, `DataError` one that names file, row and
    column.  Warns :class:`DivergenceWarning` when the error overflows; the run then has the last finite weights.

    >>> import numnet
    >>> run = numnet.fit("xor", hidden=(8,), epochs=300)
    >>> run.metrics["train"]["accuracy"]
    1.0
    """
    with called(TRAIN) as watcher:
        source = source_of(data, T)
        options.pop("exact", None)  # of scripts that ask for what is always so
        arguments, arrays = apart(options)
        context = context_of(TRAIN, arguments, "fit", ("out", "resume", *OF_THE_COMMAND))
        context.params |= {"out": out and Path(out), "resume": resume and str(folder_of(resume))}
        if source is None and resume is None:
            raise TypeError("fit needs data: a bundled set's name, a path, a data frame or (X, T)")
        watcher.quiet = context.params["quiet"]
        run = train(context, source, watcher, arrays, in_memory=out is None)
    if run.history.diagnosis:
        warnings.warn(run.history.diagnosis, DivergenceWarning, stacklevel=2)
    if run.history.status == "interrupted" and not interactive():
        raise KeyboardInterrupt
    return run


def apart(options):
    """(options, {name: array or frame}): what no command line holds, apart from the rest."""
    options = {name: column_names(name, value) if name in COLUMNS else value for name, value in options.items()}
    validation = options.get("validation")
    if validation is not None and not isinstance(validation, (int, float, str)):
        if options.get("validation_data") is not None:
            raise TypeError("validation and validation_data are both data to validate on; leave one out")
        options |= {"validation": None, "validation_data": validation}
    arrays = {name: options.pop(name) for name in IN_MEMORY
              if options.get(name) is not None and not isinstance(options[name], (str, Path))}  # fmt: skip
    return options, arrays


def column_names(option, value):
    """Names of columns as texts: pandas may call them by numbers.  Raises TypeError for the cells of a target."""
    cells = type(value).__name__ == "Series" or getattr(getattr(value, "dtype", None), "kind", "O") in "iufb"
    if option == "target" and cells and hasattr(value, "__len__"):
        raise TypeError("target must name a column, or several; targets that are not a column are the second argument: "
                        "fit(X, T)")  # fmt: skip
    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, (list, tuple)):
        return type(value)(column_names(option, name) for name in value)
    return str(value) if type(value) is int else value


def source_of(data, T=None):
    """Data as `read` takes them: a path as text, as the command line has it, and with T a pair.  Raises TypeError."""
    if isinstance(T, str):
        raise TypeError(f"the second argument, T, holds the targets of each row; a column of the data is target={T!r}")
    if T is not None:
        return data, T
    return str(data) if isinstance(data, Path) else data


def folder_of(run):
    """The folder of a run, where not the folder but the `Run` is given.  Raises ValueError for one in memory alone."""
    if not hasattr(run, "network"):
        return run
    if run.path is None:
        raise ValueError("resume: the run is in memory alone; save it, run.save(folder), and resume the folder")
    return run.path


def train(context, data, watcher, arrays=None, in_memory=False):
    """What `fit` and the command share: a `Run` by the options in a context of `TRAIN`; see `Watcher`."""
    from numnet.api.train_resume import resume_training

    forget_other_rule(context, context.params)
    if context.params["resume"] is None:
        choose(context, data)
    options = {name: context.params[name] for name in NAMES}
    check_options(options)
    if options["resume"] is not None:
        return resume_training(context, data, options, watcher)
    return new_training(context, data, options, watcher, arrays or {}, in_memory)


def new_training(context, data, options, watcher, arrays, in_memory):
    """Read, split, scale, train, and write unless it is in memory; returns the `Run`."""
    optimizer = make_optimizer(options)
    with watcher.reading() as progress:
        dataset = read(data, {**options, **arrays}, progress=progress)
    from numnet.api.training_session import InMemory, compile_training, conclude
    from numnet.files.new_folder import NewFolder
    from numnet.runs.config import describe_run
    from numnet.runs.trial import SplitData, Trial  # Numba comes with it: data that are not there are told sooner
    from numnet.runs.writing import RunFolder
    from numnet.training.divergence_recovery import Recovery
    from numnet.training.snapshots import SnapshotRecorder

    validation = validation_share(context, dataset)
    trial = Trial(SplitData.by(dataset, validation, options), optimizer, options)
    new_folder = None if in_memory else NewFolder(options["out"], dataset.name)
    watcher.begins(dataset, trial, options)
    recovery = Recovery(SnapshotRecorder(trial.training, options["snapshots"]), options["on_divergence"])
    config = {"command": command_line(context, data), "validation": validation, "optimizer": record(optimizer)}
    config["options"] = {key: str(value) if isinstance(value, Path) else value for key, value in options.items()}
    config = describe_run(dataset, data, trial.network, config)
    compile_training(trial.training, options, watcher)
    with watcher.stopping():
        made = (trial, recovery, config)
        folder = InMemory(*made) if in_memory else RunFolder.create(new_folder, *made)
        return conclude(folder, watcher, options)


def command_line(context, data):
    """The exact command that does this again, but for --out, which names a folder that exists now.

    Options of a configuration are written out; its rows, if it holds them, come from standard input.
    """
    left_out = ("data", "out", "resume", "config", "exact", "print_config")
    names = [parameter.name for parameter in context.command.params if parameter.name not in left_out]
    return repeating(context, data, names)
