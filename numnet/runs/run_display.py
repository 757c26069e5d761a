"""A run in a line of text, and in a notebook: what was trained, how the loss fell, what came of it."""

from numnet.displays.html import block, note, table
from numnet.displays.loss_curves import sparkline
from numnet.utils.number_words import format_metric, format_number
from numnet.utils.wording import label, plural

PARTS = {"train": "training", "validation": "validation", "test": "test"}  # of the data, as they are called


def run_words(run):
    """``Run spiral-1: multiclass, 2-16-16-3, 200 epochs, training loss 0.01, validation loss 0.03``."""
    losses = [f"{PARTS[part]} loss {format_number(values['loss'])}" for part, values in run.metrics.items()]
    return ", ".join([f"Run {label(run.name)}: {run.network.task}", _sizes(run.network),
                      _length(run.history), *losses])  # fmt: skip


def run_html(run):
    """A line on data and training, a sparkline of the losses, a table of losses and metrics."""
    network, optimizer = run.network, run.config["optimizer"]
    title = f"Run {label(run.name)}: {network.task}, {_length(run.history)}"
    data = label(run.config["data"]["name"])
    about = (f"{data}; {_sizes(network)}, {', '.join(dict.fromkeys(network.activation))}; {optimizer['name']}, "
             f"learning rate {optimizer['learning_rate']:g}")  # fmt: skip
    names = list(dict.fromkeys(name for values in run.metrics.values() for name in values))
    rows = [[PARTS[part], *(format_metric(name, values[name]) if name in values else "" for name in names)]
            for part, values in run.metrics.items()]  # fmt: skip
    kept = run.config["result"].get("kept_epoch")
    under = "" if kept is None else f"the weights of epoch {kept} are kept"
    header = ["", *(name.replace("_", " ") for name in names)]
    remarks = () if run.parts is None else run.parts.dataset.remarks[:5]  # columns that were left out, and the like
    return block(title, note(about), sparkline(run.history), table(header, rows) if rows else "", note(under),
                 note(run.history.diagnosis), *map(note, remarks))  # fmt: skip


def _sizes(network):
    return "-".join(map(str, network.sizes))


def _length(history):
    status = "" if history.status == "finished" else f"{history.status} after "
    return status + plural(history.epochs, "epoch")
