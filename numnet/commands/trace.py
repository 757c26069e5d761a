"""``numnet trace``: one step of back-propagation, number by number."""

import sys

import click

from numnet.api.check import find
from numnet.api.trace import derive
from numnet.commands.option_groups import GroupedCommand
from numnet.commands.output.terminal import Terminal
from numnet.commands.output.trace_formats import WRITERS, write_tables
from numnet.commands.plot.shared import check
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
      numnet trace xor --figure backward.png
      numnet trace runs/iris-1 --batch 0,50,100 --layer 2 --format csv
    """
    check(options["figure"])
    subject = find(context, source, Terminal(silent=False, quiet=True))
    derivation = derive(subject, options)
    chosen = derivation.narrowed(options["layer"], options["unit"])
    if not chosen:
        raise UserError(f"there is no layer or unit of that number; {subject.name} has the layers {sizes_of(subject)}")
    terminal = options["style"] == "text" and sys.stdout.isatty()
    writer = write_tables if terminal else WRITERS[options["style"]]
    drawn = diagram(subject, derivation) if options["figure"] else None
    writer(derivation, chosen, about(subject, derivation), options["unit"])
    if drawn:
        from numnet.figures import save

        save(drawn.figure, options["figure"])
        click.echo(f"figure    {options['figure']}", err=True)  # the numbers alone go where they may be redirected


trace.params = TRACE.params


def diagram(subject, derivation):
    """The network that is traced, with δ and ∂E/∂w of its sample: axes.  UserError for several samples."""
    from numnet import figures

    if len(derivation.rows) > 1:
        raise UserError(f"--figure draws one sample, got {len(derivation.rows)}; name one by --sample")
    network = subject.network.copy()
    network.parameters[:] = derivation.trace.point
    return figures.network(network, subject.dataset, sample=derivation.rows[0], backward=True)


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
