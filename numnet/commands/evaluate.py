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
from numnet.options.data import encoding_option
from numnet.options.errors import UserError


@click.command(cls=Command)
@click.argument("run", type=click.Path(path_type=Path), shell_complete=shell_completion.runs)
@click.argument("data", required=False, shell_complete=shell_completion.data)
@encoding_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def evaluate(run, data, encoding, as_json):
    """Print the loss and the metrics of RUN, on its own training and validation data, or on DATA.

    DATA is a bundled set or a CSV file with the target columns that the model was trained on.  RUN is a run folder, or
    a model.safetensors, which needs DATA; for classes its last column is the target.

    \b
    Example:
      numnet evaluate runs/iris-1
      numnet evaluate runs/iris-1 more-flowers.csv
    """
    from numnet.runs.loading import is_model_file, load_trained

    if data is None and is_model_file(run):
        raise UserError(f"{run} holds no data to evaluate it on; name some: numnet evaluate {run} DATA")
    results = evaluated(load_trained(run), data, Terminal(silent=False, quiet=True), encoding)
    if as_json:
        click.echo(json.dumps(finite(results), allow_nan=False))
        return
    labels = results.run.network.target_names
    click.echo("\n\n".join(describe(name, figures, labels) for name, figures in results.items()))
