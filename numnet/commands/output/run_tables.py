"""Tables of run folders, and the facts of one."""

import time

from numnet.commands.output.text import table
from numnet.utils.number_words import format_number, named_metric
from numnet.utils.system import retyped
from numnet.utils.wording import plural


def runs_table(entries):
    """A row a run."""
    header = ["run", "data", "task", "network", "rule", "train loss", "validation loss", "metric", "epochs",
              "status", "when"]  # fmt: skip
    return table(header, [_row(entry) for entry in entries], left=(0, 1, 2, 3, 4, 9))


def _row(entry):
    config, figures = entry.config, entry.figures
    losses = [format_number(figures["train_loss"]), format_number(figures["validation_loss"])]
    result = config["result"]
    return [str(entry.path), config["data"]["name"], config["task"], entry.network, entry.rule, *losses,
            named_metric(*entry.metric), str(result["epochs"]), result["status"], _moment(entry.when)]  # fmt: skip


def options_table(names, differences):
    """The options in which runs of these names differ: {option: [value of each]}."""
    rows = [[option, *map(_typed, values)] for option, values in differences.items()]
    return table(["option", *map(str, names)], rows or [["all the same", *[""] * len(names)]])


def results_table(names, entries):
    """What came of each run."""
    results = {"status": [entry.config["result"]["status"] for entry in entries],
               "epochs": [str(entry.config["result"]["epochs"]) for entry in entries],
               "train loss": [format_number(entry.figures["train_loss"]) for entry in entries],
               "validation loss": [format_number(entry.figures["validation_loss"]) for entry in entries],
               "metric": [named_metric(*entry.metric) for entry in entries]}  # fmt: skip
    return table(["result", *map(str, names)], [[name, *values] for name, values in results.items()])


def deletion_table(entries):
    """The runs that are to be deleted."""
    return table(["to delete", "data", "status", "when"], [
        [str(entry.path), entry.config["data"]["name"], entry.config["result"]["status"], _moment(entry.when)]
        for entry in entries
    ])  # fmt: skip


def facts(entry):
    """[(word, text)] of a run."""
    config, result, name = entry.config, entry.config["result"], entry.metric[0]
    data, validation = config["data"], config["validation"]
    yield "run", str(entry.path)
    yield "written", _moment(entry.when)
    yield "data", f"{data['name']}, {plural(len(data['features']), 'feature')} -> {', '.join(data['targets'])}"
    yield "task", config["task"]
    yield "network", entry.network
    yield "rule", entry.rule
    yield "status", f"{result['status']} after {plural(result['epochs'], 'epoch')}, {result['updates']} updates"
    for part in ("train", "validation") if validation else ("train",):
        loss, value = (entry.figures[f"{part}_{figure}"] for figure in ("loss", name))
        yield part, f"loss {format_number(loss)}, {named_metric(name, value)}"
    if result["diagnosis"]:
        yield "diagnosis", result["diagnosis"]
    yield "command", retyped(config["command"])


def _moment(when):
    """Date and minute, on this machine's clock."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(when))


def _typed(value):
    """The value of an option from config.json as one types it."""
    return ",".join(map(str, value)) or "none" if isinstance(value, list) else "" if value is None else str(value)
