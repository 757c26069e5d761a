"""The numbers of a seed are frozen: what seeds 0 and 1 give today, bit for bit, they give for ever.

`frozen_numbers.json` holds them in full.  A new initializer or data set joins it, nothing in it changes:

    python -m tests.system.test_frozen_numbers
"""

import json
from pathlib import Path

import numpy as np

import numnet
from numnet.cpu.random_arrays import random_order
from numnet.data.splitting import SplitPlan, divide, split
from numnet.kernels.codes import Stream
from numnet.kernels.generators import GENERATORS
from tests.support.same_bits import trained

FILE = Path(__file__).with_name("frozen_numbers.json")


def numbers():
    """{what: numbers}."""
    groups = SplitPlan("group", groups=np.arange(30) // 3)
    found = {f"weights: {name}": make(1, 2, 3, layer=2).tolist() for name, make in numnet.INITIALIZERS.items()}
    for name in GENERATORS:
        data = numnet.load_dataset(name, seed=1)
        found[f"rows: {name}"] = [data.X[:3].tolist(), data.T[:3].tolist()]
    order = [random_order(12, 1, Stream.SHUFFLE, epoch).tolist() for epoch in range(2)]
    parts = [part.tolist() for part in split(12, 0.25, seed=1)]
    classes = [part.tolist() for part in divide(12, 0.25, 1, SplitPlan("stratified"), np.arange(12) % 2)]
    whole = [part.tolist() for part in divide(30, 0.2, 1, groups)]
    found |= {"shuffles": order, "split": parts, "split: stratified": classes, "split: group": whole}
    found |= {f"training: {name}, {dtype}": trained(dtype, optimizer=numnet.OPTIMIZERS[name](), dropout=0.2)
              for dtype in ("float32", "float64") for name in ("sgd", "adam")}  # fmt: skip
    return found


def test_the_numbers_of_a_seed_are_the_frozen_ones():
    frozen, found = json.loads(FILE.read_text(encoding="utf-8")), numbers()
    assert list(found) == list(frozen)
    for what, values in found.items():
        assert values == frozen[what], what


if __name__ == "__main__":
    kept = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    lines = [f"{json.dumps(what)}: {json.dumps(values)}" for what, values in ({**numbers(), **kept}).items()]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
