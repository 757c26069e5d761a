"""``numnet train``: a training that is kept in a run folder."""

import json

import click

from numnet.api import fit
from numnet.commands.option_groups import GroupedCommand
from numnet.commands.output.terminal import Terminal
from numnet.files.json_files import finite, json_bytes
from numnet.files.output import write_output
from numnet.options.configuration import configuration, forget_other_rule, load_configuration
from numnet.options.own_tables import choose
from numnet.options.train import TRAIN, check_options, make_optimizer


@click.command(cls=GroupedCommand)
@click.option(
    "--config",
    metavar="FILE",
    is_eager=True,
    callback=load_configuration,
    help="Options and DATA in JSON, or a run's config.json; - reads standard input.  [default: none]",
)
@click.option("--exact", is_flag=True, hidden=True, expose_value=False)  # of scripts that ask for what is always so
@click.option("--print-config", is_flag=True, help="Print the options and DATA as JSON for --config; train nothing.")
@click.pass_context
def train(context, data, config, print_config, **options):
    """Train a network on DATA: a bundled set (numnet datasets list) or a data file: CSV, TSV, .npz, Parquet.
    A generated set takes options: spiral:n=600,noise=0.2,arms=5,seed=1.

    A run folder keeps everything from the start: --resume continues a run that was stopped or killed, or a finished
    one to more --epochs.

    \b
    Example:
      numnet train spiral
      numnet train flowers.csv --target species --hidden 32,32 --activation relu
      numnet train --resume runs/spiral-1 --epochs 400
      numnet train --config spiral.json --seed 1
    """
    from numnet.api.training_session import Interrupted
    from numnet.api.watcher import stopping
    from numnet.commands.output.train_report import as_object, report

    if options["resume"] is None and data is None:
        raise click.UsageError("name the DATA to train on: a bundled set (numnet datasets list) or a CSV file")
    if options["resume"] is not None and (config or print_config):
        raise click.UsageError("--resume continues with the options of its run; leave out --config and --print-config")
    if config == data == "-":
        raise click.UsageError("--config - and DATA - would both read standard input; name a file for one of them")
    if print_config:
        forget_other_rule(context, context.params)
        choose(context, data)
        options = {name: context.params[name] for name in options}
        check_options(options)
        write_output("-", json_bytes(configuration(context, data, options, make_optimizer(options))).decode())
        return
    watcher = Terminal(options["quiet"] or options["as_json"], options["quiet"])
    try:
        run = fit.train(context, data, watcher)
    except Interrupted as interruption:
        click.echo(f"\n{interruption}", err=True)
        context.exit(watcher.exit_code)
    with stopping(watcher.stop):  # a second Ctrl-C does not keep from saying what was written
        if options["as_json"]:
            click.echo(json.dumps(finite(as_object(run)), allow_nan=False))
        else:
            report(run.path, run.config["result"])
    if run.history.diagnosis:
        click.echo(f"Error: {run.history.diagnosis}", err=True)
        context.exit(3)
    if run.history.status == "interrupted":
        context.exit(watcher.exit_code)


train.params = [*TRAIN.params, *train.params]
