"""The fingerprint of a data set."""

import numpy as np
import pytest

from numnet.data import (
    Dataset,
    fingerprint,
    load_dataset,
)

pytestmark = pytest.mark.filterwarnings("error")


def test_fingerprint_sees_values_names_and_shape_but_not_the_file():
    base = load_dataset("moons", n=10)

    def changed(**fields):
        return fingerprint(Dataset(**{**vars(base), **fields}))

    assert len(fingerprint(base)) == 16 and int(fingerprint(base), 16) >= 0
    assert fingerprint(base) == changed(name="other", reason="other", scale=True)
    nudged = base.X.copy()
    nudged[3, 1] = np.nextafter(nudged[3, 1], 9)
    others = [
        changed(X=nudged), changed(T=1 - base.T), changed(feature_names=("a", "b")), changed(task="multiclass"),
        changed(X=base.X.reshape(5, 4)), changed(target_names=("a", "b")),
    ]  # fmt: skip
    assert len({fingerprint(base), *others}) == 7
