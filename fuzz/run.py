"""Fuzz one target, guided by coverage: ``python fuzz/run.py TARGET [seconds]``; needs atheris (pip install '.[fuzz]').

New inputs that reach new code are kept in fuzz/found/TARGET, inputs that break something in fuzz/crashes.
"""

import importlib
import random
import sys
from pathlib import Path

import atheris

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
READERS = [
    "numnet.options.configuration",
    "numnet.data",
    "numnet.files",
    "numnet.model.model_file",
    "numnet.model.network",
    "numnet.runs",
    "numnet.training.snapshots",
    "numnet.training.checkpoint",
    "numnet.studies.configurations_file",
    "numnet.studies.results",
    "numnet.studies.sweep",
    "numnet.studies.comparison",
    "numnet.studies.ranking",
    "numnet.surfaces.expression",
    "numnet.utils.arguments",
]

for registry in ("activations", "losses", "rules", "schedules", "surfaces"):  # Numba compiles equations as they are
    importlib.import_module(f"numnet.kernels.{registry}")
with atheris.instrument_imports(include=READERS):
    import targets

MOST_BYTES = {"csv_reader": 2000, "model_reader": 6000, "data_reader": 6000, "config_reader": 6000, "expressions": 220}


def main(name, seconds=60):
    """Run the fuzzer on a target for so many seconds."""
    target, found = targets.TARGETS[name], HERE / "found" / name
    found.mkdir(parents=True, exist_ok=True)
    (HERE / "crashes").mkdir(exist_ok=True)
    if name == "config_reader":
        targets.folders()

    def mutated(data, most, seed):
        chance = random.Random(seed)
        return targets.mutate(name, data, chance, lambda data: atheris.Mutate(data, most))[:most]

    arguments = [f"-max_total_time={seconds}", f"-max_len={MOST_BYTES[name]}", "-timeout=20",
                 "-print_final_stats=1", f"-artifact_prefix={HERE / 'crashes' / name}-"]  # fmt: skip
    dictionary = HERE / f"{name}.dict"
    arguments += [f"-dict={dictionary}"] if dictionary.exists() else []
    atheris.Setup(["fuzz", *arguments, str(found), str(HERE / "corpus" / name)], target, custom_mutator=mutated)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:3])
