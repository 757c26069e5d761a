"""Registries of equations: an entry holds an equation, its name and code, and what is said of it."""

from dataclasses import fields


def by_code(entries):
    """{name: entry} in the order of the entries' codes, each of which only one may have."""
    entries = sorted(entries, key=lambda entry: entry.code)
    registry = {entry.name: entry for entry in entries}
    assert len({entry.code for entry in entries}) == len(registry) == len(entries), "two entries share a code or a name"
    return registry


def named(equations):
    """{name: equation} of equations, for lines that call them by their names."""
    return {each.__name__: each for each in equations}


def public(kind, entry, **more):
    """The public object of an entry: a ``kind``, a dataclass, with what it has in common with the entry, and more."""
    return kind(**{part.name: getattr(entry, part.name) for part in fields(kind) if hasattr(entry, part.name)}, **more)
