"""A trace in a line, as a frame, and in a notebook."""

import csv
import io

import numpy as np
import pytest

import numnet
from numnet.tracing.update import trace_update
from tests.support.displays import checked, title
from tests.support.traces import example, numnet_


def traced(n=2, rule="adam"):
    return trace_update(*example("multiclass", n=n), numnet.OPTIMIZERS[rule]())


def test_a_line_with_the_errors_before_and_after():
    trace = traced()
    before, after = trace.network.loss(trace.x, trace.t), trace.loss_after
    assert repr(trace) == ("<Trace of update 1: 3-4-3-3, adam, learning rate 0.01, 2 samples, "
                           f"E {before:.4g} → {after:.4g}>")  # fmt: skip


def test_columns_hold_every_number_at_its_place():
    trace = traced()
    found = trace.derivation().columns()
    assert list(found) == ["layer", "unit", "input", "sample", "quantity", "formula", "value"]
    w = found["quantity"] == "w"
    first = w & (found["layer"] == 1)
    assert w.sum() == 3 * 4 + 4 * 3 + 3 * 3
    W = np.full((3, 4), np.nan)
    W[found["input"][first].astype(int) - 1, found["unit"][first].astype(int) - 1] = found["value"][first]
    assert np.array_equal(W, trace.network.weights[0])
    h = (found["quantity"] == "h") & (found["layer"] == 2) & (found["unit"] == 3)
    assert found["value"][h].tolist() == trace.passed.h[1][:, 2].tolist() and found["sample"][h].tolist() == [0, 1]
    total = found["quantity"] == "mean E"
    assert np.isnan(found["layer"][total]).all() and found["value"][total] == trace.passed.losses.mean()
    differences = trace.derivation(check=True).columns()["central_difference"]
    assert np.isfinite(differences).sum() == trace.network.parameters.size


def test_a_frame_is_what_the_command_writes_as_csv():
    pandas = pytest.importorskip("pandas")
    trace = numnet.trace("xor", batch=[1, 2])
    read = pandas.read_csv(io.StringIO(numnet_("xor", "--batch", "1,2", "--format", "csv")))
    pandas.testing.assert_frame_equal(trace.frame(), read, rtol=0, atol=0)


def test_the_csv_has_whole_places_and_empty_cells():
    row, *_ = csv.DictReader(io.StringIO(numnet_("xor", "--format", "csv")))
    assert (row["layer"], row["unit"], row["input"], row["sample"], row["quantity"]) == ("1", "1", "1", "", "w")


def test_a_notebook_shows_the_derivation_in_mathml():
    trace = traced(n=1)
    tree = checked(trace)
    assert title(tree) == repr(trace)[1:-1] and len(list(tree.iter("math"))) > 200
    headings = ["".join(p.itertext()) for p in tree.iter("p") if p.find("b") is not None][1:]
    assert headings == [section for section, _ in trace.derivation().sections()]
    equations = [p for p in tree.iter("p") if p.find("math") is not None]
    loss = next(p for p in equations if "".join(p[0].itertext()) == "E")
    assert ["".join(part.itertext())[0] for part in loss[1:]] == ["="] * (len(loss) - 1)
    assert "".join(loss[-1].itertext()) == f"={trace.passed.losses[0]:.6g}"


def test_many_numbers_are_cut_and_say_so():
    wide = trace_update(numnet.Network([50, 40, 2]), np.ones((3, 50)), [0, 1, 1], numnet.SGD())
    tree = checked(wide)
    assert "… 1990 more" in [p.text for p in tree.iter("p")] and len(wide._repr_html_()) < 400_000
    assert "(sample 2)" in "".join(tree.itertext())


def test_the_command_writes_the_same_as_a_page():
    page = numnet_("xor", "--sample", "1", "--layer", "2", "--check", "--format", "html")
    assert page.startswith("<!doctype html>") and 'content="light dark"' in page
    tree = checked(page[page.index("<div") : page.index("</main>")])
    assert title(tree).startswith("Trace of xor, sample 1: network 2-2-1, sigmoid, sigmoid; cross_entropy; sgd")
    text = "".join(tree.itertext())
    assert "central difference" in text and "Forward, layer 2" in text and "Forward, layer 1" not in text
