"""``numnet trace``: one step of back-propagation, number by number."""

import sys

import click

from numnet.api.check import find
from numnet.api.trace import derive
from numnet.commands.option_groups import GroupedCommand
from numnet.commands.output.terminal import Terminal
from numnet.commands.output.trace_formats import WRITERS, write_tables
from numnet.options.errors import UserError
from numnet.options.trace import TRACE


@click.command(cls=GroupedCommand)
@click.pass_context
def trace(context, source, **options):
    """Print one step of back-propagation on one sample, number by number, each beside the formula that made it.

    By default a network with 2 hidden sigmoid units, plain gradient descent and weights of two decimals: a pocket
    calculator gets the same digits. A RUN is traced from its weights, with its own rule. The options below are those
    of numnet train; only some defaults differ.

    \b
    Example:
      numnet trace xor
      numnet trace xor --sample 1 --optimizer adam --update 3 --check
      numnet trace runs/iris-1 --batch 0,50,100 --layer 2 --format csv
    """
    subject = find(context, source, Terminal(silent=False, quiet=True))
    derivation = derive(subject, options)
    chosen = derivation.narrowed(options["layer"], options["unit"])
    if not chosen:
        raise UserError(f"there is no layer or unit of that number; {subject.name} has the layers {sizes_of(subject)}")
    terminal = options["style"] == "text" and sys.stdout.isatty()
    writer = write_tables if terminal else WRITERS[options["style"]]
    writer(derivation, chosen, about(subject, derivation), options["unit"])


trace.params = TRACE.params


def sizes_of(subject):
    """``2-2-1``."""
    return "-".join(map(str, subject.network.sizes))


def about(subject, derivation):
    """What is traced, in a few words: also the head of the JSON object."""
    network, trace = subject.network, derivation.trace
    return {
        "data": subject.dataset.name,
        "run": subject.run and str(subject.run.path),
        "samples": derivation.rows,
        "sizes": list(network.sizes),
        "activation": [*network.activation, derivation.head],
        "loss": network.loss_name,
        "dtype": network.dtype.name,
        "optimizer": trace.optimizer.name,
        "learning_rate": trace.optimizer.learning_rate,
        "update": trace.update,
        "standardised": network.scaler is not None,
    }
