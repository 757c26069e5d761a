"""Many trainings on the GPU: those of one architecture at once, in parts that fit its memory."""

import gc
import time

import numpy as np

from numnet.cuda.device.driver import Limits, understandable
from numnet.cuda.errors import OutOfMemory
from numnet.cuda.session import Session
from numnet.kernels.codes import Counter, Status
from numnet.training.chunks import ChunkSizer
from numnet.training.resume import check_data, fresh_epoch, has_proof

NETWORKS_AT_ONCE = 64  # so many networks train in about the time of one
MAX_FETCH_GAP = 16  # networks that have ended are fetched together if they are no further apart


def train_fleets(keys, make, finish, done, going=None):
    """Train ``make(key)`` of every key, a `Training` or something with ``.training``; otherwise as `train_each` does.

    As many members are made at a time as the GPU's memory may hold, and dropped when their fleet has ended.  ``done``
    is called as each of them ends.  Raises DeviceError where not even one network fits.
    """
    with understandable():
        free = Limits().memory
    fleets, room, known = {}, free, set()
    for key in keys:
        member = Member(key, make(key))
        fleets.setdefault(member.architecture, []).append(member)
        samples = member.training.samples
        room -= member.training.nbytes + (0 if id(samples) in known else sum(part.nbytes for part in samples))
        known.add(id(samples))
        if room < 0:
            _train_all(fleets, finish, done, going)
            room, known = free, set()
    _train_all(fleets, finish, done, going)


class Member:
    """A member of a fleet: what was made for a ``key``, its ``training``, and the epoch that this aims at.

    That is the end, the epoch ``until`` which it is made to train, or the last scheduled evaluation before: see
    `ScheduledEvaluation`.
    """

    def __init__(self, key, made):
        self.key, self.made, self.training = key, made, getattr(made, "training", made)
        self.until = getattr(made, "until", None)
        network, counter = self.training.network, self.training.run.counter
        self.architecture = network.architecture
        self._row, self._step, self._seconds = int(counter[Counter.ROW]), self.training.updates, 0.0
        self._aim()

    def _aim(self):
        pause = self.training.scheduled_evaluation.pause(self.until)
        self.goal = self.training.epochs if pause is None else pause

    def settle(self, seconds):
        """Enter what its fleet did until it ended, after so many seconds in all; returns whether it goes on."""
        training = self.training
        training.account(seconds - self._seconds, self._row, self._step)
        self._row, self._step, self._seconds = int(training.run.counter[Counter.ROW]), training.updates, seconds
        if training.status != Status.FINISHED or self.goal == training.epochs:
            return False
        training.run.counter[Counter.STATUS] = Status.RUNNING
        if self.goal == self.until:
            return False
        self._aim()
        return True


def _train_all(fleets, finish, done, going):
    """All fleets to their ends, each dropped when it is there."""
    while fleets:
        _train(fleets.pop(next(iter(fleets))), finish, done, going)


def _train(members, finish, done, going):
    """All members to their ends: at once, or, where memory is short, one half after the other."""
    session = _begin(members)
    if session is not None:
        _follow(session, members, finish, done, going)
        return
    gc.collect()  # what was put on the GPU before memory ran out
    half = len(members) // 2
    _train(members[:half], finish, done, going)
    _train(members[half:], finish, done, going)


def _begin(members):
    """Their `Session`, with compiled kernels and the first evaluation done; None where too many are too large."""
    trainings, begun = [member.training for member in members], time.perf_counter()
    try:
        _check_data([training for training in trainings if has_proof(training, training.resumed)])
        session = Session(trainings, specialize=trainings[0].specialize)
        session.aim([member.goal for member in members])
        session.advance(0, everything=False)
    except OutOfMemory:
        if len(members) == 1:
            raise
        return None
    for training in trainings:
        training.compile_seconds = time.perf_counter() - begun
    return session


def _check_data(resumed):
    """Raises ValueError where trainings go on with other data than their History had; one launch for all of them."""
    if resumed:
        twins = [fresh_epoch(training, training.run.best, every=1) for training in resumed]
        Session(twins, specialize=False).advance(0)
        for training, twin in zip(resumed, twins):
            check_data(training, twin.run.history[0])


def _follow(session, members, finish, done, going):
    """Launch after launch until all have ended; each is fetched, finished and reported when it has."""
    epochs = np.array([member.training.epochs for member in members])
    operations = 6 * members[0].training.network.parameters.size
    chunk_sizer, seconds = ChunkSizer(operations * max(1, len(members) // NETWORKS_AT_ONCE), False), 0.0
    running = np.ones(len(members), bool)
    while running.any():
        ended = np.flatnonzero(running & (session.status != Status.RUNNING))
        for stretch in np.split(ended, np.flatnonzero(np.diff(ended) > MAX_FETCH_GAP) + 1):
            if len(stretch):
                session.fetch(stretch[0], stretch[-1] + 1)
        for r in ended:
            running[r] = members[r].settle(seconds)
            if not running[r]:
                done(members[r].key, finish(members[r].made))
        if running[ended].any():
            session.aim([member.goal for member in members])
        if running.any():
            begun = time.perf_counter()
            passed = session.advance(chunk_sizer.limit, everything=False)
            elapsed = time.perf_counter() - begun
            seconds += elapsed
            if passed >= chunk_sizer.limit:
                chunk_sizer.learn(passed, elapsed)
            if going:
                share = session.host["counter"][:, Counter.EPOCH] / np.maximum(1, epochs)
                going(round(float(share[running].sum()), 1))
