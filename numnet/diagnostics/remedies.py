"""Remedies, and trying them: none is recommended that does not help the very case that it is for."""

from collections.abc import Callable
from typing import NamedTuple

from numnet.diagnostics.case import BROKEN, NOTE, OK
from numnet.utils.wording import listed

# Options of train that are part of no other problem; those of the data, and the seed, are.
OPTIONS_OF_THE_RULE = ("momentum", "beta1", "beta2", "rho", "eps", "weight_decay", "clip_norm", "schedule",
                       "batch_size", "no_shuffle", "l1", "l2")  # fmt: skip
OPTIONS_OF_THE_NETWORK = ("hidden", "activation", "init", "inputs", "dtype", "no_scale")
COMPARED = (*OPTIONS_OF_THE_RULE, *OPTIONS_OF_THE_NETWORK, "dropout", "epochs", "optimizer")
SEVERITY = {OK: 0, NOTE: 1, BROKEN: 2}
CLEARLY = 0.6  # of a loss, or less, is clearly better
# What a remedy may make of the loss: so many times what it was, plus so much of what guessing costs.
NO_WORSE, BETTER = (1.1, 0.05), (CLEARLY, 0.0)
INCOMPARABLE = {"loss", "task", "split", "validation", "weights", "class_weight"}  # options that change what a loss is
ABOVE = ", as above"


class Remedy(NamedTuple):
    """A change that may help: how it is told, and ``apply``: a case → the case with it, itself where nothing changes.

    ``options``: what it changes of the options of `train`; None: it changes the data, and losses can't be compared.
    """

    words: str
    apply: Callable
    options: dict | None = None


def option(**values):
    """The `Remedy` that gives options of `train` these values; None or, of a flag, False leaves one away."""
    return Remedy(", ".join(map(option_words, values, values.values())), lambda case: case.changed(**values), values)


def option_words(name, value):
    """An option as it is typed: ``--hidden 64,64``, ``leave out --l1``."""
    if name == "no_scale" and not value:
        return "standardise: leave out --no-scale"
    name = "--" + name.replace("_", "-")
    if value in (None, False) or (value == () and name != "--hidden"):
        return f"leave out {name}"
    if isinstance(value, tuple):
        return f"{name} {','.join(map(str, value)) or 'none'}"
    return name if value is True else f"{name} {value:g}" if isinstance(value, float) else f"{name} {value}"


def scaled(case):
    """[the remedy to standardise], where that has been switched off."""
    return [option(no_scale=False)] if case.options.get("no_scale") else []


def initialized(case):
    """[the remedy to draw the weights as the activations need them], where they are drawn in another way."""
    return [option(init="auto")] if case.options.get("init", "auto") != "auto" else []


def chosen(case, names=COMPARED):
    """{option: value} of those of the options that are not as they are by default."""
    return {name: case.options[name] for name in names
            if name in case.defaults and case.options[name] != case.defaults[name]}  # fmt: skip


def undone(case, names):
    """A remedy for each of the options that is not as it is by default: to leave it away."""
    return [option(**{name: case.defaults[name]}) for name in chosen(case, names)]


def rates(case, way=0):
    """Remedies that change the learning rate: the rule's default, tens of it; way: −1 lower, 1 higher ones, 0 both.

    Where the rate is the default already, first those that undo other choices that bear on the steps.
    """
    return [*(undone(case, OPTIONS_OF_THE_RULE) if case.options.get("learning_rate") is None else []),
            *other_rates(case, way)]  # fmt: skip


def other_rates(case, way):
    """The remedies of `rates` that change the rate."""
    eta, default = case.optimizer.learning_rate, type(case.optimizer)().learning_rate
    powers = (0, 1, -1, -2, -3, -4, -5, -6) if way else (0, 1, -1)
    tried = [*(default * 10.0**k for k in powers), eta / 10, 10 * eta]
    tried = [float(f"{each:.3g}") for each in tried if each != eta and (each - eta) * way >= 0]
    return [option(learning_rate=each) for each in dict.fromkeys(tried)]


def recommended(what, look, case, verdict, remedies):
    """The words of the first remedy that helps the check ``look`` of ``what``, else of the first that helps in part.

    Tried first is what helped the checks before, so that one remedy is told for one fault.  A text among the remedies
    is advice on what no program can try; it is taken where those before it don't help.
    """
    tried, partly = [], None
    for remedy in remedies if remedies[:1] and remedies[0] in case.solved.values() else [*as_above(case), *remedies]:
        if isinstance(remedy, str):
            return helped(case, what, partly) if partly else remedy
        changed = remedy.apply(case)
        if changed is case or remedy.words in tried:
            continue
        tried.append(remedy.words)
        better, wholly = helps(remedy, look, changed, case, verdict)
        if wholly:
            return helped(case, what, remedy)
        partly = partly or (remedy if better else None)
    if partly:
        return helped(case, what, partly)
    others = "see the other findings"
    return f"none of these helps: {listed(tried, 6)}; {others}" if tried else others


def helps(remedy, look, changed, case, verdict):
    """(whether a remedy helps, whether it helps enough): by the check ``look`` of the changed case, and its training.

    Enough: the check finds nothing wrong and the training ends no worse, or it finds less and the training ends clearly
    better, or less by what helped the checks before.  A note that stays is helped a little by a better training.
    """
    left = SEVERITY[answer[0] if (answer := look(changed)) else OK]
    better = ends_within(BETTER, remedy, changed, case)
    if left < SEVERITY[verdict] and ends_within(NO_WORSE, remedy, changed, case):
        return True, not left or better or remedy.words.endswith(ABOVE)
    return verdict == NOTE and left == SEVERITY[NOTE] and better, False


def as_above(case):
    """[what helped the checks before, all together], or []."""
    together = option(**solved(case))
    return [together._replace(words=together.words + ABOVE)] if case.solved else []


def solved(case):
    """{option: value} of all that helped the checks before."""
    return {name: value for remedy in case.solved.values() for name, value in remedy.options.items()}


def helped(case, what, remedy):
    """The words of a remedy; its options are remembered, for checks that come after."""
    if remedy.options is not None:
        case.solved[what] = remedy
    return remedy.words


def ends_within(limit, remedy, changed, case):
    """Whether the loss with a remedy is within a limit; where it is measured in another way, it is no worse, no better.
    """
    if remedy.options is None or INCOMPARABLE & {*remedy.options}:
        return limit is NO_WORSE
    factor, more = limit
    return changed.planned.error <= factor * case.planned.error + more
