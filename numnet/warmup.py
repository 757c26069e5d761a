"""All kernels to compile ahead of time, and a second process that compiles half of a training's loops.

The first run on a machine compiles for some seconds, on one core.  This module, run as a program, compiles the loops of
back-propagation and update into the cache that both processes share; whoever needs one first and does not find it
compiles it, so nothing waits for anything, and nothing depends on the second process at all.

    python -m numnet.warmup float32
"""

import os
import subprocess
import sys
from contextlib import suppress
from functools import partial

from numnet.kernels.compiler import bitcode
from numnet.kernels.compiler.cache import KernelCache, cache_folder, rebuildable


def loops(dtype):
    """[(kernel, its signature)] of half the kernels of a run: what the first process needs soonest, leaves first."""
    import numba

    from numnet.cpu import evaluation, layers, training, updates
    from numnet.model.network import Network
    from numnet.training.training import Training

    real, i8, f8 = getattr(numba, dtype), numba.int64, numba.float64
    vector, matrix = real[::1], real[:, ::1]
    example = Training(Network([2, 2, 2], dtype=dtype, init="zeros"), [[0.0, 0.0], [1.0, 1.0]], [0, 1])
    layout, run = numba.typeof(example.network.layout), numba.typeof(example.run)
    return [
        (training.begin_update, (i8[::1], f8[::1], i8, f8[::1], vector)),
        (updates.apply_rule, (i8, *[vector] * 6)),
        (layers.backward_delta, (matrix, matrix, matrix, matrix, vector)),
        (layers.backward_layer, (matrix, matrix, matrix, vector, numba.boolean, vector)),
        (layers.output_delta, (i8, i8, matrix, matrix, i8, matrix)),
        (layers.backward, (layout, vector, matrix, matrix, vector, i8, vector, vector, numba.boolean)),
        (updates.reduce_gradient, (vector, i8, i8, i8, i8)),
        (training.gather, (matrix, i8[::1], i8, matrix)),
        (training.begin_epoch, (i8[::1], vector, i8[::1], f8[::1], i8[::1])),
        (evaluation.record, (i8[::1], run, f8[::1], i8)),
    ]


def cpu_calls(dtype):
    """[(what it is, a call that compiles it)]: everything that Python calls, in this dtype.

    Together they compile every kernel; a new one joins here.
    """
    from numnet.model.activations import ACTIVATIONS
    from numnet.model.losses import LOSSES
    from numnet.model.network import Network
    from numnet.optim.optimizers import Adam
    from numnet.optim.schedules import SCHEDULES
    from numnet.surfaces.descent import descend_many
    from numnet.tracing.update import trace_update
    from numnet.training.training import Training

    X, T = [[float(i), 1.0] for i in range(256)], [i % 2 for i in range(256)]
    small = Network([2, 2, 2], dtype=dtype, init="zeros")
    real = small.dtype.type  # losses and schedules are float64 alone
    return [
        ("data and initial weights", _start),  # for both dtypes
        ("reading of large files", _read_file),
        ("training", Training(small, X, T).compile),
        ("predictions", lambda: small.forward(X)),
        ("gradients", lambda: small.gradient(X, T)),
        ("traces", lambda: trace_update(small, X[:1], T[:1], Adam())),
        ("activations", lambda: ACTIVATIONS["tanh"](real(0.5))),
        *([("losses", lambda: LOSSES["mse"].values(0.5, 1.0)),
           ("schedules", lambda: SCHEDULES["cosine"]().factors(3)),
           ("walks on error surfaces", lambda: descend_many("beale", ["adam"], steps=1, record="anatomy").anatomy(0))]
          if dtype == "float64" else []),
    ]  # fmt: skip


def _start():
    """All generated sets, standardised and split, inputs computed from features, and initial weights of all kinds."""
    from numnet.data import InputTerms, Scaler, load_dataset, split
    from numnet.kernels.generators import GENERATORS
    from numnet.model.initializers import INITIALIZERS

    for name in GENERATORS:
        data = load_dataset(name, n=8)
    split(len(data.X), 0.5, seed=0)
    Scaler.fit(InputTerms.parse(["x1^2"], data.feature_names).of(data.X))
    for initializer in INITIALIZERS.values():
        initializer(0, 1, 1)


def _read_file():
    """A table that is too large to be read by Python alone."""
    from numnet.data.tables.byte_source import InlineTable
    from numnet.data.tables.plain_records import SMALL_BYTES
    from numnet.data.tables.read_table import open_table

    with open_table(InlineTable("x,word\n" + "1.5,a\n" * SMALL_BYTES)) as reader:
        reader.table()


class SecondProcess:
    """This module, run for ``dtype`` in a process beside ours; its failure changes nothing.  None: no process."""

    def __init__(self, dtype):
        self.dtype, self.process = dtype, None

    def start(self):
        """Start it, unless it was before."""
        if self.dtype is None or self.process is not None or bitcode.fits():
            return
        with suppress(OSError):
            self.process = subprocess.Popen(
                [sys.executable, "-m", "numnet.warmup", self.dtype], stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                env={**os.environ, "NUMNET_CACHE_DIR": str(cache_folder().parent)},
            )  # fmt: skip

    def wait(self):
        """Wait for its end."""
        if self.process is not None:
            self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, kind, *exception):
        if kind is not None and self.process is not None:
            self.process.kill()
        self.wait()


def main(dtype):
    """Compile the loops, then the forward pass that predictions need."""
    from numnet.model.network import Network

    for kernel, signature in loops(dtype):
        kernel.compile(signature)
    Network([2, 2, 2], dtype=dtype, init="zeros").forward([[0.0, 0.0]])


def write_bitcode():
    """Compile all that Python calls without optimisation, and write the file of `numnet.kernels.compiler.bitcode`."""
    os.environ.update(NUMBA_OPT="0", NUMBA_LOOP_VECTORIZE="0", NUMBA_SLP_VECTORIZE="0")  # Numba is not imported yet
    kernels = {}

    def keep(cache, signature, result):
        (library, *_), *rest = rebuildable(result)
        description = result.fndesc
        names = [description.llvm_func_name, description.llvm_cpython_wrapper_name, description.env_name]
        if not cache.options.get("no_cpython_wrapper"):  # Python calls it
            module = result.library._final_module.as_bitcode()
            kernels[cache.identity(signature)] = library, names, serialize.dumps(rest), module

    KernelCache.load_overload, KernelCache.save_overload = lambda *_: None, keep
    from numba.core import serialize

    for dtype in ("float32", "float64"):
        for _, call in cpu_calls(dtype):
            call()
    bitcode.write(kernels)
    print(f"{bitcode.FILE.name}: {len(kernels)} kernels, {bitcode.FILE.stat().st_size / 1000:.0f} kB")


def cuda_calls(dtype):
    """[(what it is, a call that compiles it)]: every kernel but those for one shape alone, in this dtype."""
    from numnet.cuda.launch_plan import ENGINES
    from numnet.surfaces.descent import descend_many

    engines = [(f"training by {engine.replace('_', ' ')}", partial(_train, engine, dtype)) for engine in ENGINES]
    walks = ("walks on error surfaces", partial(descend_many, "beale", ["adam"], steps=1, device="cuda"))
    return [*engines, *([walks] if dtype == "float64" else [])]


def _train(engine, dtype):
    from numnet.cuda.session import Session
    from numnet.model.network import Network
    from numnet.training.training import Training

    training = Training(Network([2, 2, 2], dtype=dtype), [[0.0, 0.0], [1.0, 1.0]], [0, 1], device="cuda")
    Session([training], engine).advance(0)


if __name__ == "__main__":
    write_bitcode() if sys.argv[1] == "bitcode" else main(sys.argv[1])
