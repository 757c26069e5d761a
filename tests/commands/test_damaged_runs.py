"""Damaged and foreign runs: refused in one line."""

import json
import shutil

import numpy as np
import pytest

from numnet.data import load_dataset

pytestmark = pytest.mark.filterwarnings("error")


def damage(run, kind, trained):
    """Damages a run folder in one way."""
    model = run / "model.safetensors"
    content = model.read_bytes()
    if kind == "empty":
        model.write_bytes(b"")
    elif kind == "text":
        model.write_text("not a model\n" * 20)
    elif kind == "truncated":
        model.write_bytes(content[:-10])
    elif kind == "NaN":
        model.write_bytes(content[:-4] + np.float32(np.nan).tobytes())
    elif kind == "missing":
        model.unlink()
    elif kind == "foreign":
        from safetensors.numpy import save_file

        save_file({"W1": np.zeros((2, 2), np.float32)}, model)
    else:
        shutil.copy(trained.folder / kind / "model.safetensors", model)


@pytest.mark.parametrize("kind", ["empty", "text", "truncated", "NaN", "missing", "foreign", "iris", "sine"])
@pytest.mark.parametrize("words", [["evaluate", "sums"], ["predict", "sums", "mixed.csv"], ["summary", "sums"],
                                   ["plot", "boundary", "sums"]], ids=lambda words: words[0])
def test_a_damaged_or_foreign_model_is_refused(own, trained, kind, words):
    flowers = ",".join(load_dataset("iris").feature_names)
    own.write("mixed.csv", f"u,v,x,{flowers}\n1,2,3,4,5,6,7\n")
    damage(own.folder / "sums", kind, trained)
    assert "sums" in own.refused(*words)


def test_a_damaged_config_is_refused_whatever_is_missing(own):
    path = own.folder / "sums/config.json"
    whole = json.loads(path.read_text())
    texts = ["", "{", "[]", "null", '{"format": "something else"}']
    for where in (None, "data", "result"):
        for key in whole if where is None else whole[where]:
            other = json.loads(json.dumps(whole))
            del (other if where is None else other[where])[key]
            texts.append(json.dumps(other))
    for text in texts:
        path.write_text(text)
        for words in (["evaluate", "sums"], ["predict", "sums", "sums.csv"]):
            assert own(*words, code=None).exit_code in (0, 2), text[:300]
    path.unlink()
    assert "sums" in own.refused("evaluate", "sums")


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", None])
def test_damaged_metrics_are_refused(own, content):
    path = own.folder / "sums/metrics.csv"
    path.unlink() if content is None else path.write_text(content)
    message = own.refused("evaluate", "sums")
    assert "sums" in message and "metrics.csv" in message and "Errno" not in message
