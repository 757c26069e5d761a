"""What Numba compiles where a kernel names a code, ``counter[Counter.STATUS]``: the whole number, as if it were typed.

To Numba itself the members of an enumeration are of a type of their own, which is no index before Numba 0.68.
"""

from numba import types
from numba.core.imputils import lower_constant
from numba.core.typing.templates import AttributeTemplate
from numba.extending import infer_getattr, lower_getattr_generic, models, register_model, typeof_impl

from numnet.kernels.codes import Code, Codes


class CodesType(types.Dummy):
    """The Numba type of one enumeration of ``numnet/kernels/codes.py``."""

    def __init__(self, codes):
        self.codes = codes
        super().__init__(f"Codes({codes.__name__})")


register_model(CodesType)(models.OpaqueModel)


@typeof_impl.register(Codes)
def _typeof_codes(codes, context):
    return CodesType(codes)


@typeof_impl.register(Code)
def _typeof_code(code, context):
    return types.intp


@lower_constant(CodesType)
def _constant(context, builder, kind, codes):
    return context.get_dummy_value()


@infer_getattr
class _Members(AttributeTemplate):
    key = CodesType

    def generic_resolve(self, kind, name):
        """None for what is no member: then Numba says so."""
        return types.intp if name in kind.codes.__members__ else None


@lower_getattr_generic(CodesType)
def _member(context, builder, kind, value, name):
    return context.get_constant(types.intp, int(kind.codes[name]))
