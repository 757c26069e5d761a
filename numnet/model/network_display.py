"""A network in a notebook: its layers as a table, and a small picture."""

from numnet.displays.html import block, note, table
from numnet.displays.network_diagram import network_diagram
from numnet.model.tasks import TASKS
from numnet.utils.wording import plural

MOST_LAYERS = 12  # in the table


def layer_rows(network):
    """[{"weights": shape, "biases": n, "activation": name, "parameters": n}] from layer 1 on."""
    names = [*network.activation, TASKS[network.task].output]
    return [
        {"weights": list(W.shape), "biases": b.size, "activation": name, "parameters": W.size + b.size}
        for W, b, name in zip(network.weights, network.biases, names)
    ]


def layer_table(network):
    """(header, rows) of texts."""
    header = ["layer", "weights", "biases", "activation", "parameters"]
    rows = [
        [str(l), "×".join(map(str, row["weights"])), str(row["biases"]), row["activation"], str(row["parameters"])]
        for l, row in enumerate(layer_rows(network), 1)
    ]
    return header, rows


def network_html(network):
    """A diagram and a table of the layers."""
    sizes = "-".join(map(str, network.sizes))
    title = (f"Network {sizes}: {network.task}, {network.loss_name}, "
             f"{plural(network.parameters.size, 'parameter')} ({network.dtype.name})")  # fmt: skip
    header, rows = layer_table(network)
    more = len(rows) - MOST_LAYERS
    functions = [row[3] for row in rows]
    return block(title, network_diagram(network.sizes, functions), table(header, rows[:MOST_LAYERS], left=(0, 1, 3)),
                 note(f"and {more} more layers" if more > 0 else ""))  # fmt: skip
