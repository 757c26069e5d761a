"""``numnet runs``: lists, shows, compares and deletes run folders."""

import json
from pathlib import Path

import click

from numnet.commands.base import Command, Group, one_line
from numnet.commands.output.run_tables import deletion_table, facts, options_table, results_table, runs_table
from numnet.commands.output.text import table
from numnet.files.json_files import finite
from numnet.files.plain_files import PLAIN, kind
from numnet.options import shell_completion
from numnet.options.errors import UserError
from numnet.utils.wording import plural, printable

RUN = click.argument("run", type=click.Path(path_type=Path), shell_complete=shell_completion.runs)
RUNS = Path("runs")  # where train puts them
FOLDER = click.argument("folder", type=click.Path(path_type=Path), default=RUNS)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


class Runs(Command, Group):
    """Without a subcommand: the list."""


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
def list_(folder=RUNS, as_json=False):
    """List the run folders below FOLDER, by default runs, the newest last.

    Losses and metric are those of the weights that are kept; the metric is the validation metric where there is one.

    \b
    Example:
      numnet runs list
      numnet runs list runs --json
    """
    entries = entries_below(folder)
    if as_json:
        click.echo(json.dumps(finite([entry.record() for entry in entries]), allow_nan=False))
    elif entries:
        click.echo(runs_table(entries))
    else:
        click.echo(f"no run folders below {folder}; numnet train spiral makes the first", err=True)


def entries_below(folder):
    """The run folders below a folder; damaged ones are named on stderr.  Before the first run there are none."""
    from numnet.runs.listing import list_runs

    entries = list_runs(folder)
    for message in entries.left_out:
        click.echo(f"left out   {printable(message)}", err=True)
    return entries


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
    plain = [path for path in sorted(run.rglob("*")) if kind(path) == PLAIN]
    files = {path.relative_to(run).as_posix(): path.lstat().st_size for path in plain}
    if as_json:
        click.echo(json.dumps(finite({**entry.record(), "command": entry.config["command"], "files": files})))
        return
    for name, text in facts(entry):
        click.echo(f"{name:<11}{printable(text)}")
    click.echo("\n" + table(["file", "bytes"], [[name, str(size)] for name, size in files.items()]))


@runs.command()
@click.argument("run", nargs=-1, required=True, type=click.Path(path_type=Path), shell_complete=shell_completion.runs)
@JSON
def compare(run, as_json):
    """Compare runs: the options in which they differ, and the result of each.

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
    click.echo(options_table(run, rows) + "\n")
    click.echo(results_table(run, entries))


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
    from numnet.runs.deletion import delete_run

    entries = entries_below(folder)
    doomed = entries[: max(0, len(entries) - keep)]
    if not doomed:
        click.echo(f"nothing to delete: {plural(len(entries), 'run')} below {folder}")
        return
    click.echo(deletion_table(doomed))
    if not yes and not agreed(f"Delete {plural(len(doomed), 'run folder')}?"):
        click.echo("nothing was deleted")
        return
    deleted = 0
    for entry in doomed:
        try:
            delete_run(entry.path)
            deleted += 1
        except (ValueError, OSError) as error:
            click.echo(f"kept       {printable(one_line(error, click.get_current_context()))}", err=True)
    click.echo(f"{plural(deleted, 'run folder')} deleted, {len(entries) - deleted} left")


def agreed(question):
    """Whether the user says yes.  UserError where nobody can."""
    try:
        return click.confirm(question)
    except click.Abort:
        raise UserError("nothing was deleted: there was no answer; --yes deletes without asking") from None
