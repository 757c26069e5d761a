"""`check`: what is wrong with data, network and training; ``numnet check`` is thin over it."""

from dataclasses import replace
from functools import partial

from numnet.api.fit import apart, source_of
from numnet.api.watchers import called
from numnet.options.arguments import context_of, in_python, takes
from numnet.options.check import CHECK
from numnet.options.data_or_run import find_subject
from numnet.options.errors import UserError
from numnet.options.train import TRAIN, defaults, make_optimizer
from numnet.options.values import keyed

OF_THE_COMMAND = ("quiet", "as_json")


@takes(CHECK, OF_THE_COMMAND)
def check(source, T=None, **options):
    """Look for what is wrong with data, network and training; returns `Findings`, with a remedy where one is needed.

    A remedy has been tried: with it the same check finds nothing wrong, and the training ends no worse.

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
    """The `DiagnosticCase` of a subject: its network as it starts, its parts as the network sees them."""
    parts, run = subject.parts, subject.run
    share = run.config["validation"] if run else len(parts.validation) and subject.options["validation"]
    other, weights = subject.dataset.split_plan.validation, subject.dataset.weights  # in memory no option names them
    options = {
        **subject.options,
        "validation": 0.0 if other else share,
        "validation_data": other and (subject.options["validation_data"] or other.name),
        "weights": subject.options["weights"] or (None if weights is None else "weights"),
    }
    from numnet.data.columns.doubts import doubts

    start = subject.network if run is None else subject.network.copy().initialize()
    case = _case(start, subject.dataset, parts, subject.optimizer, options, partial(_built, subject.dataset, options))
    found = tuple(doubts(subject.dataset))
    return replace(case, trained=run and run.network, history=run and run.history, doubts=found)


def _built(dataset, given, options):
    """The `DiagnosticCase` of a `Dataset` that was read with the options ``given``, now with others.

    None where these don't go together, or the data don't allow them: a class too rare to be in each part.
    """
    from numnet.runs.trial import SplitData

    changed = {name: options[name] for name in ("task", "split", "weights", "class_weight")
               if options[name] != given[name]}  # fmt: skip
    try:
        data = SplitData.by(read_as(dataset, changed), options["validation"], options)
        network, optimizer = data.network(options), make_optimizer(options)
    except (ValueError, MemoryError, UserError):
        return None
    return _case(network, dataset, data.parts, optimizer, options, partial(_built, dataset, given))


def _case(network, dataset, parts, optimizer, options, build):
    from numnet.data.split_dataset import scaled
    from numnet.diagnostics.case import DiagnosticCase, Part

    part, validation = (
        each and Part(network.inputs(each[0]), network.targets(each[1], len(each[0])), each[2])
        for each in scaled(parts, network.scaler)
    )
    return DiagnosticCase(
        network, part.X, part.T, optimizer, options, weights=part.weights, validation=validation,
        rows=(parts.training, parts.validation), defaults=defaults(dataset, options.get("plain")), build=build,
    )  # fmt: skip


def read_as(dataset, changed):
    """The `Dataset` as if it had been read with other values of the options task, split, weights and class_weight."""
    fields = {name: changed[name] for name in ("weights", "class_weight") if name in changed}
    if "split" in changed:
        fields["split_plan"] = replace(dataset.split_plan, how=changed["split"])
    if "task" in changed:
        import numpy as np

        numbers, T = np.unique(dataset.T, return_inverse=True)
        fields |= {"task": changed["task"], "T": T, "target_names": tuple(f"{number:g}" for number in numbers)}
    return replace(dataset, **fields)
