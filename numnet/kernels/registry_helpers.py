"""Registries of equations: an entry holds an equation, its name and code, and what is said of it."""

from dataclasses import fields


def by_code(entries):
    """{name: entry} in the order of the entries' codes, each of which only one may have.  Raises ValueError."""
    entries = sorted(entries, key=lambda entry: entry.code)
    registry = {entry.name: entry for entry in entries}
    if not len({entry.code for entry in entries}) == len(registry) == len(entries):
        raise ValueError(f"two entries share a code or a name: {[(entry.name, entry.code) for entry in entries]}")
    return registry


def named(equations):
    """{name: equation} of equations, for lines that call them by their names."""
    return {each.__name__: each for each in equations}


def public(kind, entry, **more):
    """The public object of an entry: a ``kind``, a dataclass, with what it has in common with the entry, and more."""
    return kind(**{part.name: getattr(entry, part.name) for part in fields(kind) if hasattr(entry, part.name)}, **more)
