"""`trace`: one step of back-propagation, number by number; ``numnet trace`` is thin over it."""

from numnet.api.check import find
from numnet.api.fit import apart, source_of
from numnet.api.watchers import called
from numnet.files.plain_files import reason
from numnet.options.arguments import context_of, takes
from numnet.options.call_words import given
from numnet.options.errors import UserError
from numnet.options.trace import TRACE

OF_A_MODEL = ("hidden", "activation", "loss", "init", "dtype", "inputs", "no_scale", "decimals")  # it has its own
OF_THE_COMMAND = ("layer", "unit", "blank", "grade", "style", "output", "figure")  # what is printed of it


@takes(TRACE, OF_THE_COMMAND)
def trace(source, T=None, **options):
    """One step of back-propagation on one sample or a few; returns its `Derivation`, each number beside its formula.

    ``trace(...).blank()`` is the step as a work sheet, ``trace(...).grade("answers.csv")`` marks what was filled in.

    source: data as for `fit`, also as two arguments X and T, or a `Run` or its folder, which is traced from its
    weights, with its own rule. ``model``: the file of a network with its weights, for these data. By default a network
    with 2 hidden sigmoid units, plain gradient descent and weights of two decimals, so that a pocket calculator gets
    the same digits; and the first row with the fewest inputs that are 0, because the weights of an input that is 0
    have no gradient.

    Raises ValueError or TypeError in one sentence that names the argument; see `fit`.

    >>> import numnet
    >>> numnet.trace("xor", sample=1).network.sizes
    (2, 2, 1)
    """
    with called(TRACE) as watcher:
        options, arrays = apart(options)
        context = context_of(TRACE, options, "trace", OF_THE_COMMAND)
        return derive(subject_of(context, source_of(source, T), watcher, arrays), context.params)


def subject_of(context, source, watcher, arrays=None):
    """The `Subject` that is traced: what `find` gives, with the network of ``model`` where one is named."""
    subject, path = find(context, source, watcher, arrays), context.params["model"]
    if path is None:
        return subject
    words = given(context, OF_A_MODEL)
    if subject.run is not None:
        raise UserError("--model names a network for data, and a run has its own; leave --model out, or name the data")
    if words and words != ["--decimals", "none"]:
        raise UserError(f"{words[0]} is fixed by the model {path}; leave it out")
    return subject._replace(network=_model(path, subject.dataset))


def _model(path, dataset):
    """The network of a file, of the data's features and targets.  Raises UserError in one line."""
    from numnet.model.network import Network

    try:
        network = Network.load(path)
    except (OSError, ValueError) as error:
        words = f"{path} can't be read: {reason(error)}" if isinstance(error, OSError) else str(error)
        raise UserError(words) from None
    features = network.feature_names or network.sizes[:1]
    of_model = (network.task, network.feature_names, network.target_names)
    if of_model != (dataset.task, tuple(dataset.feature_names), tuple(dataset.target_names)):
        about = f"{len(features)} features, {network.task}"
        raise UserError(f"{path} is a network for other data: {about}; {dataset.name} has "
                        f"{len(dataset.feature_names)} features, {dataset.task}, or other names")  # fmt: skip
    return network


def derive(subject, options):
    """The `Derivation` of the update that the options ask for."""
    import numpy as np

    from numnet.model.inputs import inputs_of
    from numnet.tracing.update import trace_update

    dataset, network = subject.dataset, subject.network
    rows = rows_of(options, network, dataset.X)
    if max(rows) >= len(dataset.X):
        name = "--batch" if options["batch"] else "--sample"
        raise UserError(f"{name} {max(rows)} is no row of {dataset.name}: it has the rows 0 to {len(dataset.X) - 1}")
    origin = "those of the run"
    if options["model"] is not None:
        origin = "those of the model"
    elif subject.run is None and options["decimals"] == "none":
        origin = f"{network.init} initialisation, seed {network.seed}"
    elif subject.run is None:
        network.parameters[:] = np.round(network.parameters, options["decimals"])
        origin = f"{network.init} initialisation, seed {network.seed}, rounded to {options['decimals']} decimals"
    X, T = dataset.X[rows], dataset.T[rows]
    X = X if network.columns is None else network.columns.complete(X)
    T = T if network.scaler is None else network.scaler.transform_targets(T)
    penalties = {name: subject.options[name] for name in ("l1", "l2", "clip_norm")}
    about = {"rows": rows, "raw": X, "origin": origin, "dataset": dataset}
    traced = trace_update(network, inputs_of(network, X), T, subject.optimizer, options["update"], **penalties, **about)
    return traced.derivation(options["digits"], options["check"])


def rows_of(options, network, X):
    """The rows of X (n, d) to trace: those of ``batch``, that of ``sample``, or a row that teaches.

    By default it is the first row with the fewest inputs that are 0: ∂E/∂w = x δ is 0 where the input x is.
    """
    from numnet.model.inputs import inputs_of

    if options["batch"]:
        return list(options["batch"])
    if options["sample"] is not None:
        return [options["sample"]]
    return [int((inputs_of(network, X) == 0).sum(axis=1).argmin())]
