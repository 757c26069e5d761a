"""``numnet predict``, ``numnet evaluate`` and ``numnet summary``: what a trained model says."""

import json
import sys
from pathlib import Path

import click

from numnet.commands import Command, complete
from numnet.commands.options import data_options, network_options
from numnet.commands.reading import read, remark
from numnet.commands.text import format_metric, plural, table
from numnet.files import finite

NETWORK = ("activation", "loss", "init", "dtype", "seed")


@click.command(cls=Command)
@click.argument("run", type=click.Path(path_type=Path), shell_complete=complete.runs)
@click.argument("data", shell_complete=complete.data)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write.  [default: stdout]")
def predict(run, data, output):
    """Write the predictions of RUN for every row of DATA as CSV: a bundled set, a CSV file, or - for stdin.

    Columns of DATA are found by name; others, such as the target, are ignored.  Classes come with the
    probability p(label) of each label.

    \b
    Example:
      numnet predict runs/iris-1 flowers.csv -o predictions.csv
    """
    from numnet.files import write_whole
    from numnet.runs import load_run

    run = load_run(run)
    X, remarks = features_of(data, run.network)
    for line in remarks:
        click.echo(f"noticed   {line}", err=True)
    text = predictions_csv(run, X)
    if output is None:
        sys.stdout.write(text)
    else:
        write_whole(output, text)
        click.echo(f"{len(X)} predictions written to {output}", err=True)


def features_of(data, network):
    """(X (n, d), remarks): the network's features in a bundled set or a data file.  Raises DataError."""
    from numnet.commands.reading import Progress
    from numnet.data import DataError, check_name, is_bundled, read_data, read_features

    if not is_bundled(data):
        check_name(data)
        with Progress(quiet=False) as progress:
            return read_features(data, network, progress)
    dataset = read_data(data)
    if dataset.feature_names != network.feature_names:
        raise DataError(f"data set {data} does not have the model's features {', '.join(network.feature_names)}")
    return dataset.X, []


def predictions_csv(run, X):
    """Header and a row a sample: prediction(s), then probabilities for the class tasks."""
    from numnet.files import csv_text

    network, outputs = run.network, run.forward(X)
    targets, labels = run.config["data"]["targets"], network.target_names
    decisions = network.decide(outputs)
    columns = decisions.reshape(len(X), -1).tolist()
    header = ["prediction"] if len(targets) == 1 else [f"prediction_{target}" for target in targets]
    if network.task == "binary":
        outputs = [[1 - float(y), float(y)] for y in outputs[:, 0]]
    if network.task == "regression":
        rows = columns
    else:
        header += [f"p({label})" for label in labels]
        rows = [[*row, *map(float, y)] for row, y in zip(columns, outputs)]
    return csv_text(header, rows)


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
    from numnet.runs import load_run

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
                 ("validation", parts.X_validation, parts.T_validation, parts.weights("held")),
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


@click.command(cls=Command)
@click.argument("source", shell_complete=complete.data_or_run)
@network_options
@data_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def summary(source, as_json, hidden, **options):
    """Print layers, shapes, parameter counts, activations and loss of a RUN, or of the network train makes for DATA.

    \b
    Example:
      numnet summary runs/spiral-1
      numnet summary digits --hidden 64,32
    """
    from numnet.data import is_bundled
    from numnet.runs import load_run, network_for

    if Path(source).is_dir() and not is_bundled(source):
        network = load_run(source).network
    else:
        network = network_for(read(source, options), hidden, **{name: options[name] for name in NETWORK})
    layers = layer_rows(network)
    if as_json:
        click.echo(
            json.dumps(
                {
                    "task": network.task,
                    "loss": network.loss_name,
                    "dtype": network.dtype.name,
                    "parameters": int(network.parameters.size),
                    "layers": layers,
                }
            )
        )
        return
    header = ["layer", "weights", "biases", "activation", "parameters"]
    rows = [
        [str(l), "×".join(map(str, row["weights"])), str(row["biases"]), row["activation"], str(row["parameters"])]
        for l, row in enumerate(layers, 1)
    ]
    click.echo(table(header, rows))
    click.echo(
        f"\n{network.sizes[0]} inputs, {network.sizes[-1]} outputs, {network.parameters.size} parameters "
        f"({network.dtype.name}); task {network.task}, loss {network.loss_name}"
    )


def layer_rows(network):
    """[{"weights": shape, "biases": n, "activation": name, "parameters": n}] from layer 1 on."""
    from numnet.registry import TASKS

    names = [*network.activation, TASKS[network.task].output]
    return [
        {"weights": list(W.shape), "biases": b.size, "activation": name, "parameters": W.size + b.size}
        for W, b, name in zip(network.weights, network.biases, names)
    ]
