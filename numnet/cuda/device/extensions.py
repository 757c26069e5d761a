"""Additions to numba-cuda: members of IntEnum as indices, ``hyper[Hyper.ETA]``, fast loops and indices, words of four,
objects whose attributes are constants.

No index of device code is negative: the compiler is told so, and asks no more.
"""

import operator

from llvmlite import ir
from numba.cuda import cgutils, types
from numba.cuda.core.imputils import RefType, iternext_impl
from numba.cuda.extending import (
    core_models,
    infer_getattr,
    intrinsic,
    lower_builtin,
    lower_getattr_generic,
    overload,
    register_model,
    typeof_impl,
)
from numba.cuda.np import arrayobj
from numba.cuda.typing.templates import AttributeTemplate


@overload(operator.getitem)
def _get(array, place):
    if isinstance(array, types.Array) and isinstance(place, types.IntEnumMember):
        return lambda array, place: array[place.value]


@overload(operator.setitem)
def _set(array, place, value):
    if isinstance(array, types.Array) and isinstance(place, types.IntEnumMember):

        def put(array, place, value):
            array[place.value] = value

        return put


def _count_by_comparing(state_type, iterator_type):
    """A loop over ``range`` that goes on while the number is below the end (above it, if the step is negative).

    Numba's own counts the rounds before it starts, for which it divides by the step; and NVVM, whose loops must look
    like those of C, neither unrolls it nor knows how long it is where the end is a constant.
    """

    @lower_builtin("getiter", state_type)
    def begin(context, builder, signature, arguments):
        state = cgutils.create_struct_proxy(state_type)(context, builder, arguments[0])
        loop = cgutils.create_struct_proxy(iterator_type)(context, builder)
        loop.iter = loop.count = cgutils.alloca_once_value(builder, state.start)
        loop.stop, loop.step = state.stop, state.step
        return loop._getvalue()

    @lower_builtin("iternext", iterator_type)
    @iternext_impl(RefType.BORROWED)
    def go_on(context, builder, signature, arguments, result):
        loop = cgutils.create_struct_proxy(iterator_type)(context, builder, arguments[0])
        number = builder.load(loop.iter)
        less = builder.icmp_signed if iterator_type.yield_type.signed else builder.icmp_unsigned
        upwards = less(">=", loop.step, context.get_constant(iterator_type.yield_type, 0))
        result.set_valid(builder.select(upwards, less("<", number, loop.stop), less(">", number, loop.stop)))
        result.yield_(number)
        builder.store(builder.add(number, loop.step, flags=["nsw"]), loop.iter)


for _bits in ("32", "64"):
    _count_by_comparing(getattr(types, f"range_state{_bits}_type"), getattr(types, f"range_iter{_bits}_type"))


def _unsigned(kind):
    """The type of an index, or of a tuple of them, as one that can't be negative."""
    if isinstance(kind, types.BaseTuple):
        return types.Tuple([_unsigned(part) for part in kind])
    if isinstance(kind, types.Integer) and kind.signed:
        return types.Integer.from_bitwidth(kind.bitwidth, signed=False)
    return kind


def _never_negative(operation, lower, *index_kinds):
    """Numba's own lowering of an access to an array, without the question whether an index counts from the end."""
    for kind in index_kinds:

        @lower_builtin(operation, types.Array, kind, *[types.Any] * (operation is operator.setitem))
        def access(context, builder, signature, arguments):
            array, index, *value = signature.args
            return lower(context, builder, signature.replace(args=(array, _unsigned(index), *value)), arguments)


_never_negative(operator.getitem, arrayobj.getitem_arraynd_intp, types.Integer)
_never_negative(operator.getitem, arrayobj.getitem_array_tuple, types.BaseTuple)
_never_negative(operator.setitem, arrayobj.setitem_array, types.Integer, types.BaseTuple)


@intrinsic
def four_at(typing_context, array, at):
    """array[at], …, array[at + 3], read at once: ``at`` must be a multiple of four, from the begin of a word on."""

    def code(context, builder, signature, arguments):
        array_type, _ = signature.args
        data = arrayobj.make_array(array_type)(context, builder, arguments[0]).data
        word = ir.VectorType(data.type.pointee, 4)
        place = builder.bitcast(builder.gep(data, [arguments[1]]), word.as_pointer(data.type.addrspace))
        value = builder.load(place, align=16)  # bytes: the longest word that a thread reads
        numbers = [builder.extract_element(value, ir.Constant(ir.IntType(32), k)) for k in range(4)]
        return context.make_tuple(builder, signature.return_type, numbers)

    return types.UniTuple(array.dtype, 4)(array, types.int64), code


class _Constants(types.Dummy):
    """The type of one object: a function that has the object as an argument is compiled for it alone."""

    def __init__(self, values):
        self.values = values
        super().__init__(repr(values))


register_model(_Constants)(core_models.OpaqueModel)


@infer_getattr
class _ConstantsAttribute(AttributeTemplate):
    key = _Constants

    def generic_resolve(self, kind, name):
        return types.literal(getattr(kind.values, name))


@lower_getattr_generic(_Constants)
def _constant(context, builder, kind, value, name):
    return context.get_constant(types.int64, getattr(kind.values, name))


def constants(cls):
    """Decorator of a NamedTuple of integers: device code sees its attributes, properties too, as constants."""
    typeof_impl.register(cls)(lambda values, context: _Constants(values))
    return cls
