"""``numnet summary``: layers, shapes and parameters of a network."""

import json
from pathlib import Path

import click

from numnet.commands.base import Command
from numnet.commands.output.reading_progress import read_watched
from numnet.commands.output.text import table
from numnet.options import shell_completion
from numnet.options.data import data_options
from numnet.options.network import network_options
from numnet.options.own_tables import choose, plain_option


@click.command(cls=Command)
@click.argument("source", shell_complete=shell_completion.data_or_run)
@network_options
@data_options
@plain_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def summary(context, source, as_json, **options):
    """Print layers, shapes, parameter counts, activations and loss of a RUN, or of the network train makes for DATA.

    \b
    Example:
      numnet summary runs/spiral-1
      numnet summary digits --hidden 64,32
    """
    from numnet.data import is_bundled
    from numnet.model.network_display import layer_rows, layer_table
    from numnet.runs.loading import load_run
    from numnet.runs.run import network_for

    if Path(source).is_dir() and not is_bundled(source):
        network = load_run(source).network
    else:
        choose(context, source)
        network = network_for(read_watched(source, options), {**options, "activation": context.params["activation"]})
    if as_json:
        click.echo(
            json.dumps(
                {
                    "task": network.task,
                    "loss": network.loss_name,
                    "dtype": network.dtype.name,
                    "parameters": int(network.parameters.size),
                    "layers": layer_rows(network),
                }
            )
        )
        return
    click.echo(table(*layer_table(network)))
    click.echo(
        f"\n{network.sizes[0]} inputs, {network.sizes[-1]} outputs, {network.parameters.size} parameters "
        f"({network.dtype.name}); task {network.task}, loss {network.loss_name}"
    )
