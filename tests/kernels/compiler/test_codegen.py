"""Functions written out from a registry."""

import traceback

import pytest

from numnet.kernels.compiler.codegen import choice, written


def pick(branches, complete=False):
    """The function that answers by its branches."""
    lines = ["answer = 0", *choice("code", branches, complete), "return answer"]
    return written("pick", "code", lines, __name__, {"ten": 10})


def test_the_code_picks_its_branch():
    branches = [(2, ("answer = ten",)), (5, ("answer = 5",)), (7, ("answer = ten",))]
    assert [pick(branches)(code) for code in (2, 5, 7, 3)] == [10, 5, 10, 0]
    assert "code == 2 or code == 7" in choice("code", branches)[0]


def test_the_last_branch_of_a_complete_choice_needs_no_question():
    branches = [(2, ("answer = ten",)), (5, ("answer = 1", "answer += 1"))]
    assert [pick(branches, complete=True)(code) for code in (2, 5, 6)] == [10, 2, 2]
    assert choice("code", branches[:1], complete=True) == choice("code", branches[:1])
    assert choice("code", []) == []


def test_lines_are_in_tracebacks():
    with pytest.raises(ZeroDivisionError) as caught:
        written("divide", "x", ["return ten / x"], __name__, {"ten": 10})(0)
    assert "return ten / x" in "".join(traceback.format_exception(caught.value))
