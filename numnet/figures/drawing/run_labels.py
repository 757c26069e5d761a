"""What a run is about, in words and arrays: architecture, score, the two parts of its data."""

import numpy as np

from numnet.figures.drawing.style import TASK_WORDS
from numnet.model.tasks import TASKS
from numnet.utils.language import gettext, message


def architecture(network):
    """Layer sizes and the activations of the hidden layers.

    >>> from types import SimpleNamespace
    >>> architecture(SimpleNamespace(sizes=[2, 16, 16, 3], activation=("tanh", "tanh")))
    '2-16-16-3 tanh'
    """
    sizes = [int(size) for size in network.sizes]
    hidden = list(network.activation)
    names = "/".join(hidden[:1] if len(set(hidden)) == 1 else hidden)
    return "-".join(map(str, sizes)) + (f" {names}" if names else "")


def score_text(metric_name, value):
    """A metric as people say it.

    >>> score_text("accuracy", 0.99333), score_text("r2", 0.9512)
    ('accuracy 99.3 %', 'R² 0.951')
    """
    words = gettext(TASK_WORDS.get(metric_name, metric_name))
    if metric_name == "r2":
        return f"{words} {value:.3f}".replace("-", "−")
    return f"{words} 100 %" if value == 1 else f"{words} {100 * value:.1f} %"


def score(run):
    """The metric of the weights that the run has kept, "validation accuracy 99.3 %"; empty where none is known.

    Those are the weights of the best epoch where there is a validation part, else the last that were finite. Of a
    network without history it is measured on the data that were given.
    """
    history = run.history
    if history is None:
        return _measured(run)
    best = np.asarray(history.epoch) == history.best_epoch
    for part, values in (
        (message("validation"), np.asarray(history.validation_metric)[best]),
        (message("training"), np.asarray(history.train_metric)),
    ):
        known = values[np.isfinite(values)]
        if len(known):
            return f"{gettext(part)} {score_text(history.metric_name, known[-1])}"
    return ""


def _measured(run):
    """The metric on the last part of a `Subject`'s data, "accuracy 99.3 %"; empty where it has none."""
    if run.parts is None:
        return ""
    part, X, T = parts(run.parts)[-1]
    name = TASKS[run.network.task].metric
    value = run.measure(run.inputs(X), T)[name]
    known = "" if part == "data" else f"{gettext(part)} "
    return f"{known}{score_text(name, value)}" if np.isfinite(value) else ""


def settings(run):
    """What the run was asked for, flat: data, network, optimizer, learning rate, and all other options by name.

    Of what was given in place of a run nothing is known.
    """
    if "options" not in run.config:
        return {}
    config, optimizer = run.config, run.config.get("optimizer", {})
    return {
        **config["options"],
        "data": config["data"]["name"],
        "optimizer": optimizer.get("name"),
        "learning_rate": optimizer.get("learning_rate"),
        "network": architecture(run.network),
        "loss": run.network.loss_name,
    }


def describe(run, epoch=None):
    """The first line of a title: "spiral: 2-16-16-3 tanh, validation accuracy 99.3 %", or "…, epoch 7".

    What is not known, the name of data that were given or the network of a history, is left out.
    """
    result = score(run) if epoch is None else gettext("epoch {epoch}").format(epoch=epoch)
    words = ", ".join(filter(None, [run.network and architecture(run.network), result]))
    return ": ".join(filter(None, [run.config["data"]["name"], words]))


def outputs(run, X):
    """Outputs of the network (n, k), float64: probabilities, or values in original units."""
    P = np.asarray(run.forward(X), dtype=np.float64)
    return P.reshape(len(X), -1)


def parts(data):
    """(name, X, T) of the parts of the data that have rows, training first; rows that were given are "data"."""
    first = getattr(data, "first_part", "training")
    both = ((first, data.X, data.T), ("validation", data.X_validation, data.T_validation))
    return [(name, np.asarray(X), np.asarray(T)) for name, X, T in both if X is not None and len(X)]
