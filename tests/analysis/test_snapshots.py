"""A run at one of its epochs, and what the history says of it."""

import numpy as np
import pytest

import numnet
from numnet.analysis.snapshots import at_epoch, snapshot_scores
from tests.support.trained_runs import in_it  # noqa: F401

pytestmark = pytest.mark.filterwarnings("error")


def load(name):
    return numnet.load_run(name)


def test_an_epoch_is_the_nearest_snapshot_and_none_leaves_the_run_alone():
    run = load("binary")
    taken = run.snapshots
    before, epoch = at_epoch(run, 0)
    assert epoch == 0
    np.testing.assert_array_equal(before.network.parameters, taken.parameters[0])
    later, epoch = at_epoch(run, 5)
    assert epoch == 6 and taken.epochs.tolist() == [0, 1, 3, 6]
    np.testing.assert_array_equal(later.network.parameters, taken.parameters[3])
    assert at_epoch(run) == (run, None)
    with pytest.raises(ValueError, match="none has no snapshots; train again, with --snapshots 30"):
        at_epoch(load("none"), 0)
    with pytest.raises(ValueError, match="epoch must be an integer >= 0, got -1"):
        at_epoch(run, -1)


def test_moments_are_what_the_history_says_of_the_same_epochs():
    run = load("multilabel")
    found = snapshot_scores(run)
    rows = [moment.epoch for moment in found]
    assert rows == run.snapshots.epochs.tolist()
    np.testing.assert_allclose([moment.train_loss for moment in found], run.history.train_loss[rows], rtol=1e-5)
    np.testing.assert_allclose([m.validation_loss for m in found], run.history.validation_loss[rows], rtol=1e-5)
    np.testing.assert_allclose([m.metric for m in found], run.history.validation_metric[rows], rtol=1e-5)
    assert [moment.epoch for moment in snapshot_scores(run, [0, 6])] == [0, 6]
    assert np.isnan(snapshot_scores(load("xor"), [0])[0].validation_loss)
