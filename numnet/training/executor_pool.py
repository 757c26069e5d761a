"""An executor as `train_on` sees it: how many trainings it does at a time, who does them, and how it fails."""

import time
import uuid
from concurrent.futures import BrokenExecutor, CancelledError
from contextlib import contextmanager

from numnet.utils.threads import cores
from numnet.utils.wording import plural

LOOK_SECONDS = 1.0  # how old what is known of a cluster may be


def pool_of(executor):
    """The `Pool` of an executor of `concurrent.futures`, or of a Client of Dask.  TypeError for anything else."""
    if isinstance(executor, Pool):
        return executor
    if hasattr(executor, "get_executor"):
        executor = executor.get_executor()
    if not hasattr(executor, "submit"):
        raise TypeError(f"executor must be one of concurrent.futures, or work as they do, got {executor!r}")
    return DaskPool(executor) if hasattr(getattr(executor, "_client", None), "ncores") else Pool(executor)


class Pool:
    """Any executor of `concurrent.futures`."""

    def __init__(self, executor):
        self.executor, self.known = executor, {}  # {fingerprint of data: workers that have them}

    def submit(self, about, place, function, *arguments):
        """The future of a call; ``about``: what it does, for people; place: where, if that can be chosen, or None."""
        return self.executor.submit(function, *arguments)

    def cancel(self, futures):
        """Take calls back that have not begun."""
        for future in futures:
            future.cancel()

    def slots(self):
        """How many calls are done at a time."""
        return getattr(self.executor, "_max_workers", None) or getattr(self.executor, "num_workers", None) or cores()

    def check(self):
        """Raises ConnectionError where nothing can come back any more and no future says so."""

    def places(self):
        """The workers that can be chosen for a call."""
        return ()

    def workers(self):
        """How many processes train, where that is known, or None."""
        return None

    def busy(self):
        """{name of a worker: what it does}, where that is known."""
        return {}

    def __str__(self):
        """How many trainings are under way at a time, and where."""
        return f"{self.slots()} at a time on the workers of a {type(self.executor).__name__}"

    @contextmanager
    def broken(self, about):
        """While the body runs, what an executor raises becomes one line: ConnectionError, or its own BrokenExecutor.

        ``about``: what it does, for people.
        """
        try:
            yield
        except CancelledError:
            raise
        except BrokenExecutor as error:
            raise type(error)("the pool is broken: one of its workers has ended, perhaps for want of memory") from None
        except Exception as error:
            raise ConnectionError(self.what_failed(error, about)) from None

    def what_failed(self, error, about):
        """One line."""
        text = " ".join(f"{type(error).__name__}: {error}".split())
        return f"a worker could not train {about}: {text}; it needs the same numnet as is here, as a scheduler does"


class DaskPool(Pool):
    """The workers of a Dask cluster, by the executor of a Client; they may come and go."""

    def __init__(self, executor):
        super().__init__(executor)
        self.client, self.abouts, self.keys = executor._client, {}, {}  # {key: what it does}, {future: key}
        self.address = self.client.scheduler.address
        self._threads = self._busy = ({}, -LOOK_SECONDS)  # what was seen, and when

    def submit(self, about, place, function, *arguments):
        """The future of a call; a key of its own, since Dask takes equal calls for one."""
        import dask

        key = f"{function.__name__}-{uuid.uuid4().hex}"
        where = {"workers": [place], "allow_other_workers": True} if place else {}  # it may have gone meanwhile
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TB"}):  # data go to a worker once
            future = self.executor.submit(function, *arguments, key=key, pure=False, **where)
        self.abouts[key], self.keys[future] = about, key
        future.add_done_callback(lambda _: self.abouts.pop(self.keys.pop(future, None), None))
        return future

    def cancel(self, futures):
        """Take calls back that have not begun, all in one message to the scheduler, if it is there."""
        from distributed import Future

        keys = [self.keys[future] for future in list(futures) if future in self.keys]
        if keys and self.client.status == "running":
            self.client.cancel([Future(key, self.client) for key in keys])

    def slots(self):
        """The threads of all workers that are there now; one while there is none, so that something waits for it."""
        return max(1, sum(self.threads().values()))

    def check(self):
        """Raises ConnectionError when the scheduler has been away for as long as the Client looks for it."""
        if self.client.status not in ("running", "connecting"):
            raise ConnectionError(f"the scheduler {self.address} is gone")

    def places(self):
        """The addresses of all workers that are there now."""
        return self.threads().keys()

    def workers(self):
        """How many workers are there now."""
        return len(self.threads())

    def threads(self):
        """{address of a worker: its threads}."""
        self._threads = self._seen(self._threads, self.client.ncores)
        return self._threads[0]

    def busy(self):
        """{address of a worker: what it does and what waits there}."""
        self._busy = self._seen(self._busy, self.client.processing)
        return {
            address: "; ".join(self.abouts[key] for key in keys if key in self.abouts)
            for address, keys in self._busy[0].items()
        }

    def __str__(self):
        """How many trainings are under way at a time, and where."""
        if not self.threads():
            return "no workers yet; trainings begin when some are there"
        return f"{self.slots()} at a time on {plural(self.workers(), 'worker')} of Dask"

    def _seen(self, last, look):
        """(what ``look()`` gives, when), or the ``last`` if that is new, or the scheduler away."""
        now = time.monotonic()
        if now - last[1] < LOOK_SECONDS or self.client.status != "running":
            return last
        try:
            return look(), now
        except OSError:
            return last

    def what_failed(self, error, about):
        """One line, also of Dask's own errors."""
        if type(error).__name__ == "KilledWorker":
            return (f"{about}: {error.allowed_failures + 1} workers have ended at it, the last one "
                    f"{error.last_worker.address}, perhaps for want of memory")  # fmt: skip
        return super().what_failed(error, about)
