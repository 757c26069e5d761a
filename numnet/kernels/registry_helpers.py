"""Registries of equations: an entry holds an equation, its name and code, and what is said of it."""

from dataclasses import fields
from importlib import import_module
from pkgutil import iter_modules


def of_folder(package, path, kind):
    """{name: entry} of a folder with a file for each entry, in the order of codes; a new file is a new entry.

    ``package``, ``path``: its ``__name__`` and ``__path__``.  ``kind``: the one file, "rule", that says what an entry
    is; the others hold theirs as ``RULE``.
    """
    files = [module.name for module in iter_modules(path) if module.name != kind]
    return by_code([getattr(import_module(f"{package}.{file}"), kind.upper()) for file in files])


def by_code(entries):
    """{name: entry} in the order of the entries' codes, each of which only one may have.  Raises ValueError."""
    entries = sorted(entries, key=lambda entry: entry.code)
    for place, entry in enumerate(entries):
        for other in entries[:place]:
            if other.code == entry.code:
                free = entries[-1].code + 1
                raise ValueError(f"{other.name} and {entry.name} share the code {entry.code}; the next free is {free}")
            if other.name == entry.name:
                raise ValueError(f"the entries of codes {other.code} and {entry.code} share the name {entry.name}")
    return {entry.name: entry for entry in entries}


def named(equations):
    """{name: equation} of equations, for lines that call them by their names."""
    return {each.__name__: each for each in equations}


def public(kind, entry, **more):
    """The public object of an entry: a ``kind``, a dataclass, with what it has in common with the entry, and more."""
    return kind(**{part.name: getattr(entry, part.name) for part in fields(kind) if hasattr(entry, part.name)}, **more)
