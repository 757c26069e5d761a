"""Names that users type: the entry of a registry, or an error that names the nearest ones."""

from difflib import get_close_matches

COMPARED = 80  # characters of a name: the time grows with their square


def nearest(name, known, cutoff=0.5):
    """Up to three of the known names that are most like a name, the likest first; cutoff: 1 for equal ones alone."""
    return get_close_matches(str(name)[:COMPARED], known, n=3, cutoff=cutoff)


def did_you_mean(names):
    """``did you mean adam or adamw?``"""
    return f"did you mean {' or '.join(names)}?"


def suggest(name, known):
    """The remedy for an unknown name: the nearest of the known ones, or all of them."""
    near = nearest(name, known)
    if near:
        return did_you_mean(map(repr, near))
    shown = list(known)[:30]
    return "there are: " + ", ".join(shown) + (", ..." if len(shown) < len(known) else "")


def lookup(registry, name, what):
    """The entry of that name; case is ignored.  Raises ValueError naming the nearest ones, or all."""
    for spelt in (name, name.strip().lower()) if isinstance(name, str) else ():
        if spelt in registry:
            return registry[spelt]
    near = nearest(name, registry)
    raise ValueError(
        f"{what} must be one of {', '.join(registry)}; got {name!r}" + (f" ({did_you_mean(near)})" if near else "")
    )
