"""``numnet evaluate``: the loss and the metrics of a trained model."""

import json
from pathlib import Path

import click

from numnet.api.evaluate import evaluated
from numnet.commands.base import Command
from numnet.commands.output.evaluate_report import describe
from numnet.commands.output.terminal import Terminal
from numnet.files.json_files import finite
from numnet.options import shell_completion


@click.command(cls=Command)
@click.argument("run", type=click.Path(path_type=Path), shell_complete=shell_completion.runs)
@click.argument("data", required=False, shell_complete=shell_completion.data)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def evaluate(run, data, as_json):
    """Print the loss and the metrics of RUN, on its own training and validation part or on DATA.

    DATA is a bundled set or a CSV file with the target columns that the model was trained on.

    \b
    Example:
      numnet evaluate runs/iris-1
      numnet evaluate runs/iris-1 more-flowers.csv
    """
    from numnet.runs.loading import load_run

    results = evaluated(load_run(run), data, Terminal(silent=False, quiet=True))
    if as_json:
        click.echo(json.dumps(finite(results), allow_nan=False))
        return
    labels = results.run.network.target_names
    click.echo("\n\n".join(describe(name, figures, labels) for name, figures in results.items()))
