"""The CUDA kernels, compiled for a device that need not be there: NVVM takes them, and so does ptxas.

Needs the compiler that `pip install 'numnet[cuda12]'` brings, no GPU and no driver.
"""

import importlib.util
import re
import subprocess
from pathlib import Path

import pytest

import numnet
from numnet.cuda.errors import in_simulator
from numnet.kernels.records import DescentBuffers, Layout, SurfaceData
from numnet.kernels.rules import RULES

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("numba_cuda") is None, reason="numba-cuda is not installed"),
    pytest.mark.skipif(in_simulator(), reason="the simulator compiles nothing"),
]
KERNELS = ("train_blocks", "train_large_blocks", "train_grid", "train_threads", "make_orders")
CAPABILITY = (9, 0)


@pytest.fixture(scope="module")
def compiled():
    """A function (kernel, types) → PTX text."""
    import numba
    from numba import cuda
    from numba.cuda import dispatcher

    class Device:  # device functions ask the current device what it can do
        compute_capability, id, name = CAPABILITY, 0, "none"

    before = dispatcher.get_current_device
    dispatcher.get_current_device = Device

    def compile_it(kernel, *types):
        options = {key: kernel.targetoptions[key] for key in ("fastmath", "launch_bounds")}
        return cuda.compile_ptx(kernel.py_func, numba.void(*types), cc=CAPABILITY, **options)[0]

    yield compile_it
    dispatcher.get_current_device = before


def bundle(kind, **special):
    """The Numba type of a named tuple of int64 but for what is named."""
    from numba import int64, types

    return types.NamedTuple([special.get(name, int64) for name in kind._fields], kind)


def types_of(real):
    """(Layout, Fleet) for networks of this dtype."""
    from numba import float64, int64

    from numnet.cuda.records import Fleet, Share

    integers, doubles = int64[::1], float64[::1]
    layout = bundle(Layout, sizes=integers, activations=integers, weights_at=integers, biases_at=integers,
                    units_at=integers)  # fmt: skip
    own = dict.fromkeys(("theta", "state", "best", "X", "T", "weight", "arena"), real[::1])
    own |= dict.fromkeys(("hyper", "total", "history", "precision", "sums"), doubles)
    own |= dict.fromkeys(("option", "counter", "order", "place"), integers)
    return layout, bundle(Fleet, share=bundle(Share), **own)


def assemble(ptx, tmp_path):
    """(registers, bytes of stack) of the kernel, from ptxas."""
    found = importlib.util.find_spec("nvidia")
    tools = [tool for folder in found.submodule_search_locations for tool in Path(folder).glob("**/bin/ptxas")]
    if not tools:
        pytest.skip("there is no ptxas")
    source = tmp_path / "kernel.ptx"
    source.write_text(ptx)
    words = [tools[0], "-c", "-v", f"-arch=sm_{CAPABILITY[0]}{CAPABILITY[1]}", "-o", tmp_path / "kernel.cubin", source]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    registers = re.search(r"Used (\d+) registers", done.stderr)
    stack = re.findall(r"(\d+) bytes stack frame", done.stderr)
    return int(registers[1]), max(map(int, stack))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", KERNELS)
def test_every_engine_compiles(compiled, name, dtype, tmp_path):
    import numba

    from numnet.cuda import kernels

    layout, fleet = types_of(getattr(numba, dtype))
    ptx = compiled(getattr(kernels, name), *([fleet] if name == "make_orders" else [layout, fleet]))
    registers, stack = assemble(ptx, tmp_path)
    assert registers <= 255
    # The tile of a product lives in registers, not in local memory; beside the grid's large one there is little room.
    if name != "train_threads":
        assert stack <= (1536 if name == "train_grid" else 256)


@pytest.mark.parametrize(("engine", "sizes"), [("blocks", (2, 8, 2)), ("blocks", (64, 64, 32, 10)),
                                               ("threads", (2, 8, 2))])  # fmt: skip
def test_a_kernel_for_one_shape_compiles(compiled, engine, sizes, tmp_path):
    from numba import float32

    from numnet.cuda.launch_plan import device_layout
    from numnet.cuda.records import Share
    from numnet.cuda.shape_kernels import of_one_shape

    network = numnet.Network(sizes)
    share = Share(network.parameters.size, 2, 0, 4 if engine == "threads" else 32, 32, RULES["adam"].code)
    ptx = compiled(of_one_shape(engine, device_layout(network.layout, engine), share, 256), types_of(float32)[1])
    _, stack = assemble(ptx, tmp_path)
    if engine == "blocks":
        assert stack <= 256
        if sizes == (64, 64, 32, 10):
            assert ptx.count("ld.shared.v4.f32") >= 50  # words of four numbers


def test_walks_compile(compiled, tmp_path):
    from numba import float64, int64

    from numnet.cuda.descent import walk_threads

    surface = bundle(SurfaceData, condition=float64, program=int64[:, ::1], constants=float64[::1],
                     minima=float64[:, ::1], limits=float64[::1], escape=float64, tolerance=float64)  # fmt: skip
    shapes = {"path": 3, "value": 2, "gradient": 3, "state": 4, "start": 2, "end": 2}
    arrays = {2: float64[:, ::1], 3: float64[:, :, ::1], 4: float64[:, :, :, ::1]}
    real = {name: arrays[dimensions] for name, dimensions in shapes.items()}
    walks = bundle(DescentBuffers, **real, **dict.fromkeys(("hyper", "noise", "longest"), float64[::1]),
                   **dict.fromkeys(("rule", "schedule", "seed"), int64[::1]), event=int64[:, ::1])  # fmt: skip
    assemble(compiled(walk_threads, surface, walks, float64[:, ::1]), tmp_path)
