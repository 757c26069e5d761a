"""The live curve: one display that is replaced, at its times, and none outside of a notebook."""

import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

import numnet
from numnet.displays.live import DELAY, EVERY, LiveDisplay
from numnet.displays.live_curve import LiveCurve
from numnet.displays.notebook import notebook as current
from tests.support.displays import checked, title


class Publisher:
    """What a notebook's shell publishes with."""

    def __init__(self):
        self.shown = []

    def publish(self, data, metadata, *, transient, update):
        self.shown.append((data, transient["display_id"], update))


class DisplayPublisher(Publisher):
    """By its name that of a terminal, which prints."""


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def notebook(monkeypatch):
    shell = SimpleNamespace(display_pub=Publisher())
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    return shell.display_pub.shown


def history(rows):
    loss = np.geomspace(1, 0.5, rows)
    return SimpleNamespace(epoch=np.arange(rows), epochs=rows - 1, train_loss=loss, validation_loss=loss)


def follow(epochs, seconds_each, upto=None):
    clock, asked = Clock(), []

    def so_far(epoch):
        asked.append(epoch)
        return history(epoch + 1)

    with LiveCurve(epochs, clock) as curve:
        for epoch in range(1, (upto or epochs) + 1):
            clock.now += seconds_each
            curve.update(epoch, lambda epoch=epoch: so_far(epoch))
    return asked


def test_a_short_training_shows_nothing(notebook):
    assert follow(100, (DELAY - 0.01) / 100) == [] and notebook == []


def test_a_long_one_has_one_display_replaced_twice_a_second_and_at_the_end(notebook):
    asked = follow(1000, 0.01)  # ten seconds
    assert [update for *_, update in notebook] == [False] + [True] * (len(notebook) - 1)
    assert len({display for _, display, _ in notebook}) == 1
    assert len(notebook) == 1 + (10 - DELAY) // EVERY + 1 == len(asked) and asked[0] == 200 and asked[-1] == 1000
    first, last = checked(notebook[0][0]["text/html"]), checked(notebook[-1][0]["text/html"])
    assert title(first) == "epoch 200 of 1000, 100 epochs/s, 8 s left"
    assert title(last) == "epoch 1000 of 1000, 100 epochs/s"
    assert notebook[-1][0]["text/plain"] == (
        "epoch 1000 of 1000, 100 epochs/s, loss over 1000 epochs: training 0.5, validation 0.5")


def test_many_trainings_are_counted(notebook):
    clock = Clock()
    with LiveDisplay(10, "training", clock) as display:
        for done in range(1, 5):
            clock.now += 1
            display.update(done)
    assert [data["text/plain"] for data, *_ in notebook][-1] == "training 4 of 10, 1 trainings/s"
    assert "training 3 of 10, 1 trainings/s, 7 s left" in [data["text/plain"] for data, *_ in notebook]


def test_drawing_takes_a_small_part_of_the_time(notebook):
    clock = Clock()

    def slow():
        clock.now += 1
        return history(9)

    with LiveCurve(1000, clock) as curve:
        for epoch in range(1, 100):
            clock.now += 1
            curve.update(epoch, slow)
    assert len(notebook) == 6  # one in 1 / SHARE seconds, and the last


def test_the_curve_is_whole_however_the_training_ends(notebook):
    clock = Clock()
    with pytest.raises(KeyboardInterrupt), LiveCurve(10, clock) as curve:
        for epoch in range(1, 5):
            clock.now += 1
            curve.update(epoch, history(epoch + 1))
        clock.now += 0.1
        curve.update(5, history(6))
        raise KeyboardInterrupt
    assert title(checked(notebook[-1][0]["text/html"])).startswith("epoch 5 of 10, ")
    assert "left" not in title(checked(notebook[-1][0]["text/html"]))


def test_a_terminal_and_a_script_show_nothing(monkeypatch):
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: None))
    assert current() is None and follow(10, 1) == []
    shell = SimpleNamespace(display_pub=DisplayPublisher())
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    assert current() is None
    monkeypatch.delitem(sys.modules, "IPython")
    assert follow(10, 1) == []


def test_ipython_is_not_imported():
    code = ("import sys, numnet, numnet.displays.live_curve as live\n"
            "with live.LiveCurve(3) as curve: curve.update(1, None)\n"
            "numnet.fit('xor', epochs=2)\nassert 'IPython' not in sys.modules")  # fmt: skip
    subprocess.run([sys.executable, "-c", code], check=True)


def test_it_is_a_callback_of_train_that_stops_nothing(notebook):
    clock = Clock()
    data = numnet.load_dataset("xor")

    def tick(epoch, so_far):
        clock.now += 1
        return curve(epoch, so_far)

    with LiveCurve(5, clock) as curve:
        ended = numnet.train(numnet.Network([2, 4, 1], task="binary"), data.X, data.T, epochs=5, callback=tick)
    assert ended.epochs == 5 and len(notebook) == 1 + 3 + 1


@pytest.fixture
def kernel():
    """A function that runs cells in a real kernel; returns their outputs and the kinds of all messages."""
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")

    def run(*cells):
        kinds = []

        class Client(nbclient.NotebookClient):
            def process_message(self, message, *arguments):
                kinds.append(message["msg_type"])
                return super().process_message(message, *arguments)

        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        Client(notebook, timeout=300, kernel_name="python3").execute()
        return [cell.outputs for cell in notebook.cells], kinds

    return run


SLOW = """
import time, numnet
from numnet.displays.live_curve import LiveCurve
data = numnet.load_dataset("xor")
with LiveCurve(40) as curve:
    numnet.train(numnet.Network([2, 4, 1], task="binary"), data.X, data.T, epochs=40,
                 callback=lambda *told: (time.sleep(0.1), curve(*told))[1])
"""


@pytest.mark.slow
def test_a_real_notebook_has_exactly_one_display(kernel):
    (shown,), kinds = kernel(SLOW)
    assert [output.output_type for output in shown] == ["display_data"]
    assert kinds.count("display_data") == 1 and 3 <= kinds.count("update_display_data") <= 8
    assert title(checked(shown[0].data["text/html"])).startswith("epoch 40 of 40, ")


@pytest.mark.slow
def test_fit_shows_its_curve_and_then_the_run(kernel):
    soon = "import numnet\nimport numnet.displays.live_curve as live\nlive.DELAY, live.EVERY = 0.0, 0.05"
    outputs, kinds = kernel("import numnet; numnet.fit('xor', epochs=5)", soon, "numnet.fit('spiral', epochs=3000)")
    quick, _, long = outputs
    assert [output.output_type for output in quick] == ["execute_result"]
    assert quick[0].data["text/plain"].startswith("<Run xor: binary, 2-16-16-1, 5 epochs, training loss ")
    assert title(checked(quick[0].data["text/html"])) == "Run xor: binary, 5 epochs"
    assert [output.output_type for output in long] == ["display_data", "execute_result"]
    assert kinds.count("update_display_data") > 3
    assert title(checked(long[0].data["text/html"])).startswith("epoch 3000 of 3000, ")
