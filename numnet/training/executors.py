"""Many trainings on the workers of an executor: the processes of a pool, the machines of a cluster."""

import itertools
import pickle
import queue
from collections import deque
from concurrent.futures import BrokenExecutor, CancelledError
from hashlib import sha256

from numnet.training import worker
from numnet.training.executor_pool import pool_of

BUNDLE_SECONDS = 1.0  # what a bundle is to take
BEGIN_SECONDS = 2.0  # later a worker begins no other training of a bundle, and hands the rest back
LEAST_SECONDS = 0.03  # of the small bundles at the end, which all workers are to end together
DATA_BYTES = 1_000_000_000  # of copies of the data that are under way
MAX_BOUNCES = 3  # of a bundle that finds no data, before it brings them along
MAX_LOSSES = 3  # of a bundle, before it is given up


def train_on(executor, trials, keys, recipe, finish, done, threads=None, going=None):
    """Train all ``keys`` on the workers of an executor with the interface of `concurrent.futures`.

    trials: what trains on the data, with ``run`` as `Trials` has it, and can be pickled; recipe: ``recipe(key)`` is
    what it makes a training of; finish: a function of a module, or a `functools.partial` of one.  ``done(key, what
    finish returned)`` is called here, in the order in which results come; ``going(0)`` about every second.  A worker
    trains on one thread, or as many as ``threads`` says.

    Raises what a training raised; ConnectionError, in one line, for a worker with other software, and for trainings
    that lose their worker again and again; `BrokenExecutor` for a pool that is broken.  Whatever is raised, Ctrl-C too,
    cancels what has not begun.
    """
    Dispatch(pool_of(executor), trials, list(keys), recipe, finish, threads or 1).run(done, going)


class Bundle:
    """Trainings that a worker does one after the other, by their ``keys``; without any, a delivery of the data.

    ``losses``: how often it went down with its worker; ``bounces``: how often it came where the data were not;
    ``carries``: whether it brings them along.
    """

    def __init__(self, keys=()):
        self.keys, self.losses, self.bounces, self.carries = keys, 0, 0, not keys

    def __str__(self):
        """The first of them, and how many more."""
        if not self.keys:
            return "data"
        first, rest = self.keys[0], len(self.keys) - 1
        about = f"configuration {first[0]}, seed {first[-1]}" if isinstance(first, tuple) else f"network {first}"
        return about + (f", and {rest} more" if rest else "")


class Pace:
    """How long trainings took of late, and so how many make a bundle."""

    def __init__(self):
        self.seen = deque(maxlen=8)  # (seconds, trainings) of bundles

    def learn(self, seconds, trainings, slots):
        """A bundle has come back."""
        if self.seen.maxlen < 2 * slots:
            self.seen = deque(self.seen, 2 * slots)
        self.seen.append((seconds, trainings))

    def bundle(self, left, slots):
        """How many trainings the next bundle has, of those that are left: first one, at the end few."""
        if not self.seen:
            return 1
        seconds = sum(seconds for seconds, _ in self.seen) / sum(trainings for _, trainings in self.seen)
        most, least = BUNDLE_SECONDS / max(seconds, 1e-6), LEAST_SECONDS / max(seconds, 1e-6)
        return max(1, int(min(most, max(least, left / (2 * slots)))))


class Dispatch:
    """Hands bundles out until all trainings have come back.

    A worker gets the data once: those of a cluster when they are first seen, others when a bundle comes back for want
    of them; a bundle that finds none again and again brings its own.
    """

    def __init__(self, pool, trials, keys, recipe, finish, threads):
        self.pool, self.trials, self.recipe, self.finish, self.threads = pool, trials, recipe, finish, threads
        self.data = pickle.dumps(trials, protocol=5)
        self.fingerprint, self.software = sha256(self.data).hexdigest(), worker.software()
        self.again, self.keys, self.left = deque(), iter(keys), len(keys)  # bundles that came back, and what is to do
        self.pace, self.numbers = Pace(), itertools.count()
        self.pending, self.ended = {}, queue.SimpleQueue()  # {future: Bundle}, and futures that have ended
        self.places, self.brought = deque(), set()  # where data are to go, and where they have gone now
        self.known = pool.known.setdefault(self.fingerprint, set())  # and ever

    def run(self, done, going=None):
        """Until all have ended; see `train_on`."""
        worker.keep(self.fingerprint, self.trials)  # for threads of this process
        try:
            while self.hand_out():
                self.take_all(self.come_back(), done)
                if going is not None and self.pending:
                    going(0)
        finally:
            self.pool.cancel(self.pending)
            worker.kept.pop(self.fingerprint, None)

    def hand_out(self):
        """Submit data, then bundles until two wait for every slot; returns whether there is something to wait for."""
        self.pool.check()
        most, slots = max(2, DATA_BYTES // len(self.data)), self.pool.slots()
        carrying = sum(bundle.carries for bundle in self.pending.values())
        self.bring(place for place in self.pool.places() if place not in self.known)
        while self.places and carrying < most:
            self.submit(Bundle(), self.places.popleft())
            carrying += 1
        waiting = sum(bool(bundle.keys) for bundle in self.pending.values())
        while waiting < 2 * slots:
            bundle = self.again.popleft() if self.again else self.next_bundle(slots)
            if bundle is None:
                break
            bundle.carries = bundle.bounces >= MAX_BOUNCES
            if bundle.carries and carrying >= most:
                self.again.append(bundle)  # its turn comes
                break
            self.submit(bundle)
            carrying, waiting = carrying + bundle.carries, waiting + 1
        return waiting > 0 or bool(self.again)

    def bring(self, places):
        """Note where data are to go."""
        new = [place for place in places if place not in self.brought]
        self.places += new
        self.brought.update(new)
        self.known.update(new)

    def next_bundle(self, slots):
        """A `Bundle` of what has not been handed out yet, or None."""
        keys = list(itertools.islice(self.keys, self.pace.bundle(self.left, slots)))
        self.left -= len(keys)
        return Bundle(keys) if keys else None

    def submit(self, bundle, place=None):
        """Hand a bundle out; ``place``: the worker that it is meant for."""
        work = pickle.dumps((self.finish, [self.recipe(key) for key in bundle.keys]), protocol=5)
        data = self.data if bundle.carries else None
        call = (next(self.numbers), self.software, self.fingerprint, data, work, self.threads, BEGIN_SECONDS)
        with self.pool.broken(str(bundle)):
            future = self.pool.submit(str(bundle), place, worker.train_bundle, *call)
        self.pending[future] = bundle
        future.add_done_callback(self.ended.put)

    def come_back(self):
        """The futures that have ended, at least one unless none does within a second."""
        ended = []
        try:
            ended.append(self.ended.get(timeout=1.0))
            while True:
                ended.append(self.ended.get_nowait())
        except queue.Empty:
            return ended

    def take_all(self, ended, done):
        """Take what has come back; first what is done, then what was raised."""
        errors = []
        for future in ended:
            bundle = self.pending.pop(future)
            try:
                answer = self.answer(future, bundle)
            except (ConnectionError, BrokenExecutor) as error:
                errors.append(error)
                continue
            if answer is not None:
                self.take(answer, bundle, done)
                errors += [answer["error"]] if answer.get("error") else []
        if errors:
            raise errors[0]

    def answer(self, future, bundle):
        """What a worker answered, or None if the bundle was lost and waits for another one."""
        try:
            with self.pool.broken(str(bundle)):
                answer = future.result()
        except CancelledError:
            return self.lost(bundle)
        if "software" in answer:
            raise ConnectionError(refusal(answer, self.software))
        return answer

    def lost(self, bundle):
        """Hand a bundle out again whose worker, or scheduler, is gone.  ConnectionError after too many times."""
        bundle.losses += 1
        if bundle.losses >= MAX_LOSSES:
            raise ConnectionError(f"{bundle}: lost {bundle.losses} times with the worker that trained it")
        self.again += [bundle] * bool(bundle.keys)

    def take(self, answer, bundle, done):
        """Use what a worker answered."""
        if "lacking" in answer:
            bundle.bounces += 1
            self.again.append(bundle)
            self.bring([answer["address"] or answer["process"]])
            return
        results = answer["results"]
        if results:
            self.pace.learn(answer["seconds"], len(results), self.pool.slots())
        for place, result in results.items():
            done(bundle.keys[place], result)
        rest = [key for place, key in enumerate(bundle.keys) if place not in results]
        if rest and not answer["error"]:
            self.again.append(Bundle(rest))


def refusal(answer, wanted):
    """One line: whose software differs, and in what."""
    own = answer["software"]
    theirs = ", ".join(f"{name} {own[name]}" for name in wanted if own[name] != wanted[name])
    ours = ", ".join(f"{name} {wanted[name]}" for name in wanted if own[name] != wanted[name])
    return f"the worker {answer['worker']} has {theirs}, here is {ours}; install the same there, or leave it out"
