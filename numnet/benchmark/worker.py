"""The process that a library lives in: ``python -m numnet.benchmark.worker PEER``.

One JSON object a line comes in, one goes out: ``{"prepare": {workload}, "trials": 0–2}`` gives ``{"choice": …}``,
``{"run": seconds}`` trains as often as that time takes, and gives ``seconds``, ``setup``, ``loss``, ``runs``, ``cpu``,
of a grid search ``losses``.
Between two lines the process sleeps.  What a library prints goes to stderr.
"""

import json
import os
import sys
import time

from numnet.benchmark.peers.protocol import Searched
from numnet.benchmark.peers.registry import PEERS, cross_entropy
from numnet.benchmark.workloads import from_record
from numnet.utils.system import family_of


class Library:
    """A prepared training of one library, run on demand."""

    def __init__(self, name):
        self.peer = PEERS[name]

    def prepare(self, workload, trials):
        """Build, compile, warm up."""
        self.workload = from_record(workload)
        self.run, choice = self.peer.prepare(self.workload, trials)
        return {"choice": choice}

    def measure(self, at_least):
        """Train again and again until ``at_least`` seconds are full; means of a run, and what came of the last."""
        before = cpu_seconds()
        done = []
        while sum(one.seconds + one.setup for one in done) < at_least:
            done.append(self.run())
        seconds, setup = (sum(getattr(one, part) for one in done) / len(done) for part in ("seconds", "setup"))
        ended = outcome(self.workload, done[-1])
        return {"seconds": seconds, "setup": setup, "runs": len(done), "cpu": cpu_seconds() - before, **ended}


def outcome(workload, last):
    """{"loss": the mean over all trainings of a `Trained` or `Searched`}; of a search ``losses``, too."""
    if isinstance(last, Searched):
        return {"loss": sum(last.losses) / len(last.losses), "losses": last.losses}
    return {"loss": cross_entropy(workload, last.members)}


def cpu_seconds():
    """CPU time of this process and of the processes that it has started."""
    return time.process_time() + sum(sum(one.cpu_times()[:2]) for one in family_of(os.getpid()))


def answer(library, request):
    """The reply to one request; errors of a library are told, not raised."""
    try:
        if "prepare" in request:
            return library.prepare(request["prepare"], request["trials"])
        return library.measure(request["run"])
    except Exception as error:
        return {"error": " ".join(f"{type(error).__name__}: {error}".split())}


def main():
    """Serve until stdin ends."""
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # a library that prints must not get in between
    library = Library(sys.argv[1])
    for line in sys.stdin:
        print(json.dumps(answer(library, json.loads(line))), file=replies, flush=True)


if __name__ == "__main__":
    main()
