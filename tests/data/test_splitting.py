"""Which rows are trained on, which validate, which are kept for the test."""

import numpy as np
import pytest

from numnet.cpu.random_arrays import random_order
from numnet.data import (
    DataError,
    divide,
    fingerprint,
    read_csv,
    split,
)
from numnet.data.split_dataset import SplitDataset
from numnet.data.splitting import SplitPlan
from numnet.kernels.codes import Stream

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.parametrize(
    ("n", "fraction", "held_out"), [(150, 0.2, 30), (10, 0.25, 2), (4, 0.01, 1), (4, 0.99, 3), (2, 0.5, 1)]
)
def test_split_covers_every_row_once(n, fraction, held_out):
    training, validation = split(n, fraction, seed=0)
    assert len(validation) == held_out and training.dtype == validation.dtype == np.int64
    assert sorted([*training, *validation]) == list(range(n))
    assert (np.diff(training) > 0).all() and (np.diff(validation) > 0).all()


def test_split_follows_the_seed():
    assert np.array_equal(split(100, 0.2, 1)[1], split(100, 0.2, 1)[1])
    assert not np.array_equal(split(100, 0.2, 1)[1], split(100, 0.2, 2)[1])
    assert np.array_equal(split(100, 0.2, 7)[1], np.sort(random_order(100, 7, Stream.SPLIT)[:20]))


@pytest.mark.parametrize("fraction", [0, 1, -0.1, 1.5, float("nan")])
def test_split_refuses_impossible_fractions(fraction):
    with pytest.raises(DataError, match="fraction must be > 0 and < 1, got"):
        split(10, fraction, 0)


def test_split_needs_two_rows():
    with pytest.raises(DataError, match="at least 2 rows, got 1"):
        split(1, 0.5, 0)


def parts_of(n, validation, test=0.0, how="random", seed=0, **more):
    groups = more.pop("groups", None)
    parts = divide(n, validation, seed, SplitPlan(how, test, groups), **more)
    assert sorted(np.concatenate(parts)) == list(range(n)) and all((np.diff(part) > 0).all() for part in parts)
    return parts


@pytest.mark.parametrize("how", ["random", "ordered"])
@pytest.mark.parametrize(("n", "validation", "test", "sizes"), [
    (100, 0.2, 0.1, (70, 20, 10)), (100, 0.2, 0, (80, 20, 0)), (100, 0, 0.1, (90, 0, 10)), (100, 0, 0, (100, 0, 0)),
    (3, 0.2, 0.2, (1, 1, 1)), (10, 0.01, 0.01, (8, 1, 1)), (4, 0.7, 0.29, (1, 2, 1)),
])  # fmt: skip
def test_parts_have_their_shares_and_never_none(how, n, validation, test, sizes):
    assert tuple(map(len, parts_of(n, validation, test, how))) == sizes


def test_a_test_part_leaves_the_validation_part_as_it_was():
    assert np.array_equal(parts_of(50, 0.2, 0.1, seed=3)[1], split(50, 0.2, 3)[1])
    assert not np.array_equal(parts_of(50, 0.2, 0.1, seed=3)[2], parts_of(50, 0.2, 0.1, seed=4)[2])


def test_ordered_parts_follow_each_other():
    training, validation, test = parts_of(10, 0.2, 0.3, "ordered", seed=5)
    assert [training.tolist(), validation.tolist(), test.tolist()] == [[0, 1, 2, 3, 4], [5, 6], [7, 8, 9]]


def test_stratified_parts_keep_the_shares_of_the_classes():
    classes = np.random.default_rng(0).permutation([0] * 600 + [1] * 300 + [2] * 99 + [3])
    for seed in range(3):
        training, validation, test = parts_of(1000, 0.2, 0.1, "stratified", seed, classes=classes)
        assert np.bincount(classes[validation]).tolist() == [120, 60, 20]
        assert np.bincount(classes[test]).tolist() == [60, 30, 10]
        assert (classes[training] == 3).sum() == 1


def test_groups_stay_together():
    groups = np.random.default_rng(0).integers(0, 40, 500)
    for seed in range(5):
        parts = parts_of(500, 0.2, 0.1, "group", seed, groups=groups)
        held = [set(groups[part]) for part in parts]
        assert not (held[0] & held[1] or held[0] & held[2] or held[1] & held[2])
        assert len(parts[1]) == pytest.approx(100, abs=15) and len(parts[2]) == pytest.approx(50, abs=15)
    sizes = [len(part) for part in parts_of(100, 0.2, 0.2, "group", groups=np.array([0] * 90 + [1] * 5 + [2] * 5))]
    assert min(sizes) > 0


@pytest.mark.parametrize(("call", "message"), [
    ({"n": 10, "validation": 0.5, "test": 0.5}, "--validation 0.5 and --test 0.5 leave nothing to train on"),
    ({"n": 2, "validation": 0.2, "test": 0.2}, "2 rows are too few"), ({"n": 1, "validation": 0.2}, "1 rows are too"),
    ({"n": 10, "validation": 0.2, "how": "stratified"}, "--split stratified needs classes"),
    ({"n": 4, "validation": 0.2, "how": "stratified", "classes": np.arange(4)}, "no class has enough rows for a valid"),
    ({"n": 4, "validation": 0.2, "test": 0.1, "how": "group", "groups": np.array([0, 0, 1, 1])}, "2 groups are too"),
])  # fmt: skip
def test_impossible_divisions_are_refused(call, message):
    with pytest.raises(DataError, match=message):
        parts_of(**call)


@pytest.fixture
def table(tmp_path):
    rng = np.random.default_rng(0)
    rows = [f"{rng.normal():.3f},{'abcde'[i % 5]}{i // 5 % 4},{rng.normal():.3f},{'no' if i % 3 else 'yes'}"
            for i in range(120)]  # fmt: skip
    (tmp_path / "data.csv").write_text("\n".join(["x,who,z,y", *rows]) + "\n")
    return tmp_path / "data.csv"


def test_a_column_of_groups_is_no_feature(table):
    data = read_csv(table, split="group:who", test=0.2)
    assert data.feature_names == ("x", "z") and len(np.unique(data.split_plan.groups)) == 20
    parts = SplitDataset.of(data, 0.2, seed=0)
    groups = [set(data.split_plan.groups[rows]) for rows in (parts.training, parts.validation, parts.test)]
    assert sum(map(len, groups)) == 20 and min(map(len, groups)) > 2
    assert np.array_equal(parts.X_test, data.X[parts.test]) and np.array_equal(parts.T_test, data.T[parts.test])


def test_a_file_of_its_own_validates(table, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("y,z,who,x\nno,1,a0,2\nyes,3,new,4\n")
    data = read_csv(table, exclude="who", validation_data=str(other))
    parts = SplitDataset.of(data, 0.0, seed=0)
    assert parts.X_validation.tolist() == [[2, 1], [4, 3]] and parts.T_validation.tolist() == [0, 1]
    assert len(parts.training) == 120 and len(parts.test) == 0
    alone = read_csv(table, exclude="who")
    assert fingerprint(alone) != fingerprint(data)
    other.write_text("y,z,who,x\nno,1,a0,2\nyes,3,new,5\n")
    assert fingerprint(read_csv(table, exclude="who", validation_data=str(other))) != fingerprint(data)
    data = read_csv(table, validation_data=str(other))
    (remark,) = [remark for remark in data.remarks if "new" in remark]
    assert remark == f"{other}: column 'who': 'new' 1 in 1 row taken as none of the known ones"
    other.write_text("y,z,x\nmaybe,1,2\n")
    with pytest.raises(DataError, match=r"other\.csv: no column 'who'"):
        read_csv(table, validation_data=str(other))
    with pytest.raises(DataError, match=r"other\.csv, line 2, column 'y': 'maybe' is no class of the model"):
        read_csv(table, exclude="who", validation_data=str(other))
    other.write_text("y,z,x\nno,,2\n")
    with pytest.raises(DataError, match=r"other\.csv: 1 missing cell.*by column: z 1"):
        read_csv(table, exclude="who", validation_data=str(other))
