"""What the page must know of numnet beside the kernels, as JSON: it repeats no number, name or order of its own."""

import inspect
import json
import subprocess
import sys
from dataclasses import fields
from enum import IntEnum

from numba import types

import numnet
from numnet.data.bundled.catalogue import DATASETS
from numnet.diagnostics import initialization_checks, run_checks, training_checks
from numnet.figures.drawing.style import MINUS, PLUS, class_colors
from numnet.kernels import activations, codes, generators, initializers, losses, schedules
from numnet.kernels.hyper_parameters import HYPER_PARAMETERS
from numnet.kernels.records import BARRIER_SIZE, MAX_TILE_ROWS
from numnet.kernels.rules import RULES, adam
from numnet.kernels.rules.rule import StepConstants
from numnet.kernels.surfaces import EXPRESSION
from numnet.model.tasks import TASKS
from numnet.options.configuration import FORMAT, OPTIONS
from numnet.options.trace import DEFAULTS, TRACE
from numnet.surfaces import expression
from numnet.tracing.rule_steps import ROUNDED
from page.build.code import code
from page.build.races import races, surfaces


def argument(name, kind):
    """An argument of a kernel: a record and its fields, an array, or a number."""
    if isinstance(kind, types.BaseNamedTuple):
        inner = [argument(field, part) for field, part in zip(kind.fields, kind.types)]
        return {"name": name, "record": kind.instance_class.__name__, "fields": inner}
    if isinstance(kind, types.Array):
        return {"name": name, "array": str(kind.dtype), "ndim": kind.ndim}
    return {"name": name, "number": str(kind)}


def signature(kernel, kinds):
    """The arguments of a compiled kernel, in order, and what it returns."""
    names = inspect.signature(kernel.py_func).parameters
    returned = kernel.overloads[tuple(kinds)].signature.return_type
    return {"arguments": [argument(name, kind) for name, kind in zip(names, kinds)], "returns": str(returned)}


def chosen(entry, *names):
    """Some of what an entry of a registry says of itself."""
    return {name: getattr(entry, name) for name in names}


def enumerations():
    """{enumeration: {member: number}} of ``numnet/kernels/codes.py``."""
    found = {name: kind for name, kind in vars(codes).items() if isinstance(kind, type) and issubclass(kind, IntEnum)}
    return {name: {member.name: int(member) for member in kind} for name, kind in found.items() if len(kind)}


def rule(entry):
    """What there is to say about an update rule."""
    about = chosen(entry, "code", "kind", "about", "defaults", "formula", "steps", "paper", "color", "dashes", "memory",
                   "chapter", "looks_ahead", "early_steps")  # fmt: skip
    given = {symbol: {"formula": formula, "place": int(place)} for symbol, (formula, place) in entry.given.items()}
    return {**about, "slots": len(entry.memory), "given": given}


def generated(entry):
    """What there is to say about a generated set."""
    return chosen(entry, "code", "task", "description", "n", "noise", "labels", "features", "targets", "counted",
                  "count")  # fmt: skip


def option(each):
    """What an option of ``train`` takes: choices, or the bounds of a number."""
    kind = each.type
    about = {"kind": type(kind).__name__, "help": each.help, "choices": list(getattr(kind, "choices", ())) or None}
    for name in ("min", "max", "min_open", "max_open"):
        about[name] = getattr(kind, name, None)
    return {name: value for name, value in about.items() if value is not None and value is not False}


def default_configuration():
    """What ``numnet train spiral --print-config`` prints."""
    command = [sys.executable, "-m", "numnet", "train", "spiral", "--print-config"]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def truth_tables():
    """The rows of the logical functions."""
    tables = {}
    for name, info in DATASETS.items():
        if info.kind == "truth table":
            data = numnet.load_dataset(name)
            tables[name] = {"description": info.description, "task": info.task, "X": data.X.tolist(),
                            "T": data.T.tolist(), "labels": data.target_names}  # fmt: skip
    return tables


def traces():
    """What ``numnet trace`` takes of a configuration, where its defaults differ, and what kernels round in a rule."""
    taken = {each.name for each in TRACE.params}
    keys = {each.name: key for key, each in OPTIONS.items() if each.name in taken}
    defaults = {keys[name]: [int(value)] if name == "hidden" else value for name, value in DEFAULTS.items()}
    rounded = {text: StepConstants._fields.index(name) for name, text in ROUNDED.items()}
    return {"keys": list(keys.values()), "defaults": defaults, "rounded": rounded, "corrections": adam.CORRECTIONS,
            "keep": StepConstants._fields.index("keep")}  # fmt: skip


def expressions():
    """What an expression in x and y may hold, and the code of the surface that it is."""
    limits = {name: getattr(expression, name) for name in ("MOST_CHARACTERS", "MOST_PARTS", "DEEPEST", "LARGEST",
              "LARGEST_EXPONENT")}  # fmt: skip
    functions = {name: int(op) for name, op in expression.FUNCTIONS.items()}
    return {"surface": EXPRESSION, "functions": functions, "constants": expression.CONSTANTS, "limits": limits}


def limits():
    """From where on ``numnet check`` has something to say of a layer, or of a run."""
    checks = chosen(initialization_checks, "FLOW", "FLAT", "SATURATED", "SURE", "DEAD", "DEAD_AT_START")
    checks |= chosen(training_checks, "MOVED") | chosen(run_checks, "OVERFITTED")
    return {name.lower(): value for name, value in checks.items()}


def text(exports):
    """All of it as JSON, of [(name, kernel, types)]; the kernels are compiled."""
    about = {
        "version": numnet.__version__,
        "format": FORMAT,
        "options": {key: option(each) for key, each in OPTIONS.items()},
        "parameters": {each.name: key for key, each in OPTIONS.items() if each.name != key},
        "defaults": default_configuration(),
        "enums": enumerations(),
        "sizes": {"BARRIER_SIZE": BARRIER_SIZE, "MAX_TILE_ROWS": MAX_TILE_ROWS},
        "kernels": {name: signature(kernel, kinds) for name, kernel, kinds in exports},
        "hyper_parameters": {
            name: {**chosen(entry, "symbol", "bounds", "help"), "place": int(entry.place)}
            for name, entry in HYPER_PARAMETERS.items()
        },
        "rules": {name: rule(entry) for name, entry in RULES.items()},
        "activations": {
            name: chosen(entry, "code", "formula", "derivative_formula", "relu_family", "can_die", "largest_slope",
                         "of_output")
            for name, entry in activations.ALL.items()
        },
        "hidden_activations": list(activations.ACTIVATIONS),
        "losses": {
            name: chosen(entry, "code", "formula", "of_net", "term", "slope") for name, entry in losses.LOSSES.items()
        },
        "initializers": {
            name: {**chosen(entry, "formula"), "kernel": entry.spread is not None}
            for name, entry in initializers.INITIALIZERS.items()
        },
        "schedules": {
            name: chosen(entry, "code", "about", "formula", "options") for name, entry in schedules.SCHEDULES.items()
        },
        "tasks": {name: {part.name: getattr(task, part.name) for part in fields(task)} for name, task in TASKS.items()},
        "generators": {name: generated(entry) for name, entry in generators.GENERATORS.items()},
        "truth_tables": truth_tables(),
        "expressions": expressions(),
        "surfaces": surfaces(),
        "races": races(),
        "code": code(),
        "limits": limits(),
        "trace": traces(),
        "colors": {"classes": class_colors(16), "plus": PLUS, "minus": MINUS},
    }  # fmt: skip
    return json.dumps(about, ensure_ascii=False, separators=(",", ":"))
