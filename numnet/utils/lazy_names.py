"""Names of a package, and modules, that are imported on first use."""

import importlib
import sys


def lazy_names(package, home):
    """``__getattr__`` and ``__dir__`` for a package whose public names live in other modules (PEP 562).

    home: {name: module that has it, relative to the package if it begins with a dot}.
    """

    def __getattr__(name):
        if name not in home:
            from numnet.utils.habits import remedy_for  # not at once: `import numnet` is to cost nothing

            remedy = "" if name.startswith("_") else remedy_for(package, name, home)
            raise AttributeError(f"module {package!r} has no attribute {name!r}{remedy}")
        value = getattr(importlib.import_module(home[name], package), name)
        setattr(sys.modules[package], name, value)
        return value

    def __dir__():
        return sorted({*vars(sys.modules[package]), *home})

    return __getattr__, __dir__


class LazyModule:
    """A module that is imported when a name in it is first asked for."""

    def __init__(self, name):
        self._name = name

    def __getattr__(self, name):
        return getattr(importlib.import_module(self._name), name)
