"""What a run's config.json says of its data, and data that its folder keeps."""

import json

import numpy as np
import pytest

import numnet
from numnet.data import DataError, load_dataset, read_data
from numnet.runs.config import read_run_config
from numnet.runs.data_record import about_data, read_again, source_of
from numnet.runs.deletion import delete_run

pytestmark = pytest.mark.filterwarnings("error")
RNG = np.random.default_rng(3)
X, Y = RNG.normal(size=(40, 3)), np.arange(40) % 3
TABLE = {"a": X[:, 0], "city": np.array(["p", "q"])[Y % 2], "kind": np.array(["u", "v", "w"])[Y]}
SHORT = {"hidden": (3,), "epochs": 2, "snapshots": 2}


@pytest.mark.parametrize(("source", "said"), [
    (TABLE, "data frame, 40 rows × 3 columns"), ((X, Y), "(X, T), 40 rows × 3 features"),
    (load_dataset("iris"), "Dataset iris, 150 rows × 4 features"),
    ([{"x": 1.5, "y": 1}, {"x": 2.5, "y": 2}], "data frame, 2 rows × 2 columns"),
])  # fmt: skip
def test_data_from_memory_are_described_and_kept(source, said):
    about = about_data(read_data(source), source)
    assert (about["source"], about["path"], about["kept"]) == (said, None, True)
    json.dumps(about)
    with pytest.raises(DataError, match=r"the data were in memory .* no file has them"):
        source_of(about)


def test_data_with_a_name_are_not_kept_unless_their_weights_have_none(tmp_path):
    (tmp_path / "a.csv").write_text("x,y\n" + "".join(f"{x},{y}\n" for x, y in zip(X[:, 0], Y)))
    path = str(tmp_path / "a.csv")
    assert "kept" not in about_data(read_data("iris"), "iris") and "kept" not in about_data(read_data(path), path)
    for given in ({"weights": np.ones(40)}, {"validation_data": (X[:, :1], Y)}):
        about = about_data(read_data(path, **given), path)
        assert about["kept"] and about["source"] == about["path"] == path


@pytest.mark.parametrize(("source", "options"), [
    (TABLE, {"validation_data": {name: cells[:9] for name, cells in TABLE.items()}}), ((X, Y), {"test": 0.1}),
    (load_dataset("iris"), {"split": "stratified"}), ("iris", {"weights": np.ones(150)}),
])  # fmt: skip
def test_a_run_reads_its_data_again(tmp_path, source, options):
    run = numnet.fit(source, **SHORT, **options, out=tmp_path / "run")
    assert (run.path / "data.safetensors").is_file()
    again = numnet.load_run(run.path)
    here, there = again.data(), numnet.fit(source, **SHORT, **options).data()
    for part in ("training", "validation", "test", "X", "X_validation", "T_test"):
        assert np.array_equal(getattr(here, part), getattr(there, part))
    assert numnet.fit(resume=run.path, epochs=3).history.epochs == 3
    assert np.array_equal(again.save(tmp_path / "copy") and numnet.load_run(tmp_path / "copy").data().X, here.X)
    for folder in ("run", "copy"):
        delete_run(tmp_path / folder)
    assert not list(tmp_path.iterdir())


@pytest.fixture
def kept(tmp_path):
    """The path of a run on data from memory."""
    return numnet.fit((X, Y), **SHORT, out=tmp_path / "run").path


def test_kept_data_that_are_gone_damaged_or_others_are_refused(kept):
    file, config = kept / "data.safetensors", read_run_config(kept)
    whole = file.read_bytes()
    file.write_bytes(whole[:-1])
    with pytest.raises(DataError, match=r"data.safetensors is damaged") as caught:
        read_again(config, kept)
    assert "\n" not in str(caught.value)
    last = bytearray(whole)
    last[-1] ^= 1  # of a number
    file.write_bytes(last)
    with pytest.raises(DataError, match=r"is damaged: its data\.safetensors holds other data than it was trained on"):
        read_again(config, kept)
    file.unlink()
    with pytest.raises(DataError, match=r"has lost its data\.safetensors, the data it was trained on; train again"):
        numnet.load_run(kept).data()
    file.symlink_to(kept / "model.safetensors")
    with pytest.raises(DataError, match="is a link"):
        read_again(config, kept)


def test_kept_data_may_be_given_again(kept):
    config = read_run_config(kept)
    (kept / "data.safetensors").unlink()
    for source in ((X, Y), read_data((X, Y))):
        assert np.array_equal(read_again(config, kept, source).X, X)
    with pytest.raises(DataError, match=r"^\(X, T\), 39 rows × 3 features has changed since run was trained on it: 40"):
        read_again(config, kept, (X[1:], Y[1:]))


def test_a_foreign_file_of_that_name_is_not_deleted(kept):
    (kept / "data.safetensors").write_text("mine")
    with pytest.raises(ValueError, match=r"holds data\.safetensors, which numnet did not write"):
        delete_run(kept)
