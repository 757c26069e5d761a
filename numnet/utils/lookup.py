"""Names that users type: the entry of a registry, or an error that names the nearest ones."""

from difflib import get_close_matches


def suggest(name, known):
    """The remedy for an unknown name: the nearest of the known ones, or all of them."""
    near = get_close_matches(str(name), known, n=3, cutoff=0.5)
    if near:
        return "did you mean " + " or ".join(map(repr, near)) + "?"
    shown = list(known)[:30]
    return "there are: " + ", ".join(shown) + (", ..." if len(shown) < len(known) else "")


def lookup(registry, name, what):
    """The entry of that name.  Raises ValueError naming the nearest ones, or all."""
    if isinstance(name, str) and name in registry:
        return registry[name]
    near = get_close_matches(str(name), registry, n=3, cutoff=0.5)
    raise ValueError(
        f"{what} must be one of {', '.join(registry)}; got {name!r}"
        + (f" (did you mean {' or '.join(near)}?)" if near else "")
    )
