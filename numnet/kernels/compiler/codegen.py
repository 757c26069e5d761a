"""The if/elif source that picks a registered equation's loop by its code, outside the loop.

Numba compiles no call through a table of functions, and functions as arguments compile again in every process.  So what
one would write by hand, ``if rule == 0: … elif rule == 1: …``, is written here, and compiled as any other function.
"""

from collections import defaultdict


def written(name, arguments, lines, module, names):
    """The function ``name(arguments)`` of ``module`` with these lines as its body; its lines are in tracebacks.

    ``names``: {name: object} that the lines speak of.
    """
    import linecache  # costs --help a millisecond

    source = "\n".join([f"def {name}({arguments}):", *(f"    {line}" for line in lines or ["pass"]), ""])
    file = f"<{module}.{name}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    scope = {"__name__": module, **names}
    exec(compile(source, file, "exec"), scope)
    return scope[name]


def choice(variable, branches, complete=False):
    """Source lines: of ``branches``, [(code, lines)], those whose code ``variable`` holds; equal lines stand once.

    ``complete``: it holds one of these codes, so that the last needs no question, and a result always has a type.
    """
    codes = defaultdict(list)
    for code, body in branches:
        codes[tuple(body)].append(code)
    lines = []
    for body, of_body in codes.items():
        condition = " or ".join(f"{variable} == {code}" for code in of_body)
        lines += [f"{'elif' if lines else 'if'} {condition}:", *(f"    {line}" for line in body)]
        last = len(lines) - len(body) - 1
    if complete and last > 0:
        lines[last] = "else:"
    return lines
