"""Losses by name.  What a loss is stands in ``numnet/kernels/losses.py``; calling it runs that kernel."""

from collections.abc import Callable
from dataclasses import dataclass, field

from numnet.kernels import losses
from numnet.kernels.registry_helpers import public


@dataclass(frozen=True)
class Loss:
    """An error E between the outputs y and the targets t of one sample; a network's loss is its mean over samples."""

    name: str
    code: int
    formula: str
    delta_formula: str
    source: str
    term: str = field(repr=False)  # E of one output, as the trace writes it
    slope: str = field(repr=False)  # ∂E/∂y of one output
    of_net: bool = field(repr=False)  # a cross-entropy: of ``net``, for classes alone
    guess: Callable | None = field(repr=False)  # K → E of a target among K that are held equally likely
    guess_formula: str = field(repr=False)

    def values(self, y, t):
        """E of each output, float64, shape of y; for cross_entropy y is ``net`` of a sigmoid output."""
        return self._values(y, t)[0]

    def gradients(self, y, t):
        """∂E/∂y of each output; for cross_entropy ∂E/∂net."""
        return self._values(y, t)[1]

    def _values(self, y, t):
        from numnet.cpu.entry_points import loss_values

        return loss_values(self.code, y, t)


LOSSES = {name: public(Loss, entry) for name, entry in losses.LOSSES.items()}
REGRESSION_LOSSES = tuple(name for name, loss in LOSSES.items() if not loss.of_net)  # those of an error y − t
