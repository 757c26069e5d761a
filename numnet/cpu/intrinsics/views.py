"""Views into flat buffers, made without Numba's reference counting.

Slicing and reshaping an array inside a kernel counts references with atomic instructions, about 10 ns a view, and
hundreds of lines of machine code each.  `vector` and `matrix` make the same view from its address alone.  The buffer
must outlive the view, as all buffers of a run do: the caller of the kernel holds them.
"""

from numba import types
from numba.extending import intrinsic

from numnet.kernels.compiler.jit import jit_inline


def _view(context, builder, buffer_type, buffer, view_type, at, shape):
    """LLVM code for a C-contiguous view of ``shape`` that begins ``at`` items into a one-dimensional buffer."""
    from numba.np.arrayobj import make_array, populate_array  # needed to compile, not to load what is compiled

    source = make_array(buffer_type)(context, builder, buffer)
    view = make_array(view_type)(context, builder)
    itemsize = source.itemsize
    strides, stride = [], itemsize
    for extent in reversed(shape):
        strides.insert(0, stride)
        stride = builder.mul(stride, extent)
    populate_array(
        view, data=builder.gep(source.data, [at]), shape=shape, strides=strides, itemsize=itemsize, meminfo=None
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


@jit_inline
def part(buffer, k, parts):
    """Part k of a buffer in so many equal parts, a view."""
    size = buffer.size // parts
    return vector(buffer, k * size, size)
