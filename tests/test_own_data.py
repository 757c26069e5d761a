"""Files as they come: each trains with `numnet train FILE --target COLUMN` alone, or ends in one clear line."""

import json
import re
import shlex

import numpy as np
import pytest
from test_commands import Shell, rows_of, strict_json
from test_reading import digits

import numnet
from numnet.data import load_dataset

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture
def shell(tmp_path):
    return Shell(tmp_path)


def table(n, seed=0, separator=",", header=True, **columns):
    """CSV text: columns are functions of (i, a random generator)."""
    rng = np.random.default_rng(seed)
    rows = [[str(column(i, rng)) for column in columns.values()] for i in range(n)]
    return "\n".join(separator.join(row) for row in [*([list(columns)] if header else []), *rows]) + "\n"


def number(i, rng):
    return f"{rng.normal():.3f}"


def one_of(*values):
    return lambda i, rng: values[int(rng.integers(len(values)))]


def passengers(n=300):
    """Like the lists of the Titanic: names, tickets, cabins, ages that nobody knows; women are saved."""
    rng = np.random.default_rng(1)
    rows = ["PassengerId,Survived,Pclass,Name,Sex,Age,Ticket,Fare,Cabin,Embarked"]
    for i in range(n):
        sex = ("male", "female")[int(rng.integers(2))]
        age = "" if rng.random() < 0.2 else int(rng.integers(1, 80))
        cabin, port = f"C{i}" if i % 5 == 0 else "", "SCQ"[int(rng.integers(3))]
        rows.append(f'{i + 1},{int(sex == "female")},{rng.integers(1, 4)},"Braund, Owen {i}",{sex},{age},A/5 {2 * i},'
                    f"{rng.gamma(2, 10):.4f},{cabin},{port}")  # fmt: skip
    return "\n".join(rows) + "\n"


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


# --- the options of the data, through every command ---


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    shell = Shell(tmp_path_factory.mktemp("own"))
    shell.write("p.csv", passengers())
    shell("train", "p.csv", "--target", "Survived", "--missing", "median", "--exclude", "Cabin",
          "--split", "stratified", "--test", "0.1", "--epochs", "8", "--hidden", "4", "--out", "run", "--quiet")
    return shell


def test_a_test_part_is_evaluated_once_at_the_end_and_by_evaluate(trained):
    words = ["train", "p.csv", "--target", "Survived", "--missing", "median", "--test", "0.1", "--epochs", "3"]
    result = trained(*words)
    assert re.search(r"^test +loss [\d.]+, accuracy [\d.]+ %$", result.stdout, re.M) and "30 to test" in result.stderr
    found = strict_json(trained(*words, "--json").stdout)
    parts = strict_json(trained("evaluate", found["run"], "--json").stdout)
    assert list(parts) == ["training", "validation", "test"] and parts["test"]["rows"] == 30
    assert parts["test"]["loss"] == pytest.approx(found["test_loss"], rel=1e-5)
    assert parts["test"]["accuracy"] == found["metrics"]["test_accuracy"]
    assert "test" not in (trained.folder / found["run"] / "metrics.csv").read_text()


def test_the_command_in_config_json_gives_the_same_weights(trained):
    config = json.loads((trained.folder / "run/config.json").read_text())
    assert "--missing median" in config["command"] and "--split stratified" in config["command"]
    assert config["data"]["reading"] == {"targets": ["Survived"], "exclude": ["Cabin"], "missing": "median",
                                         "split": "stratified", "test": 0.1}  # fmt: skip
    trained(*shlex.split(config["command"])[1:], "--out", "again")
    first, second = (numnet.load_run(trained.folder / name) for name in ("run", "again"))
    assert first.network.parameters.tobytes() == second.network.parameters.tobytes()


@pytest.mark.parametrize("words", [
    ["evaluate", "run"], ["predict", "run", "p.csv"], ["check", "run"], ["trace", "run", "--sample", "3"],
    ["summary", "run"], ["plot", "boundary", "run"], ["plot", "confusion", "run"], ["evaluate", "run", "p.csv"],
    ["check", "p.csv", "--target", "Survived", "--missing", "mean", "--split", "ordered"],
    ["trace", "p.csv", "--target", "Survived", "--missing", "median", "--exclude", "Cabin,Name"],
    ["summary", "p.csv", "--target", "Survived", "--missing", "drop", "--columns", "Age,Sex,Fare"],
    ["sweep", "p.csv", "--target", "Survived", "--missing", "median", "--epochs", "2", "--learning-rate", "0.1",
     "--learning-rate", "0.01", "--seeds", "2"],
    ["compare", "p.csv", "--target", "Survived", "--missing", "median", "--split", "stratified", "--epochs", "2",
     "--optimizer", "sgd,adam", "--seeds", "2"],
], ids=lambda words: " ".join(words[:2]))  # fmt: skip
def test_every_command_takes_such_data(trained, words):
    result = trained(*words, code=None)
    assert result.exit_code in ((0, 1) if words[0] == "check" else (0,)), result.output  # 1: it has found something
    assert result.stdout


def test_images_with_a_test_part_of_their_own(shell):
    (x, y), (xt, yt) = digits(200), digits(50, seed=1)
    np.savez(shell.folder / "strokes.npz", x_train=x, y_train=y, x_test=xt, y_test=yt)
    said = shell("train", "strokes.npz", "--epochs", "30", "--hidden", "8", "--out", "run").stderr
    assert "160 rows to train on, 40 to validate, 50 to test, 20 features" in said
    found = strict_json(shell("evaluate", "run", "--json").stdout)
    assert found["test"]["rows"] == 50 and found["test"]["accuracy"] > 0.9
    assert "the last 50 rows are the test part" in shell("datasets", "show", "strokes.npz").stdout
    shell("train", "--resume", "run", "--epochs", "32", "--quiet")
    assert "has a test part of its own, 50 rows" in shell.refused("train", "strokes.npz", "--test", "0.1")


def test_a_sweep_resumes_on_such_data(trained):
    found = trained("sweep", "p.csv", "--target", "Survived", "--missing", "median", "--epochs", "2", "--seeds", "2",
                    "--out", "sweep", "--quiet").stdout  # fmt: skip
    assert "best " in found
    assert trained("sweep", "--resume", "sweep", "--quiet").stdout == found


def test_predictions_report_what_is_unknown(trained):
    trained.write("new.csv", "Sex,Age,Pclass,Fare,Embarked\nfemale,,1,50,X\nmale,40,3,8,S\n")
    result = trained("predict", "run", "new.csv")
    header, rows = rows_of(result.stdout)
    assert header == ["prediction", "p(0)", "p(1)"] and [row[0] for row in rows] == ["1", "0"]
    assert "column 'Embarked': 'X' 1 in 1 row taken as none of the known ones" in result.stderr
    trained.write("new.csv", "Sex,Age,Pclass,Fare\nfemale,,1,50\n")
    assert "no column 'Embarked'" in trained.refused("predict", "run", "new.csv")


def test_changed_validation_data_are_noticed(shell):
    shell.write("a.csv", table(40, x=number, y=number))
    path = shell.write("b.csv", table(10, seed=1, x=number, y=number))
    shell("train", "a.csv", "--validation-data", "b.csv", "--epochs", "2", "--out", "run")
    assert strict_json(shell("evaluate", "run", "--json").stdout)["validation"]["rows"] == 10
    path.write_text(table(10, seed=2, x=number, y=number))
    assert "has changed since run was trained" in shell.refused("evaluate", "run")


@pytest.mark.parametrize(("words", "message"), [
    (["--validation", "0.1", "--validation-data", "a.csv"], "--validation and --validation-data exclude each other"),
    (["--split", "stratified"], "--split stratified needs classes"), (["--split", "odd"], "takes random, stratified"),
    (["--split", "group:"], "takes random"), (["--split", "group:who"], "no column 'who'"),
    (["--test", "1"], "--test"), (["--missing", "ignore"], "drop"), (["--class-weight", "a"], "takes balanced, or lab"),
    (["--validation", "0.6", "--test", "0.5"], "leave nothing to train on"), (["--columns", "no"], "no column 'no'"),
    (["--task", "regression", "--class-weight", "balanced"], "--class-weight is for classes"),
    (["--validation-data", "nosuch.csv"], "no such file: nosuch.csv"),
])  # fmt: skip
def test_bad_options_of_the_data_are_refused(shell, words, message):
    shell.write("a.csv", table(40, x=number, y=number))
    assert re.search(message, shell.refused("train", "a.csv", *words))
