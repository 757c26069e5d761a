"""What is said where there is no GPU, and that nothing of CUDA is loaded before it is wanted; needs no GPU itself."""

import subprocess
import sys
from importlib import import_module

import numpy as np
import pytest
from click.testing import CliRunner

import numnet
import numnet.cuda
from numnet.commands import main
from numnet.cuda.errors import DeviceError, OutOfMemory, in_simulator
from numnet.cuda.launch_plan import STATIC, make_plan
from numnet.cuda.records import SMALL


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


def test_warmup_says_why_there_is_nothing_to_compile_for(without_package):
    result = CliRunner().invoke(main, ["warmup", "--device", "cuda"])
    assert result.exit_code == 2
    assert result.output.startswith("Error: --device cuda needs the package numba-cuda: pip install")
    assert result.output.count("\n") == 1


def test_info_says_why_there_is_no_device(without_package):
    result = CliRunner().invoke(main, ["info"])
    assert "cuda       none (device cuda needs the package numba-cuda" in result.output


def test_nothing_of_cuda_is_imported_before_it_is_wanted():
    code = (
        "import sys, numnet\n"
        "numnet.train(numnet.Network([1, 2, 2]), [[0.0], [1.0]], [0, 1], epochs=1)\n"
        "assert not [name for name in sys.modules if name.startswith(('numba.cuda', 'numba_cuda', 'cuda.'))]\n"
        "assert not {name for name in sys.modules if name.startswith('numnet.cuda.')} - {'numnet.cuda.errors'}"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_numba_cuda_is_imported_in_one_place():
    from pathlib import Path

    package = Path(numnet.__file__).parent
    found = {
        path.relative_to(package).as_posix() for path in package.rglob("*.py")
        if any(word in path.read_text() for word in ("from numba.cuda", "from numba import cuda", "import numba.cuda"))
    }  # fmt: skip
    assert {path.rpartition("/")[0] for path in found} == {"cuda/device"}


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
    assert found.share.tile < 4096
    assert found.shared + STATIC <= H100.shared


def test_an_engine_that_is_too_small_says_how_much_it_takes():
    with pytest.raises(DeviceError, match=rf"engine threads takes networks of at most {SMALL} numbers here, this one"):
        plan((64, 64, 32, 10), 64, engine="threads")
    with pytest.raises(DeviceError, match="engine blocks takes networks of at most"):
        plan((784, 256, 128, 10), 128, engine="blocks")


def test_random_numbers_and_equations_of_the_simulator_are_those_of_the_kernels():
    from numnet.cuda.device.simulator import plain
    from numnet.kernels import activations, random

    with np.errstate(over="ignore"):
        assert plain(random).below(np.uint64(5), 3, 1000) == random.below(np.uint64(5), 3, 1000)
    for name in ("gelu", "silu", "softplus", "elu", "sigmoid"):
        ours, theirs = plain(activations).EQUATIONS[name], activations.EQUATIONS[name]
        for net in (-3.0, 0.0, 2.5):
            assert ours(np.float64(net)) == pytest.approx(theirs(net), rel=1e-14, abs=1e-15)
            assert ours(np.float32(net)).dtype == np.float32


# --- what the driver and the compiler say ----------------------------------------------------------------------------


@pytest.fixture
def device():
    """numnet.cuda.device.driver with the real numba-cuda, whose classes these tests raise."""
    if in_simulator():
        pytest.skip("the simulator has no driver")
    pytest.importorskip("numba_cuda")
    return import_module("numnet.cuda.device.driver")


def api_error(name):
    """As numba-cuda raises it when a call of the driver fails."""
    from cuda.bindings.driver import CUresult
    from numba.cuda.cudadrv.driver import CudaAPIError

    return CudaAPIError(getattr(CUresult, f"CUDA_ERROR_{name}"), f"Call to cuXyz results in CUDA_ERROR_{name}")


def launch_error(name):
    """As cuda.core raises it when a launch fails."""
    from cuda.bindings.driver import CUresult
    from cuda.core._utils.cuda_utils import CUDAError
    from cuda.core._utils.driver_cu_result_explanations import DRIVER_CU_RESULT_EXPLANATIONS as explanations

    return CUDAError(f"CUDA_ERROR_{name}: {explanations.get(getattr(CUresult, f'CUDA_ERROR_{name}'))}")


def other_error(module, name, text):
    """One of another class of theirs."""
    return getattr(import_module(module), name)(text)


@pytest.mark.parametrize(("make", "arguments", "said"), [
    (launch_error, ("LAUNCH_OUT_OF_RESOURCES",), "more registers, threads or shared memory than this GPU has; use a"),
    (launch_error, ("COOPERATIVE_LAUNCH_TOO_LARGE",), "use a smaller batch, a smaller network, --no-specialize or dev"),
    (api_error, ("INVALID_VALUE",), "more registers"),
    (launch_error, ("LAUNCH_TIMEOUT",), "a GPU without a screen"),
    (api_error, ("ILLEGAL_ADDRESS",), "a kernel failed, and the GPU takes no more of this process; run it again"),
    (api_error, ("UNSUPPORTED_PTX_VERSION",), r"the driver is too old .* pip install 'numnet\[cuda12\]'"),
    (api_error, ("SYSTEM_DRIVER_MISMATCH",), "the driver is too old"),
    (api_error, ("NO_BINARY_FOR_GPU",), "make no code for this GPU"),
    (api_error, ("DEVICE_UNAVAILABLE",), "another process has the GPU"),
    (api_error, ("UNKNOWN",), r"the GPU can't go on: .*CUDA_ERROR_UNKNOWN; pip install 'numnet\[cuda12\]'"),
    (other_error, ("numba.cuda.cudadrv.error", "CCSupportError", "GPU compute capability 3.0 is not supported"),
     "make no code for this GPU"),
    (other_error, ("numba.cuda.cudadrv.error", "NvvmSupportError", "libNVVM is not available"), "is missing"),
    (other_error, ("numba.cuda.cudadrv.error", "NvrtcCompilationError", "no"), "what compiles for GPUs is missing"),
    (other_error, ("numba.cuda.cudadrv.driver", "LinkerError", "x.ptx not found"), "what compiles for GPUs is missing"),
    (other_error, ("cuda.bindings.nvjitlink", "nvJitLinkError", 2), "what compiles for GPUs is missing"),
    (other_error, ("cuda.pathfinder", "DynamicLibNotFoundError", "Failure finding libnvvm.so"), "is missing"),
])  # fmt: skip
def test_what_the_driver_says_ends_in_one_line_with_a_remedy(device, make, arguments, said):
    error = make(*arguments)
    with pytest.raises(DeviceError, match=said) as caught, device.understandable():
        raise error
    assert "\n" not in str(caught.value)
    assert " ".join(str(error).split()).partition(". ")[0] in str(caught.value)
    assert caught.value.__cause__ is error


@pytest.mark.parametrize("make", [api_error, launch_error])
def test_short_memory_has_a_class_of_its_own(device, make):
    with pytest.raises(OutOfMemory, match="too little free memory; use fewer samples, a smaller net"):
        with device.understandable():
            raise make("OUT_OF_MEMORY")


def test_errors_as_they_really_come_up(device, monkeypatch):
    from cuda.bindings import nvvm as bindings
    from numba.cuda.cudadrv import nvvm

    with pytest.raises(DeviceError, match=r"what compiles for GPUs .*ERROR_INVALID_PROGRAM"), device.understandable():
        bindings.compile_program(0, 0, [])
    monkeypatch.setattr(nvvm.LibDevice, "_cache_", None)
    monkeypatch.setattr(nvvm, "get_libdevice", lambda: None)  # a RuntimeError of Python's, but raised there
    with pytest.raises(DeviceError, match="what compiles for GPUs is missing"), device.understandable():
        nvvm.LibDevice()


def test_mistakes_of_ours_stay_what_they_are(device):
    for kind in (ValueError, RuntimeError, OSError, KeyError):
        with pytest.raises(kind, match="ours"), device.understandable():
            raise kind("ours")


def test_a_driver_older_than_the_packages_is_told_which_packages_fit(device):
    device.check_versions((12, 4), (12, 9))
    device.check_versions((13, 0), (12, 9))
    with pytest.raises(DeviceError, match=r"knows CUDA 12.4, .* want CUDA 13; .*pip install 'numnet\[cuda12\]'"):
        device.check_versions((12, 4), (13, 0))
    assert device.cuda_of_packages() >= (12, 0)


def test_a_driver_without_a_device_says_what_it_says(device, monkeypatch):
    from numba.cuda.cudadrv import driver

    def no_device(flags):
        raise api_error("NO_DEVICE")

    monkeypatch.setattr(driver.driver, "is_initialized", False)
    monkeypatch.setattr(driver.driver, "initialization_error", None)
    monkeypatch.setitem(vars(driver.driver), "cuInit", no_device)
    for _ in range(2):
        with pytest.raises(DeviceError, match=r"finds no NVIDIA GPU \(.*CUDA_ERROR_NO_DEVICE.*`nvidia-smi` must show"):
            device.check_driver()


def test_a_missing_compiler_is_not_a_missing_gpu(device, monkeypatch):
    from numba.cuda.cudadrv import driver, nvvm

    monkeypatch.setattr(driver.driver, "is_initialized", True)
    monkeypatch.setattr(driver.driver, "initialization_error", None)
    monkeypatch.setattr(driver.driver, "get_version", lambda: (12, 9))
    monkeypatch.setattr(nvvm, "is_available", lambda: False)
    with pytest.raises(DeviceError, match=r"finds no NVVM, which compiles for GPUs: pip install 'numnet\[cuda12\]'"):
        device.check_driver()


def test_a_command_that_the_driver_ends_leaves_nothing(device, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for module in ("numnet.cuda", "numnet.options.train"):
        monkeypatch.setattr(f"{module}.check_device", lambda: None)
    monkeypatch.setattr("numnet.commands.output.train_report.describe_device", lambda: "a GPU that is lost")

    class Lost:
        def __init__(self):
            raise api_error("DEVICE_UNAVAILABLE")

    monkeypatch.setattr("numnet.cuda.session.Limits", Lost)
    result = CliRunner().invoke(main, ["train", "xor", "--hidden", "2", "--device", "cuda", "--quiet"])
    assert result.exit_code == 2
    assert result.output.startswith("Error: another process has the GPU to itself; wait for it, or use device cpu (")
    assert result.output.count("\n") == 1
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
