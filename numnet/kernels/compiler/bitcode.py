"""Kernels compiled but for the last step: LLVM's bitcode, of which the first run on a machine makes machine code.

To come from the source of a kernel to bitcode takes Numba far longer than LLVM takes from there to machine code, and
the bitcode is the same for every processor.  So ``make bitcode`` makes it of all kernels that Python calls, with
Numba's optimisation off, into a file of the package.  Whoever needs a kernel lets LLVM optimise it for the processor;
since arithmetic is exact, it gives the same bits as one that is compiled from its source.

The file: a line with the :func:`key` of what it was made from; then, compressed, one module of LLVM with all kernels,
where what several of them call is there once, and what Numba must know of each.  Where the key is another, for a kernel
was edited or Numba is of another version, kernels are compiled from their sources.
"""

import functools
import logging
import pickle
import platform
import sys
import zlib
from pathlib import Path

from numnet.kernels.compiler.fingerprint import sources

log = logging.getLogger("numnet")
FILE = Path(__file__).with_name("kernels.bitcode")
FULL = 3  # Numba's usual level of optimisation
# Nothing that depends on the processor, and nothing that inlines: a kernel becomes small, and keeps its structure.
TIDYING = ("sroa", "simplify_cfg", "instruction_combine", "aggressive_dce", "global_dead_code_eliminate",
           "constant_merge", "strip_dead_prototype", "strip_symbols")  # fmt: skip


def key():
    """What the file is made from: sources, versions of Numba and LLVM, and the kind of machine and system."""
    import llvmlite
    import numba

    parts = sources(), numba.__version__, llvmlite.__version__, platform.machine(), sys.platform + sys.abiflags
    return " ".join(parts)


@functools.cache
def _contents():
    """(bitcode, {identity: what is known of the kernel}) of all kernels of the file; (b"", {}) if it does not fit."""
    from numba.core import config

    try:
        line, _, packed = FILE.read_bytes().partition(b"\n")
        if line.decode() != key():
            raise ValueError(f"made from {line.decode()}, here is {key()}")
        if config.OPT != FULL:
            raise ValueError(f"NUMBA_OPT is {config.OPT}")
        return pickle.loads(zlib.decompress(packed))
    except (OSError, ValueError, zlib.error) as reason:
        log.debug("numnet: kernels are compiled from their sources, not from %s: %s", FILE.name, reason)
        return b"", {}


def fits():
    """Whether the file is of these sources, this Numba and this kind of machine."""
    return bool(_contents()[1])


def rebuildable(identity, codegen):
    """What `CompileResult._rebuild` makes a kernel of: its machine code for this processor, and the rest.

    identity: of the kernel and its signature (`KernelCache.identity`); codegen: Numba's.  None where the file lacks it.
    """
    from llvmlite import binding as llvm

    bitcode, kernels = _contents()
    if identity not in kernels:
        return None
    name, exported, rest = kernels[identity]
    module = llvm.parse_bitcode(bitcode)
    module.triple, module.data_layout = codegen.magic_tuple()[0], str(codegen.target_data)
    _link_as("external", module, exported)
    _run(module, codegen._pass_builder(), "global_dead_code_eliminate")  # the other kernels
    library = codegen.create_library(name)  # optimised as Numba does: with other passes, loops are slower
    library.add_llvm_module(module)
    library._optimize_final_module()
    machine_code = codegen._tm.emit_object(library._final_module)
    _link_as("linkonce_odr", library._final_module, exported)  # for kernels that call this one
    return (name, "object", (machine_code, library._final_module.as_bitcode())), *pickle.loads(rest)


def write(kernels):
    """Write the file: {identity: (library, names, rest, bitcode)} of kernels compiled without optimisation.

    Raises RuntimeError where the bitcode holds an address of this process.
    """
    from llvmlite import binding as llvm

    whole = llvm.parse_assembly("")
    for *_, bitcode in kernels.values():
        whole.link_in(llvm.parse_bitcode(bitcode))
    machine = llvm.Target.from_triple(llvm.get_process_triple()).create_target_machine(opt=0)
    _run(whole, llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(speed_level=1)), *TIDYING)
    if "inttoptr (i64" in str(whole):
        raise RuntimeError("a kernel holds an address of this process, and can't be kept")
    _link_as("linkonce_odr", whole, set().union(*(exported for _, exported, *_ in kernels.values())))
    known = {identity: parts[:3] for identity, parts in kernels.items()}
    packed = zlib.compress(pickle.dumps((whole.as_bitcode(), known)), 9)
    FILE.write_bytes(key().encode() + b"\n" + packed)


def _link_as(linkage, module, names):
    """Give functions and variables a linkage: external ones stay, those of linkonce_odr go where nothing needs them."""
    for part in (*module.functions, *module.global_variables):
        if part.name in names:
            part.linkage = linkage


def _run(module, builder, *passes):
    """Run passes of LLVM."""
    from llvmlite import binding as llvm

    manager = llvm.create_new_module_pass_manager()
    for name in passes:
        getattr(manager, f"add_{name}_pass")()
    manager.run(module, builder)
