"""What numba-cuda lacks and the loops want: views of flat buffers, and members of IntEnum as indices."""

import operator

from numba.cuda import types
from numba.cuda.extending import intrinsic, overload
from numba.cuda.np.arrayobj import make_array, populate_array


def _view(context, builder, buffer_type, buffer, view_type, at, shape):
    """LLVM code for a C-contiguous view of ``shape`` that begins ``at`` items into a one-dimensional buffer."""
    source = make_array(buffer_type)(context, builder, buffer)
    view = make_array(view_type)(context, builder)
    strides, stride = [], source.itemsize
    for extent in reversed(shape):
        strides.insert(0, stride)
        stride = builder.mul(stride, extent)
    populate_array(
        view, data=builder.gep(source.data, [at]), shape=shape, strides=strides, itemsize=source.itemsize, meminfo=None
    )
    return view._getvalue()


@intrinsic
def vector(typing_context, buffer, at, size):
    """buffer[at : at + size], a (size,) view of a flat buffer (not checked against its end)."""
    view_type = types.Array(buffer.dtype, 1, "C")

    def code(context, builder, signature, args):
        return _view(context, builder, signature.args[0], args[0], view_type, args[1], [args[2]])

    return view_type(buffer, types.intp, types.intp), code


@intrinsic
def matrix(typing_context, buffer, at, rows, columns):
    """buffer[at : at + rows · columns] as a (rows, columns) view of a flat buffer (not checked against its end)."""
    view_type = types.Array(buffer.dtype, 2, "C")

    def code(context, builder, signature, args):
        return _view(context, builder, signature.args[0], args[0], view_type, args[1], [args[2], args[3]])

    return view_type(buffer, types.intp, types.intp, types.intp), code


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
