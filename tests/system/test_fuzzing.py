"""Whatever comes: no bytes, no table and no JSON break a reader."""

import csv
import importlib.util
import io
import json
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import numnet
from numnet.data import open_dataset, read_csv
from numnet.model.network import Network
from tests.support.cli import REPOSITORY

pytestmark = pytest.mark.filterwarnings("error")

QUICK = settings(max_examples=60, deadline=None, derandomize=True,
                 suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip


def fuzz_targets():
    """The module fuzz/targets.py."""
    spec = importlib.util.spec_from_file_location("fuzz_targets", REPOSITORY / "fuzz" / "targets.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


targets = fuzz_targets()


@pytest.mark.parametrize("path", sorted((REPOSITORY / "fuzz" / "corpus").rglob("*/*")), ids=lambda path: path.name)
def test_what_was_found_by_fuzzing_stays_right(path):
    targets.TARGETS[path.parent.name](path.read_bytes())


@given(st.binary(max_size=300))
@QUICK
def test_no_bytes_break_a_reader(data):
    for target in targets.TARGETS.values():
        target(data)


@given(st.text(alphabet=list("xye0123456789.+-*/() sincotaexplgqrhb_'\"[]=:"), max_size=60))
@QUICK
def test_no_expression_breaks_the_parser(text):
    targets.expressions(text.encode())


USUAL = ["", "1", "-2.5", "1e400", "nan", "yes", "x", "=1", "?", "1,5", '"', "1_0", "가", "2024-01-02"]
CELL = st.one_of(st.sampled_from(USUAL), st.text())


@given(st.lists(st.lists(CELL, min_size=1, max_size=4), min_size=1, max_size=6), st.sampled_from(",;\t"))
@QUICK
def test_no_table_breaks_the_reader(rows, separator):
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=separator).writerows(rows)
    targets.csv_reader(file.getvalue().encode("utf-8", "replace"))


JSON = st.recursive(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
                    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner)),
                    max_leaves=5)  # fmt: skip


@pytest.mark.parametrize("name", ["model_reader", "data_reader", "config_reader"])
@given(data=st.data())
@QUICK
def test_no_change_of_a_value_breaks_a_reader(name, data):
    """A sound file in which values are replaced, removed, doubled, exchanged."""
    sound = data.draw(st.sampled_from(sorted((REPOSITORY / "fuzz" / "corpus" / name).iterdir()))).read_bytes()
    chance = data.draw(st.randoms(use_true_random=False))
    targets.TARGETS[name](targets.mutate(name, sound, chance, partial(cut, chance)))


def cut(chance, data):
    """Bytes cut short."""
    return data[: chance.randrange(len(data) + 1)]


@given(JSON)
@QUICK
def test_no_json_breaks_the_config_reader(value):
    targets.config_reader(json.dumps(value).encode())


def test_a_file_that_is_sound_is_taken(tmp_path):
    """What refuses everything passes every test above."""
    corpus = REPOSITORY / "fuzz" / "corpus"
    for name in ("multiclass", "regression", "linear", "multilabel"):
        assert Network.load(corpus / "model_reader" / name).parameters.size
    assert len(read_csv(corpus / "csv_reader" / "classes").X) == 3
    for name in ("everything", "labels", "regression"):
        assert len(open_dataset(corpus / "data_reader" / name).X)
    targets.folders.cache_clear()  # the other tests spoil them
    targets.scratch.cache_clear()
    folders = targets.folders()
    for loader, folder in folders.items():
        assert loader(folder) is not None
    assert numnet.descend("x**2 + 10*y**2", numnet.SGD(0.01), start=(1, 1), steps=2).shape == (3, 2)
