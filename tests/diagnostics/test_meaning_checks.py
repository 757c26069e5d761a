"""Checks of what numbers mean: each is found where it is planted, and a remedy is told that ends it."""

import numpy as np
import pytest

from numnet.data import read_csv
from tests.support.diagnoses import check

pytestmark = pytest.mark.filterwarnings("error")
WHATS = ("order of dates", "numbers for missing cells", "numbers as codes")


def test_what_numbers_mean_is_asked_at_reading_and_by_check(tmp_path):
    rng = np.random.default_rng(0)
    rows = [f"{1 + i % 12:02d}/{1 + i % 7:02d}/2020,{(10115, 20095, 80331)[i % 3]},{-999 if i % 9 == 0 else i % 40},"
            f"{rng.normal():.3f}" for i in range(60)]  # fmt: skip
    path = tmp_path / "a.csv"
    path.write_text("\n".join(["when,zip,t,y", *rows]) + "\n")
    said = " ".join(read_csv(path).remarks)
    for words in ("--as when=date:dmy", "--as zip=text takes each for a kind", "leave these cells empty and take"):
        assert words in said
    findings = check(path)[1]
    assert [findings[what]["verdict"] for what in WHATS] == ["note"] * 3
    assert "'zip'" in findings["numbers as codes"]["found"] and "-999 in 7 rows" in findings[WHATS[1]]["found"]
    path.write_text(path.read_text().replace("-999", ""))
    mended = check(path, "--as", "when=date:dmy", "--as", "zip=text", "--missing", "median")[1]
    assert not set(WHATS) & set(mended)


def test_many_columns_are_told_of_in_one_line(tmp_path):
    rng = np.random.default_rng(0)
    names = [f"d{k}" for k in range(7)]
    rows = [",".join([*(f"{1 + (i + k) % 12:02d}/{1 + i % 7:02d}/2020" for k in range(7)), f"{rng.normal():.3f}"])
            for i in range(30)]  # fmt: skip
    path = tmp_path / "a.csv"
    path.write_text("\n".join([",".join([*names, "y"]), *rows]) + "\n")
    found = check(path)[1]["order of dates"]
    assert found["found"].endswith("; 2 more columns") and found["found"].count("column 'd") == 5
