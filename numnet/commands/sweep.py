"""``numnet sweep``: many configurations of ``numnet train``."""

import click

from numnet.api import sweep as api
from numnet.api.dask_cluster import workers
from numnet.api.watcher import interrupting
from numnet.commands.option_groups import GroupedCommand
from numnet.commands.output.sweep_report import report, report_part, report_plan
from numnet.commands.output.terminal import Terminal
from numnet.files.plain_files import own_path
from numnet.options.dask import threads_of_training
from numnet.options.errors import UserError
from numnet.options.sweep import SWEEP
from numnet.runs.file_names import FIGURES
from numnet.utils.system import typed


@click.command(cls=GroupedCommand)
@click.pass_context
def sweep(context, data, **options):
    """Try many values of the options of train on DATA, each with several seeds; see which are best.

    The options below are those of numnet train. Repeat one to try several values, or give numbers as a RANGE
    low:high:log:count (even steps of the logarithm) or low:high:lin:count. All combinations are trained, or with
    --trials a number of them, by --search; then a range needs no count.

    \b
    Example:
      numnet sweep spiral --learning-rate 1e-4:1:log:20 --hidden 8 --hidden 32,32 --seeds 10
      numnet sweep digits --search tpe --trials 50 --learning-rate 1e-4:1:log --batch-size 8:256:log
      numnet sweep digits --learning-rate 1e-4:1:log:500 --seeds 20 --plan --out rates
      numnet sweep --resume rates --part 3/64
    """
    if data is None and options["resume"] is None:
        raise click.UsageError("name the DATA to train on: a bundled set (numnet datasets list) or a CSV file")
    silent = options["quiet"] or options["as_json"]
    watcher = Terminal(silent, quiet=silent)
    with workers(options, watcher) as pool, interrupting(watcher.stop):
        try:
            study, *rest = api.begin(context, data, watcher)
        except ModuleNotFoundError as error:
            if error.name != "optuna":
                raise
            raise UserError(str(error)) from None
        if options["plan"]:
            return report_plan(study, options["as_json"])
        try:
            api.train_all(study, *rest, threads_of_training(options), watcher, options["part"], pool)
            if options["part"] and study.missing():
                return report_part(study, options["part"], options["as_json"])
            report(study, draw_figure(study), options["as_json"])
        except KeyboardInterrupt:
            click.echo(f"\ninterrupted; {study.kept}, continue with", err=True)
            part = options["part"] and ["--part", f"{options['part'].number}/{options['part'].count}"]
            click.echo(f"  {typed(['numnet', 'sweep', '--resume', str(study.path), *(part or [])])}", err=True)
            context.exit(watcher.exit_code)
    if all(row["diverged"] == "1" for row in study.rows.values()):
        click.echo("Error: every training diverged; try smaller learning rates, or --clip-norm 1", err=True)
        context.exit(3)


sweep.params = SWEEP.params


def draw_figure(study):
    """Save the figure in the folder; returns its path, or None where no option varies."""
    from numnet import figures

    if not study.varied:
        return None
    return figures.save(figures.sweep(study), own_path(study.path, FIGURES, "sweep.png"))
