"""``numnet predict``: the predictions of a trained model as CSV."""

from pathlib import Path

import click

from numnet.commands.base import Command
from numnet.options import shell_completion
from numnet.options.data import encoding_option
from numnet.utils.wording import printable


@click.command(cls=Command)
@click.argument("run", type=click.Path(path_type=Path), shell_complete=shell_completion.runs)
@click.argument("data", shell_complete=shell_completion.data)
@encoding_option
@click.option("-o", "--output", type=click.Path(path_type=Path), default="-", help="File to write.  [default: stdout]")
def predict(run, data, encoding, output):
    """Write the predictions of RUN for every row of DATA as CSV: a bundled set, a CSV file, or - for stdin.

    RUN is a run folder, or a model.safetensors.

    Columns of DATA are found by name; others, such as the target, are ignored.  Classes come with the
    probability p(label) of each label.

    \b
    Example:
      numnet predict runs/iris-1 flowers.csv -o predictions.csv
    """
    from numnet.commands.output.reading_progress import ReadingProgress
    from numnet.files.output import is_stdout, write_output
    from numnet.runs.loading import load_trained

    run = load_trained(run)
    with ReadingProgress(quiet=False) as progress:
        X, remarks = run.read_features(data, progress, encoding)
    for line in remarks:
        click.echo(f"note      {printable(line)}", err=True)
    write_output(output, predictions_csv(run, X))
    if not is_stdout(output):
        click.echo(f"{len(X)} predictions written to {output}", err=True)


def predictions_csv(run, X):
    """Header and a row a sample: prediction(s), then probabilities for the class tasks."""
    from numnet.files.csv_files import csv_text
    from numnet.model.decisions import class_probabilities

    network, outputs = run.network, run.forward(X)
    targets, labels = run.config["data"]["targets"], network.target_names
    decisions = network.decide(outputs)
    columns = decisions.reshape(len(X), -1).tolist()
    header = ["prediction"] if len(targets) <= 1 else [f"prediction_{target}" for target in targets]
    if network.task == "regression":
        rows = columns
    else:
        header += [f"p({label})" for label in labels]
        P = class_probabilities(network.task, outputs.astype(float))
        rows = [[*row, *map(float, p)] for row, p in zip(columns, P)]
    return csv_text(header, rows)
