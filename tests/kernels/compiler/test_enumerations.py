"""Codes in kernels are the whole numbers that they stand for."""

import numba
import numpy as np
import pytest

from numnet.kernels import codes
from numnet.kernels.codes import Code, Counter, Status
from numnet.kernels.compiler.jit import jit

pytestmark = pytest.mark.filterwarnings("error")


@jit
def finish(counter):
    """Set one place, and compare another: what it was, whether it is another code."""
    before = counter[Counter.STATUS]
    counter[Counter.STATUS] = Status.FINISHED
    return before, counter[Counter.EPOCH] == Status.DIVERGED


@jit
def plain(counter):
    """The same, with the numbers typed."""
    before = counter[5]
    counter[5] = 1
    return before, counter[1] == 3


def test_a_code_is_its_number_in_the_machine_code_too():
    assert (Counter.STATUS, Counter.EPOCH, Status.FINISHED, Status.DIVERGED) == (5, 1, 1, 3)
    for kernel in (finish, plain):
        counter = np.array([7, 3, 0, 0, 0, 2])
        assert kernel(counter) == (2, True) and counter.tolist() == [7, 3, 0, 0, 0, 1]
    words = [[line.split()[0] for line in kernel.inspect_asm(kernel.signatures[0]).splitlines()
              if line.startswith("\t") and not line.strip().startswith(".")] for kernel in (finish, plain)]  # fmt: skip
    assert words[0] == words[1] and len(words[0]) > 5


def test_a_code_as_an_argument_compiles_no_kernel_of_its_own():
    @jit
    def place(counter, which):
        return counter[which]

    assert place(np.arange(6), Counter.STATUS) == place(np.arange(6), 5) == 5
    assert len(place.signatures) == 1


def test_a_code_that_there_is_not_is_named():
    @jit
    def mistyped(counter):
        return counter[Counter.STATE]

    with pytest.raises(numba.TypingError, match="STATE"):
        mistyped(np.arange(6))


def test_all_enumerations_are_codes():
    found = [value for value in vars(codes).values() if isinstance(value, type) and value.__module__ == codes.__name__]
    assert all(issubclass(value, Code) or value is codes.Codes for value in found) and len(found) > 10
