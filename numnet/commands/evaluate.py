"""``numnet predict``, ``numnet evaluate`` and ``numnet summary``: what a trained model says."""

import json
from pathlib import Path

import click

from numnet.commands.base import Command
from numnet.commands.options import shell_completion as complete
from numnet.commands.options.data import read
from numnet.commands.output.text import format_metric, table
from numnet.commands.output.train_report import remark
from numnet.files.json_files import finite
from numnet.utils.wording import plural


@click.command(cls=Command)
@click.argument("run", type=click.Path(path_type=Path), shell_complete=complete.runs)
@click.argument("data", required=False, shell_complete=complete.data)
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
    dataset = read(data, reading, like=None if is_bundled(data) else network)
    if dataset.feature_names != network.feature_names or dataset.target_names != network.target_names:
        raise ValueError(
            f"{data} does not have the model's columns {', '.join(network.feature_names)} -> "
            f"{', '.join(about['targets'])}"
        )
    remark(dataset)
    return [(dataset.name, dataset.X, dataset.T, None)]


def describe(name, figures, labels):
    """Metrics as text."""
    scalars = {key: value for key, value in figures.items() if isinstance(value, float) and key != "loss"}
    lines = [
        f"{name}: {plural(figures['rows'], 'row')}, loss {figures['loss']:.4g}, "
        + ", ".join(f"{key.replace('_', ' ')} {format_metric(key, value)}" for key, value in scalars.items())
    ]
    for kind in ("classes", "labels"):
        if kind in figures:
            header = [kind[:-1] if kind == "labels" else "class", *next(iter(figures[kind].values()))]
            rows = [
                [label, *(f"{v:.3f}" if isinstance(v, float) else str(v) for v in row.values())]
                for label, row in figures[kind].items()
            ]
            lines.append(table(header, rows))
    if "confusion" in figures:
        lines.append("confusion matrix (row: true class, column: predicted)")
        lines.append(
            table(["", *labels], [[label, *map(str, row)] for label, row in zip(labels, figures["confusion"])])
        )
    return "\n".join(lines)
