"""``numnet plot neuron``."""

import click

from numnet.commands.base import Command
from numnet.commands.plot.shared import OUTPUT, check, write
from numnet.model.activations import ACTIVATIONS
from numnet.options.types import Number, Parsed, numbers_of

PAIR = Parsed("x1,x2", numbers_of(float, 2))


@click.command(cls=Command)
@click.option("--weights", type=PAIR, default="2,1", show_default=True, help="Of the two inputs.")
@click.option("--bias", type=Number(), default=-2.0, show_default=True, help="Added to the weighted sum.")
@click.option(
    "--activation", type=click.Choice(list(ACTIVATIONS)), default="sigmoid", show_default=True, help="The function f."
)
@click.option("--inputs", type=PAIR, help="A point to mark: the two inputs of one sample.")
@OUTPUT
def neuron(weights, bias, activation, inputs, output):
    """The output of a neuron over the plane of its two inputs: its line, its weights, its bias, its slope.

    Left, h = f(w₁ x₁ + w₂ x₂ + b) in colours, the line where the sum is 0, and w, which is at right angles to the
    line. Right, h in the direction of w: half and twice the weights and bias leave the line where it is, and make the
    change half and twice as steep.

    \b
    Example:
      numnet plot neuron
      numnet plot neuron --weights 2,-1 --bias 0.5 --activation tanh --inputs 1,3
    """
    check(output)
    from numnet import figures

    write(figures.neuron(weights, bias, activation, inputs), "neuron", output)
