"""The options of ``numnet train``, which sweep, compare, trace and check borrow."""

from dataclasses import fields
from pathlib import Path

import click

from numnet.cuda import check_device
from numnet.kernels.hyper_parameters import HYPER_PARAMETERS
from numnet.optim.optimizers import OPTIMIZERS
from numnet.optim.schedules import SCHEDULES
from numnet.options import shell_completion
from numnet.options.data import check_data_options, data_options
from numnet.options.errors import UserError
from numnet.options.hyper_parameters import hyper_parameter_options
from numnet.options.network import network_options
from numnet.options.own_tables import OWN_TABLES, is_own, plain_option
from numnet.options.types import COUNT, POSITIVE, SHARE, WHOLE, BatchSize, Choice, Named, Number, ScheduleText


def check_options(options):
    """UserError for options that don't go together."""
    check_data_options(options)
    if options["device"] == "cuda":
        check_device()
    if options["snapshots"] == 1:
        raise UserError("--snapshots must be 0 for none, or at least 2: the first and the last epoch")
    widths, activation = options["hidden"], options["activation"]
    if isinstance(activation, tuple) and len(activation) != len(widths):
        raise UserError(
            f"--activation names {len(activation)} layers, --hidden has {len(widths)}; give one, or one per layer"
        )


def make_optimizer(options):
    """The optimizer with the hyper-parameters that were given.  UserError for one that the rule does not have."""
    kind = OPTIMIZERS[options["optimizer"]]
    allowed = {field.name for field in fields(kind)}
    given = {name: options[name] for name in HYPER_PARAMETERS if options[name] is not None}
    for name in given:
        if name not in allowed:
            taken = ", ".join("--" + field.replace("_", "-") for field in HYPER_PARAMETERS if field in allowed)
            raise UserError(f"{options['optimizer']} has no --{name.replace('_', '-')}; it takes {taken}")
    return kind(**given)


def validation_share(context, dataset):
    """The share of rows held out: none of a truth table unless --validation was given, none beside a file for it."""
    return share_held_out(context, dataset.truth_table, dataset.split_plan.validation is not None)


def share_held_out(context, truth_table, validation_file):
    """The same of data that are not read yet: whether they are a truth table, or have a file beside them."""
    chosen = context.get_parameter_source("validation") != click.core.ParameterSource.DEFAULT
    if validation_file and chosen and context.params["validation"]:
        raise UserError("--validation and --validation-data exclude each other; leave one out")
    return 0.0 if validation_file or (truth_table and not chosen) else context.params["validation"]


def record(optimizer):
    """{"name": …, hyper-parameter: value} of an optimizer, as config.json has it."""
    return {"name": optimizer.name, **{field.name: getattr(optimizer, field.name) for field in fields(optimizer)}}


@click.command("train")
@click.argument("data", required=False, type=click.UNPROCESSED, shell_complete=shell_completion.data)
@network_options
@click.option(
    "--optimizer",
    type=Named(list(OPTIMIZERS), case_sensitive=False),
    default="adam",
    show_default=True,
    help=f"The update rule: {', '.join(OPTIMIZERS)}.",
)
@hyper_parameter_options
@click.option("--clip-norm", type=POSITIVE, help="Upper bound of the gradient's norm.  [default: none]")
@click.option(
    "--schedule",
    type=ScheduleText(),
    default="constant",
    show_default=True,
    help=f"Factor on the learning rate: {', '.join(SCHEDULES)}.",
)
@click.option("--batch-size", type=BatchSize(), default="32", show_default=True, help="Samples per update, or full.")
@click.option("--epochs", type=COUNT, default=200, show_default=True, help="Passes over the data.")
@click.option(
    "--validation",
    type=SHARE,
    default=0.2,
    show_default=True,
    help="Share of rows for validation; none of truth tables.",
)
@data_options
@click.option(
    "--patience",
    type=COUNT,
    help="Stop after so many epochs without a lower validation loss.  [default: never]",
)
@click.option(
    "--evaluate-every", type=COUNT, default=1, show_default=True, help="Epochs between evaluations."
)
@click.option("--no-shuffle", is_flag=True, help="Keep the order of the rows.")
@click.option("--no-scale", is_flag=True, help="Do not standardise features and regression targets.")
@click.option("--l1", type=Number(min=0), default=0.0, show_default=True, help="Penalty l1 Σ|W|.")
@click.option(
    "--l2",
    type=Number(min=0),
    default=1e-4,
    show_default=True,
    help="Penalty (l2 / 2) ΣW², a little of it by default against overfitting.",
)
@click.option("--dropout", type=SHARE, default=0.0, show_default=True, help="Share of hidden units dropped.")
@plain_option
@click.option(
    "--snapshots",
    type=WHOLE,
    default=30,
    show_default=True,
    help="Epochs whose weights are kept, for landscapes; at most 16 MB, 0 for none.",
)
@click.option("--threads", type=COUNT, help="Cores to use; the result is the same for any number.  [default: all]")
@click.option(
    "--device", type=Choice(["cpu", "cuda"]), default="cpu", show_default=True, help="Where to train."
)
@click.option(
    "--specialize/--no-specialize",
    default=None,
    help="On a GPU: compile a kernel for this shape alone.  [default: for runs of millions of updates]",
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="A new run folder.  [default: runs/<data>-<n>]"
)
@click.option(
    "--checkpoint-every",
    type=Number(min=0),
    default=30.0,
    show_default=True,
    metavar="SECONDS",
    help="Time between checkpoints: at most so much is lost if it is killed.",
)
@click.option(
    "--on-divergence",
    type=Choice(["stop", "restart", "halve-rate"]),
    default="stop",
    show_default=True,
    help="Stop with the last finite weights; restart from other ones; or go back, with half the rate.",
)
@click.option("--resume", metavar="RUN", help="Continue the run in this folder, given alone or with more --epochs.")
@click.option("--quiet", is_flag=True, help="No progress, no notices.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def TRAIN(**options):
    """The options of ``numnet train``, to read a call without training."""


def defaults(data, plain):
    """{name: value} of all options where none is given; ``plain``: whether --plain is."""
    return {**TRAIN.make_context("train", ["-"]).params, **(OWN_TABLES if is_own(data) and not plain else {})}
