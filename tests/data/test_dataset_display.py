"""Data sets in a notebook: their first rows, and the kinds of their columns."""

from dataclasses import replace

import numpy as np
import pytest

import numnet
from numnet.data.split_dataset import SplitDataset
from tests.support.displays import checked, rows, title


@pytest.fixture
def flowers(tmp_path):
    path = tmp_path / "flowers.csv"
    path.write_text("width,wild,colour,species\n" + "".join(
        f"{k / 4},{'yes' if k % 2 else 'no'},{'red' if k % 3 else 'blue'},{'ab'[k % 2]}\n" for k in range(40)))
    return numnet.read_csv(path)


def test_the_first_rows_under_the_kinds(flowers):
    tree = checked(flowers)
    assert title(tree) == "Dataset flowers: binary, 40 rows, 4 features, 2 classes"
    assert rows(tree)[:3] == [["row", "width", "wild", "colour=blue", "colour=red", "species"],
                              ["", "number", "0 or 1", "0 or 1 each", "0 or 1 each", "class"],
                              ["0", "0", "0", "1", "0", "a"]]  # fmt: skip
    assert len(rows(tree)) == 7 and "… 35 more rows; classes: a and b" in "".join(tree.itertext())
    assert repr(flowers) == "<Dataset flowers: binary, 40 rows, 4 features, 2 classes>"


def test_many_columns_are_cut_before_the_last_two():
    header, kinds, *lines = rows(checked(numnet.load_dataset("digits")))
    assert header[-4:] == ["…", "pixel_7_6", "pixel_7_7", "digit"] and header[10] == "pixel_1_1" and len(header) == 15
    assert kinds == ["", *["number"] * 10, "", "number", "number", "class"] and {len(line) for line in lines} == {15}


def test_regression_labels_gaps_and_weights():
    header, kinds, *lines = rows(checked(numnet.load_dataset("diabetes")))
    assert (header[-1], kinds[-1], lines[0][-1]) == ("progression", "target, number", "151")
    discs = numnet.load_dataset("discs", n=50)
    header, kinds, *lines = rows(checked(discs))
    assert header[3:] == list(discs.target_names) and set(kinds[3:]) == {"label, 0 or 1"}
    assert lines[4][3:] == [str(t) for t in discs.T[4]]
    weighted = replace(discs, weights=np.arange(50.0), X=np.full_like(discs.X, np.nan))
    header, _, *lines = rows(checked(weighted))
    assert header[-1] == "weight" and lines[3][-1] == "3" and lines[3][1] == "missing"


def test_a_split_has_its_counts_and_the_rows_of_its_training_part(flowers):
    parts = SplitDataset.of(flowers, 0.25, seed=0)
    assert repr(parts) == "<SplitDataset flowers: binary, 30 training and 10 validation rows, 4 features, 2 classes>"
    assert [int(line[0]) for line in rows(checked(parts))[2:]] == parts.training[:5].tolist()
    alone = SplitDataset.of(flowers, 0, seed=0)
    assert repr(alone) == "<SplitDataset flowers: binary, 40 training rows, 4 features, 2 classes>"


def test_gaps_of_a_split_are_filled_as_the_network_sees_them(tmp_path):
    path = tmp_path / "gaps.csv"
    path.write_text("x,y\n" + "".join(f"{'' if k == 0 else k},{k * 0.37}\n" for k in range(30)))
    dataset = numnet.read_csv(path, missing="mean")
    assert rows(checked(dataset))[2][1] == "missing"
    assert rows(checked(SplitDataset.of(dataset, 0, seed=0)))[2][1] == "15"


def test_hostile_names_are_escaped_and_short(tmp_path):
    path = tmp_path / "x.csv"
    header = "a<img src=x onerror=alert(1)>" + "y" * 500
    path.write_text(f"{header},t\n" + "".join(f"{k},<b>{k % 2}\n" for k in range(9)))
    dataset = replace(numnet.read_csv(path), name="</div><script>\x1b[2J" + "z" * 500)
    html = dataset._repr_html_()
    checked(html)
    assert "<script" not in html and "<img" not in html and "<b>0" not in html and len(html) < 2500
    assert len(repr(dataset)) < 150 and "\x1b" not in repr(dataset)


def test_ten_million_rows_are_as_quick_as_ten():
    few = numnet.load_dataset("moons", n=10)
    X, T = (np.lib.stride_tricks.as_strided(A[:1], (10**7, *A.shape[1:]), (0, *A.strides[1:])) for A in (few.X, few.T))
    assert len(replace(few, X=X, T=T)._repr_html_()) < 1500 and "10000000 rows" in repr(replace(few, X=X, T=T))
