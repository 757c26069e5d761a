"""``numnet check``: checks of data, initialization and training."""

import json

import click

from numnet.commands.option_groups import GroupedCommand
from numnet.commands.output.check_report import report
from numnet.files.output import write_output
from numnet.options import shell_completion
from numnet.options.data_or_run import find_subject, of_train
from numnet.options.train import TRAIN

LEFT_OUT_CHECKED = ("data", "out", "resume", "checkpoint_every", "on_divergence", "as_json", "evaluate_every",
                    "patience", "threads", "device", "specialize")  # fmt: skip
TRAINING_OPTIONS = ("batch_size", "epochs", "seed", "l1", "l2", "dropout", "clip_norm", "schedule")


@click.command(cls=GroupedCommand)
@click.argument("source", metavar="DATA|RUN", shell_complete=shell_completion.data_or_run)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def check(context, source, as_json, **options):
    """Look for what is wrong with data, network and training, in seconds; exit code 1 where something is broken.

    Checks the data, the network as it starts and a few short trainings; of a RUN also why it diverged or stalled. What
    is wrong is named with a remedy. The options are those of numnet train; a RUN has its own.

    \b
    Example:
      numnet check spiral
      numnet check wine --no-scale
      numnet check runs/iris-1
    """
    subject = find_subject(context, source)
    from numnet.commands.output.progress import progress
    from numnet.diagnostics import CHECKS, checkup
    from numnet.diagnostics.case import BROKEN

    with progress(len(CHECKS), options["quiet"] or as_json, "check") as display:
        findings = checkup(case_of(subject), lambda done, count, what: display.update(done, what, False))
    broken = [finding.what for finding in findings if finding.verdict == BROKEN]
    if as_json:
        record = {"checked": subject.name, "broken": broken, "findings": [f._asdict() for f in findings]}
        write_output("-", json.dumps(record, ensure_ascii=False) + "\n")
    else:
        report(subject.name, findings, broken)
    context.exit(1 if broken else 0)


of_train(*(option.name for option in TRAIN.params if option.name not in LEFT_OUT_CHECKED))(check)


def case_of(subject):
    """The `DiagnosticCase` of a subject: its network as it starts, its training part as the network sees it."""
    from numnet.data.split_dataset import scaled
    from numnet.diagnostics.case import DiagnosticCase

    start = subject.network if subject.run is None else subject.network.copy().initialize()
    (X, T, weights), _ = scaled(subject.parts, subject.network.scaler)
    X = start.inputs(X)
    options = {name: subject.options[name] for name in TRAINING_OPTIONS}
    options["shuffle"] = not subject.options["no_shuffle"]
    run, T = subject.run, start.targets(T, len(X))
    return DiagnosticCase(
        start, X, T, subject.optimizer, options, run and run.network, run and run.history, weights
    )
