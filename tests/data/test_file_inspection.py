"""Files as they come: what they are taken for; each trains with `numnet train FILE`, or ends in one clear line."""

import re

import numpy as np
import pytest

import numnet
from numnet.data import DataError, FileInspection, ReadOptions, load_dataset, read_csv, read_data
from tests.support.shell import Shell, rows_of, strict_json
from tests.support.tables import number, passengers, table

pytestmark = pytest.mark.filterwarnings("error")


def numbers(n, seed=0):
    return np.random.default_rng(seed).normal(size=n).round(3).tolist()


def test_what_a_file_is_taken_for(file):
    path = file({"id": list(range(20)), "day": ["2020-01-02", "2020-01-05"], "kind": ["a", "b", "c", ""], "w": [1, 2],
                 "g": ["u", "v"], "y": ["no", "yes"]})  # fmt: skip
    found = FileInspection(path, ReadOptions(weights="w", split="group:g"))
    assert found.described() == [
        ["id", "left out (identifiers)", "number", "", "0 to 19, mean 9.5"],
        ["day", "feature", "date", "", "2020-01-02 to 2020-01-05"], ["kind", "feature", "text", "5", "a 5, b 5, c 5"],
        ["w", "weights", "number", "", "1 to 2, mean 1.5"], ["g", "groups", "text", "", "u 10, v 10"],
        ["y", "target", "boolean", "", "no 10, yes 10"],
    ]  # fmt: skip
    with pytest.raises(DataError, match="5 missing cells, the first in line 5, by column: kind 5"):
        found.check()


def test_few_rows_of_a_class_are_noticed(file):
    data = read_csv(file({"x": numbers(30), "y": ["a"] * 14 + ["b"] * 14 + ["c", "d"]}))
    assert data.remarks == ("classes of fewer than 5 rows: c 1, d 1",)


@pytest.mark.parametrize(("weights", "message"), [
    ([1, -2], "line 3, column 'w': the weight -2 is negative"), ([0], "all weights in column 'w' are 0"),
    (["a", "b"], "column 'w' of weights holds text"), ([1, ""], "20 missing cells.*by column: w 20"),
])  # fmt: skip
def test_weights_that_are_none(file, weights, message):
    path = file({"x": numbers(40), "w": weights, "y": [0.5, 2]})
    with pytest.raises(DataError, match=message):
        read_csv(path, weights="w")


def test_bundled_sets_take_no_columns(file):
    for option in ({"columns": "x1"}, {"exclude": "x1"}, {"weights": "x1"}, {"split": "group:x1"}):
        with pytest.raises(DataError, match=r"is bundled and takes no --.*numnet datasets export spiral"):
            read_data("spiral", **option)
    assert read_data("spiral", split="stratified", test=0.1).split_plan.test == 0.1


@pytest.fixture
def shell(tmp_path):
    return Shell(tmp_path)


def one_of(*values):
    return lambda i, rng: values[int(rng.integers(len(values)))]


def wine(n=300):
    """European: semicolons, decimal commas; quality follows from the first two columns."""
    rng = np.random.default_rng(2)
    X = rng.normal(size=(n, 3))
    lines = [";".join([*(f"{8 + x:.2f}".replace(".", ",") for x in row), str(5 + int(row[0] > 0) + int(row[1] > 0))])
             for row in X]  # fmt: skip
    return "\n".join(["fixed acidity;volatile acidity;alcohol;quality", *lines]) + "\n"


def sales(n=200):
    """American: dates, currency, percent, thousands in quotes; units follow from the price."""
    rng = np.random.default_rng(3)
    rows = ["Date,Region,Unit Price,Discount,Units Sold"]
    for i in range(n):
        price = rng.uniform(800, 5000)
        rows.append(f'{1 + i % 12}/{1 + i % 28}/2020,{("North", "South")[i % 2]},"${price:,.2f}",{5 * (i % 3)}%,"'
                    f'{int(3 * price):,}"')  # fmt: skip
    return "\n".join(rows) + "\n"


def flowers():
    data = load_dataset("iris")
    rows = [",".join([*map(str, x), f"Iris-{data.target_names[t]}"]) for x, t in zip(data.X.tolist(), data.T)]
    return "\n".join(rows) + "\n\n"


def patients():
    """Korean, the class follows from two columns."""
    rng = np.random.default_rng(4)
    rows = ["이름,키,지역,결과"]
    for i in range(200):
        tall = rng.normal(170, 8)
        rows.append(f"김민수{i},{tall:.1f},{('서울', '부산')[i % 2]},{'합격' if tall > 170 else '불합격'}")
    return "\n".join(rows) + "\n"


GOOD = {  # content, words, what is said, and the least value of a metric of the training part
    "passengers, filled": (passengers(), ["--target", "Survived", "--missing", "median"],
                           ["binary", "identifiers", "PassengerId", "Name, Ticket, Cabin", "one-hot: Sex (2)"],
                           "train_accuracy", 0.95),
    "passengers, dropped": (passengers(), ["--target", "Survived", "--missing", "drop", "--exclude", "Cabin"],
                            ["binary", "rows with missing cells left out"], "train_accuracy", 0.95),
    "wine": (wine(), ["--target", "quality"], ["multiclass", "decimal commas"], "train_accuracy", 0.9),
    "sales": (sales(), ["--target", "Units Sold"], ["regression", "Date (days, mdy)"], "train_r2", 0.98),
    "flowers without header": (flowers(), ["--target", "column5"], ["multiclass", "no header"], "train_accuracy", 0.95),
    "Korean": (patients().encode(), ["--target", "결과"], ["binary", "이름", "지역 (2)"], "train_accuracy", 0.95),
    "Korean, cp949": (patients().encode("cp949"), ["--target", "결과"], ["cp949", "지역"], "train_accuracy", 0.95),
    "Korean, UTF-16": (patients().encode("utf-16"), ["--target", "결과"], ["binary", "지역"], "train_accuracy", 0.95),
    "BOM": (b"\xef\xbb\xbf" + patients().encode(), ["--target", "결과"], ["이름"], "train_accuracy", 0.95),
    "yes and no": (table(200, id=lambda i, rng: f"{i}-XK", tenure=number, partner=one_of("Yes", "No"),
                         churn=lambda i, rng: ("No", "Yes")[i % 2], same=lambda i, rng: ("N", "Y")[i % 2]),
                   ["--target", "churn"], ["binary", "no/yes", "left out", ": id"], "train_accuracy", 0.95),
    "mixed types": (table(90, a=one_of("1", "2", "high"), b=number, y=one_of("u", "v")), [], ["one-hot: a (3)"],
                    "train_accuracy", 0.3),
    "same names": ("x,x,y\n" + table(60, header=False, a=number, b=number, y=one_of("u", "v")), [],
                   ["several columns are called 'x'", "2 features"], "train_accuracy", 0.3),
    "separators at the ends": ("a;b;y;\n" + "1,5;2;u;\n2,5;3;v;\n" * 30, [], ["2 features"], "train_accuracy", 0.95),
    "line ends in quotes": ("id,text,x,y\n" + "".join(f'{i},"a\nb ""c"" {i}",{i % 7},{"uv"[i % 2]}\n'
                                                       for i in range(60)), [], [": text"], "train_accuracy", 0.3),
    "Latin-1": ("Straße;Höhe;Größe\nAllée;1,5;groß\nMüllerweg;2,5;klein\n".encode("latin-1") * 1 +
                "Allée;1,7;groß\nMüllerweg;2,9;klein\n".encode("latin-1") * 20, ["--target", "Größe"],
                ["cp1252", "binary"], "train_accuracy", 0.95),
    "an index": (table(60, **{"": lambda i, rng: i, "x": number, "z": number, "y": number}), ["--target", "y"],
                 ["identifiers", "column1"], "train_r2", -1),
    "huge whole numbers": (table(60, card=lambda i, rng: 10**18 + 7 * i * 10**9, x=number, y=one_of("u", "v")), [],
                           ["card"], "train_accuracy", 0.3),
    "rare classes": (table(60, x=number, z=number, y=lambda i, rng: "abcd"[min(i // 29, 1) + max(i - 57, 0)]), [],
                     ["fewer than 5 rows"], "train_accuracy", 0.3),
    "a word for each row": (table(60, x=number, colour=one_of("red", "blue"), y=one_of("u", "v")).replace(",", "\t"),
                            ["--target", "colour"], ["one-hot: y (2)"], "train_accuracy", 0.3),
    "spaces": (table(60, separator="   ", header=False, a=number, b=number, c=number), [], ["column1 to column3"],
               "train_r2", -1),
    "letters and numbers": (table(60, separator=" ", header=False, a=one_of("A11", "A12", "A14"), b=one_of(6, 48, 12),
                                  c=one_of("A30", "A34"), d=one_of("A40", "A43"), e=one_of(1, 2)), [],
                            ["column1 to column5", "one-hot: column1 (3)"], "train_accuracy", 0.3),
    "a title": ("Sales 2020\n\n" + table(60, x=number, y=number), [], ["1 line above the header"], "train_r2", -1),
}  # fmt: skip


@pytest.mark.parametrize(("content", "words", "said", "metric", "least"), GOOD.values(), ids=GOOD)
def test_files_train_and_give_a_model(shell, content, words, said, metric, least):
    shell.write("my data.csv", content)
    shown = shell("datasets", "show", "my data.csv", *words).stdout
    assert "row" in shown and "target" in shown
    result = shell("train", "my data.csv", *words, "--epochs", "100", "--out", "run")
    for text in said:
        assert text in result.stderr
    values = strict_json(shell("evaluate", "run", "--json").stdout)["training"]
    assert values[metric.removeprefix("train_")] >= least
    run = numnet.load_run(shell.folder / "run")
    assert (run.network.columns.names, run.config["task"]) == (run.network.feature_names, run.network.task)
    guesses = shell("predict", "run", "my data.csv").stdout if "drop" not in words else None
    if guesses is not None:
        header, rows = rows_of(guesses)
        assert header[0] == "prediction" and len(rows) >= 40


def wide():
    rng = np.random.default_rng(5)
    X, y = rng.normal(size=(60, 2000)).round(3), rng.integers(0, 2, 60)
    X[:, 7] += 3 * y
    return ",".join(f"gene{j}" for j in range(2000)) + ",y\n" + "".join(
        ",".join(map(str, x)) + f",{'ab'[t]}\n" for x, t in zip(X.tolist(), y)
    )


def test_two_thousand_columns(shell):
    shell.write("wide.csv", wide())
    assert "2000 features" in shell("train", "wide.csv", "--epochs", "20", "--hidden", "4").stderr
    assert "… 1973 more" in shell("datasets", "show", "wide.csv").stdout


BAD = {
    "missing": (passengers(), ["--target", "Survived"],
                r"\d+ missing cells, the first in line \d+, by column: Age \d+; choose --missing median .* --exclude"),
    "stray text": (table(60, x=number, y=number) + "1.5,2\nabout 4,3\n", [],
                   "line 63, column 'x': 'about 4' is not a number, as the rest of the column is; correct it"),
    "ragged": (table(60, x=number, z=number, y=number) + "1,2\n", [], "line 62: 2 cells, but the header has 3 columns"),
    "one target value": (table(60, x=number, y=lambda i, rng: 1), [], "column 'y' holds one class only, '1'"),
    "names as target": (table(60, x=number, name=lambda i, rng: f"Mr. {i}"), [], "60 text labels in 60 rows, too many"),
    "only names": (table(60, name=lambda i, rng: f"Mr. {i}", y=number), ["--target", "y"],
                   "no columns left for features: 'name' is left out"),
    "empty target": (table(60, x=number, y=lambda i, rng: ""), ["--target", "y"], "column 'y' is empty in all rows"),
    "one column": ("y\n1\n2\n", [], "no columns left for features beside 'y'"),
    "one row": ("x,y\n1,2\n", [], "1 data row; training needs at least 2"),
    "a wrong name": (table(9, x=number, Price=number), ["--target", "price"], "no target column 'price'; did you mean"),
    "an image": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 9, [], "is no text: it holds zero bytes; give a CSV file"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "words", "message"), BAD.values(), ids=BAD)
def test_files_that_do_not_train_say_why_in_one_line(shell, content, words, message):
    shell.write("bad.csv", content)
    said = shell.refused("train", "bad.csv", *words)
    assert "bad.csv" in said and re.search(message, said)
    result = shell("datasets", "show", "bad.csv", *words, code=2)
    assert said.removeprefix("Error: ") in result.stderr and result.stderr.count("\n") == 1


def test_what_keeps_a_file_from_training_is_shown_below_what_is_understood(shell):
    shell.write("p.csv", passengers())
    shown = shell("datasets", "show", "p.csv", "--target", "Survived", code=2)
    assert re.search(r"^Age +feature +number +\d+ +1 to 79, mean", shown.stdout, re.M)
    assert re.search(r"^PassengerId +left out \(identifiers\) +number", shown.stdout, re.M)
    assert "not ready to train on" in shown.stderr
