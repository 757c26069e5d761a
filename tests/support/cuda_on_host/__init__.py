"""The CUDA kernels on the host: what numba-cuda makes of them for the device, run by threads of the system.

numba-cuda hands LLVM code to NVIDIA's compiler.  Here clang gets it (the package ziglang brings one), and host.c stands
in for the device.  So it is numba-cuda's typed code that runs, and sanitizers can watch it: unlike with Numba's
simulator, integers overflow, divide and compare as they do on the device, and races between threads are seen.
What NVIDIA's compiler does later isn't seen, nor that a warp runs in step.
"""

import functools
import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import numpy as np

HERE = Path(__file__).parent
CAPABILITY = (9, 0)
BYTES = {"i8": 1, "i32": 4, "i64": 8, "float": 4, "double": 8}
PATIENCE = 300  # seconds that a launch may take: threads that wait for others that never come take longer
CHECKED = (  # the arithmetic of which LLVM's manual says when it is undefined
    r"= (add(?= nsw)|sub(?= nsw)|mul(?= nsw)|sdiv|udiv|srem|urem|shl|lshr|ashr)((?: \w+)*?) i(32|64) ([^,\n]+), (.+)"
)


def missing(sanitizer=None):
    """What isn't there and would be needed, as a reason to skip; None if nothing."""
    for package in ("numba_cuda", "ziglang"):
        if importlib.util.find_spec(package) is None:
            return f"{package} is not installed: make test-cuda-host"
    if sanitizer == "address" and shutil.which("cc") is None:
        return "there is no cc to link the address sanitizer's library"


class Chip:
    """What numnet asks a device about itself."""

    id, name = 0, "host"
    compute_capability = CAPABILITY
    MULTIPROCESSOR_COUNT = 2  # blocks of the grid
    MAX_SHARED_MEMORY_PER_BLOCK_OPTIN = 48 * 1024
    memory_manager = SimpleNamespace(deallocations=[])

    def get_memory_info(self):
        """(free, total), as a context tells."""
        return 2**30, 2**30


class HostArray(np.ndarray):
    """An array on the device that isn't one."""

    def copy_to_host(self, into):
        """Copy it into another array."""
        into[...] = self

    def copy_to_device(self, values):
        """Copy another array into it."""
        self[...] = values


def to_device(array):
    """A copy."""
    return array.copy().view(HostArray)


def device_array(shape, dtype):
    """Memory that holds NaN, and as integers −1: nobody may rely on it."""
    array = np.empty(shape, dtype).view(HostArray)
    array.view(np.uint8)[...] = 0xFF
    return array


class Compiled:
    """What `prepare` wants to know of a compiled kernel: more than 64 threads of a block only where there must be."""

    def __init__(self, kernel):
        self.regs_per_thread = 128 if kernel.py_func.__name__ == "train_grid" else 1024


def install(monkeypatch, folder, sanitizer=None):
    """From now on kernels run on the host, compiled into programs in ``folder``; sanitizer: thread or address."""
    from numba import cuda
    from numba.cuda import dispatcher

    from numnet.cuda.device import driver

    for function in (to_device, device_array):
        monkeypatch.setattr(cuda, function.__name__, function)
    for name in ("get_current_device", "current_context"):
        monkeypatch.setattr(cuda, name, Chip)
    monkeypatch.setattr(cuda, "synchronize", lambda: None)
    monkeypatch.setattr(driver, "check_driver", lambda: None)
    monkeypatch.setattr(dispatcher, "get_current_device", Chip)
    monkeypatch.setattr(dispatcher.CUDADispatcher, "compile", lambda kernel, types: Compiled(kernel))

    def configure(kernel, launch):
        blocks, threads, _, dynamic = (*launch, 0, 0)[:4]

        def call(*arguments):
            types = tuple(kernel.typeof_pyval(argument) for argument in arguments)
            run(program(kernel, types, folder, sanitizer), arguments, int(blocks), int(threads), dynamic)

        return call

    monkeypatch.setattr(dispatcher.CUDADispatcher, "__getitem__", configure)


# --- from a kernel to a program ---


@functools.cache
def code(kernel, types):
    """The texts that numba-cuda gives to NVIDIA's compiler for these types of arguments; the first has the kernel."""
    import numba
    from numba import cuda
    from numba.cuda.cudadrv import nvvm

    given, compiler = [], nvvm.compile_ir
    nvvm.compile_ir = lambda texts, **options: given.extend(texts) or b""
    try:
        fast = kernel.targetoptions.get("fastmath", False)
        cuda.compile_ptx(kernel.py_func, numba.void(*types), cc=CAPABILITY, fastmath=fast)
    finally:
        nvvm.compile_ir = compiler
    return given


@functools.cache
def program(kernel, types, folder, sanitizer):
    """The path of the program that runs this kernel."""
    texts = code(kernel, types)
    entry = re.search(r'^define void @("[^"]+")\((.*)\)', texts[0], re.M)
    arrays = re.findall(r'^(@"\w+") = .*addrspace\(3\) global \[(\d+) x (\w+)\]', texts[0], re.M)
    shared = {name: (int(count), kind) for name, count, kind in arrays}
    folder = Path(tempfile.mkdtemp(prefix=f"{kernel.py_func.__name__}-{sanitizer}-", dir=folder))
    linked = link(for_the_host(text, entry[1], list(shared)) for text in dict.fromkeys(texts))
    attribute = f" sanitize_{sanitizer}" if sanitizer else ""
    (folder / "kernel.ll").write_text(re.sub(r"^(define .*) \{$", rf"\1{attribute} {{", linked, flags=re.M))
    kinds = [kind.split()[0] for kind in opaque(entry[2]).split(", ")]
    (folder / "kernel.h").write_text(header(kinds, shared.values()))
    build(folder, sanitizer)
    return folder / "program"


def for_the_host(text, entry, shared):
    """A module's text for the host: pointers without types, one address space, no name that only NVIDIA knows."""
    text = re.sub(r'^(?:target |!nvvm|@"llvm.used"|@"\w+" = .*addrspace\(3\)).*\n', "", text, flags=re.M)
    text = text.replace(entry, '"kernel"')
    for number, name in enumerate(shared):
        cast = rf"addrspacecast \[.*?\] addrspace\(3\)\* {name} to i8\*"
        text = re.sub(cast, f'call i8* @"shared_array"(i32 {number})', text)
    text = re.sub(r'@"llvm\.nvvm\.([\w.]+)"', lambda match: f'@"nvvm_{match[1].replace(".", "_")}"', text)
    text = re.sub(r'asm .*?"mov.u32 \$0, %dynamic_smem_size;", *"=r"', '@"dynamic_shared_bytes"', text)
    text = re.sub(CHECKED, r'= call i\3 @"checked_\1_\3"(i\3 \4, i\3 \5)', text)
    text = re.sub(r"= fptosi (float|double) (\S+) to i(32|64)", r'= call i\3 @"checked_fptosi_\1_\3"(\1 \2)', text)
    return opaque(text) + declarations(text)


def declarations(text):
    """Of the functions of host.c that `for_the_host` calls."""
    calls = re.findall(r'= call (\S+) @"(shared_array|dynamic_shared_bytes|checked_\w+)"\((.*)\)', text)
    kinds = {name: f'declare {result} @"{name}"({", ".join(part.split()[0] for part in values.split(", ") if part)})'
             for result, name, values in calls}  # fmt: skip
    return opaque("\n" + "\n".join(kinds.values()) + "\n")


def opaque(text):
    """Typed pointers, such as ``{i64, float*}*``, as ``ptr``: newer LLVM knows no others."""
    out, begins, last = [], [], 0  # `last`: where in `out` the type before begins
    for token in re.findall(r'"[^"]*"|;.*|addrspace\(\d+\)|[\w.%@!#-]+|.|\n', text):
        if token in "([{<":
            begins.append(last if token == "(" else len(out))
        elif token in ")]}>":
            last = begins.pop()
        elif token == "*":
            out[last:] = ["ptr"]
            continue
        elif token.isalnum():
            last = len(out)
        out.append(token)
    return "".join(out)


def link(texts):
    """One module of several, as text."""
    from llvmlite import binding

    binding.initialize_native_target()
    whole = binding.parse_assembly("")
    layout = binding.Target.from_default_triple().create_target_machine().target_data
    for text in texts:
        whole.link_in(binding.parse_assembly(f'target datalayout = "{layout}"\n{text}'))
    return str(whole)


def header(kinds, shared):
    """kernel.h for host.c: how the kernel is called, and how large its shared arrays are; 0: what the launch says."""
    sizes = [count * BYTES[kind] for count, kind in shared]
    types = {"ptr": "void *", "double": "double", "float": "float"}
    names = [types.get(kind, f"int{kind[1:]}_t") for kind in kinds]
    values = [f"*({name} *)&w[{k}]" for k, name in enumerate(names)]
    return (
        f"enum {{ SHARED_ARRAYS = {len(sizes)} }};\n"
        f"static const size_t shared_bytes[] = {{{', '.join(map(str, [*sizes, 0]))}}};\n"
        f"void kernel({', '.join(names)});\n"
        f"static void call_kernel(uint64_t *w) {{ kernel({', '.join(values)}); }}\n"
    )


def build(folder, sanitizer):
    """Compile kernel.ll, kernel.h and host.c in this folder into ``program``."""
    zig = sys.executable, "-m", "ziglang", "cc"
    options = (f"-fsanitize={sanitizer}", "-DSANITIZED") if sanitizer else ("-fno-sanitize=undefined",)
    for source in (HERE / "host.c", folder / "kernel.ll"):
        include = ("-I", folder) if source.suffix == ".c" else ("-Wno-override-module",)
        command(*zig, "-O1", "-g", *options, *include, "-c", source, "-o", folder / f"{source.stem}.o")
    linker = ("cc",) if sanitizer == "address" else zig  # ziglang lacks that sanitizer's library
    objects = folder / "host.o", folder / "kernel.o"
    command(*linker, *options, *objects, "-o", folder / "program", "-lm", "-lpthread")


def command(*words):
    """Run a command that must succeed."""
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, readable(done.stdout + done.stderr)


# --- from arguments to a launch ---


def flat(arguments):
    """(words, arrays): arguments as numba-cuda passes them, all of 8 bytes; arrays as {which word: array}.

    An array is passed as meminfo, parent, items, bytes of one, address, shape, strides; a tuple as its members.
    """
    words, arrays = [], {}
    for value in arguments:
        if isinstance(value, tuple):
            more, within = flat(value)
            arrays |= {len(words) + at: array for at, array in within.items()}
            words += more
        elif isinstance(value, np.ndarray):
            arrays[len(words) + 4] = value
            words += [0, 0, value.size, value.itemsize, 0, *value.shape, *value.strides]
        else:
            words.append(int(np.float64(value).view(np.int64)) if isinstance(value, float) else int(value))
    return words, arrays


def run(path, arguments, blocks, threads, dynamic):
    """Launch the program of a kernel; its arrays are changed in place.  AssertionError with what a sanitizer found."""
    words, arrays = flat(arguments)
    sizes = [(at, array.nbytes) for at, array in arrays.items()]
    head = [blocks, threads, dynamic, len(words), len(arrays), *words, *(number for pair in sizes for number in pair)]
    with tempfile.NamedTemporaryFile(dir=path.parent) as file:
        file.write(np.array(head, np.int64).tobytes() + b"".join(array.tobytes() for array in arrays.values()))
        file.flush()
        done = subprocess.run([path, file.name], capture_output=True, text=True, timeout=PATIENCE)
        assert done.returncode == 0, f"exit code {done.returncode}\n{readable(done.stderr)}"
        file.seek(8 * len(head))
        for array in arrays.values():
            array[...] = np.frombuffer(file.read(array.nbytes), array.dtype).reshape(array.shape)


def readable(report, length=6000):
    """The beginning of a report, with Numba's long names cut to module and function."""

    def plain(match):
        parts, rest = [], match[0][3:]
        while size := re.match(r"\d+", rest):
            begin = size.end()
            parts.append(rest[begin : begin + int(size[0])])
            rest = rest[begin + int(size[0]) :]
        return ".".join(parts)

    return re.sub(r"_ZN\d\w+", plain, report)[:length]
