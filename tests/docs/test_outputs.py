"""What the documents show of commands and of Python is what these print now, but for the times.

``python -m tests.docs.test_outputs`` names the pages where it is not; with ``--write``, which is ``make outputs``, it
puts into them what is printed now.  Names of pages, such as ``docs/xor.md``, leave the others alone.
"""

import contextlib
import doctest
import io
import re
import shlex
import sys
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from numnet.commands import main
from tests.support.documents import CALL, PAGES, REPOSITORY, command_of, files_of, text

pytestmark = pytest.mark.filterwarnings("error")

SLOW = tuple(
    f"docs/{name}.md"
    for name in ("adam", "adaptive", "batches", "binary", "choosing", "classes", "depth", "generalisation",
                 "initialisation", "inside", "schedules", "test-set")
)
BLOCK = re.compile(r"^(```(console|pycon|python|text)\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)


# --- an output, and the same output now -------------------------------------------------------------------------------


def without_times(lines):
    """The lines without what a clock gave them, nor the alignment that hangs on it."""
    timed, found = False, []
    for line in lines:
        timed = " seconds to " in line or (timed and not line.startswith("starts "))  # the last column of a comparison
        line = re.sub(r"\d[\d.]*(e[-+]?\d+)? [nµm]?s\b", "# s", line)
        line = re.sub(r" \S+$", " #", line) if timed and " seconds to " not in line else line
        found.append(" ".join(line.split()))
    return found


def steady(output):
    """The lines of an output that come whatever the clock says: of the lines of progress the last one."""
    lines = [line for line in output.splitlines() if not re.match(r"compiling |check \d+/", line)]
    lines = [line for line in lines if not ((way := re.match(r"(?!epoch)[a-z]+ (\d+)/(\d+)\b", line))
                                            and int(way[1]) < int(way[2]))]  # fmt: skip
    return [line for line, after in zip(lines, [*lines[1:], ""], strict=True)
            if not (line.startswith("epoch ") and after.startswith("epoch "))]  # fmt: skip


def again(shown, printed):
    """What is printed, but as it is shown where only the clock has changed it: the whole of it, or a line of text.

    A table stays one: its lines are all old or all new.
    """
    shown, printed = shown.splitlines(), steady(printed)
    known = dict(zip(without_times(shown), shown, strict=True))
    if list(map(known.get, without_times(printed))) == shown:
        printed = shown
    text = [line if "  " in line else known.get(*without_times([line]), line) for line in printed]
    return "".join(f"{line}\n" for line in text)


# --- running a page ---------------------------------------------------------------------------------------------------


def expected_exit(output):
    """The exit code that goes with an output."""
    if "Error: training diverged" in output:
        return 3
    not_all_right = r"^\d+ numbers?: \d+ right, (?!0 wrong, 0 blank)"
    return 1 if re.search(rf"^broken |{not_all_right}", output, re.MULTILINE) else 0


def printed_by(command):
    """What a command of a page prints, run in this process."""
    words = shlex.split(command)
    if words[0] == "head":
        return "\n".join(Path(words[2]).read_text(encoding="utf-8").splitlines()[: int(words[1][1:])])
    assert words[0] == "numnet", f"{command}: what is not to be run is in a sh block"
    done = CliRunner().invoke(main, words[1:], catch_exceptions=False)
    assert done.exit_code == expected_exit(done.output), (command, done.output)
    return done.output


class Recorder(doctest.DocTestRunner):
    """Runs the examples of a block, and remembers those that print something else than is shown."""

    def __init__(self):
        super().__init__(verbose=False)
        self.wrong = []

    def report_failure(self, out, test, example, got):
        self.wrong.append((example, got))

    def report_unexpected_exception(self, out, test, example, exc_info):
        raise exc_info[1]


class Session:
    """The blocks of a page, run one after the other with the same names, each to the same block as it is now."""

    def __init__(self):
        self.names, self.printed = {}, None  # what a python block has printed belongs into the text block after it

    def block(self, match):
        return match[1] + getattr(self, match[2])(match[3])

    def console(self, code):
        def answered(call):
            printed = printed_by(command_of(call[1]))
            return call[1] + (again(call[2], printed) if call[2] else "")

        return CALL.sub(answered, code)

    def pycon(self, code):
        test, recorder = doctest.DocTestParser().get_doctest(code, self.names, "page", None, 0), Recorder()
        test.globs = self.names
        recorder.run(test, clear_globs=False)
        lines = code.splitlines(keepends=True)
        for example, got in reversed(recorder.wrong):
            start = example.lineno + example.source.count("\n")
            lines[start : start + example.want.count("\n")] = [got]
        return "".join(lines)

    def python(self, code):
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(compile(code, "page", "exec"), {"__name__": "__main__"})
        self.printed = printed.getvalue()
        return code

    def text(self, code):
        shown, self.printed = code if self.printed is None else self.printed, None
        return shown


def as_it_is_now(page):
    """The page with what its blocks print now; run in a folder where they may write."""
    for name, content in files_of(page):
        Path(name).write_text(content, encoding="utf-8")
    return BLOCK.sub(Session().block, text(page))


@pytest.mark.parametrize(
    "page", [pytest.param(p, marks=pytest.mark.slow if p in SLOW else ()) for p in ("README.md", *PAGES)]
)
def test_a_page_does_what_it_shows(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert as_it_is_now(page).splitlines() == text(page).splitlines(), f"make outputs PAGES={page}"


def test_only_the_clock_may_change_a_line():
    shown = "loss 0.1\ntrained in 0.5 s, loss 0.2\n    rate  seconds to 0.1\nsgd  0.1           0.02\nstarts 1\n"
    timed = shown.replace("0.5 s", "12 ms").replace("          0.02", "         4e-05")
    assert again(shown, timed) == shown
    changes = [("loss 0.2", "loss 0.3"), ("sgd  0.1", "sgd  0.2"), ("starts 1", "starts 2"), ("to 0.1", "to 0.2")]
    for old, new in changes:
        assert new in again(shown, timed.replace(old, new))
    assert again(shown, timed.replace("loss 0.1", "loss 0.3")) == (
        "loss 0.3\ntrained in 0.5 s, loss 0.2\n    rate  seconds to 0.1\nsgd  0.1          4e-05\nstarts 1\n"
    )
    last = "epoch 9/9 loss 1\n"
    assert again(last, f"compiling the kernels\nepoch 1/9 loss 2\n{last}") == last


if __name__ == "__main__":
    options, pages = [word for word in sys.argv[1:] if word == "--write"], [w for w in sys.argv[1:] if w != "--write"]
    for page in pages or ("README.md", *PAGES):
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            now = as_it_is_now(page)
        if now != text(page):
            print(page, flush=True)
            if options:
                (REPOSITORY / page).write_text(now, encoding="utf-8")
