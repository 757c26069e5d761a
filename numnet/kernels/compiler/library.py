"""The machine code of a kernel, with copies of the loops it calls that nobody else sees.

LLVM rounds two copies of a loop differently, where it may reorder sums.  Numba gives them one name, and of one name the
loader takes the copy that a process met first: its own object where the loop was compiled just now, that of some other
kernel where all came from the cache.  Here a kernel keeps to its own copies: the same bits in either case.
"""

from llvmlite.binding import Linkage
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler


class KernelLibrary(JITCodeLibrary):
    """A module of LLVM and what became of it; see Numba's class."""

    def _finalize_final_module(self):
        self._finalized = True  # the next line asks; it makes the module that callers of this kernel take in
        self._get_module_for_linking()
        self._finalized = False
        for function in self._final_module.functions:
            if function.linkage == Linkage.linkonce_odr:
                function.linkage = "internal"
        super()._finalize_final_module()


class KernelCompiler(Compiler):
    """Numba's compiler, with our library."""

    def compile_extra(self, func):
        """The result of compiling a Python function."""
        self.state.library = KernelLibrary(self.state.targetctx.codegen(), func.__qualname__)
        self.state.library.enable_object_caching()
        return super().compile_extra(func)
