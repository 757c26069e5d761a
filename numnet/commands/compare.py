"""``numnet compare``: trainings that differ in a few options, from shared starts."""

import click

from numnet.api.compare import compete_all
from numnet.api.dask_cluster import workers
from numnet.api.watcher import interrupting
from numnet.commands.option_groups import GroupedCommand
from numnet.commands.output.compare_report import report
from numnet.commands.output.terminal import Terminal
from numnet.files.plain_files import own_path
from numnet.options.compare import COMPARE
from numnet.runs.file_names import FIGURES


@click.command(cls=GroupedCommand)
@click.pass_context
def compare(context, data, **options):
    """Compare optimizers, or other options of train, on DATA: the loss curves, over several seeds.

    The options below are those of numnet train; name several values of one, --optimizer sgd,adam or --hidden 8
    --hidden 32,32, to have a competitor for each, and of several options for each combination. A hyper-parameter goes
    to the rules that have it. Without several values the six rules of the course compete; --optimizer adam alone is one
    competitor over the seeds: how much is luck. A seed gives every competitor the same split, the same initial weights
    (of one shape) and the same order of samples.

    \b
    Example:
      numnet compare spiral --optimizer sgd,momentum,adam --seeds 10
      numnet compare digits --optimizer sgd,adam --tune --part validation
      numnet compare moons --batch-size 1,32,full --x seconds
      numnet compare spiral --optimizer adam --seeds 50
    """
    if data is None:
        raise click.UsageError("name the DATA to train on: a bundled set (numnet datasets list) or a CSV file")
    silent = options["quiet"] or options["as_json"]
    watcher = Terminal(silent, quiet=silent)
    with workers(options, watcher) as pool, interrupting(watcher.stop):
        comparison = compete_all(context, data, watcher, pool=pool)
    report(comparison, draw(comparison, options["x"]), options["as_json"])
    if all(row["diverged"] == "1" for row in comparison.results.values()):
        click.echo("Error: every training diverged; try smaller learning rates, or --clip-norm 1", err=True)
        context.exit(3)


compare.params = COMPARE.params


def draw(comparison, x):
    """Save the figure in the folder; returns its path."""
    from numnet import figures

    return figures.save(figures.compare(comparison, x=x).figure, own_path(comparison.path, FIGURES, "compare.png"))
