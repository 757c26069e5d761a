"""Times of first calls, each in a fresh process: start-up, import, compilation and a tiny training."""

import statistics
import subprocess
import sys
import tempfile
import time

from numnet.benchmark.measure import environment
from numnet.benchmark.peers.protocol import NONE
from numnet.benchmark.peers.registry import PEERS, cross_entropy
from numnet.benchmark.workloads import FIRST, from_record, to_record

TRAIN = "numnet train xor"
NUMNET = {"numnet --help": ["--help"], TRAIN: ["train", "xor", "--quiet"]}
COLD = "numnet train xor, nothing compiled"


def seconds_of(words, folder, **more):
    """Seconds of a Python process, with ``more`` in its environment.  Raises CalledProcessError where it fails."""
    start = time.perf_counter()
    command = [sys.executable, *words]
    subprocess.run(command, check=True, capture_output=True, cwd=folder, env=environment(**more))
    return time.perf_counter() - start


def first_call(name):
    """Import a library, compile, train the tiny network once: what the process of a peer does.  Returns the loss."""
    run, _ = PEERS[name].prepare(FIRST, NONE)
    return cross_entropy(FIRST, run().members)


def measure_startup(peers, rounds, cold_rounds=2):
    """{what: {"seconds", "min", "max"}}: medians of fresh processes, in turn."""
    with tempfile.TemporaryDirectory() as folder:
        calls = {title: ["-m", "numnet", *words] for title, words in NUMNET.items()}
        for name in peers:
            if name != "numnet":
                code = f"from numnet.benchmark.startup import first_call; first_call({name!r})"
                calls[f"{PEERS[name].title}: import and train"] = ["-c", code]
        for words in calls.values():
            seconds_of(words, folder)  # the files are read, the caches full
        times = {title: [] for title in (*NUMNET, COLD, *calls)}
        for _ in range(rounds):
            for title, words in calls.items():
                times[title].append(seconds_of(words, folder))
        for _ in range(cold_rounds):
            with tempfile.TemporaryDirectory() as cache:
                times[COLD].append(seconds_of(calls[TRAIN], folder, NUMNET_CACHE_DIR=cache))
    return {title: spread(values) for title, values in times.items() if values}


def first_search(name, record):
    """Import a library, start its pool, compile, search once: what the process of a peer does."""
    PEERS[name].prepare(from_record(record), NONE)


def measure_first_searches(search, names, rounds):
    """{name: {"seconds", "min", "max"}} of a `GridSearch` in fresh processes, in turn; files are in memory by now."""
    times = {name: [] for name in names}
    with tempfile.TemporaryDirectory() as folder:
        record = to_record(search.write(folder))
        for _ in range(rounds):
            for name in names:
                code = f"from numnet.benchmark.startup import first_search; first_search({name!r}, {record!r})"
                times[name].append(seconds_of(["-c", code], folder))
    return {name: spread(values) for name, values in times.items()}


def spread(values):
    """The median of times with its ends."""
    return {"seconds": statistics.median(values), "min": min(values), "max": max(values)}
