"""What columns are, where somebody says so, and where numbers and words stand in one column."""

import re

import numpy as np
import pytest

import numnet
from numnet.data import DataError, read_csv, read_features
from tests.data.columns.test_features import model_of, numbers
from tests.support.shell import Shell, rows_of, strict_json

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture
def slips(file):
    """38 numbers and two words in column size."""
    size = [*numbers(20), "about 4", *numbers(10), "n.a.?", *numbers(8)]
    return file({"size": size, "x": numbers(40, 1), "y": numbers(40, 2)})


def test_words_among_numbers_are_an_error_that_names_them_and_the_ways_out(slips):
    with pytest.raises(DataError) as caught:
        read_csv(slips)
    assert str(caught.value) == (
        f"{slips}, line 22, column 'size': 'about 4' is not a number, as the rest of the column is, and 1 more cell "
        "(line 33): 'about 4' 1, 'n.a.?' 1; correct them, or take --as size=number with --missing median to count them "
        "as missing, --as size=text or --as size=drop"
    )
    with pytest.raises(DataError, match="take --as size=number to count them as missing"):
        read_csv(slips, missing="drop")


def test_of_many_words_among_numbers_some_are_named(file):
    size = [f"about {k}" if k % 12 == 5 else value for k, value in enumerate(numbers(120))]
    with pytest.raises(DataError) as caught:
        read_csv(file({"size": size, "y": numbers(120, 1)}))
    assert ("'about 5' is not a number, as the rest of the column is, and 9 more cells (line 19, line 31, line 43, …): "
            "'about 5' 1, 'about 17' 1, 'about 29' 1 and 7 more; correct them") in str(caught.value)  # fmt: skip


def test_words_count_as_missing_in_a_column_that_is_said_to_hold_numbers(slips, file):
    data = read_csv(slips, as_={"size": "number"}, missing="median")
    assert np.flatnonzero(np.isnan(data.X[:, 0])).tolist() == [20, 31] and data.reading["as_"] == ("size=number",)
    assert "column 'size': 'about 4' 1, 'n.a.?' 1 count as missing" in data.remarks
    assert len(read_csv(slips, as_="size=number", missing="drop").X) == 38
    with pytest.raises(DataError, match=r"2 missing cells.*by column: size 2; choose --missing"):
        read_csv(slips, as_="size=number")
    model = model_of(data, np.array([0.25, 0]))
    X, remarks = read_features(file({"size": ["1.5", "who knows"], "x": ["1", "2"]}, "new.csv"), model)
    assert X.tolist() == [[1.5, 1], [0.25, 2]]
    assert remarks == ["column 'size': 'who knows' 1 in 1 row taken as missing"]


def test_a_column_of_numbers_and_words_half_and_half(file):
    path = file({"size": ["12", "15", "n.a.?", "17"], "x": numbers(20), "y": numbers(20, 1)})
    data = read_csv(path)
    assert data.feature_names[:4] == ("size=12", "size=15", "size=17", "size=n.a.?")
    assert ("column 'size': 75 % of the cells are numbers, taken as texts because of 'n.a.?' 5; --as size=number "
            "counts these as missing") in data.remarks  # fmt: skip
    data = read_csv(path, as_={"size": "number"}, missing="mean")
    assert data.feature_names == ("size", "x") and np.isnan(data.X[:4, 0]).tolist() == [False, False, True, False]


def test_a_column_is_what_it_is_said_to_be(file):
    path = file({"zip": ["01234", "10115", "01234"], "when": ["01/02/2020", "03/02/2020"], "one": ["1"],
                 "x": numbers(30), "y": numbers(30, 1)})  # fmt: skip
    said = {"zip": "text", "when": "date:dmy", "one": "text", "x": "drop"}
    data = read_csv(path, as_=said)
    assert data.feature_names == ("zip=10115", "zip=1234", "when", "one=1")
    day = (np.array(["2020-02-01", "2020-02-03"], "datetime64[D]") - np.datetime64("1970-01-01")).astype(int)
    assert data.X[:2, 2].tolist() == day.tolist()
    assert read_csv(path, as_="when=date").X[0, 1] == (np.datetime64("2020-01-02") - np.datetime64(0, "D")).astype(int)
    assert read_csv(path, as_="zip,x=drop").feature_names == ("when",)
    X, _ = read_features(path, model_of(data))
    assert X.tobytes() == data.X.tobytes()


def test_targets_are_what_they_are_said_to_be(file):
    path = file({"x": numbers(40), "y": [*["7", "8", "9", "?!"] * 10]})
    assert read_csv(path).task == "multiclass"
    data = read_csv(path, as_="y=number", task="regression")
    assert len(data.X) == 30 and "10 rows without a target left out ('y')" in data.remarks
    assert read_csv(file({"x": numbers(40), "y": [f"{k / 2}" for k in range(4)]}), as_="y=text").task == "multiclass"


def test_a_target_of_numbers_and_many_words_names_the_way_out(file):
    path = file({"x": numbers(100), "y": [str(k / 4) if k % 4 else f"about {k / 4}" for k in range(100)]})
    with pytest.raises(DataError, match=r"100 text labels in 100 rows.*75 % are numbers: take --as y=number to leave"):
        read_csv(path)
    assert len(read_csv(path, as_="y=number").X) == 75


def test_dates_that_are_written_as_numbers(file):
    path = file({"day": [20200131, 20200201, 19991231], "x": numbers(30), "y": numbers(30, 1)})
    assert read_csv(path).X[0, 0] == 20200131
    data = read_csv(path, as_="day=date")
    assert data.X[:2, 0].tolist() == [18292, 18293] and data.remarks == ("dates and times as numbers: day (days, "
                                                                         "yyyymmdd)",)  # fmt: skip


@pytest.mark.parametrize(("said", "message"), [
    ("size", "as_ takes COLUMN=KIND, KIND one of number, text, date, .* got 'size'"),
    ("size=words", "as_ takes COLUMN"), ("nosuch=text", "no column 'nosuch'"),
    ("size=date", "no cell of column 'size' is a date; leave out --as size=date"),
    ("word=number", "no cell of column 'word' is a number; leave out --as word=number"),
    ("y=drop", "'y' is both the target and excluded"),
])  # fmt: skip
def test_what_a_column_cannot_be(file, said, message):
    path = file({"size": numbers(20), "word": ["u", "v"], "y": numbers(20, 1)})
    with pytest.raises(DataError, match=message):
        read_csv(path, as_=said)


def test_frames_are_what_they_are_said_to_be():
    frame = {"code": [1, 2, 3, 2] * 10, "x": numbers(40), "y": numbers(40, 1)}
    run = numnet.fit(frame, target="y", as_={"code": "text"}, epochs=1)
    assert run.network.feature_names == ("code=1", "code=2", "code=3", "x")
    assert run.predict({"code": [3], "x": [0.5]}).shape == (1,)
    assert run.evaluate(frame)["rmse"] > 0
    ways = r'as_=\{"x y": "number"\} with missing="median" to count it as missing, as_=\{"x y": "text"\}'
    with pytest.raises(ValueError, match=f"take {ways}"):
        numnet.fit({"x y": [*numbers(30), "oops"], "y": numbers(31)}, target="y", epochs=1)


# --- words for a missing cell ---


@pytest.mark.parametrize("word", ["k.A.", "K. A.", "keine Angabe", "결측", "결측치", "무응답", "n.a.", "#NA"])
@pytest.mark.parametrize("others", [["1.5", "2.5"], ["red", "blue"]])
def test_words_that_are_missing_whatever_their_share(file, word, others):
    path = file({"a": [*others, word, word, word], "x": numbers(40), "y": numbers(40, 1)})
    with pytest.raises(DataError, match=r"24 missing cells.*by column: a 24"):
        read_csv(path)
    assert len(read_csv(path, missing="drop").X) == 16


def test_none_in_korean_is_a_text_among_texts_and_missing_among_numbers(file):
    data = read_csv(file({"garage": ["없음", "지하"], "y": numbers(20)}), "y")
    assert data.feature_names == ("garage=없음", "garage=지하")
    data = read_csv(file({"size": [*numbers(19), "없음"], "x": numbers(20), "y": numbers(20, 1)}), missing="mean")
    assert np.isnan(data.X[19, 0])


# --- texts of many levels ---


def sales(n=10_000, rare=500):
    """The 60 largest cities have half of the rows, the others two or more each."""
    rng = np.random.default_rng(0)
    common = rng.integers(0, 60, n // 2)
    cities = [f"city {k:03d}" for k in common] + [f"town {k:03d}" for k in rng.integers(0, rare, n - n // 2)]
    return [cities[k] for k in rng.permutation(n)]


def test_of_many_levels_the_fifty_most_frequent_are_kept(file):
    cities = sales()
    path = file({"city": cities, "x": numbers(10_000), "y": numbers(10_000, 1)})
    data = read_csv(path)
    counts = {city: cities.count(city) for city in set(cities)}
    kept = {name.partition("=")[2] for name in data.feature_names} - {"", "(other)"}
    assert len(kept) == 50 and data.feature_names[50] == "city=(other)"
    assert min(counts[city] for city in kept) >= max(count for city, count in counts.items() if city not in kept)
    X, remarks = read_features(file({"city": ["nowhere"], "x": [0.5, 1]}, "new.csv"), model_of(data))
    assert X[:, 50].tolist() == [1, 1] and remarks == ["column 'city': 'nowhere' 2 in 2 rows taken as (other)"]


def test_of_many_levels_that_are_all_rare_none_is_kept(file):
    path = file({"street": [f"street {i % 900}" for i in range(8000)], "x": numbers(8000), "y": numbers(8000, 1)})
    assert read_csv(path).feature_names == ("x",)  # nine rows each
    assert len(read_csv(path, as_="street=text").feature_names) == 52


def test_texts_that_hardly_ever_come_twice_stay_where_they_are_named(file):
    names = [f"Mr. {i // 2 if i < 20 else i}" for i in range(80)]
    path = file({"name": names, "x": numbers(80), "y": numbers(80, 1)})
    data = read_csv(path)
    assert data.feature_names == ("x",)
    words = "texts that are all rare (--as COLUMN=text keeps the most frequent)"
    assert data.remarks == (f"left out, {words}: name",)
    named = read_csv(path, columns=["name", "x"])
    assert len(named.feature_names) == 52 and {"name=Mr. 0", "name=Mr. 9", "name=(other)"} < set(named.feature_names)
    assert len(read_csv(path, as_="name=text").feature_names) == 52


# --- at the command line, and again from the folder ---


def test_what_columns_are_is_kept_with_the_run(tmp_path):
    shell, rng = Shell(tmp_path), np.random.default_rng(0)
    rows = [f"{x if k % 9 else 'oops'},{z},{int(z > 0) if k % 7 else 'none?'}"
            for k, (x, z) in enumerate(rng.normal(size=(120, 2)).round(3))]  # fmt: skip
    shell.write("a.csv", "\n".join(["x 1,z,y", *rows]) + "\n")
    words = ["train", "a.csv", "--as", "x 1=number", "--as", "y=number", "--missing", "mean", "--epochs", "60"]
    said = shell(*words, "--out", "run").stderr
    assert "column 'x 1': 'oops' 14 count as missing" in said and "18 rows without a target left out" in said
    run = numnet.load_run(tmp_path / "run")
    assert run.config["data"]["reading"]["as_"] == ["x 1=number", "y=number"] and len(run.data().dataset.X) == 102
    assert "--as 'x 1=number' --as y=number" in run.config["command"]
    assert strict_json(shell("evaluate", "run", "a.csv", "--json").stdout)["a"]["rows"] == 102
    _, guesses = rows_of(shell("predict", "run", "a.csv").stdout)
    assert len(guesses) == 120
    shell("export", "run", "--format", "python", "-o", "predict.py")
    assert re.search(r'"lenient": true', (tmp_path / "predict.py").read_text())
