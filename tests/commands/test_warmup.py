"""`numnet warmup`."""

import pytest

from numnet.commands.warmup import _compile
from numnet.kernels.compiler.cache import tell_compiled, tell_missing
from numnet.warmup import SecondProcess

pytestmark = pytest.mark.filterwarnings("error")


def test_a_second_process_helps_once_a_kernel_is_missing(monkeypatch):
    told = []

    class Helper(SecondProcess):
        def start(self):
            told.append(f"started for {self.dtype}")

    class Display:
        doing = done = staticmethod(told.append)

    monkeypatch.setattr("numnet.warmup.SecondProcess", Helper)
    assert _compile("training, float32", lambda: None, "float32", Display) == 0
    assert told == ["training, float32", "training, float32: there already"]
    told.clear()
    assert _compile("all", lambda: (tell_missing("train"), tell_compiled("train")), "float32", Display) == 1
    assert told[1:3] == ["started for float32", "all: train"] and told[3].startswith("all: 1 compiled, ")


@pytest.mark.slow
def test_warmup_compiles_everything(shell):
    result = shell("warmup")
    assert "kernels" in result.stdout and "compiling" not in result.stdout and "of 17  gradients" in result.stderr
    again = shell("warmup")
    assert "there already" in again.stdout and "compiled" not in again.stderr
    assert "of 10  gradients, float64" in shell("warmup", "--dtype", "float64").stderr
