"""The curve of the losses in a notebook while a training goes on."""

import time

from numnet.displays.curves import parts_of, spoken
from numnet.displays.html import block
from numnet.displays.live import LiveDisplay
from numnet.displays.loss_curves import loss_chart


class LiveCurve(LiveDisplay):
    """A `LiveDisplay` of a training of so many epochs; ``update(epochs done, history)``: the `History` so far, or a
    function that makes one.

    >>> with LiveCurve(epochs=100) as curve:  # here, in no notebook, nothing is shown
    ...     curve.update(1, None)
    """

    def __init__(self, epochs, clock=time.monotonic):
        super().__init__(epochs, "epoch", clock)

    def __call__(self, epoch, history):
        """A callback of `numnet.train`."""
        self.update(epoch, history)

    def content(self, words, history):
        """(HTML, text) of a line of words and the `History`."""
        return block(words, loss_chart(history)), f"{words}, {spoken(parts_of(history), history.epochs)}"
