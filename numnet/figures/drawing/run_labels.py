"""What a run is about, in words and arrays: architecture, score, the two parts of its data."""

import numpy as np

from numnet.figures.drawing.style import TASK_WORDS


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
    words = TASK_WORDS.get(metric_name, metric_name)
    if metric_name == "r2":
        return f"{words} {value:.3f}".replace("-", "−")
    return f"{words} 100 %" if value == 1 else f"{words} {100 * value:.1f} %"


def score(run):
    """The metric of the weights that the run has kept, "validation accuracy 99.3 %"; empty where none is known.

    Those are the weights of the best epoch where there is a validation part, else the last that were finite.
    """
    history = run.history
    best = np.asarray(history.epoch) == history.best_epoch
    for part, values in (
        ("validation", np.asarray(history.validation_metric)[best]),
        ("training", np.asarray(history.train_metric)),
    ):
        known = values[np.isfinite(values)]
        if len(known):
            return f"{part} {score_text(history.metric_name, known[-1])}"
    return ""


def settings(run):
    """What the run was asked for, flat: data, network, optimizer, learning rate, and all other options by name."""
    config, optimizer = run.config, run.config.get("optimizer", {})
    return {
        **config.get("options", {}),
        "data": config["data"]["name"],
        "optimizer": optimizer.get("name"),
        "learning_rate": optimizer.get("learning_rate"),
        "network": architecture(run.network),
        "loss": run.network.loss_name,
    }


def describe(run, epoch=None):
    """The first line of a title: "spiral: 2-16-16-3 tanh, validation accuracy 99.3 %", or "…, epoch 7"."""
    result = score(run) if epoch is None else f"epoch {epoch}"
    return f"{run.config['data']['name']}: {architecture(run.network)}" + (f", {result}" if result else "")


def outputs(run, X):
    """Outputs of the network (n, k), float64: probabilities, or values in original units."""
    P = np.asarray(run.forward(X), dtype=np.float64)
    return P.reshape(len(X), -1)


def parts(data):
    """(name, X, T) of the parts of the data that have rows, training first."""
    both = (("training", data.X, data.T), ("validation", data.X_validation, data.T_validation))
    return [(name, np.asarray(X), np.asarray(T)) for name, X, T in both if X is not None and len(X)]
