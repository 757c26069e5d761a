"""The process that a library lives in: ``python -m numnet.benchmark.worker PEER``.

One JSON object a line comes in, one goes out: ``{"prepare": {workload}, "trials": 0–2}`` gives ``{"choice": …}``,
``{"run": seconds}`` trains as often as that time takes, and gives ``seconds``, ``setup``, ``loss``, ``runs``, ``cpu``.
Between two lines the process sleeps.  What a library prints goes to stderr.
"""

import json
import os
import sys
import time

from numnet.benchmark.peers.registry import PEERS, cross_entropy
from numnet.benchmark.workloads import Workload


class Library:
    """A prepared training of one library, run on demand."""

    def __init__(self, name):
        self.peer = PEERS[name]

    def prepare(self, workload, trials):
        """Build, compile, warm up."""
        self.workload = Workload(**{**workload, "sizes": tuple(workload["sizes"])})
        self.run, choice = self.peer.prepare(self.workload, trials)
        return {"choice": choice}

    def measure(self, at_least):
        """Train again and again until ``at_least`` seconds are full; means of a run, and the loss at its end."""
        before = time.process_time()
        done = []
        while sum(one.seconds + one.setup for one in done) < at_least:
            done.append(self.run())
        seconds, setup = (sum(getattr(one, part) for one in done) / len(done) for part in ("seconds", "setup"))
        loss = cross_entropy(self.workload, done[-1].members)
        cpu = time.process_time() - before
        return {"seconds": seconds, "setup": setup, "loss": loss, "runs": len(done), "cpu": cpu}


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
