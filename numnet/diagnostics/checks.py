"""The registered checks, in the order in which they run and in which their findings are listed."""

from functools import wraps

from numnet.diagnostics.case import OK, Finding

CHECKS = []


def check(what):
    """A decorator: a function of a `DiagnosticCase` becomes a check of ``what``, and joins `CHECKS`.

    The function returns (verdict, found, remedy), or None where it does not apply; the remedy counts, and is needed,
    only where something is wrong.  As a check it returns a `Finding`, or None.
    """

    def register(look):
        @wraps(look)
        def run(case):
            answer = look(case)
            if answer is None:
                return None
            verdict, found, *remedy = answer
            return Finding(what, verdict, found, "" if verdict == OK else remedy[0])

        run.what = what
        CHECKS.append(run)
        return run

    return register
