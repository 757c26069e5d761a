"""The options that shape a network."""

import click

from numnet.model.activations import ACTIVATIONS
from numnet.model.initializers import INITIALIZERS
from numnet.model.losses import LOSSES
from numnet.options.data import task_options
from numnet.options.types import WHOLE, Activations, Choice, Inputs, Widths


def network_options(command):
    """The options that shape a network; shared by train and summary."""
    for option in reversed(
        (
            click.option(
                "--inputs",
                type=Inputs(),
                default="none",
                help="Inputs computed from the features, such as 'x1,x2,x1^2,x1*x2,sin(x1)'.  [default: the features]",
            ),
            click.option(
                "--hidden", type=Widths(), default="16,16", show_default=True, help="Units of the hidden layers."
            ),
            click.option(
                "--activation",
                type=Activations(),
                default="tanh",
                show_default=True,
                help=f"Activation of hidden layers, one or one per layer: {', '.join(ACTIVATIONS)}.",
            ),
            click.option(
                "--loss",
                type=Choice(["auto", *LOSSES], case_sensitive=False),
                default="auto",
                show_default=True,
                help="The loss; auto: mse for regression, cross_entropy for classes.",
            ),
            click.option(
                "--init",
                type=Choice(["auto", *INITIALIZERS], case_sensitive=False),
                default="auto",
                show_default=True,
                help="Initial weights; auto: he for the ReLU family, glorot otherwise.",
            ),
            click.option(
                "--dtype",
                type=Choice(["float32", "float64"], case_sensitive=False),
                default="float32",
                show_default=True,
                help="Precision of all arithmetic.",
            ),
            click.option(
                "--seed", type=WHOLE, default=0, show_default=True, help="Seed of weights, split, order, dropout."
            ),
        )
    ):
        command = option(command)
    return task_options(command)
