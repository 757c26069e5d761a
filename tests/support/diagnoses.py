"""What `numnet check` finds, of a call, of data in memory, and with its own remedy applied.  For the tests."""

import csv
import json
import re

import numpy as np

from numnet.api.check import OF_THE_COMMAND, case_of, find
from numnet.api.fit import apart, source_of
from numnet.api.watchers import called
from numnet.options.arguments import context_of
from numnet.options.check import CHECK
from tests.support.cli import call


def check(*words):
    """(exit code, {what: finding}) of a call of numnet check, of which this much is always true."""
    result = call("check", *words, "--json", code=None)
    assert result.exit_code in (0, 1), result.output
    found = json.loads(result.stdout)
    assert (result.exit_code == 1) == bool(found["broken"])
    findings = {finding["what"]: finding for finding in found["findings"]}
    assert found["broken"] == [what for what, finding in findings.items() if finding["verdict"] == "broken"]
    assert all(bool(finding["remedy"]) == (finding["verdict"] != "ok") for finding in findings.values())
    return result.exit_code, findings


def case_from(data, T=None, **options):
    """The `DiagnosticCase` of a bundled set, or of X and T, with arguments of numnet.check."""
    with called(CHECK) as watcher:
        options, arrays = apart(options)
        return case_of(find(context_of(CHECK, options, "check", OF_THE_COMMAND), source_of(data, T), watcher, arrays))


def remedied(words, remedy):
    """The words of a call with the options that a remedy names: ``--l2 0.01``, ``leave out --dropout``.

    AssertionError for a remedy that names none.
    """
    words = list(map(str, words))
    left = re.findall(r"leave out --([\w-]+)", remedy)
    given = re.findall(r"(?<!leave out )--([\w-]+)(?: (\"[^\"]*\"|[^\s;]+))?", remedy)
    assert left or given, remedy
    for name in [*left, *(name for name, _ in given)]:
        while f"--{name}" in words and name != "exclude":
            at = words.index(f"--{name}")
            del words[at : at + (1 if name.startswith("no-") else 2)]
    for name, value in given:
        words += [f"--{name}", value.strip('"').rstrip(",")]
    return words


def write_table(path, data, **columns):
    """A CSV file of a `Dataset`, columns added before its target or in its place; returns the path.

    Values are arrays (n,); labels stand for classes.
    """
    T = np.array(data.target_names, dtype=object)[data.T] if data.task in ("binary", "multiclass") else data.T
    table = dict(zip(data.feature_names, data.X.T)) | columns
    table["target"] = columns.get("target", T)
    table["target"] = table.pop("target")
    return write_rows(path, table)


def write_rows(path, table, rows=None):
    """A CSV file of {name: array (n,)}, of these rows, in this order; returns the path."""
    names, columns = list(table), [np.asarray(column) for column in table.values()]
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(zip(*(column if rows is None else column[rows] for column in columns)))
    return path
