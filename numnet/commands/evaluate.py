"""``numnet evaluate``: the loss and the metrics of a trained model."""

import json
from pathlib import Path

import click

from numnet.commands.base import Command
from numnet.commands.output.evaluate_report import describe
from numnet.commands.output.reading_progress import read_watched
from numnet.commands.output.train_report import remark
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

    run = load_run(run)
    results = {}
    for name, X, T, weights in evaluation_parts(run, data):
        results[name] = {"rows": len(X), **run.evaluate(X, T, weights)}
    if as_json:
        click.echo(json.dumps(finite(results), allow_nan=False))
        return
    click.echo("\n\n".join(describe(name, figures, run.network.target_names) for name, figures in results.items()))


def evaluation_parts(run, data):
    """[(name, X, T, weights)]: the parts of the run's own data, or all of the data named."""
    if data is None:
        parts = run.data()
        every = [("training", parts.X, parts.T, parts.weights("training")),
                 ("validation", parts.X_validation, parts.T_validation, parts.weights("validation")),
                 ("test", parts.X_test, parts.T_test, parts.weights("test"))]  # fmt: skip
        return [part for part in every if len(part[1])]
    from numnet.data import is_bundled

    network, about = run.network, run.config["data"]
    reading = {"targets": about["targets"], "task": network.task, "missing": about.get("reading", {}).get("missing")}
    dataset = read_watched(data, reading, like=None if is_bundled(data) else network)
    if dataset.feature_names != network.feature_names or dataset.target_names != network.target_names:
        raise ValueError(
            f"{data} does not have the model's columns {', '.join(network.feature_names)} -> "
            f"{', '.join(about['targets'])}"
        )
    remark(dataset)
    return [(dataset.name, dataset.X, dataset.T, None)]
