"""Time the workers in turn, A B C A B C …, and summarise their answers.

Each library has a process of its own, which sleeps while another one is timed.  Before each timing there is a pause:
threads of BLAS and OpenMP go on spinning for some 30 ms after a call, on a core that is not theirs.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from numnet.benchmark.grid_search import GridSearch
from numnet.benchmark.peers.protocol import FEW
from numnet.benchmark.peers.registry import PEERS
from numnet.benchmark.workloads import to_record
from numnet.utils.system import in_own_group, kill_family

PAUSE = 0.1  # seconds before a timing
AT_LEAST = 0.2  # seconds that a timing lasts
COMPARABLE = 0.05  # relative difference of final losses that is still the same training
GRACE = 20.0  # seconds in which an idle worker that is told to end must have ended, with its pool
BUSY = 0.1  # cores used by other programs from which a measurement is called disturbed


def environment(**more):
    """The environment of a process that finds this numnet, installed or not."""
    path = [str(Path(__file__).resolve().parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path), **more}


class PeerError(ChildProcessError):
    """A library failed; the message says how."""


class Worker:
    """A library in its own process."""

    def __init__(self, name):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "numnet.benchmark.worker", name], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, env=environment(),
            **in_own_group(),  # Ctrl-C is for us: we end it
        )  # fmt: skip

    def end(self, grace=GRACE):
        """End the process, and a pool that it has; after ``grace`` seconds they are killed."""
        with suppress(OSError):
            self.process.stdin.close()
        try:
            self.process.wait(grace)
        except subprocess.TimeoutExpired:
            kill_family(self.process.pid)
        with self.process:  # waits, and closes its pipes
            pass

    def ask(self, **request):
        """The answer to a request.  Raises PeerError."""
        try:
            print(json.dumps(request), file=self.process.stdin, flush=True)
            line = self.process.stdout.readline()
        except OSError:  # nobody reads it
            line = ""
        reply = json.loads(line) if line else {"error": f"its process ended with code {self.process.wait()}"}
        if "error" in reply:
            raise PeerError(reply["error"])
        return reply


def cpu_seconds():
    """CPU time that the whole machine has used, or None where it doesn't say."""
    try:
        user, nice, system, *_ = Path("/proc/stat").read_text(encoding="ascii").split("\n")[0].split()[1:]
    except OSError:
        return None
    return (int(user) + int(nice) + int(system)) / os.sysconf("SC_CLK_TCK")


def time_once(worker):
    """One timing after a pause; ``others``: cores that other programs used meanwhile, or None."""
    time.sleep(PAUSE)
    before, start = cpu_seconds(), time.perf_counter()
    reply = worker.ask(run=AT_LEAST)
    elapsed = time.perf_counter() - start
    reply["others"] = None
    if before is not None:
        reply["others"] = max(0.0, (cpu_seconds() - before - reply["cpu"]) / elapsed)
    return reply


def installed(peers, notice=print):
    """The peers that can be imported; a missing one is told to ``notice``."""
    for name in peers:
        if PEERS[name].missing:
            notice(f"{PEERS[name].title} is left out: {PEERS[name].missing} is not installed")
    return [name for name in peers if not PEERS[name].missing]


class Crew:
    """One worker for numnet and one for each peer, started once; a context manager that ends them.

    A library that fails is told to ``notice`` and left out from then on; numnet's failure raises PeerError.
    """

    def __init__(self, peers, notice=print):
        self.names, self.notice = ["numnet", *(name for name in peers if name != "numnet")], notice
        self.workers = {}

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()  # for the arrays of grid searches
        self.workers = {name: Worker(name) for name in self.names}
        return self

    def __exit__(self, exception, *_):
        for worker in self.workers.values():
            worker.end(GRACE if exception is None else 0.5)  # then one may be at work
        self.folder.cleanup()

    def prepare(self, workload, trials):
        """{name: choice} of those who train this workload or grid search, compiled and warm."""
        record = to_record(workload.write(self.folder.name) if isinstance(workload, GridSearch) else workload)
        choices = {}
        for name, worker in list(self.workers.items()):
            if PEERS[name].can(workload):
                try:
                    choices[name] = worker.ask(prepare=record, trials=trials)["choice"]
                except PeerError as error:
                    if name == "numnet":
                        raise
                    self.workers.pop(name).end()
                    self.notice(f"{PEERS[name].title} failed and is left out: {error}")
        return choices

    def measure(self, workload, rounds, trials=FEW):
        """{name: row} of one workload, numnet first; a row is made by :func:`summary`."""
        choices = self.prepare(workload, trials)
        replies = {name: [] for name in choices}
        for _ in range(rounds):
            for name in choices:
                replies[name].append(time_once(self.workers[name]))
        results = {name: summary(workload, replies[name], replies["numnet"], choices[name]) for name in choices}
        for line in remarks(workload, results):
            self.notice(line)
        return results


def summary(workload, replies, reference, choice):
    """The row of one library: µs per update with its spread, how many times longer than numnet, what it ended with.

    The ratio is the median over the rounds of the ratio within a round.  Of a grid search also ``best``, a
    configuration, and ``difference``, the largest one relative to numnet's among the losses of the trainings.
    """
    times = [1e6 * reply["seconds"] / workload.steps for reply in replies]
    whole = [1e6 * (reply["seconds"] + reply["setup"]) / workload.steps for reply in replies]
    ratios = [reply["seconds"] / ours["seconds"] for reply, ours in zip(replies, reference)]
    others = [reply["others"] for reply in replies if reply["others"] is not None]
    found = search_summary(workload, replies[-1], reference[-1]) if isinstance(workload, GridSearch) else {}
    return {
        "us": statistics.median(times), "min": min(times), "max": max(times), "times": times,
        "ratio": statistics.median(ratios), "ratio_min": min(ratios), "ratio_max": max(ratios),
        "us_with_setup": statistics.median(whole), "loss": replies[-1]["loss"], "choice": choice,
        "runs_a_timing": replies[-1]["runs"], "other_programs": statistics.median(others) if others else None,
        **found,
    }  # fmt: skip


def search_summary(workload, reply, reference):
    """What a library found in a grid search, and how near to what numnet found."""
    pairs = zip(reply["losses"], reference["losses"])
    return {"best": workload.best(reply["losses"]), "difference": max(abs(one / ours - 1) for one, ours in pairs)}


def remarks(workload, results):
    """Remarks on these results, a line each: other final losses, a busy machine."""
    reference = results["numnet"]["loss"]
    for name, row in results.items():
        if row.get("best") != results["numnet"].get("best"):
            yield f"note: {PEERS[name].title} finds another best configuration than numnet: {row['best']}"
        if abs(row["loss"] - reference) > COMPARABLE * reference:
            why = ""
            if name == "sklearn" and not isinstance(workload, GridSearch) and workload.sizes[-1] == 2:
                why = ": it has one logistic output where the others have two softmax ones"
            yield f"note: {PEERS[name].title} ends at loss {row['loss']:.4g}, numnet at {reference:.4g}{why}"
    others = [row["other_programs"] for row in results.values() if row["other_programs"] is not None]
    busy = statistics.median(others) if others else 0.0
    if busy > BUSY:
        yield f"note: other programs used {busy:.1f} cores meanwhile; measure again on an idle machine"
