"""`takes`: makes the public function of a figure from one that draws.

It turns what was given into what is drawn of, or refuses it in one sentence; draws in the common style; and has a
notebook show the figure once.
"""

import functools
import inspect
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes

from numnet.figures.drawing.animation import Animation
from numnet.figures.drawing.notebook import closed_on_error, pyplot, shown_once
from numnet.figures.drawing.slides import finish
from numnet.figures.drawing.style import styled
from numnet.figures.drawing.subject import RUN, Subject, is_run, of_history, refusal, run_of
from numnet.utils.habits import remedy_for_argument
from numnet.utils.synonyms import remedy

RUNS = "runs (numnet.fit, numnet.load_run)"


@dataclass(frozen=True)
class Taken:
    """What a kind of figure is drawn of."""

    words: str  # "boundary needs …"
    convert: object  # (kind, words, what was given[, X, T]) -> what it is drawn of
    data: bool = False  # whether X and T may come after it


def takes(taken=None):
    """The decorator; ``taken``: a `Taken` for the first parameter, or None where all are options.

    After it X and T may be given, where it says so; axes may come second, as with a run they always could.
    """

    def decorate(draw):
        plain, kind, styled_draw = inspect.signature(draw), draw.__name__, styled(draw)
        first = next(iter(plain.parameters)) if taken else None
        public = _with_data(plain) if taken and taken.data else plain

        @functools.wraps(draw)
        def wrapper(*given, **options):
            pyplot()
            several = taken and plain.parameters[first].kind is inspect.Parameter.VAR_POSITIONAL
            if taken and not given and first not in options and not several:
                raise TypeError(f"{kind} needs {taken.words}; got nothing")
            own = not several and 1 < len(given) <= len(plain.parameters) and (given[1] is None or _are_axes(given[1]))
            arguments = _bound(kind, plain if own else public, given, options)
            if taken:
                data = [arguments.pop(name, None) for name in ("X", "T")] if taken.data else []
                arguments[first] = taken.convert(kind, taken.words, arguments.get(first, ()), *data)
            bound = inspect.BoundArguments(plain, arguments)
            on_given_axes = arguments.get("ax", arguments.get("axes")) is not None
            with closed_on_error():
                drawn = styled_draw(*bound.args, **bound.kwargs)
                if not on_given_axes:
                    styled(finish)(drawn)
            return drawn if isinstance(drawn, Animation) else shown_once(drawn, on_given_axes)

        wrapper.__signature__ = public
        if taken:
            wrapper.__doc__ = f"{inspect.getdoc(draw)}\n\n``{first}``: {taken.words}; `TypeError` for anything else."
        return wrapper

    return decorate


def _bound(kind, signature, given, options):
    """{parameter: argument}.  TypeError, in one line, for one that the figure does not have."""
    for name in options:
        if name not in signature.parameters:
            known = [parameter for parameter in signature.parameters if parameter != "options"]
            instead = remedy_for_argument(name, "figure") or remedy(name, known)
            raise TypeError(f"{kind} has no argument {name!r}; {instead}")
    try:
        return signature.bind(*given, **options).arguments
    except TypeError as error:
        raise TypeError(f"{kind}: {error}") from None


def _with_data(signature):
    """A signature with X and T after its first parameter; by name alone after ``*runs``."""
    first, *others = signature.parameters.values()
    several = first.kind is first.VAR_POSITIONAL
    how = first.KEYWORD_ONLY if several else first.POSITIONAL_OR_KEYWORD
    return signature.replace(parameters=[first, *(inspect.Parameter(n, how, default=None) for n in "XT"), *others])


def _are_axes(given):
    """Whether these are axes, or an array or list of them."""
    while isinstance(given, list | tuple | np.ndarray) and len(given):
        given = given[0]
    return isinstance(given, Axes)


# --- what kinds of figures are drawn of -----------------------------------------------------------------------------


def _one_run(kind, words, given, X=None, T=None):
    run = run_of(kind, words, given, X, T)
    if isinstance(run, Subject):
        run.data()  # for what it raises
    return run


def _run_alone(kind, words, given):
    if not (is_run(given) or isinstance(given, str | Path)):
        raise refusal(kind, words, given)
    return run_of(kind, words, given)


def _histories(kind, words, given):
    """Runs, and a `Subject` for each history, of one or more, or of a list of them."""
    runs = []
    for k, one in enumerate(_flat(given), 1):
        history = None if is_run(one) else of_history(one, f"history {k}")
        runs.append(_run_alone(kind, words, one) if history is None else history)
    return tuple(runs)


def _flat(given):
    """The things of a tuple of things and of lists of them."""
    return [one for part in given for one in (part if isinstance(part, list | tuple) else (part,))]


def _landscape(kind, words, given, X=None, T=None):
    """Runs, or the `Landscape` of a plane that was found, or around a network."""
    from numnet.analysis.loss_landscape import Landscape, around

    if 1 < len(given) <= 3 and not (is_run(given[1]) or isinstance(given[1], str | Path)):
        given, X, T = given[:1], *given[1:], *[None] * (3 - len(given))
    given = _flat(given)
    if len(given) == 1 and isinstance(given[0], Landscape):
        return tuple(given)
    runs = tuple(run_of(kind, words, one, X, T) for one in given)
    if len(runs) == 1 and isinstance(runs[0], Subject):
        return (around(runs[0]),)
    return runs


ONE_RUN = Taken(f"{RUN}, or a Network with X and T", _one_run, data=True)
RUN_ALONE = Taken(f"{RUN}, which has snapshots of its training", _run_alone)
NETWORK_ALONE = Taken(f"{RUN}, or a Network, with X and T or without", run_of, data=True)
HISTORIES = Taken(f"{RUNS} or histories (numnet.train)", _histories)
LANDSCAPE = Taken(f"{RUNS}, or a Network with X and T", _landscape, data=True)


def instance_of(words, *types, load=None):
    """`Taken` for an object of these types; ``load`` makes one of the path of its folder."""

    def convert(kind, words, given):
        if load and isinstance(given, str | Path):
            given = load(given)
        if not isinstance(given, types):
            raise refusal(kind, words, given)
        return given

    return Taken(words, convert)


def either(first, other):
    """`Taken` for an object of `instance_of`, or for what another takes."""

    def convert(kind, words, given, X=None, T=None):
        try:
            return first.convert(kind, words, given)
        except TypeError:
            return other.convert(kind, words, given, X, T)

    return Taken(f"{first.words}, {other.words}", convert, other.data)
