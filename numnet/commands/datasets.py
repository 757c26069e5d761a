"""``numnet datasets``: the bundled data."""

from pathlib import Path

import click

from numnet.commands.base import Group
from numnet.commands.output.text import table
from numnet.options import shell_completion
from numnet.options.data import data_options, task_options
from numnet.options.errors import UserError
from numnet.utils.wording import plural, printable

ROWS = 30  # of a table of columns that are shown


@click.group(cls=Group, invoke_without_command=True)
@click.pass_context
def datasets(context):
    """List, show and export the bundled data.

    \b
    Example:
      numnet datasets list
      numnet datasets show iris
      numnet datasets export spiral -o spiral.csv
    """
    if context.invoked_subcommand is None:
        context.invoke(list_)


@datasets.command("list")
def list_():
    """List all bundled data sets.

    \b
    Example:
      numnet datasets list
    """
    from numnet.data import DATASETS

    rows = [
        [info.name, info.task, str(info.default_n), str(info.features), info.kind, info.description]
        for info in DATASETS.values()
    ]
    header = ["name", "task", "rows", "features", "kind", "what it is"]
    click.echo(table(header, rows, left=range(len(header))))


@datasets.command()
@click.argument("name", shell_complete=shell_completion.data)
@task_options
@data_options
def show(name, **options):
    """Show how numnet reads NAME, a bundled set or a data file: task, columns, classes, ranges, source.

    For a file: separator, encoding, the type of each column, what is missing, and which columns would be left out and
    why. The options are those of numnet train.

    \b
    Example:
      numnet datasets show wine
      numnet datasets show spiral:arms=5
      numnet datasets show passengers.csv --target Survived --missing median
    """
    from numnet.commands.output.reading_progress import read_watched
    from numnet.data import DATASETS, is_bundled

    if not is_bundled(name):
        show_file(name, options)
        return
    dataset = read_watched(name, options)
    info = DATASETS[name.partition(":")[0]]
    click.echo(f"{info.name}: {info.description}\nsource: {info.source}; licence: {info.licence}")
    if info.default_noise is not None:
        extra = "".join(f", {key}={value}" for key, value in info.options)
        click.echo(f"options: n={info.default_n}, noise={info.default_noise:g}, seed=0{extra}")
    click.echo(f"{len(dataset.X)} rows, task {dataset.task} ({dataset.reason})\n")
    rows = [
        [feature, *(f"{value:.4g}" for value in (x.min(), x.mean(), x.max(), x.std()))]
        for feature, x in zip(dataset.feature_names, dataset.X.T)
    ]
    click.echo(table(["feature", "min", "mean", "max", "deviation"], shortened(rows, len(rows))))
    click.echo("\n" + target_text(dataset))


def shortened(rows, total):
    """At most `ROWS` of a table's first rows; the last one then says how many more there are of the total."""
    if total <= ROWS:
        return rows
    return [*rows[: ROWS - 2], [f"… {total - ROWS + 2} more", *[""] * (len(rows[0]) - 1)]]


def show_file(name, options):
    """Print the inspection of a data file; then its target, or raise the error that `train` would raise."""
    from numnet.commands.output.reading_progress import ReadingProgress
    from numnet.data import DataError, FileInspection, ReadOptions, check_name

    check_name(name)
    with ReadingProgress(quiet=False) as progress:
        inspection = FileInspection(name, ReadOptions.of(options), progress=progress)
    about = ", ".join(f"{key} {value}" for key, value in inspection.table.about.items())
    size = f"{plural(len(inspection.table), 'row')}, {plural(len(inspection.header), 'column')}"
    click.echo(f"{printable(inspection.table.file)}: {size}; {about}\n")
    header = ["column", "role", "kind", "missing", "what is in it"]
    rows = shortened(inspection.described(ROWS), len(inspection.header))
    click.echo(table(header, rows, left=(0, 1, 2, 4)) + "\n")
    remarks, failed = inspection.remarks(), None
    try:
        dataset = inspection.dataset()
        remarks = dataset.remarks
    except DataError as error:
        failed = error
    click.echo("".join(f"note: {printable(remark)}\n" for remark in remarks))
    if failed is not None:
        raise UserError(f"not ready to train on: {failed}")
    reason = f"task {dataset.task} ({printable(dataset.reason)})"
    click.echo(f"{len(dataset.X)} rows, {len(dataset.feature_names)} features, {reason}")
    click.echo("\n" + target_text(dataset))


def target_text(dataset):
    """Classes with their counts, labels with their shares, or the range of the values."""
    if dataset.task == "regression":
        T = dataset.T.reshape(len(dataset.T), -1)
        return "\n".join(
            f"target {printable(name)}: {t.min():.4g} to {t.max():.4g}, mean {t.mean():.4g}"
            for name, t in zip(dataset.target_names, T.T)
        )
    if dataset.task == "multilabel":
        return table(
            ["label", "rows with it"], [[name, str(int(t.sum()))] for name, t in zip(dataset.target_names, dataset.T.T)]
        )
    return table(
        [f"class of {dataset.targets[0]}", "rows"],
        [[name, str(int((dataset.T == k).sum()))] for k, name in enumerate(dataset.target_names)],
    )


@datasets.command()
@click.argument("name", shell_complete=shell_completion.data)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="File to write.  [default: NAME.csv; - for stdout]"
)
def export(name, output):
    """Write the bundled set NAME as CSV, which train reads as well.

    \b
    Example:
      numnet datasets export moons:n=400,noise=0.2 -o moons.csv
    """
    import io

    from numnet.data import read_data, write_csv
    from numnet.files.output import is_stdout, write_output

    dataset = read_data(name)
    output = output or Path(f"{dataset.name}.csv")
    file = io.StringIO(newline="")
    write_csv(dataset, file)
    if not is_stdout(output) and output.is_file():
        raise UserError(f"{output} exists; name another file with -o")
    write_output(output, file.getvalue())
    if not is_stdout(output):
        click.echo(f"{len(dataset.X)} rows written to {output}")
