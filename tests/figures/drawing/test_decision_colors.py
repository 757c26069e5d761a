"""The colours of an answer: how sure, in how many steps."""

import numpy as np
import pytest

from numnet.figures.drawing import style
from numnet.figures.drawing.decision_colors import AnswerColors
from tests.support.fake_runs import binary, multiclass, multilabel, regression

SURE = np.array([0.05, 0.2, 0.8, 1.0])
OUTPUTS = {  # so sure of the second of two classes, of the first of three, of all labels
    binary: (0.5 + SURE / 2)[:, None],
    multiclass: np.column_stack([1 / 3 + SURE * 2 / 3, *[(1 - SURE) / 3] * 2]),
    multilabel: np.column_stack([0.5 + SURE / 2, np.ones(4)]),
}


@pytest.mark.parametrize("make", OUTPUTS)
@pytest.mark.parametrize(("levels", "seen"), [(None, SURE), (2, [0.0, 0.0, 1.0, 1.0]), (5, [0.0, 0.2, 0.8, 1.0])])
def test_a_region_is_the_paler_the_less_sure_the_network_is(make, levels, seen):
    colors, P = AnswerColors(make(2).data()), OUTPUTS[make]
    winner = int(make is binary)
    if make is multilabel:
        winner = int(colors.combinations.index(np.ones((1, 2), int))[0])
    expected = style.tint(colors.colors[winner], 0.12 + 0.43 * np.asarray(seen))
    np.testing.assert_allclose(colors.of_outputs(P, levels), expected, atol=1e-12)


def test_a_regression_has_three_times_as_many_steps():
    colors = AnswerColors(regression(2).data())
    T = np.linspace(colors.norm.vmin, colors.norm.vmax, 400)[:, None]
    assert len(np.unique(colors.of_outputs(T, 4), axis=0)) == 13
    assert len(np.unique(colors.of_outputs(T), axis=0)) > 100
    outside = colors.of_outputs(np.array([[-1e9], [1e9]]), 4)
    np.testing.assert_array_equal(outside, colors.of_outputs(T, 4)[[0, -1]])
