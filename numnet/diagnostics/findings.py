"""What checks have found: a list of `Finding` s that is a table, too."""

from numnet.diagnostics.case import BROKEN, Finding
from numnet.displays.html import block, table
from numnet.utils.frames import frame, text_column
from numnet.utils.wording import plural, printable


class Findings(list):
    """A list of `Finding` s, in the order in which the checks were made."""

    @property
    def broken(self):
        """What is broken, by name."""
        return [finding.what for finding in self if finding.verdict == BROKEN]

    def columns(self):
        """{"what", "verdict", "found", "remedy": array (n,) of texts}; a remedy is empty where nothing is wrong."""
        return {name: text_column([getattr(finding, name) for finding in self]) for name in Finding._fields}

    def frame(self):
        """The columns as a pandas.DataFrame, a row a finding.  Raises ImportError where pandas is missing."""
        return frame(self.columns())

    def __repr__(self):
        """A line a finding, and what to do about it."""
        width, lines = max((len(finding.what) for finding in self), default=0), []
        for what, verdict, found, remedy in self:
            lines.append(f"{verdict:<7} {what:<{width}}  {printable(found)}")
            lines += [f"{'':<7} {'':<{width}}  → {printable(remedy)}"] * bool(remedy)
        return "\n".join(lines) or "no findings"

    def _repr_html_(self):
        rows = [(finding.verdict, finding.what, finding.found, finding.remedy) for finding in self]
        judged = f"broken: {', '.join(self.broken)}" if self.broken else "nothing is broken"
        found = table(("verdict", "what", "found", "remedy"), rows, left=range(4), most=400)
        return block(f"Findings of {plural(len(self), 'check')}: {judged}", found)
