"""The registered checks, in the order in which they run and in which their findings are listed."""

from functools import wraps

from numnet.diagnostics.case import OK, Finding
from numnet.diagnostics.remedies import recommended, solved

CHECKS = []


def check(what, repaired=False):
    """A decorator: a function of a `DiagnosticCase` becomes a check of ``what``, and joins `CHECKS`.

    The function returns (verdict, found, remedy, ...), or None where it does not apply; remedies are `Remedy` s, in the
    order in which they are tried, or advice; they count only where something is wrong.  As a check it returns a
    `Finding`, or None; its remedy is one that helps: with it, the function finds nothing wrong.  ``repaired``: it looks
    at the case as the remedies of the checks before have made it, so that it blames nothing else for their faults.
    """

    def register(look):
        @wraps(look)
        def run(case):
            before = "with the remedies above, " if repaired and case.solved else ""
            case = case.changed(**solved(case)) if before else case
            answer = look(case)
            if answer is None:
                return None
            verdict, found, *remedies = answer
            remedy = "" if verdict == OK else recommended(what, look, case, verdict, remedies)
            return Finding(what, verdict, before + found, remedy)

        run.what = what
        CHECKS.append(run)
        return run

    return register
