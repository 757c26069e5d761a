"""`playground`: the live page, in which the same kernels train in a browser; ``numnet playground`` is thin over it.

The page is one file, numnet/page/index.html.  What it opens with stands in it, in ``<script type="application/json"
id="given">``: null, or a JSON object.  That of a run, which `numnet.api.given_run` makes:

- ``name``: of the run.
- ``config``: its configuration, in the format numnet-config-1, as ``numnet train --config`` takes it.  ``data`` is the
  name of a generated set or a truth table, ``"spiral:n=600"``, or ``{"csv": text}``: all rows, features as numbers in
  original units, as they were encoded, gaps filled; then ``target`` names the columns that are targets.  ``task`` is
  said; ``split``, ``test``, ``validation`` and ``seed`` give the run's own parts.
- ``parameters``: ``{"dtype": "float32" or "float64", "last": text, "best": text}``, base64 of little-endian numbers in
  the order of ``Network.parameters``: where the training stopped, and what the run kept, of the lowest validation loss.
- ``history``: a list of rows of ``Column.SIZE`` numbers in the order of ``numnet.kernels.codes.Column``; null for NaN.
- ``snapshots``: null, or ``{"epochs": [0, 1, 3, …], "parameters": text}``: weights at the ends of some epochs that the
  history has, one after the other, as ``parameters``.
- ``epochs`` and ``updates`` that are done, ``best_epoch``, ``status``: "finished", "stopped", "diverged", "interrupted"
  or "running"; ``diagnosis``: a sentence about a training that diverged, or null.

A page to hand out is fixed on what it opens with: ``fixed`` says "run", "race" or "trace", ``name`` what it is of,
``command`` how it was made, ``language`` "ko", …, or "" for the browser's.  A run is as above.  A race has ``race``,
its walks, which `numnet.api.given_race` makes; a step by hand ``model``, ``config`` and ``step``, which
`numnet.api.given_step` makes.
"""

import json
import os
import tempfile
import webbrowser
from html import escape
from pathlib import Path

from numnet.api.watchers import called
from numnet.options.train import TRAIN

EMPTY = '<script type="application/json" id="given">null</script>'
FRAME = (
    '<div style="width:100%;height:720px;resize:vertical;overflow:hidden;outline:1px solid #8886">'
    '<iframe title="numnet" sandbox="allow-scripts allow-downloads" style="width:100%;height:100%;border:0" '
    'srcdoc="{}"></iframe></div>'
)


class Playground:
    """The live page, in a file or, in a notebook, in memory: what is shown there.

    ``path``: of the file, or None; ``opened``: whether a browser was told to show it.
    """

    def __init__(self, text, path, opened, about):
        self.text, self.path, self.opened = text, path, opened
        self._about = about

    def __repr__(self):
        return f"<Playground: {self._about}{f', {self.path}' if self.path else ''}>"

    def _repr_html_(self):
        return FRAME.format(escape(self.text))


def playground(run=None, path=None, fixed=False):
    """The live page: numnet's kernels in a browser, with a trained run in it or without; returns a `Playground`.

    run: a `Run` or its folder; without, the page begins with a bundled set.  path: a file to write the page to,
    replaced if it is there.  Without a path a notebook shows the page in the cell, saved with it; anywhere else a
    browser opens it, a run's from playground.html in its folder.  No server, no network.

    fixed: a page to hand out, on which the run is scrubbed through its snapshots and looked at, and nothing trains or
    changes.  In place of a run also what `race` or `trace` returns: such a page is always fixed, on that race, or on
    that step by hand, which is read or filled in.

    Raises ValueError or `DataError` in one sentence for what the page can't take: a run that weighs its rows, or
    is too large for it.

    >>> import numnet
    >>> numnet.playground(numnet.fit("xor", epochs=20), path="page.html")  # doctest: +SKIP
    <Playground: the run xor, page.html>
    >>> numnet.playground(numnet.race("beale"), path="race.html")  # doctest: +SKIP
    <Playground: a race on beale, race.html>
    """
    with called(TRAIN):
        return shown(run, path, fixed)


def shown(run, path, fixed=False):
    """What `playground` and the command share: the `Playground`, written, opened or ready for a notebook."""
    from numnet.displays.notebook import notebook

    if fixed and run is None:
        raise ValueError("fixed needs what the page is fixed on: a run, a race or a trace")
    run, given, about = contents_of(run, fixed)
    text = page_with(given)
    if path is not None:
        return Playground(text, written(text, path), False, about)
    if notebook() is not None:
        return Playground(text, None, False, about)
    path = live_page() if given is None else written(text, own_file(run, "fixed" in given))
    return Playground(text, path, show(path), about)


def contents_of(run, fixed):
    """(the run or what is in its place, what the page opens with, what that is in words)."""
    if run is None:
        return None, None, "a bundled set"
    from numnet.api.handouts import handout_of, race_handout, step_handout
    from numnet.surfaces.race import Race
    from numnet.tracing.derivation import Derivation

    if isinstance(run, Race):
        return run, race_handout(run), f"a race on {run.surface}"
    if isinstance(run, Derivation):
        return run, step_handout(run), "a step by hand"
    if not hasattr(run, "network"):
        from numnet.runs.loading import load_run

        run = load_run(run)
    from numnet.api.given_run import given_run

    return run, handout_of(run) if fixed else given_run(run), f"the run {run.name}"


def live_page():
    """The path of the page that comes with numnet."""
    from numnet.files.package_data import companion

    return companion("page/index.html")


def page_with(given):
    """The text of the page, with what it opens with; None: nothing."""
    text = live_page().read_text(encoding="utf-8")
    return text if given is None else with_given(text, given)


def with_given(text, given):
    """The page's text with what it is to open with, any value that JSON has."""
    if text.count(EMPTY) != 1:
        raise RuntimeError(f"{live_page()} is damaged: it lacks {EMPTY}; reinstall numnet")
    inside = json.dumps(given, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")
    return text.replace(EMPTY, EMPTY.replace("null", inside, 1))


def own_file(run, fixed):
    """Where a page is written if nobody says: a run's live one into its folder, others among temporary files."""
    from numnet.runs.file_names import PAGE

    return Path(tempfile.mkdtemp(prefix="numnet-") if fixed or run.path is None else run.path, PAGE)


def written(text, path):
    """The path, after writing the page there."""
    from numnet.files.output import write_output

    write_output(path, text)
    return Path(path)


def show(path):
    """Open a file in the reader's browser; whether there is one.  One in a terminal, as w3m, can't show the page."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    in_terminal = type(browser) is webbrowser.GenericBrowser and "BROWSER" not in os.environ
    return not in_terminal and browser.open(Path(path).resolve().as_uri())
