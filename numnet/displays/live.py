"""A display in a notebook that is replaced while work goes on; nothing in a script or a terminal."""

import time
from uuid import uuid4

from numnet.displays.html import block
from numnet.displays.notebook import notebook

DELAY, EVERY = 2.0, 0.5  # seconds until something is shown, and between two replacements
SHARE = 0.05  # of the time, at most, that drawing takes


class LiveDisplay:
    """How many of ``total`` are done: nothing before two seconds, then one display that is replaced.

    >>> with LiveDisplay(100, "training") as display:  # here, in no notebook, nothing is shown
    ...     display.update(1)
    """

    def __init__(self, total, unit, clock=time.monotonic):
        self.total, self.unit, self._clock, self._shell = total, unit, clock, notebook()
        self._due, self._first, self._last, self._shown = clock() + DELAY, None, None, None

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        """The last state takes the place of the one before, however the work ended."""
        if self._shown is not None:
            self._show(ended=True)
        return False

    def update(self, count, state=None):
        """Tell how many are done; ``state``: what is shown with it, or a function that is called when it is due.

        Costs nothing until the next replacement is due.
        """
        if self._shell is None:
            return
        now = self._clock()
        self._last = now, count, state
        self._first = self._first or self._last
        if now >= self._due:
            self._show()
            shown = self._clock()
            self._due = shown + max(EVERY, (shown - now) / SHARE)

    def content(self, words, state):
        """(HTML, text) of a line of words and the state."""
        return block(words), words

    def _show(self, ended=False):
        _, done, state = self._last
        words = f"{self.unit} {done:g} of {self.total}" + self._pace(ended)
        html, text = self.content(words, state() if callable(state) else state)
        again, self._shown = self._shown is not None, self._shown or uuid4().hex
        data = {"text/html": html, "text/plain": text}
        self._shell.display_pub.publish(data, {}, transient={"display_id": self._shown}, update=again)

    def _pace(self, ended):
        """How many a second, and how long the rest will take."""
        (begun, before, _), (now, done, _) = self._first, self._last
        rate = (done - before) / (now - begun) if now > begun else 0
        if rate <= 0:
            return ""
        left = "" if ended or done >= self.total else f", {_duration((self.total - done) / rate)} left"
        return f", {rate:.3g} {self.unit}s/s{left}"


def _duration(seconds):
    """
    >>> _duration(7.4), _duration(100), _duration(7300)
    ('7 s', '1 min 40 s', '2 h 1 min')
    """
    seconds = round(seconds)
    if seconds < 60:
        return f"{seconds} s"
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {seconds % 60} s"
