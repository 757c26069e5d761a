"""Loops written out from a registry: a code picks one of them, and the code of the others costs nothing.

Numba compiles no call through a table of functions, and functions as arguments compile again in every process.  So what
one would write by hand, ``if rule == 0: … elif rule == 1: …``, is written here, and compiled as any other function.
"""

import linecache
from collections import defaultdict


def written(name, source, names):
    """The function ``name`` that ``source`` defines, with ``names`` as its globals; its lines are in tracebacks.

    ``__name__`` among the names is the module that it belongs to.
    """
    file = f"<{names['__name__']}.{name}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    exec(compile(source, file, "exec"), names)
    return names[name]


def choice(variable, branches):
    """Source lines: of ``branches``, [(code, lines)], those whose code ``variable`` holds; equal lines stand once."""
    codes = defaultdict(list)
    for code, body in branches:
        codes[tuple(body)].append(code)
    lines = []
    for body, of_body in codes.items():
        condition = " or ".join(f"{variable} == {code}" for code in of_body)
        lines += [f"{'elif' if lines else 'if'} {condition}:", *(f"    {line}" for line in body)]
    return lines


def function(name, arguments, *bodies):
    """Source of ``def name(arguments)`` with these lists of lines as its body."""
    lines = [line for body in bodies for line in body]
    return "\n".join([f"def {name}({arguments}):", *(f"    {line}" for line in lines or ["pass"]), ""])
