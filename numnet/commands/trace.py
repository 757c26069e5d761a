"""``numnet trace``: one step of back-propagation, number by number."""

import sys

import click

from numnet.commands.option_groups import GroupedCommand
from numnet.commands.output.trace_formats import WRITERS, narrowed, write_tables
from numnet.options import shell_completion
from numnet.options.data_or_run import NETWORK_OPTIONS, RULE_OPTIONS, find_subject, of_train
from numnet.options.errors import UserError
from numnet.options.types import Rows


@click.command(cls=GroupedCommand)
@click.argument("source", metavar="DATA|RUN", shell_complete=shell_completion.data_or_run)
@click.option("--sample", type=click.IntRange(min=0), default=0, show_default=True, help="Row of the data, from 0.")
@click.option("--batch", type=Rows(), help="Several rows, in one update.")
@click.option(
    "--update", type=click.IntRange(1, 1_000_000), default=1, show_default=True,
    help="Which update on these rows to show; the ones before it come first.",
)  # fmt: skip
@click.option("--layer", type=click.IntRange(min=0), help="This layer alone; 0 is the input.  [default: all]")
@click.option("--unit", type=click.IntRange(min=1), help="This unit of each layer alone, from 1.  [default: all]")
@click.option("--check", is_flag=True, help="The central difference beside each gradient.")
@click.option(
    "--digits", type=click.IntRange(1, 17), default=6, show_default=True,
    help="Significant digits of text and formulas; the values of csv and json have all.",
)  # fmt: skip
@click.option(
    "--decimals", type=click.IntRange(0, 17), default=2, show_default=True,
    help="Decimals that the initial weights are rounded to, so that they can be typed; those of a RUN stay.",
)  # fmt: skip
@click.option(
    "--format", "style", type=click.Choice(list(WRITERS)), default="text", show_default=True,
    help="text and latex show the first of many units; csv and json have all.",
)  # fmt: skip
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
    subject = find_subject(context, source)
    derivation = derive(subject, options)
    chosen = narrowed(derivation, options["layer"], options["unit"])
    if not chosen:
        raise UserError(f"there is no layer or unit of that number; {subject.name} has the layers {sizes_of(subject)}")
    terminal = options["style"] == "text" and sys.stdout.isatty()
    writer = write_tables if terminal else WRITERS[options["style"]]
    writer(derivation, chosen, about(subject, derivation), options["unit"])


DEFAULTS = {"hidden": "2", "activation": "sigmoid", "dtype": "float64", "optimizer": "sgd", "l2": 0.0}
of_train(*NETWORK_OPTIONS, *RULE_OPTIONS, **DEFAULTS)(trace)


def sizes_of(subject):
    """``2-2-1``."""
    return "-".join(map(str, subject.network.sizes))


def derive(subject, options):
    """The `Derivation` of the update that the options ask for."""
    import numpy as np

    from numnet.tracing.derivation import Derivation
    from numnet.tracing.update import trace_update

    rows, dataset, network = list(options["batch"] or [options["sample"]]), subject.dataset, subject.network
    if max(rows) >= len(dataset.X):
        name = "--batch" if options["batch"] else "--sample"
        raise UserError(f"{name} {max(rows)} is no row of {dataset.name}: it has the rows 0 to {len(dataset.X) - 1}")
    origin = "those of the run"
    if subject.run is None:
        network.parameters[:] = np.round(network.parameters, options["decimals"])
        origin = f"{network.init} initialisation, seed {network.seed}, rounded to {options['decimals']} decimals"
    X, T = dataset.X[rows], dataset.T[rows]
    X = X if network.columns is None else network.columns.complete(X)
    scaled = (X, T) if network.scaler is None else (network.scaler.transform(X), network.scaler.transform_targets(T))
    penalties = {name: subject.options[name] for name in ("l1", "l2", "clip_norm")}
    traced = trace_update(network, *scaled, subject.optimizer, options["update"], **penalties)
    return Derivation(traced, rows, X, origin, options["digits"], options["check"])


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
