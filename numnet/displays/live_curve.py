"""The curve of the losses in a notebook while a training goes on; nothing in a script or a terminal."""

import time
from uuid import uuid4

from numnet.displays.curves import parts_of, spoken
from numnet.displays.html import block
from numnet.displays.loss_curves import loss_chart
from numnet.displays.notebook import notebook

DELAY, EVERY = 2.0, 0.5  # seconds until the curve is shown, and between two of them
SHARE = 0.05  # of the time, at most, that drawing takes


class LiveCurve:
    """A display of a training of so many epochs: none before two seconds, then one that is replaced.

    >>> with LiveCurve(epochs=100) as curve:  # here, in no notebook, nothing is shown
    ...     curve.update(1, None)
    """

    def __init__(self, epochs, clock=time.monotonic):
        self.epochs, self._clock, self._shell = epochs, clock, notebook()
        self._due, self._first, self._last, self._shown = clock() + DELAY, None, None, None

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        """The whole curve takes the place of the last one, however the training ended."""
        if self._shown is not None:
            self._show(ended=True)
        return False

    def update(self, epochs_done, history):
        """Tell how far it has come; ``history``: the `History` so far, or a function that makes one when it is drawn.

        Costs nothing until the next picture is due.
        """
        if self._shell is None:
            return
        now = self._clock()
        self._last = now, epochs_done, history
        self._first = self._first or self._last
        if now >= self._due:
            self._show()
            shown = self._clock()
            self._due = shown + max(EVERY, (shown - now) / SHARE)

    __call__ = update  # a callback of `numnet.train`

    def _show(self, ended=False):
        _, done, history = self._last
        history = history() if callable(history) else history
        words = f"epoch {done} of {self.epochs}" + self._pace(ended)
        again, self._shown = self._shown is not None, self._shown or uuid4().hex
        data = {"text/html": block(words, loss_chart(history)), "text/plain": _plain(words, history)}
        self._shell.display_pub.publish(data, {}, transient={"display_id": self._shown}, update=again)

    def _pace(self, ended):
        """How many epochs a second, and how long the rest will take."""
        (begun, before, _), (now, done, _) = self._first, self._last
        rate = (done - before) / (now - begun) if now > begun else 0
        if rate <= 0:
            return ""
        left = "" if ended or done >= self.epochs else f", {_duration((self.epochs - done) / rate)} left"
        return f", {rate:.3g} epochs/s{left}"


def _plain(words, history):
    return f"{words}, {spoken(parts_of(history), history.epochs)}"


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
