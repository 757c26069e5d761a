"""How a sweep searches, as its options ``--search``, ``--trials``, ``--random`` and ``--seed`` say together."""

from typing import NamedTuple

from numnet.options.call_words import given
from numnet.options.errors import UserError


class Search(NamedTuple):
    """A ``method`` of `METHODS`; the configurations it draws or asks for, ``trials``, None for a grid; its ``seed``."""

    method: str
    trials: int | None
    seed: int


def search_of(context):
    """The `Search` of a call of sweep.  UserError for options that contradict each other."""
    options = context.params
    method, trials, random = options["search"], options["trials"], options["random"]
    if random is not None:
        if method not in (None, "random"):
            raise UserError(f"--random N is --search random --trials N; for --search {method} give --trials {random}")
        if trials not in (None, random):
            raise UserError(f"--random {random} and --trials {trials} say different numbers; leave one out")
        method, trials = "random", random
    method = method or "grid"
    if trials is None and method in ("random", "tpe"):
        raise UserError(f"--search {method} needs the number of configurations to try, such as --trials 50")
    if trials is not None and method == "grid":
        raise UserError("--trials is for --search random, tpe or halving; the grid has all combinations")
    if trials is None and given(context, {"seed"}):
        raise UserError("--seed is for the draw of --random or --search; for trainings with the seeds 0 to K − 1 give "
                        "--seeds K")  # fmt: skip
    return Search(method, trials, options["seed"])
