"""A trace as an exercise: its derivation, the work sheet for it, and the marking of what students filled in."""

from numnet.tracing.derivation import Derivation
from numnet.tracing.grading import grade
from numnet.tracing.work_sheet import WorkSheet


class Exercise(Derivation):
    """A `Derivation` that is also handed out and marked."""

    def blank(self, layer=None, unit=None):
        """The `WorkSheet`: the same lines with gaps for what is worked out; of a layer or a unit (from 1) alone.

        Raises ValueError where that layer or unit has none.
        """
        return WorkSheet(self, layer, unit)

    def grade(self, answers, layer=None, unit=None):
        """The `Grades` of the answers to `blank` of the same layer and unit.

        answers: the path of the CSV file, a data frame, or {column: sequence}, with ``value`` filled in.  Raises
        ValueError in one sentence that names file, row and column.

        >>> import numnet
        >>> trace = numnet.trace("xor", sample=1)
        >>> trace.grade(trace.columns()).all_right
        True
        """
        return grade(self.blank(layer, unit), answers)
