"""Same seed, same bits: with an empty cache and a full one, from bitcode and from sources, on every level of the
processor.
"""

import json
import platform

import pytest

from tests.support.cli import apart, python

pytestmark = pytest.mark.slow
# Name and instructions together: the name alone leaves those of this machine.
LEVELS = {
    "SSE2": {"NUMBA_CPU_NAME": "x86-64", "NUMBA_CPU_FEATURES": "+sse2"},
    "AVX2": {"NUMBA_CPU_NAME": "haswell", "NUMBA_CPU_FEATURES": "+sse4.2,+avx,+avx2,+fma,+bmi,+bmi2,+popcnt"},
}
TRAININGS = {
    "breast_cancer": [],
    "spiral": ["--dtype", "float64", "--hidden", "32,32", "--activation", "relu", "--dropout", "0.2"],
    "diabetes": ["--hidden", "40", "--optimizer", "nadam", "--batch-size", "64"],
}


def bits(what, cache, **environment):
    """{what: bits} of `tests.support.same_bits`, in a process of its own."""
    done = python("-m", "tests.support.same_bits", what, NUMNET_CACHE_DIR=cache, **environment)
    return json.loads(done.stdout)


@pytest.mark.parametrize("what", ["float32", "float64", "rest"])
def test_same_bits_cold_and_warm_and_on_every_level(what, tmp_path):
    cold = bits(what, tmp_path / "cache")
    assert len(cold) > 20 and len(set(cold.values())) > 15
    assert bits(what, tmp_path / "cache") == cold
    assert bits(what, tmp_path / "sources", NUMBA_OPT="2") == cold  # for this level there is no bitcode
    if platform.machine() in ("x86_64", "AMD64"):
        for name, level in LEVELS.items():
            assert bits(what, tmp_path / name, **level) == cold, name


@pytest.mark.parametrize("data", TRAININGS)
def test_a_run_and_its_resume_are_the_same_with_any_cache(data, tmp_path):
    def run(*words, cache):
        apart("train", *words, folder=tmp_path, NUMNET_CACHE_DIR=tmp_path / cache)

    options = [*TRAININGS[data], "--threads", "1"]
    run(data, *options, "--epochs", "6", "--out", "cold", cache="cache")
    run(data, *options, "--epochs", "6", "--out", "warm", cache="cache")
    run(data, *options, "--epochs", "3", "--out", "half", cache="other")
    run("--resume", "half", "--epochs", "6", cache="cache")
    wanted = (tmp_path / "cold/checkpoint.safetensors").read_bytes()
    for name in ("warm", "half"):
        assert (tmp_path / name / "checkpoint.safetensors").read_bytes() == wanted, name
