"""SIMD values: several neighbouring numbers of a row as one value, for the processor's vector instructions.

LLVM turns a loop over contiguous numbers into vector instructions by itself, but it does not keep a block of sums in
registers while a loop runs over something else, as a matrix product needs.  With these a kernel says so::

    w = lanes(W, (i, j))             # W[i, j : j + WIDTH]
    net = net + x[n, i] * w          # one multiplication and one addition, for all of them
    put(net, a, (n, j))              # a[n, j : j + WIDTH] = net

There are 16 lanes of float32 or 8 of float64, 64 bytes: two registers of AVX2, one of AVX-512, four of NEON.  The build
of the live page takes half as many (page/make.py); no bit of a result depends on it.
"""

import operator

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import intrinsic, lower_builtin, models, register_model

BYTES = 64
SUM_BYTES = 64  # of the numbers that a sum over all lanes adds side by side: those of one value, or of two
_INT32 = ir.IntType(32)


class Lanes(types.Type):
    """The Numba type of a value of ``width`` numbers of ``dtype``."""

    def __init__(self, dtype):
        self.dtype, self.width = dtype, 8 * BYTES // dtype.bitwidth
        super().__init__(f"Lanes({dtype})")


@register_model(Lanes)
class _Model(models.PrimitiveModel):
    def __init__(self, manager, lanes):
        real = ir.FloatType() if lanes.dtype == types.float32 else ir.DoubleType()
        super().__init__(manager, lanes, ir.VectorType(real, lanes.width))


def _spread(builder, scalar, vector_type):
    """LLVM code for a vector that holds the scalar in each lane."""
    undefined = ir.Constant(vector_type, ir.Undefined)
    first = builder.insert_element(undefined, scalar, ir.Constant(_INT32, 0))
    everywhere = ir.Constant(ir.VectorType(_INT32, vector_type.count), None)
    return builder.shuffle_vector(first, undefined, everywhere)


def _address(context, builder, array_type, array, index_type, index):
    """LLVM code for the address of array[index]; neither negative indices nor bounds are looked at."""
    from numba.np.arrayobj import make_array  # half of the compiler: only where something is compiled

    indices = cgutils.unpack_tuple(builder, index) if isinstance(index_type, types.BaseTuple) else [index]
    parts = make_array(array_type)(context, builder, array)
    return cgutils.get_item_pointer(context, builder, array_type, parts, indices, wraparound=False)


@intrinsic
def width(typing_context, array):
    """How many numbers of the array's dtype make one value of lanes: a constant to the compiler."""

    def code(context, builder, sig, args):
        return context.get_constant(types.intp, Lanes(array.dtype).width)

    return types.intp(array), code


@intrinsic
def values_of_sum(typing_context, array):
    """How many values of lanes a sum has side by side, of the array's dtype: a constant to the compiler."""

    def code(context, builder, sig, args):
        return context.get_constant(types.intp, SUM_BYTES // BYTES)

    return types.intp(array), code


@intrinsic
def nothing(typing_context, array):
    """0 in every lane."""
    kind = Lanes(array.dtype)

    def code(context, builder, sig, args):
        return ir.Constant(context.get_value_type(kind), None)

    return kind(array), code


@intrinsic
def lanes(typing_context, array, index):
    """array[index] and its right neighbours."""
    kind = Lanes(array.dtype)

    def code(context, builder, sig, args):
        pointer = _address(context, builder, array, args[0], index, args[1])
        vector_type = context.get_value_type(kind)
        return builder.load(builder.bitcast(pointer, vector_type.as_pointer()), align=array.dtype.bitwidth // 8)

    return kind(array, index), code


@intrinsic
def some_lanes(typing_context, array, index, count):
    """array[index] and its right neighbours, ``count`` in all; the other lanes are 0, their memory is not touched."""
    kind = Lanes(array.dtype)

    def code(context, builder, sig, args):
        vector_type = context.get_value_type(kind)
        integers = ir.VectorType(_INT32, vector_type.count)
        wanted = _spread(builder, builder.trunc(args[2], _INT32), integers)
        mask = builder.icmp_signed("<", ir.Constant(integers, list(range(vector_type.count))), wanted)
        pointer = _address(context, builder, array, args[0], index, args[1])
        pointer = builder.bitcast(pointer, vector_type.as_pointer())
        load = cgutils.get_or_insert_function(
            builder.module,
            ir.FunctionType(vector_type, [pointer.type, _INT32, mask.type, vector_type]),
            f"llvm.masked.load.v{vector_type.count}f{array.dtype.bitwidth}.p0",
        )
        alignment = ir.Constant(_INT32, array.dtype.bitwidth // 8)
        return builder.call(load, [pointer, alignment, mask, ir.Constant(vector_type, None)])

    return kind(array, index, types.intp), code


@intrinsic
def put(typing_context, value, array, index):
    """array[index] and its right neighbours = value."""

    def code(context, builder, sig, args):
        pointer = _address(context, builder, array, args[1], index, args[2])
        builder.store(args[0], builder.bitcast(pointer, args[0].type.as_pointer()), align=array.dtype.bitwidth // 8)
        return context.get_dummy_value()

    return types.void(value, array, index), code


@intrinsic
def put_some(typing_context, value, array, index, count):
    """array[index] and its right neighbours, ``count`` in all, = the first lanes of value.  0 ≤ count < the width."""

    def code(context, builder, sig, args):
        rest, pointer, count = args[0], _address(context, builder, array, args[1], index, args[2]), args[3]
        place, lane = cgutils.alloca_once_value(builder, pointer), cgutils.alloca_once_value(builder, rest)
        size = value.width // 2
        while size:  # eight lanes, then four, two, one: as the binary digits of count want
            with builder.if_then(
                builder.trunc(builder.lshr(count, ir.Constant(count.type, size.bit_length() - 1)), ir.IntType(1))
            ):
                _put_first(builder, builder.load(lane), size, builder.load(place), array.dtype.bitwidth // 8)
                builder.store(builder.gep(builder.load(place), [ir.Constant(_INT32, size)]), place)
                builder.store(_shifted(builder, builder.load(lane), size), lane)
            size //= 2
        return context.get_dummy_value()

    return types.void(value, array, index, types.intp), code


@intrinsic
def put_transposed(typing_context, source, index, target, place):
    """target[place + (q, p)] = source[index + (p, q)] for all p, q below the width: a square block, rows to columns.

    In steps 1, 2, 4, …, rows p and p + step exchange halves of each 2 step lanes, as one transposes a matrix of blocks.
    """
    kind = Lanes(source.dtype)

    def code(context, builder, sig, args):
        vector_type, width, align = context.get_value_type(kind), kind.width, source.dtype.bitwidth // 8

        def row(array_type, array, index_type, index, p):
            i, j = cgutils.unpack_tuple(builder, index)
            at = builder.add(i, ir.Constant(i.type, p)), j
            pointer = _address(context, builder, array_type, array, index_type, cgutils.pack_array(builder, at))
            return builder.bitcast(pointer, vector_type.as_pointer())

        rows = [builder.load(row(source, args[0], index, args[1], p), align=align) for p in range(width)]
        step = 1
        while step < width:
            first = _numbers(l if l & step == 0 else width + l - step for l in range(width))
            second = _numbers(l + step if l & step == 0 else width + l for l in range(width))
            for p in (p for p in range(width) if p & step == 0):
                a, b = rows[p], rows[p + step]
                rows[p], rows[p + step] = builder.shuffle_vector(a, b, first), builder.shuffle_vector(a, b, second)
            step *= 2
        for q in range(width):
            builder.store(rows[q], row(target, args[2], place, args[3], q), align=align)
        return context.get_dummy_value()

    return types.void(source, index, target, place), code


@intrinsic
def sum_lanes(typing_context, value):
    """The sum of all lanes: one half is added to the other until one lane is left, the same order everywhere."""

    def code(context, builder, sig, args):
        total, size = args[0], value.width // 2
        while size:
            total, size = builder.fadd(total, _shifted(builder, total, size)), size // 2
        return builder.extract_element(total, ir.Constant(_INT32, 0))

    return value.dtype(value), code


def _put_first(builder, value, size, pointer, align):
    """LLVM code that stores the first lanes."""
    first = builder.shuffle_vector(value, ir.Constant(value.type, ir.Undefined), _numbers(range(size)))
    builder.store(first, builder.bitcast(pointer, first.type.as_pointer()), align=align)


def _shifted(builder, value, size):
    """LLVM code for the value whose lane i is the old lane i + size."""
    count = value.type.count
    return builder.shuffle_vector(
        value, ir.Constant(value.type, ir.Undefined), _numbers(min(i + size, count - 1) for i in range(count))
    )


def _numbers(numbers):
    """An LLVM vector of integer constants."""
    numbers = list(numbers)
    return ir.Constant(ir.VectorType(_INT32, len(numbers)), numbers)


@infer_global(operator.add)
class _Add(AbstractTemplate):
    def generic(self, args, kws):
        a, b = args
        if isinstance(a, Lanes) and a == b:
            return signature(a, a, a)


@infer_global(operator.mul)
class _Multiply(AbstractTemplate):
    def generic(self, args, kws):
        a, b = args
        if isinstance(b, Lanes) and a in (b, b.dtype):
            return signature(b, a, b)


@lower_builtin(operator.add, Lanes, Lanes)
def _add(context, builder, sig, args):
    return builder.fadd(*args)


@lower_builtin(operator.mul, Lanes, Lanes)
def _multiply(context, builder, sig, args):
    return builder.fmul(*args)


@lower_builtin(operator.mul, types.Float, Lanes)
def _scale(context, builder, sig, args):
    return builder.fmul(_spread(builder, args[0], args[1].type), args[1])
