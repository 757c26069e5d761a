"""Pages to hand out: what the live page opens with where it is fixed on a run, a race or a step by hand.

The objects are described in `numnet.api.playground`.
"""

import os
from pathlib import Path

from numnet.files.output import is_stdout
from numnet.utils.language import VARIABLE, chosen

ENDING = "html"


def is_page(path):
    """Whether a file that somebody names is to be a page, by its ending."""
    return path is not None and not is_stdout(path) and Path(path).suffix.lower() == f".{ENDING}"


def handout_of(run):
    """Of a `Run`: its snapshots on the timeline.  Raises what `given_run` raises."""
    from numnet.api.given_run import given_run

    return {**given_run(run), **_about("run", run.name, run.config["command"])}


def race_handout(race, command=""):
    """Of a `Race`, and the command that ran it.  Raises what `given_race` raises."""
    from numnet.api.given_race import given_race

    return {**_about("race", str(race.surface), command), "race": given_race(race)}


def step_handout(derivation, command="", **options):
    """Of what `numnet.trace` returns, and the command that made it; see `given_step`, which takes the options."""
    from numnet.api.given_step import given_step

    name = derivation.trace.dataset and derivation.trace.dataset.name
    return {**_about("trace", name, command), **given_step(derivation, **options)}


def _about(fixed, name, command):
    """What every such page says of itself.  Raises ValueError for a language that there is not."""
    return {"fixed": fixed, "name": name, "command": command, "language": chosen() if os.environ.get(VARIABLE) else ""}
