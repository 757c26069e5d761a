"""Parts of a sweep, each trained by a process of its own that knows nothing of the others: ``--part 3/64``."""

import os
import re
import zlib
from pathlib import Path
from typing import NamedTuple

FORM = "3/64 for the third of 64 parts, slurm or slurm/64 in a job array of SLURM, pbs/64 in one of PBS"
FILE = re.compile(r"results-(\d+)-of-(\d+)\.csv")
SLURM, PBS = ("SLURM_ARRAY_TASK_ID",), ("PBS_ARRAY_INDEX", "PBS_ARRAYID")  # the number of a task


class Part(NamedTuple):
    """The ``number``-th of ``count`` parts, counted from 1."""

    number: int
    count: int

    def __str__(self):
        return f"{self.number} of {self.count}"

    @property
    def file(self):
        """The name of the file of its results."""
        return f"results-{self.number}-of-{self.count}.csv"

    @property
    def lock(self):
        """The name of its lock."""
        return f"lock-{self.number}-of-{self.count}"

    def has(self, training):
        """Whether the training of this number, counted from 0 through configurations and seeds, belongs to it.

        Of every ``count`` trainings that follow each other each part has one, and each time another, as if drawn at
        random: so sizes differ by 1 at most, and no part gets the same value of an option again and again.
        """
        turn = zlib.crc32(b"%d" % (training // self.count))
        return (training + turn) % self.count == self.number - 1


def parse_part(text, environment=os.environ):
    """A `Part` from ``3/64``, ``slurm``, ``slurm/64`` or ``pbs/64``.  ValueError that says what is wrong.

    The task numbers of an array are taken by their remainder: of 1 to 64, task 3 is part 3 of 64; of 0 to 63, task 0 is
    part 64.  So one task that is started again alone has the same part.

    >>> parse_part("3/64"), parse_part("pbs/64", {"PBS_ARRAY_INDEX": "0"})
    (Part(number=3, count=64), Part(number=64, count=64))
    """
    who, slash, count = text.strip().lower().partition("/")
    if (slash and not re.fullmatch("[0-9]{1,7}", count)) or (not slash and who not in ("slurm", "pbs")):
        raise ValueError(f"{text!r} is no part; write {FORM}")
    if who == "pbs" and not slash:
        raise ValueError("PBS does not tell a task how many there are; write pbs/64 for an array of 64")
    if who == "slurm":
        return _task(_number(environment, SLURM, text), *((1, int(count)) if slash else _slurm_array(environment)))
    if who == "pbs":
        return _task(_number(environment, PBS, text), 1, int(count))
    if not re.fullmatch("[0-9]{1,7}", who):
        raise ValueError(f"{text!r} is no part; write {FORM}")
    if not 1 <= int(who) <= int(count):
        raise ValueError(f"there is no part {text}: parts are counted from 1 to {max(int(count), 1)}")
    return Part(int(who), int(count))


def _task(number, step, count):
    if count < 1:
        raise ValueError("an array has at least 1 task")
    return Part((number // step - 1) % count + 1, count)


def _number(environment, names, text):
    """The whole number in the first of these variables that is set."""
    name = next((name for name in names if name in environment), None)
    if name is None:
        raise ValueError(f"{text} is for the tasks of a job array, but {' or '.join(names)} is not set; write 3/64")
    if not re.fullmatch("[0-9]{1,9}", environment[name].strip()):
        raise ValueError(f"{name} must be a whole number, got {environment[name]!r}")
    return int(environment[name])


def _slurm_array(environment):
    """(step, count) of the numbers of a SLURM array, which must be evenly spaced."""
    low, high, step, count = (
        _number(environment, (f"SLURM_ARRAY_TASK_{name}",), "slurm") for name in ("MIN", "MAX", "STEP", "COUNT")
    )
    if step < 1 or count < 1 or (high - low) != step * (count - 1):
        raise ValueError(f"the {count} tasks of the array, {low} to {high}, are not evenly spaced; say how many parts "
                         "there are, such as slurm/64")  # fmt: skip
    return step, count


def check_parts(sweep):
    """ValueError where a `Sweep` can't be trained in parts: what is tried next depends on all results before."""
    if sweep.adaptive:
        raise ValueError(f"a search by {sweep.config['search']} has no parts: all results before decide what it tries")


def part_files(folder):
    """The files of results of parts in a sweep's folder, in order."""
    named = ((FILE.fullmatch(path.name), path) for path in Path(folder).iterdir())
    return [path for *_, path in sorted((int(match[2]), int(match[1]), path) for match, path in named if match)]
