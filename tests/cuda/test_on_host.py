"""What numba-cuda compiles of the CUDA kernels, run on the host (tests/support/cuda_on_host), against the CPU's.

All of tests/cuda/test_training.py and tests/training/test_gpu_population.py once more, then every engine in both
dtypes, then the same watched by sanitizers.
"""

import subprocess

import numpy as np
import pytest

import numnet
from numnet.cuda.errors import in_simulator
from tests.cuda import test_training
from tests.cuda.test_training import *  # noqa: F403
from tests.support import cuda_on_host
from tests.training.test_gpu_population import *  # noqa: F403

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(cuda_on_host.missing() is not None, reason=str(cuda_on_host.missing())),
    pytest.mark.skipif(in_simulator(), reason="the simulator compiles nothing"),
]
ENGINES = ("threads", "blocks", "large_blocks", "grid")
DTYPES = {"float64": 1e-9, "float32": 2e-5}
EVERYTHING = {"optimizer": numnet.NAG(0.05, weight_decay=0.01), "l1": 1e-3, "l2": 1e-2, "dropout": 0.3,
              "clip_norm": 0.5, "schedule": "cosine", "sample_weight": np.linspace(0, 2, 11)}  # fmt: skip
WIDE = {"sizes": (5, 66, 130, 3), "n": 150, "batch_size": 140, "updates": 4}  # large and small tiles, none of them full


@pytest.fixture(scope="module")
def programs(tmp_path_factory):
    """Where the programs are that kernels become; none is compiled twice."""
    return tmp_path_factory.mktemp("programs")


@pytest.fixture(autouse=True)
def host(request, monkeypatch, programs):
    """Kernels run on the host, watched by the sanitizer that the test has as a parameter."""
    sanitizer = getattr(request.node, "callspec", None) and request.node.callspec.params.get("sanitizer")
    if reason := cuda_on_host.missing(sanitizer):
        pytest.skip(reason)
    cuda_on_host.install(monkeypatch, programs, sanitizer)


def assert_same_runs(engine, variants=({},), specialize=False, tile=None, **options):
    """Networks trained together by one engine, each with options of its own, end as the CPU's do."""
    from numnet.cuda.session import Session

    expected, ours = (
        [test_training.training(device, **options, **variant) for variant in variants] for device in ("cpu", "cuda")
    )
    session = Session(ours, engine, specialize)
    assert session.specialized == specialize
    if tile:
        session.fleet = session.fleet._replace(share=session.fleet.share._replace(tile=tile))
    while any(training.status == 0 for training in ours):
        session.advance(10**9)
    for cpu, cuda in zip(expected, ours):
        while cpu.advance():
            pass
        test_training.assert_same(cpu, cuda, DTYPES[options.get("dtype", "float64")])


# --- values ---


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_knows_every_rule(engine, dtype):
    rules = [{"optimizer": kind(weight_decay=0.01)} for kind in numnet.OPTIMIZERS.values()]
    assert_same_runs(engine, rules, dtype=dtype, updates=9 if (engine, dtype) == ("grid", "float32") else 30)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_knows_every_activation(engine, dtype):
    for activation in numnet.ACTIVATIONS:
        assert_same_runs(engine, dtype=dtype, activation=activation, updates=9)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_knows_every_loss(engine):
    for task in ("regression", "binary", "multiclass", "multilabel"):
        for loss in numnet.LOSSES:
            if (task, loss) != ("regression", "cross_entropy"):
                assert_same_runs(engine, task=task, loss=loss, sizes=(3, 5, 1 if task == "binary" else 3), updates=6)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_does_everything_at_once(engine, dtype):
    assert_same_runs(engine, [EVERYTHING, {"batch_size": 7}, {"batch_size": 1, "shuffle": False}], dtype=dtype)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_takes_a_mini_batch_in_pieces(engine):
    assert_same_runs(engine, [{"dropout": 0.2, "l2": 0.1}], tile=3, batch_size=11, updates=4)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(("sizes", "batch_size"), [((3, 5, 2, 3), 4), ((5, 21, 10, 4), 9)])
def test_kernels_for_one_shape(sizes, batch_size, dtype):
    options = {"sizes": sizes, "batch_size": batch_size, "dtype": dtype, "updates": 30}
    assert_same_runs("blocks", [EVERYTHING, {"optimizer": numnet.Nadam()}], specialize=True, **options)


@pytest.mark.parametrize("dtype", DTYPES)
def test_large_and_small_tiles_of_the_grid(dtype):
    assert_same_runs("grid", [{"dropout": 0.2, "l2": 0.1}, {"optimizer": numnet.NAG()}], **WIDE, dtype=dtype)


# --- races, and memory that isn't the kernel's ---


@pytest.mark.parametrize("sanitizer", ["thread", "address"])
@pytest.mark.parametrize("engine", ENGINES)
def test_a_sanitizer_finds_nothing(engine, sanitizer):
    variants = [EVERYTHING, {"optimizer": numnet.Nadam()}, {"optimizer": numnet.SGD(2.0), "patience": 1}]
    assert_same_runs(engine, variants, updates=9, evaluate_every=1)
    assert_same_runs(engine, [{"dropout": 0.2}], tile=3, batch_size=11, updates=2)
    assert_same_runs(engine, [{"validation": None}], sizes=(3, 3), tile=3, updates=9, evaluate_every=1)


@pytest.mark.parametrize("sanitizer", ["thread", "address"])
def test_a_sanitizer_finds_nothing_in_a_kernel_for_one_shape(sanitizer):
    assert_same_runs("blocks", [EVERYTHING, {}], specialize=True, updates=9)


@pytest.mark.parametrize("sanitizer", ["thread", "address"])
def test_a_sanitizer_finds_nothing_in_large_and_small_tiles(sanitizer):
    assert_same_runs("grid", [{"dropout": 0.2, "l2": 0.1}], **WIDE)


# --- what the host finds, it finds: kernels that go wrong ---


def neighbours(wait, exchange=False):
    """A kernel: out[i] = the number of the next thread in the block, by way of shared memory."""
    from numba import cuda

    @cuda.jit
    def kernel(out):
        shared, i, n = cuda.shared.array(64, np.int64), cuda.threadIdx.x, cuda.blockDim.x
        shared[i] = i
        if wait:
            cuda.syncthreads()
        if exchange:
            cuda.shfl_xor_sync(0xFFFFFFFF, i, 1)
        out[cuda.grid(1)] = shared[(i + 1) % n]

    return kernel


def launch(kernel, *arguments, blocks=2, threads=32):
    """Run it on copies of the arguments; returns these."""
    copies = [np.array(argument) if isinstance(argument, np.ndarray) else argument for argument in arguments]
    kernel[blocks, threads](*copies)
    return copies


@pytest.mark.parametrize("sanitizer", [None, "thread", "address"])
def test_a_kernel_that_waits_gets_its_neighbours_numbers(sanitizer):
    (out,) = launch(neighbours(wait=True), np.zeros(64, np.int64))
    np.testing.assert_array_equal(out, np.tile(np.roll(np.arange(32), -1), 2))


@pytest.mark.parametrize("exchange", [False, True])
@pytest.mark.parametrize("sanitizer", ["thread"])
def test_a_missing_barrier_is_found(sanitizer, exchange):
    with pytest.raises(AssertionError, match="data race"):
        launch(neighbours(False, exchange), np.zeros(64, np.int64))


@pytest.mark.parametrize("sanitizer", [None, "thread"])
@pytest.mark.parametrize("dtype", ["int32", "int64", "float32", "float64"])
def test_threads_of_a_warp_exchange_numbers(dtype, sanitizer):
    from numba import cuda

    @cuda.jit
    def kernel(out):
        i = cuda.grid(1)
        for distance in (16, 8, 4, 2, 1):
            out[i] += cuda.shfl_xor_sync(0xFFFFFFFF, out[i], distance)

    numbers = np.arange(128).astype(dtype) - 5
    (out,) = launch(kernel, numbers, threads=64)
    np.testing.assert_array_equal(out, np.repeat(numbers.reshape(4, 32).sum(1), 32))


@pytest.mark.parametrize(("sanitizer", "found"), [(None, "exit code -11"), ("address", "heap-buffer-overflow")])
def test_a_write_past_the_end_is_found(sanitizer, found):
    with pytest.raises(AssertionError, match=found):
        launch(neighbours(wait=True), np.zeros(62, np.int64))


def test_arithmetic_that_overflows_is_found():
    from numba import cuda

    @cuda.jit
    def kernel(out):
        out[cuda.grid(1)] *= 3

    np.testing.assert_array_equal(launch(kernel, np.arange(64))[0], 3 * np.arange(64))
    with pytest.raises(AssertionError, match="undefined: 9223372036854775807 \\* 3 in thread 31 of block 1"):
        launch(kernel, np.append(np.arange(63), 2**63 - 1))


def test_threads_that_wait_in_vain_are_found(monkeypatch):
    from numba import cuda

    @cuda.jit
    def kernel(out):
        if cuda.threadIdx.x > 0:
            cuda.syncthreads()
        out[cuda.grid(1)] = 1

    monkeypatch.setattr(cuda_on_host, "PATIENCE", 1)
    with pytest.raises(subprocess.TimeoutExpired):
        launch(kernel, np.zeros(64, np.int64))


# --- loops over range, as numnet/cuda/device/extensions.py compiles them ---


@pytest.mark.parametrize("kind", [np.int32, np.int64])
def test_loops_over_range(kind):
    from numba import cuda

    @cuda.jit
    def kernel(bounds, rounds, total, last):
        i = cuda.grid(1)
        for number in range(bounds[i, 0], bounds[i, 1], bounds[i, 2]):
            if number == 5:
                continue
            rounds[i] += 1
            total[i] += number
            last[i] = number
            if rounds[i] == 20:
                break

    rng = np.random.default_rng(0)
    bounds = rng.integers(-30, 30, (64, 3)).astype(kind)
    bounds[bounds[:, 2] == 0, 2] = 1
    bounds[:, 2] = np.where(np.arange(64) % 2, bounds[:, 2], np.sign(bounds[:, 2]))
    zeros = np.zeros(64, np.int64)
    _, rounds, total, last = launch(kernel, bounds, zeros, zeros, zeros)
    for i, (start, stop, step) in enumerate(bounds.tolist()):
        numbers = [number for number in range(start, stop, step) if number != 5][:20]
        assert (rounds[i], total[i], last[i]) == (len(numbers), sum(numbers), numbers[-1] if numbers else 0)
