"""`check`: what is wrong with data, network and training; ``numnet check`` is thin over it."""

from numnet.api.fit import apart, source_of
from numnet.api.watchers import called
from numnet.options.arguments import context_of, in_python, takes
from numnet.options.check import CHECK
from numnet.options.data_or_run import find_subject
from numnet.options.train import TRAIN
from numnet.options.values import keyed

TRAINING_OPTIONS = ("batch_size", "epochs", "seed", "l1", "l2", "dropout", "clip_norm", "schedule")
OF_THE_COMMAND = ("quiet", "as_json")


@takes(CHECK, OF_THE_COMMAND)
def check(source, T=None, **options):
    """Look for what is wrong with data, network and training; returns `Findings`, with a remedy where one is needed.

    source: data as for `fit`, also as two arguments X and T, or a `Run` or its folder; of a run also why it diverged
    or stalled. The options are those of `fit`; a run has its own.

    Raises ValueError or TypeError in one sentence that names the argument; see `fit`.

    >>> import numnet
    >>> {finding.verdict for finding in numnet.check("xor")} <= {"ok", "note"}
    True
    """
    from numnet.diagnostics.findings import Findings

    with called(CHECK) as watcher:
        options, arrays = apart(options)
        context = context_of(CHECK, options, "check", OF_THE_COMMAND)
        found = findings(find(context, source_of(source, T), watcher, arrays), watcher)
        options = keyed(TRAIN)
        return Findings(one._replace(remedy=in_python(one.remedy, options)) for one in found)


def find(context, source, watcher, arrays=None):
    """The `Subject` that the source is, read with progress."""
    with watcher.reading() as progress:
        return find_subject(context, source, progress, arrays)


def findings(subject, watcher):
    """What `check` and the command share: the findings of all checks that apply to a `Subject`."""
    from numnet.diagnostics import CHECKS, checkup

    with watcher.progress(len(CHECKS), "check") as display:
        return checkup(case_of(subject), lambda done, count, what: display.update(done, what, False))


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
