"""What is said where there is no GPU, and that nothing of CUDA is loaded before it is wanted; needs no GPU itself."""

import subprocess
import sys

import numpy as np
import pytest
from click.testing import CliRunner

import numnet
import numnet.cuda
from numnet.commands import main
from numnet.cuda import DeviceError
from numnet.cuda.plan import SMALL, STATIC, make_plan


class H100:
    """What a kernel may ask of that device."""

    shared, processors, memory, threads = 227 * 1024, 132, 80 * 2**30, 1024


def plan(sizes, batch, networks=1, slots=2, dtype="float32", limits=H100, engine=None):
    """The plan of networks of these sizes."""
    network = numnet.Network(sizes, dtype=dtype)
    P = network.parameters.size
    return make_plan(network.layout, dtype, networks, P, slots, 0, -1, batch, limits, engine)


@pytest.fixture
def without_package(monkeypatch):
    """As if numba-cuda were not installed."""
    monkeypatch.setattr(numnet.cuda.importlib.util, "find_spec", lambda name: None)


def test_the_missing_package_is_named_with_the_extra_that_brings_it(without_package):
    X, T = [[0.0], [1.0]], [0, 1]
    with pytest.raises(DeviceError, match=r"needs the package numba-cuda: pip install 'numnet\[cuda12\]'"):
        numnet.train(numnet.Network([1, 2, 2]), X, T, device="cuda")
    with pytest.raises(DeviceError, match="numba-cuda"):
        numnet.train_population([numnet.Network([1, 2, 2])], X, T, device="cuda")
    with pytest.raises(DeviceError, match="numba-cuda"):
        numnet.descend_many("beale", ["adam"], device="cuda")


@pytest.mark.parametrize("command", ["train", "sweep", "compare"])
def test_commands_end_in_one_line(without_package, command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, [command, "xor", "--hidden", "2", "--device", "cuda"])
    assert result.exit_code == 2
    assert result.output.startswith("Error: --device cuda needs the package numba-cuda")
    assert result.output.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_info_says_why_there_is_no_device(without_package):
    result = CliRunner().invoke(main, ["info"])
    assert "cuda       none (device cuda needs the package numba-cuda" in result.output


def test_nothing_of_cuda_is_imported_before_it_is_wanted():
    code = (
        "import sys, numnet\n"
        "numnet.train(numnet.Network([1, 2, 2]), [[0.0], [1.0]], [0, 1], epochs=1)\n"
        "assert not [name for name in sys.modules if name.startswith(('numba.cuda', 'numba_cuda', 'cuda.'))]\n"
        "assert not {name for name in sys.modules if name.startswith('numnet.cuda.')}"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_numba_cuda_is_imported_in_one_place():
    from pathlib import Path

    package = Path(numnet.__file__).parent
    found = {
        path.relative_to(package).as_posix() for path in package.rglob("*.py")
        if any(word in path.read_text() for word in ("from numba.cuda", "from numba import cuda", "import numba.cuda"))
    }  # fmt: skip
    assert found == {"cuda/device.py", "cuda/extensions.py"}


@pytest.mark.parametrize(("sizes", "batch", "networks", "engine", "threads"), [
    ((2, 8, 2), 4, 1, "blocks", 32), ((2, 8, 2), 4, 1024, "blocks", 32), ((2, 8, 2), 4, 16384, "threads", 64),
    ((2, 32, 32, 3), 32, 1, "blocks", 256), ((2, 32, 32, 3), 32, 1024, "blocks", 128),
    ((64, 64, 32, 10), 64, 1, "blocks", 512), ((784, 256, 128, 10), 128, 1, "grid", 256),
    ((784, 256, 128, 10), 128, 200, "large_blocks", 512),
])  # fmt: skip
def test_the_engine_goes_by_size(sizes, batch, networks, engine, threads):
    found = plan(sizes, batch, networks)
    assert (found.engine, found.threads) == (engine, threads)
    assert found.shared + STATIC <= H100.shared


def test_a_batch_that_does_not_fit_goes_in_tiles():
    found = plan((64, 64, 32, 10), 4096)
    assert found.engine == "blocks"
    assert found.tile < 4096
    assert found.shared + STATIC <= H100.shared


def test_an_engine_that_is_too_small_says_how_much_it_takes():
    with pytest.raises(DeviceError, match=rf"engine threads takes networks of at most {SMALL} numbers here, this one"):
        plan((64, 64, 32, 10), 64, engine="threads")
    with pytest.raises(DeviceError, match="engine blocks takes networks of at most"):
        plan((784, 256, 128, 10), 128, engine="blocks")


def test_random_numbers_and_equations_of_the_simulator_are_those_of_the_kernels():
    from numnet.cuda.simulated import plain
    from numnet.kernels import activations, random

    with np.errstate(over="ignore"):
        assert plain(random).below(np.uint64(5), 3, 1000) == random.below(np.uint64(5), 3, 1000)
    for name in ("gelu", "silu", "softplus", "elu", "sigmoid"):
        ours, theirs = getattr(plain(activations), name), getattr(activations, name)
        for net in (-3.0, 0.0, 2.5):
            assert ours(np.float64(net)) == pytest.approx(theirs(net), rel=1e-14, abs=1e-15)
            assert ours(np.float32(net)).dtype == np.float32
