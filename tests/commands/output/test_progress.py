"""Progress, on a terminal and elsewhere."""

import io
import sys

import pytest

pytestmark = pytest.mark.filterwarnings("error")


def test_a_terminal_gets_a_live_bar(monkeypatch):
    from numnet.api.training_session import describe
    from numnet.commands.output.progress import LiveProgress, PlainProgress, progress

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stderr", Terminal())
    assert isinstance(progress(10, quiet=False), LiveProgress)
    assert not isinstance(progress(10, quiet=True), LiveProgress)
    with progress(10, quiet=False) as bar:
        bar.update(10, describe((0.25, float("nan"))), True)
    text = sys.stderr.getvalue()
    assert "epoch 10/10" in text and "loss 0.25" in text and "nan" not in text
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress(10, quiet=False) as lines:
        assert isinstance(lines, PlainProgress)
        lines.update(3, describe((0.5, 0.75)), False)
        lines.update(10, describe((0.25, 0.5)), True)
    assert sys.stderr.getvalue() == "epoch 10/10  loss 0.25  validation 0.5\n"


def test_without_a_terminal_there_is_a_line_every_two_seconds(monkeypatch):
    from numnet.commands.output import progress

    clock = iter([0.0, 1.9, 2.0, 3.9, 4.1, 4.2])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress.PlainProgress(9) as lines:
        for count in range(1, 5):
            lines.update(count, "", False)
        lines.update(9, "last", True)
    assert sys.stderr.getvalue() == "epoch 2/9  about 1 s left\nepoch 4/9  about 4 s left\nepoch 9/9  last\n"


def test_the_time_left_is_that_of_the_rest_at_the_pace_so_far(monkeypatch):
    from numnet.commands.output import progress

    clock = iter([0.0, 3.0, 9.0, 30.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    lines = progress.PlainProgress(1000)
    for count in (500, 560, 600):  # a training that goes on from epoch 500
        lines.update(count, "loss 1", False)
    said = ["epoch 500/1000", "epoch 560/1000  loss 1  about 44 s left", "epoch 600/1000  loss 1  about 2 min left"]
    assert sys.stderr.getvalue().splitlines() == [f"{said[0]}  loss 1", *said[1:]]


def test_warmup_shows_what_it_does(monkeypatch):
    from numnet.commands.output.progress import LiveSteps, steps

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    for stream, kind in ((Terminal(), "LiveSteps"), (io.StringIO(), "PlainSteps")):
        monkeypatch.setattr(sys, "stderr", stream)
        with steps(2) as display:
            assert type(display).__name__ == kind
            for name in ("training", "gradients"):
                display.doing(name)
                display.done(f"{name}: there already")
        assert "gradients: there already" in stream.getvalue()
        assert ("2/2" if isinstance(display, LiveSteps) else " 2 of 2  ") in stream.getvalue()
