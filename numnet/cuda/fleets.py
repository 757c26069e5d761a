"""Many trainings on the GPU: all of one shape in one launch after the other, one shape after the other."""

import time

from numnet.cuda.session import Session
from numnet.kernels.codes import Counter, Status
from numnet.pace import Pace

SHAPE = ("sizes", "activation", "task", "loss_name", "dtype")  # what networks of a fleet have in common
SHARED = 64  # so many networks train in about the time of one


def train_fleets(keys, make, finish, done):
    """Train ``make(key)`` of every key, a `Training` or something with ``.training``; otherwise as `train_each` does.

    ``done`` is called when all of a shape have ended.  Raises DeviceError.
    """
    fleets = {}
    for key in keys:
        member = make(key)
        network = getattr(member, "training", member).network
        shape = tuple(getattr(network, name) for name in SHAPE)
        fleets.setdefault(shape, []).append((key, member))
    for members in fleets.values():
        trainings = [getattr(member, "training", member) for _, member in members]
        _train(trainings)
        for key, member in members:
            done(key, finish(member))


def _train(trainings):
    """All of them to their ends."""
    session = Session(trainings, specialize=trainings[0].specialize)
    begun = time.perf_counter()
    session.advance(0, everything=False)
    compiling = time.perf_counter() - begun
    operations = 6 * trainings[0].network.parameters.size
    pace, seconds = Pace(operations * max(1, len(trainings) // SHARED), False), 0.0
    while (session.host["counter"][:, Counter.STATUS] == Status.RUNNING).any():
        begun = time.perf_counter()
        passed = session.advance(pace.limit, everything=False)
        elapsed = time.perf_counter() - begun
        seconds += elapsed
        if passed >= pace.limit:
            pace.learn(passed, elapsed)
    session.fetch()
    for training in trainings:
        training.compile_seconds = compiling
        training.account(seconds)
