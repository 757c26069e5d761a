"""What numba-cuda lacks and the equations want: members of IntEnum as indices, ``hyper[Hyper.ETA]``."""

import operator

from numba.cuda import types
from numba.cuda.extending import overload


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
