"""What is fuzzed: readers of what others may have written.  A target takes bytes, and does with them what numnet does.

A reader may refuse, in one line that names the file; whatever else it raises is a fault.  What it takes must then hold
what readers promise.
"""

import atexit
import json
import os
import shutil
import tempfile
import warnings
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from pathlib import Path
from unittest.mock import patch

import numpy as np

import numnet
from numnet.data import DataError, fingerprint, is_bundled, open_dataset, read_csv, save_dataset, write_csv
from numnet.data.split_dataset import SplitDataset
from numnet.model.network import Network
from numnet.options.configuration import read_configuration
from numnet.runs.loading import load_run
from numnet.studies.comparison import load_comparison
from numnet.studies.sweep import load_sweep
from numnet.surfaces.expression import compile_expression
from numnet.training.checkpoint import load_checkpoint
from numnet.training.snapshots import load_snapshots

SMALL = 2000  # parameters of networks that are tried out


@cache
def scratch():
    """A folder for this process, in memory where the system has one there."""
    parent = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix=f"numnet-fuzz-{os.getpid()}-", dir=parent))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@contextmanager
def refusing(name):
    """Let pass a refusal: ValueError in one line that names the file, or whatever was read."""
    try:
        yield
    except (ValueError, DataError) as error:
        message = str(error)
        clear = type(error) in (ValueError, DataError) and str(name) in message and "\n" not in message
        if not clear or len(message) > 2000:
            raise AssertionError(f"no clear message: {type(error).__name__}: {message[:500]}") from error


def csv_reader(data):
    """`read_csv`: what it takes has finite features, one row a target; what `write_csv` makes of it is read again.

    A file has no header where its first row looks like data, and so on: so columns and labels may come back otherwise,
    but where they do not, the numbers are the same.
    """
    path = scratch() / "data.csv"
    path.write_bytes(data)
    dataset = again = None
    with refusing("data.csv"):
        dataset = read_csv(path)
    compiled = None
    with refusing("data.csv"), patch("numnet.data.tables.plain_records.SMALL_BYTES", 0):  # as large files are read
        compiled = read_csv(path)
    assert (dataset and fingerprint(dataset)) == (compiled and fingerprint(compiled))
    if dataset is None:
        return
    assert np.isfinite(dataset.X).all() and len(dataset.X) == len(dataset.T) and dataset.X.flags.c_contiguous
    write_csv(dataset, scratch() / "again.csv")
    with refusing("again.csv"):
        again = read_csv(scratch() / "again.csv", dataset.targets, dataset.task)
    if again is not None and (again.feature_names, again.target_names) == (dataset.feature_names, dataset.target_names):
        assert len(again.X) == len(dataset.X) and (again.X == dataset.X).all() and (again.T == dataset.T).all()


def model_reader(data):
    """`Network.load`, `load_snapshots`, `load_checkpoint`: a network taken computes, and comes back the same."""
    path = scratch() / "model.safetensors"
    path.write_bytes(data)
    network = None
    with refusing("model.safetensors"):
        network = Network.load(path)
    if network is not None and network.parameters.size <= SMALL:
        with np.errstate(all="ignore"):
            outputs = network.forward(np.ones((3, network.sizes[0])))
        assert outputs.shape == (3, network.sizes[-1])
        network.save(scratch() / "again.safetensors")
        again = Network.load(scratch() / "again.safetensors")
        assert (again.parameters == network.parameters).all() and again.target_names == network.target_names
    with refusing("model.safetensors"):
        load_snapshots(path, network or Network([2, 1], task="binary"))
    with refusing("model.safetensors"):
        load_checkpoint(path)


def data_reader(data):
    """`open_dataset`: what it takes can be split, or says why not, and comes back the same."""
    path = scratch() / "data.safetensors"
    path.write_bytes(data)
    dataset = None
    with refusing(path.name):
        dataset = open_dataset(path)
    if dataset is None:
        return
    save_dataset(dataset, path)
    assert fingerprint(open_dataset(path)) == fingerprint(dataset)
    with refusing(""):  # the data are called as the file says
        parts = SplitDataset.of(dataset, 0.25, seed=0)
        assert np.isfinite(parts.X).all() and len(parts.X) == len(parts.T)
        parts.weights("training")


@cache
def folders():
    """{loader: a folder of that kind, of a small training}."""
    from click.testing import CliRunner

    from numnet.commands import main

    made = scratch()
    options = ["--epochs", "2", "--hidden", "2", "--quiet"]
    (made / "flowers.csv").write_text("a,b,kind\n" + "".join(f"{k},{k * k % 7},{'xy'[k % 2]}\n" for k in range(20)))
    calls = {load_run: f"train {made}/flowers.csv", load_sweep: "sweep xor --l2 0 --l2 1 --seeds 2",
             load_comparison: "compare xor --optimizer sgd,adam --seeds 2"}  # fmt: skip
    for words in map(str.split, calls.values()):
        out = ["--out", str(made / words[0])]
        CliRunner().invoke(main, [*words, *options, *out], catch_exceptions=False)
    return {loader: made / words.split()[0] for loader, words in calls.items()}


def config_reader(data):
    """`load_run`, `load_sweep` and `load_comparison`, the data that a run folder names, and ``train --config``."""
    path = scratch() / "configuration.json"
    path.write_bytes(data)
    with refusing(path.name):
        read_configuration(path)
    for loader, folder in folders().items():
        (folder / "config.json").write_bytes(data)
        found = None
        with refusing(folder):
            found = loader(folder)
        if found is None:
            continue
        if loader is load_run and not is_bundled(found.config["data"]["source"]):
            with refusing(""):  # the folder, or the data file
                found.data()
        elif loader is load_comparison:
            found.standings()


def expressions(data):
    """`compile_expression`: a list of operations on earlier ones; and the text can't do anything else."""
    text = data.decode("utf-8", "replace")
    program = None
    with refusing("expression"):
        program, constants = compile_expression(text)
    if program is None:
        return
    assert len(program) == len(constants) and all(max(a, b) <= k for k, (_, a, b) in enumerate(program))
    with refusing("start must be where the surface is finite"), warnings.catch_warnings(action="ignore"):
        numnet.descend(text, numnet.SGD(0.01), start=(0.5, 0.25), steps=2)


TARGETS = {f.__name__: f for f in (csv_reader, model_reader, data_reader, config_reader, expressions)}


# --- mutations that keep the shell of a format ------------------------------------------------------------------------

ODD = (0, -1, 1, 2**31, 2**63, 2**64, 10**400, 1e308, float("nan"), float("inf"), "", "-1", "1", "spiral",
       "/dev/zero", "../..", "a\u0000b", "\ud800", "=1+1", [], {}, [[]], None, True, False, [0],
       [2**40, 2**40], ["x"] * 3)  # fmt: skip


def places(tree):
    """[(container, key)] of everything in a JSON tree."""
    found, waiting = [], [tree]
    while waiting:
        inner = waiting.pop()
        for key in inner if isinstance(inner, dict) else range(len(inner)) if isinstance(inner, list) else ():
            found.append((inner, key))
            waiting.append(inner[key])
    return found


def mutate_json(text, random):
    """The JSON text with one or more values replaced, removed, doubled or exchanged; as it is where it is no JSON."""
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError):
        return text
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        found = places(tree)
        if not found:
            break
        inner, key = random.choice(found)
        act = random.randrange(5)
        if act == 0:
            del inner[key]
        elif act == 1:
            inner[key] = deepcopy(random.choice([container[place] for container, place in found]))
        elif act == 2 and isinstance(inner, list):
            inner.append(deepcopy(inner[key]))
        elif act == 3 and type(inner[key]) in (int, float):
            inner[key] = inner[key] * random.choice((-1, 2, 0.5, 1e300)) + random.choice((0, 1, -1))
        else:
            inner[key] = deepcopy(random.choice(ODD))
    return json.dumps(tree)


def mutate(target, data, random, mutate_bytes):
    """Another input from this one: half of the time by its format, else by ``mutate_bytes``."""
    if target in ("csv_reader", "expressions") or random.random() < 0.5:
        return mutate_bytes(data)
    try:
        if target == "config_reader":
            return mutate_json(data.decode(), random).encode("utf-8", "surrogatepass")
        size = int.from_bytes(data[:8], "little")
        header, body = json.loads(data[8 : 8 + size]), data[8 + size :]
        about = header["__metadata__"]
        if random.random() < 0.7:
            about["numnet"] = mutate_json(about["numnet"], random)
        else:
            header = json.loads(mutate_json(json.dumps(header), random))
        text = json.dumps(header).encode()
        return len(text).to_bytes(8, "little") + text + body
    except (ValueError, LookupError, TypeError, RecursionError, OverflowError):
        return mutate_bytes(data)
