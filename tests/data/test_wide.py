"""Wide tables: as many steps as there are columns, not their square; and one row that never ends."""

import contextlib
import gzip
import re
import time

import numpy as np
import pytest

from numnet.data import DataError, read_csv
from numnet.data.data_files import read_features
from numnet.data.tables import record_feed, text_reader
from numnet.data.tables.dialect import column_names
from numnet.model.network import Network
from tests.support.cli import call, running
from tests.support.tables import read_table

pytestmark = pytest.mark.filterwarnings("error")


class Counted(str):
    """A name that counts how often it is compared with another."""

    comparisons = 0

    def __eq__(self, other):
        Counted.comparisons += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


@pytest.fixture
def counted(monkeypatch):
    def names(*arguments):
        found, remarks = column_names(*arguments)
        return tuple(map(Counted, found)), remarks

    monkeypatch.setattr(text_reader, "column_names", names)
    monkeypatch.setattr(Counted, "comparisons", 0)


def wide(columns, rows=8):
    names = [f"g{j}" for j in range(columns)]
    cells = [",".join(f"{(7 * i + 3 * j) % 11}.5" for j in range(columns)) for i in range(rows)]
    return ",".join([*names, "kind"]) + "\n" + "".join(f"{row},{'ab'[i % 2]}\n" for i, row in enumerate(cells))


HALF = [f"g{j}" for j in range(1, 500)]


@pytest.mark.parametrize("options", [{}, {"columns": HALF}, {"exclude": HALF}], ids=["all", "columns", "exclude"])
def test_no_name_is_looked_for_among_all_others(tmp_path, counted, options):
    path = tmp_path / "wide.csv"
    path.write_text(wide(1000))
    data = read_csv(path, **options)
    network = Network([len(data.feature_names), 1], task="binary", target_names=data.target_names)
    network.feature_names = tuple(map(str, data.feature_names))
    like = read_csv(path, "kind", like=network)
    assert np.array_equal(like.X, data.X) and np.array_equal(read_features(path, network)[0], data.X)
    assert 0 < Counted.comparisons < 30_000  # each name is looked up some ten times; 1000 x 1000 / 2 are 500,000


def test_names_that_come_often_get_their_numbers_one_after_the_other(counted):
    names, remarks = text_reader.column_names([f"a.{j}" for j in range(1, 1000)] + ["a"] * 1001, 2000)
    assert list(names) == [f"a.{j}" for j in range(1, 1000)] + ["a"] + [f"a.{j}" for j in range(1000, 2000)]
    assert remarks == ["several columns are called 'a': the later ones got a number"]


def test_a_message_about_many_columns_is_short(tmp_path):
    (tmp_path / "wide.csv").write_text(wide(3000))
    for words in (["--target", "nothing"], ["--columns", "nothing"]):
        message = call("train", tmp_path / "wide.csv", *words, code=2).stderr
        assert "'nothing'" in message and len(message) < 1000
    network = Network([2, 1], task="binary")
    network.feature_names = ("u", "v")
    with pytest.raises(DataError, match=r"no column 'u', 'v'; found 'g0', .* and 2981 more;") as caught:
        read_features(tmp_path / "wide.csv", network)
    assert len(str(caught.value)) < 500


@pytest.mark.slow
def test_eighty_thousand_columns(tmp_path):
    """In three seconds each; the square of the columns took a minute."""
    (tmp_path / "wide.csv").write_text(wide(80_000, 30))
    run = tmp_path / "run"
    for words in (["datasets", "show", tmp_path / "wide.csv"],
                  ["train", tmp_path / "wide.csv", "--epochs", 2, "--out", run, "--quiet"],
                  ["evaluate", run, tmp_path / "wide.csv"], ["predict", run, tmp_path / "wide.csv"]):  # fmt: skip
        begun = time.process_time()
        call(*words)
        assert time.process_time() - begun < 15


@pytest.mark.parametrize(("content", "line"), [
    ("x" * 2001, 1), ("a,b\n1,2\n" + "1," * 1001, 3), ("a,b\n\n\n3,4\n" + '"1\n",' * 501, 5),
    ("a,b\n" + "1,2\n" * 3000 + "5" * 2001, 3002), ("a,b\n" + "1,x\n" * 3000 + "5,\"" + "5" * 2001, 3002),
], ids=["header", "row", "row of many lines", "after numbers", "after texts"])  # fmt: skip
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_a_row_without_end_is_refused(tmp_path, monkeypatch, content, line, packed):
    monkeypatch.setattr(record_feed, "RECORD_BYTES", 2000)
    path = tmp_path / "long.csv"
    path.write_bytes(gzip.compress(content.encode()) if packed else content.encode())
    with pytest.raises(DataError, match=re.escape(f"long.csv, line {line}: longer than 2,000 bytes, the most")):
        read_table(path)


def test_rows_of_the_greatest_length_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(record_feed, "RECORD_BYTES", 2000)
    path = tmp_path / "long.csv"
    names = ",".join(f"c{j}" for j in range(400))[:1999]
    row = "".join("7," for _ in names.split(","))[:-1]
    path.write_text(names + "\n" + (row + "\n") * 50)
    table = read_table(path)
    assert len(table) == 50 and all((block == 7).all() for block in table.blocks)


def test_endless_standard_input_is_left_after_its_first_megabytes():
    sent = 0  # megabytes
    with running("datasets", "show", "-") as process:
        with contextlib.suppress(BrokenPipeError):
            while sent < 256:
                process.stdin.write("1," * 2**19)
                sent += 1
        said = process.stderr.read()
        assert re.fullmatch("Error: standard input, line 1: longer than 16,777,216 bytes.*\n", said)
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
    assert process.returncode == 2 and 15 <= sent < 40


def test_more_columns_than_anybody_has_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(record_feed, "MAX_COLUMNS", 1000)
    np.savez(tmp_path / "wide.npz", X=np.zeros((3, 1001)))
    (tmp_path / "wide.csv").write_text(wide(1000))
    for name in ("wide.npz", "wide.csv"):
        with pytest.raises(DataError, match=f"{name} has 1,001 columns, more than 1,000; check"):
            read_table(tmp_path / name)
