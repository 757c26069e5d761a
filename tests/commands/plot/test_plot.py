"""`numnet plot`: files, endings, and what can't be drawn."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.parametrize(("words", "path"), [
    (["boundary", "xor"], "xor/figures/boundary.png"),
    (["convergence", "iris"], "iris/figures/convergence.png"),
    (["convergence", "iris", "xor", "-o", "both.svg"], "both.svg"),
    (["convergence", "iris", "xor"], "convergence.png"),
    (["confusion", "iris", "-o", "new/folder/c.pdf"], "new/folder/c.pdf"),
    (["activations"], "activations.png"),
    (["losses"], "losses.png"),
    (["schedules", "--updates", "50"], "schedules.png"),
    (["datasets", "xor", "-o", "d.svg"], "d.svg"),
], ids=lambda value: " ".join(value) if isinstance(value, list) else None)
def test_every_kind_of_figure_is_a_file_whose_path_is_printed(own, words, path):
    result = own("plot", *words)
    assert result.stdout == f"{path}\n" and result.stderr == ""
    start = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}[Path(path).suffix]
    assert (own.folder / path).read_bytes().startswith(start)


@pytest.mark.parametrize(("words", "expected"), [
    (["boundary", "nosuch"], "nosuch"), (["confusion", "sums"], "regression|class"),
    (["convergence", "iris", "nosuch"], "nosuch"), (["activations", "-o", "a.bmp"], r"\.png"),
    (["activations", "-o", "plain"], r"\.png"), (["activations", "-o", "sums.csv/a.png"], "sums.csv"),
    (["datasets", "sprial"], "spiral"),
], ids=lambda value: " ".join(value) if isinstance(value, list) else None)
def test_figures_that_cannot_be_drawn_are_refused(own, words, expected):
    assert re.search(expected, own.refused("plot", *words))
