"""`numnet predict`."""

import shutil

import numpy as np
import pytest

import numnet
import numnet.optim.schedules
from numnet.data import DATASETS, load_dataset, read_csv
from tests.support.shell import rows_of

pytestmark = pytest.mark.filterwarnings("error")

HEADERS = {
    "iris": ("iris", "prediction,p(setosa),p(versicolor),p(virginica)"),
    "xor": ("xor", None),
    "sums": ("sums.csv", "prediction_w,prediction_z"),
    "signs": ("signs.csv", "prediction_up,prediction_pos,p(up),p(pos)"),
    "sine": ("sine", "prediction"),
    "discs": ("discs", None),
}


@pytest.mark.parametrize(("run", "data", "header"), [(run, *rest) for run, rest in HEADERS.items()], ids=HEADERS)
def test_predictions_have_a_header_and_a_row_a_sample(trained, run, data, header):
    result = trained("predict", run, data)
    assert result.stderr == ""
    found, rows = rows_of(result.stdout)
    loaded = numnet.load_run(trained.folder / run)
    labels, targets = loaded.network.target_names, loaded.config["data"]["targets"]
    if header is None:
        names = ["prediction"] if len(targets) == 1 else [f"prediction_{target}" for target in targets]
        header = ",".join([*names, *(f"p({label})" for label in labels)])
    assert ",".join(found) == header
    X = load_dataset(data).X if data in DATASETS else loaded.data().X
    decided, numbers = [row[:len(targets)] for row in rows], [list(map(float, row[len(targets):])) for row in rows]
    if data in DATASETS:
        assert len(rows) == len(X)
        expected = loaded.predict(X).reshape(len(X), -1)
        if loaded.network.task == "regression":
            np.testing.assert_allclose(np.array(decided, dtype=float), expected, rtol=1e-6)
        else:
            assert decided == [[str(value) for value in row] for row in expected.tolist()]
    if loaded.network.task in ("binary", "multiclass"):
        np.testing.assert_allclose(np.sum(numbers, axis=1), 1, atol=1e-6)
        assert [row[0] for row in decided] == [labels[int(np.argmax(row))] for row in numbers]
    if loaded.network.task == "multilabel":
        assert [[int(value) for value in row] for row in decided] == [[int(p > 0.5) for p in row] for row in numbers]


@pytest.fixture(scope="module")
def sums(trained):
    """The table that sums was trained on, (header, rows), and its predictions as text."""
    header, rows = rows_of((trained.folder / "sums.csv").read_text())
    return header, rows, trained("predict", "sums", "sums.csv").stdout


@pytest.mark.parametrize("order", [["v", "u"], ["extra", "z", "v", "w", "u"], ["u", "v"]], ids=",".join)
def test_columns_are_found_by_name_from_a_file_and_from_standard_input(own, sums, order):
    header, rows, expected = sums
    rows = [dict(zip(header, row), extra="words") for row in rows]
    text = "\n".join([",".join(order), *(",".join(row[name] for name in order) for row in rows)])
    own.write("other.csv", text)
    assert own("predict", "sums", "other.csv").stdout == expected
    assert own("predict", "sums", "-", input=text).stdout == expected


def test_predictions_go_to_a_file(own, sums):
    result = own("predict", "sums", "sums.csv", "-o", "out.csv")
    assert result.stdout == "" and "out.csv" in result.stderr
    assert (own.folder / "out.csv").read_text() == sums[2]


def test_one_row_is_enough_to_predict(trained):
    assert len(trained("predict", "sums", "-", input="u,v\n1,2\n").stdout.splitlines()) == 2


def test_predict_takes_a_generated_set_with_options_as_train_does(trained):
    assert len(trained("predict", "sine", "sine:n=5,seed=9").stdout.splitlines()) == 6


@pytest.mark.parametrize(("run", "data", "text", "expected"), [
    ("sums", "-", "u\n1\n", "'v'"), ("sums", "-", "u,x\n1,2\n", "'v'"), ("sums", "-", "", "empty"),
    ("sums", "-", "u,v\n", "no data rows"), ("sums", "-", "u,v\n1,2\n1\n", "line 3"),
    ("sums", "-", "u,v\n1,2\n1,nan\n", "line 3, by column: v 1"),
    ("sums", "-", "u,v\n1,2\n1,inf\n", "line 3, column 'v'"),
    ("sums", "-", "u,v\n1,2\n1,\n", "line 3, by column: v 1"), ("sums", "-", "1,2\n3,4\n", "column1"),
    ("sums", "-", "u,v\n1,x\n", "line 2, column 'v'"), ("sums", "iris", None, "u, v"),
    ("sums", "nosuch.csv", None, "nosuch.csv"), ("iris", "irsi", None, "iris"), ("iris", "sums.csv", None, "sepal"),
    ("nosuch", "iris", None, "nosuch"), ("sums.csv", "iris", None, "run folder"), (".", "iris", None, "run folder"),
])
def test_predicting_with_the_wrong_data_or_run_is_refused(own, run, data, text, expected):
    assert expected in own.refused("predict", run, data, input=text)


@pytest.mark.parametrize("output", ["no/such/out.csv", "sums.csv/out.csv", "iris"])
def test_an_output_that_cannot_be_written_is_named(own, output):
    assert output in own.refused("predict", "sums", "sums.csv", "-o", output)


@pytest.mark.parametrize("run", ["iris", "sums", "xor"])
def test_the_model_file_alone_predicts(trained, tmp_path, run):
    data = {"sums": "sums.csv"}.get(run, run)
    shutil.copy(trained.folder / run / "model.safetensors", tmp_path / "alone.safetensors")
    network = numnet.Network.load(tmp_path / "alone.safetensors")
    X = load_dataset(run).X if run in DATASETS else read_csv(trained.folder / data, ["w", "z"]).X
    header, rows = rows_of(trained("predict", run, data).stdout)
    Y = network.forward(X if network.scaler is None else network.scaler.transform(X))
    if network.task == "regression":
        Y, columns = network.scaler.inverse_targets(Y), slice(0, 2)
    else:
        columns = slice(header.index(f"p({network.target_names[-1]})"), None)
        assert [row[0] for row in rows] == list(network.decide(Y))
    expected = np.array([row[columns] for row in rows], dtype=float)
    np.testing.assert_allclose(Y[:, -expected.shape[1]:], expected, rtol=1e-6)
    assert (network.scaler is None) == (run == "xor")
    assert tuple(network.feature_names) == numnet.load_run(trained.folder / run).network.feature_names


@pytest.mark.parametrize("data", ["iris", "sums.csv", "signs.csv", "sine"])
def test_a_model_alone_predicts_and_is_evaluated_as_its_run(trained, data):
    run = data.removesuffix(".csv")
    model = f"{run}/model.safetensors"
    assert trained("predict", model, data).stdout == trained("predict", run, data).stdout
    assert trained("evaluate", model, data).stdout == trained("evaluate", run, data).stdout


def test_a_model_alone_needs_data_and_names(trained):
    refused = trained("evaluate", "iris/model.safetensors", code=2)
    assert "holds no data to evaluate it on; name some" in refused.stderr
    numnet.Network([4, 3], task="multiclass").save(trained.folder / "bare.safetensors")
    assert "does not name its features" in trained("predict", "bare.safetensors", "iris", code=2).stderr
