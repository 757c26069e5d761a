"""``numnet check``: checks of data, initialization and training."""

import json

import click

from numnet.api.check import find, findings
from numnet.commands.option_groups import GroupedCommand
from numnet.commands.output.check_report import report
from numnet.commands.output.terminal import Terminal
from numnet.files.output import write_output
from numnet.options.check import CHECK


@click.command(cls=GroupedCommand)
@click.pass_context
def check(context, source, as_json, **options):
    """Look for what is wrong with data, network and training, in seconds; exit code 1 where something is broken.

    Checks the data, the initial network and the planned training; for a RUN also why it diverged or stalled. Each
    fault is named with a remedy that has been tried. The options are those of numnet train; a RUN has its own.

    \b
    Example:
      numnet check spiral
      numnet check wine --no-scale
      numnet check runs/iris-1
    """
    watcher = Terminal(options["quiet"] or as_json, quiet=True)
    subject = find(context, source, watcher)
    found = findings(subject, watcher)
    if as_json:
        record = {"checked": subject.name, "broken": found.broken, "findings": [f._asdict() for f in found]}
        write_output("-", json.dumps(record, ensure_ascii=False) + "\n")
    else:
        report(subject.name, found)
    context.exit(1 if found.broken else 0)


check.params = CHECK.params
