"""What a worker of an executor does: it keeps data, trains bundles on them, and says who it is and what it runs."""

import os
import pickle
import platform
import sys
import threading
import time
from collections import OrderedDict
from contextlib import suppress

import numba
import numpy as np

import numnet
from numnet.kernels.compiler.fingerprint import sources

MAX_KEPT = 4  # data sets in memory
kept, _lock = OrderedDict(), threading.Lock()  # {fingerprint: what trains on a data set}


def software():
    """{name: version} of what a worker must have in common with its caller: then results are equal, bit for bit."""
    return {
        "numnet": numnet.__version__,
        "kernels": sources(),
        "Numba": ".".join(numba.__version__.split(".")[:2]),
        "NumPy": np.__version__.split(".")[0],
    }


def identity():
    """{"worker": its name for people, "address": in a cluster of Dask, "process": what tells processes apart}."""
    address = None
    if "distributed" in sys.modules:
        with suppress(ValueError):  # it is loaded, but this is none of its workers
            address = sys.modules["distributed"].get_worker().address
    name = f"{address or f'process {os.getpid()}'} on {platform.node()}"
    return {"worker": name, "address": address, "process": (platform.node(), os.getpid())}


def keep(fingerprint, trials):
    """Keep what trains on a data set; beyond `MAX_KEPT` the oldest goes."""
    with _lock:
        kept[fingerprint] = trials
        while len(kept) > MAX_KEPT:
            kept.popitem(last=False)


def train_bundle(number, wanted, fingerprint, data, bundle, threads, seconds):
    """Train a bundle, pickled (finish, [(optimizer, options)]), on ``data``.

    data: what trains on them, pickled; kept for other bundles, which bring None.  Begins no training after so many
    seconds.  number: a serial number, for executors that take equal calls for one call.

    Returns `identity` with "results", {place in the bundle: what finish returned}, "seconds" that they took, and
    "error", what a training raised; or with the "software" of this worker, where it is not as ``wanted``; or with
    "lacking", where there are no data.
    """
    about, begun = identity(), time.perf_counter()
    if software() != wanted:
        return {**about, "software": software()}
    if data is not None and fingerprint not in kept:
        keep(fingerprint, pickle.loads(data))
    trials = kept.get(fingerprint)
    if trials is None:
        return {**about, "lacking": True}
    finish, recipes = pickle.loads(bundle)
    results, error = {}, None

    def places():
        for place in range(len(recipes)):
            if place == 0 or time.perf_counter() - begun < seconds:
                yield place

    try:
        trials.run(places(), recipes.__getitem__, finish, results.__setitem__, threads)
    except Exception as raised:
        error = portable(raised)
    return {**about, "results": results, "seconds": time.perf_counter() - begun, "error": error}


def portable(error):
    """The error, or if it can't be pickled one that says the same."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
