"""``numnet runs``: the run folders, side by side."""

import json
import time
from pathlib import Path

import click

from numnet.commands.base import Command, UserError
from numnet.commands.options import shell_completion
from numnet.commands.output.text import format_number, named_metric, printable, table
from numnet.files.json_files import finite
from numnet.utils.wording import plural

RUN = click.argument("run", type=click.Path(path_type=Path), shell_complete=shell_completion.runs)
FOLDER = click.argument("folder", type=click.Path(path_type=Path), default="runs")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


class Runs(Command, click.Group):
    """Without a subcommand: the list."""

    command_class = Command


@click.group(cls=Runs, invoke_without_command=True)
@click.pass_context
def runs(context):
    """List, show, compare and delete run folders.

    \b
    Example:
      numnet runs list
      numnet runs show runs/iris-1
      numnet runs compare runs/iris-1 runs/iris-2
      numnet runs prune --keep 10
    """
    if context.invoked_subcommand is None:
        context.invoke(list_)


@runs.command("list")
@FOLDER
@JSON
def list_(folder="runs", as_json=False):
    """List the run folders below FOLDER, by default runs, the newest last.

    Losses and metric are those of the weights that are kept; the metric is the validation part's where there is one.

    \b
    Example:
      numnet runs list
      numnet runs list runs --json
    """
    entries = entries_below(folder)
    if as_json:
        click.echo(json.dumps(finite([entry.record() for entry in entries]), allow_nan=False))
    elif entries:
        header = ["run", "data", "task", "network", "rule", "train loss", "validation loss", "metric", "epochs",
                  "status", "when"]  # fmt: skip
        click.echo(table(header, [line(entry) for entry in entries], left=(0, 1, 2, 3, 4, 9)))
    else:
        click.echo(f"no run folders below {folder}; numnet train writes one", err=True)


def entries_below(folder):
    """The entries below a folder; what is damaged is told on stderr."""
    from numnet.runs.listing import find_runs

    entries, damaged = find_runs(folder)
    for message in damaged:
        click.echo(f"left out   {printable(message)}", err=True)
    return entries


def line(entry):
    """A row of the list."""
    config, figures = entry.config, entry.figures
    losses = [format_number(figures["train_loss"]), format_number(figures["validation_loss"])]
    result = config["result"]
    return [str(entry.path), config["data"]["name"], config["task"], entry.network, entry.rule, *losses,
            named_metric(*entry.metric), str(result["epochs"]), result["status"], moment(entry.when)]  # fmt: skip


def moment(when):
    """Date and minute, on this machine's clock."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(when))


@runs.command()
@RUN
@JSON
def show(run, as_json):
    """Show one run: data, network, rule, result, the command that made it, and its files.

    \b
    Example:
      numnet runs show runs/iris-1
    """
    from numnet.runs.listing import read_entry

    entry = read_entry(run)
    files = {str(path.relative_to(run)): path.stat().st_size for path in sorted(run.rglob("*")) if path.is_file()}
    if as_json:
        click.echo(json.dumps(finite({**entry.record(), "command": entry.config["command"], "files": files})))
        return
    for name, text in facts(entry):
        click.echo(f"{name:<11}{printable(text)}")
    click.echo("\n" + table(["file", "bytes"], [[name, str(size)] for name, size in files.items()]))


def facts(entry):
    """[(word, text)] of a run."""
    config, result, name = entry.config, entry.config["result"], entry.metric[0]
    data, validation = config["data"], config["validation"]
    yield "run", str(entry.path)
    yield "written", moment(entry.when)
    yield "data", f"{data['name']}, {plural(len(data['features']), 'feature')} -> {', '.join(data['targets'])}"
    yield "task", config["task"]
    yield "network", entry.network
    yield "rule", entry.rule
    yield "status", f"{result['status']} after {plural(result['epochs'], 'epoch')}, {result['updates']} updates"
    for part in ("train", "validation") if validation else ("train",):
        loss, value = (entry.figures[f"{part}_{figure}"] for figure in ("loss", name))
        yield part, f"loss {format_number(loss)}, {named_metric(name, value)}"
    if result["diagnosis"]:
        yield "diagnosis", result["diagnosis"]
    yield "command", config["command"]


@runs.command()
@click.argument("run", nargs=-1, required=True, type=click.Path(path_type=Path), shell_complete=shell_completion.runs)
@JSON
def compare(run, as_json):
    """Compare runs: the options in which they differ, and what came of each.

    \b
    Example:
      numnet runs compare runs/iris-1 runs/iris-2
    """
    from numnet.runs.listing import differences, read_entry

    if len(run) < 2:
        raise UserError("name at least two runs to compare")
    entries = [read_entry(path) for path in run]
    rows = differences(entries)
    if as_json:
        click.echo(json.dumps(finite({"differences": rows, "runs": [entry.record() for entry in entries]})))
        return
    options = [[name, *map(typed, values)] for name, values in rows.items()]
    click.echo(table(["option", *map(str, run)], options or [["all the same", *[""] * len(run)]]) + "\n")
    results = {"status": [entry.config["result"]["status"] for entry in entries],
               "epochs": [str(entry.config["result"]["epochs"]) for entry in entries],
               "train loss": [format_number(entry.figures["train_loss"]) for entry in entries],
               "validation loss": [format_number(entry.figures["validation_loss"]) for entry in entries],
               "metric": [named_metric(*entry.metric) for entry in entries]}  # fmt: skip
    click.echo(table(["result", *map(str, run)], [[name, *values] for name, values in results.items()]))


def typed(value):
    """The value of an option from config.json as one types it."""
    return ",".join(map(str, value)) or "none" if isinstance(value, list) else "" if value is None else str(value)


@runs.command()
@FOLDER
@click.option("--keep", type=click.IntRange(0), required=True, metavar="N", help="How many of the newest stay.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def prune(folder, keep, yes):
    """Delete the oldest run folders below FOLDER, by default runs; the N newest stay.

    Asks before it deletes.  Only run folders are deleted, and none that holds a file that numnet did not write.

    \b
    Example:
      numnet runs prune --keep 10
      numnet runs prune runs/old --keep 0 --yes
    """
    from numnet.runs.listing import delete_run

    entries = entries_below(folder)
    doomed = entries[: max(0, len(entries) - keep)]
    if not doomed:
        click.echo(f"nothing to delete: {plural(len(entries), 'run')} below {folder}")
        return
    click.echo(table(["to delete", "data", "status", "when"], [
        [str(entry.path), entry.config["data"]["name"], entry.config["result"]["status"], moment(entry.when)]
        for entry in doomed
    ]))  # fmt: skip
    if not yes and not agreed(f"Delete {plural(len(doomed), 'run folder')}?"):
        click.echo("nothing was deleted")
        return
    deleted = 0
    for entry in doomed:
        try:
            delete_run(entry.path)
            deleted += 1
        except (ValueError, OSError) as error:
            click.echo(f"kept       {printable(str(error))}", err=True)
    click.echo(f"{plural(deleted, 'run folder')} deleted, {len(entries) - deleted} left")


def agreed(question):
    """Whether the user says yes.  UserError where nobody can."""
    try:
        return click.confirm(question)
    except click.Abort:
        raise UserError("nothing was deleted: nobody answered; say --yes to delete without asking") from None
