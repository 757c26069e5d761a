"""numnet as people run it, in this process or in one of its own.  For the tests."""

import contextlib
import importlib
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

from click.testing import CliRunner

from numnet.commands import main

REPOSITORY = Path(__file__).resolve().parents[2]


def call(*words, code=0, input=None):
    """numnet in this process, with this exit code (None: any); what it raises is raised here.

    The result has stdout, stderr, output (both) and exit_code.
    """
    words = list(map(str, words))
    done = CliRunner().invoke(main, words, prog_name="numnet", input=input, catch_exceptions=False)
    assert code in (None, done.exit_code), f"numnet {shlex.join(words)}: {done.exit_code}\n{done.output}"
    return done


def start(*words, folder=None, limit=None, **environment):
    """Python in a process of its own, with more in its environment (None: taken away); ``limit()`` is called in it."""
    variables = {**os.environ, "PYTHONPATH": REPOSITORY, "PYTHONSAFEPATH": "1", **environment}
    variables = {name: str(value) for name, value in variables.items() if value is not None}
    return subprocess.Popen([sys.executable, *map(str, words)], cwd=folder, env=variables, preexec_fn=limit,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            encoding="utf-8", errors="replace")  # fmt: skip


def finish(process, code=0, input=None, seconds=300):
    """A process at its end, with stdout and stderr; no traceback, this exit code."""
    with process:
        try:
            output, errors = process.communicate(input, seconds)
        finally:
            process.kill()
    done = subprocess.CompletedProcess(process.args, process.returncode, output, errors)
    assert done.returncode == code and "Traceback" not in errors, done
    return done


def python(*words, code=0, input=None, **how):
    """Python in a process of its own, to its end: ``start`` and ``finish``."""
    return finish(start(*words, **how), code, input)


def apart(*words, **how):
    """numnet in a process of its own, to its end."""
    return python("-m", "numnet", *words, **how)


def in_time(question, seconds=60):
    """The first answer that is not empty or False."""
    limit = time.monotonic() + seconds
    while not (answer := question()) and time.monotonic() < limit:
        time.sleep(0.05)
    assert answer, "too late"
    return answer


@contextlib.contextmanager
def running(*words, **how):
    """numnet in a process of its own, which ends with the block."""
    with start("-m", "numnet", *words, **how) as process:
        try:
            yield process
        finally:
            process.kill()


def comes(process, beginning):
    """Wait for a line of stderr that begins so."""
    assert any(line.startswith(beginning) for line in process.stderr), f"no line {beginning!r}"


@contextlib.contextmanager
def interrupted_at(trial, monkeypatch, where="sweep"):
    """As if Ctrl-C were pressed when the so many-th training of a sweep, or of its halving, ends."""
    module = importlib.import_module(f"numnet.studies.{where}")
    outcome, seen = module.outcome, []

    def pressed(ended):
        seen.append(ended)
        if len(seen) == trial:
            raise KeyboardInterrupt
        return outcome(ended)

    with monkeypatch.context() as patch:
        patch.setattr(module, "outcome", pressed)
        yield
