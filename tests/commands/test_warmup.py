"""`numnet warmup`."""

import pytest

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.slow
def test_warmup_compiles_everything(shell):
    result = shell("warmup")
    assert "kernels" in result.stdout and "compiling" not in result.stdout and "of 15  gradients" in result.stderr
    again = shell("warmup")
    assert "there already" in again.stdout and "compiled" not in again.stderr
    assert "of 9  gradients, float64" in shell("warmup", "--dtype", "float64").stderr
