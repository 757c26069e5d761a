"""``numnet datasets``: the bundled data."""

from pathlib import Path

import click

from numnet.commands import Command, UserError, complete
from numnet.commands.text import table


class Datasets(click.Group):
    """Without a subcommand: the list."""

    command_class = Command


@click.group(cls=Datasets, invoke_without_command=True)
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
    widths = [max(len(row[c]) for row in rows) for c in range(5)]
    for row in [["name", "task", "rows", "features", "kind", "what it is"], *rows]:
        click.echo(
            "  ".join(
                [*(cell.ljust(max(w, 8 if c == 3 else 4)) for c, (cell, w) in enumerate(zip(row, widths))), row[5]]
            )
        )


@datasets.command()
@click.argument("name", shell_complete=complete.data)
@click.option("--task", default="auto", hidden=True)
def show(name, task):
    """Show what numnet understands of NAME, a bundled set or a CSV file: task, columns, classes, ranges, source.

    \b
    Example:
      numnet datasets show wine
      numnet datasets show spiral:arms=5
    """
    from numnet.data import DATASETS, read_data

    dataset = read_data(name, task=task)
    info = DATASETS.get(name.partition(":")[0])
    if info:
        click.echo(f"{info.name}: {info.description}\nsource: {info.source}; licence: {info.licence}")
        if info.default_noise is not None:
            extra = "".join(f", {key}={value}" for key, value in info.options)
            click.echo(f"options: n={info.default_n}, noise={info.default_noise:g}, seed=0{extra}")
    click.echo(f"{len(dataset.X)} rows, task {dataset.task} ({dataset.reason})\n")
    rows = [
        [feature, *(f"{value:.4g}" for value in (x.min(), x.mean(), x.max(), x.std()))]
        for feature, x in zip(dataset.feature_names, dataset.X.T)
    ]
    shown = rows if len(rows) <= 30 else [*rows[:28], [f"… {len(rows) - 28} more", "", "", "", ""]]
    click.echo(table(["feature", "min", "mean", "max", "deviation"], shown))
    click.echo("\n" + target_text(dataset))


def target_text(dataset):
    """Classes with their counts, labels with their shares, or the range of the values."""
    if dataset.task == "regression":
        T = dataset.T.reshape(len(dataset.T), -1)
        return "\n".join(
            f"target {name}: {t.min():.4g} to {t.max():.4g}, mean {t.mean():.4g}"
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
@click.argument("name", shell_complete=complete.data)
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
    from numnet.files import write_whole

    dataset = read_data(name)
    output = output or Path(f"{dataset.name}.csv")
    file = io.StringIO(newline="")
    write_csv(dataset, file)
    if str(output) == "-":
        click.echo(file.getvalue(), nl=False)
        return
    if output.exists():
        raise UserError(f"{output} exists; name another file with -o")
    write_whole(output, file.getvalue())
    click.echo(f"{len(dataset.X)} rows written to {output}")
