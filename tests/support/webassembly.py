"""The WebAssembly module of the live page, called from Python as the page calls it, and beside the native kernels.

The page's own description says in which order a kernel takes its arguments (page/src/kernels/module.js).
"""

import base64
import functools
import gzip
import json
import re
from collections import Counter
from pathlib import Path

import numpy as np

from numnet.kernels.records import Layout

PAGE = Path(__file__).parents[2] / "numnet/page/index.html"
ALIGNMENT = 64
BEHIND = 64  # bytes behind every array, which kernels may read and never use
MEMORY_PAGE = 65536  # bytes by which the memory of a module grows


def in_page(name):
    """The bytes that the page's script element with this id holds, packed."""
    text = re.search(rf'<script [^>]*id="{name}">(.*?)</script>', PAGE.read_text(encoding="utf-8"), re.DOTALL)[1]
    return gzip.decompress(base64.b64decode(text))


def fingerprint_in_page():
    """What the page says that it was built from."""
    return re.search('<meta name="fingerprint" content="([^"]*)">', PAGE.read_text(encoding="utf-8"))[1]


def description():
    """What the page knows of numnet, its kernels' arguments among it."""
    return json.loads(in_page("about"))


def module_bytes():
    """The WebAssembly module in the page."""
    return in_page("kernels")


def flat(argument, value, words, arrays):
    """Append the 8-byte words of an argument, as Numba flattens it; (place of its address, array) to ``arrays``.

    Raises TypeError for what is not of the argument's type.
    """
    if "record" in argument:
        if type(value).__name__ != argument["record"]:
            raise TypeError(f"{argument['name']}: not a {argument['record']}, but {type(value).__name__}")
        for field in argument["fields"]:
            flat(field, getattr(value, field["name"]), words, arrays)
    elif "array" in argument:
        if value.dtype != argument["array"] or value.ndim != argument["ndim"] or not value.flags.c_contiguous:
            raise TypeError(f"{argument['name']}: not an array of {argument['array']} with {argument['ndim']} axes")
        arrays.append((len(words) + 4, value))
        words += [0, 0, value.size, value.itemsize, 0, *value.shape, *value.strides]
    elif argument["number"].startswith("float"):
        words.append(int(np.float64(value).view(np.int64)))
    else:
        words.append(int(value))


class Module:
    """One instance of the page's module."""

    def __init__(self):
        import wasmtime

        engine = wasmtime.Engine()
        self.module = wasmtime.Module(engine, module_bytes())
        self.store = wasmtime.Store(engine)
        self.exports = wasmtime.Instance(self.store, self.module, []).exports(self.store)
        self.kernels = description()["kernels"]

    def call(self, name, *values):
        """The kernel's result; it changes the arrays in place, as the native kernel does.

        Memory that is not theirs is all ones, NaN to whoever computes with it.
        """
        arguments, returns = self.kernels[name]["arguments"], self.kernels[name]["returns"]
        words, arrays = [], []
        for argument, value in zip(arguments, values, strict=True):
            flat(argument, value, words, arrays)
        start = aligned(self.exports["__heap_base"].value(self.store))
        top, places = aligned(start + 8 * (len(words) + 1)), []
        for at, array in arrays:
            places.append(top)
            words[at] = top
            top = aligned(top + array.nbytes + BEHIND)
        image = np.full(top - start, 255, np.uint8)
        image[: 8 * len(words)] = np.array(words, np.int64).view(np.uint8)
        for place, (_, array) in zip(places, arrays, strict=True):
            image[place - start :][: array.nbytes] = np.frombuffer(array.tobytes(), np.uint8)
        image = self._run(name, image, start, 8 * len(words))
        for place, (_, array) in zip(places, arrays, strict=True):
            array[...] = image[place - start :][: array.nbytes].view(array.dtype).reshape(array.shape)
        return None if returns == "none" else image[8 * len(words) :][:8].view(returns)[0]

    def _run(self, name, image, start, result):
        """The memory from ``start`` on after a call with this one."""
        memory = self.exports["memory"]
        memory.grow(self.store, max(0, -((memory.data_len(self.store) - start - image.size) // MEMORY_PAGE)))
        memory.write(self.store, image.tobytes(), start)
        status = self.exports[name](self.store, start, start + result)
        assert status == 0, f"{name}: status {status}"
        return np.frombuffer(bytes(memory.read(self.store, start, start + image.size)), np.uint8).copy()


def aligned(address):
    """The next address that an array may have."""
    return -(-address // ALIGNMENT) * ALIGNMENT


# --- beside the native kernels ----------------------------------------------------------------------------------------


def copied(value):
    """An argument of a kernel with arrays of its own."""
    if isinstance(value, tuple):
        return type(value)(*map(copied, value))
    return value.copy() if isinstance(value, np.ndarray) else value


def assert_same(name, ours, theirs, scratch=0):
    """The same bits in both; one NaN is as good as another, for WebAssembly does not say which it is.

    Of an array of units the first numbers are scratch of matrix products, whose panels the page has narrower.
    """
    if isinstance(ours, tuple):
        for field, a, b in zip(ours._fields, ours, theirs, strict=True):
            assert_same(f"{name}.{field}", a, b, scratch)
    elif ours is not None:
        first = scratch if name.endswith("units") else 0
        a, b = np.atleast_1d(ours)[first:], np.atleast_1d(theirs)[first:]
        same = a.view(f"i{a.itemsize}") == b.view(f"i{b.itemsize}")
        if a.dtype.kind == "f":
            same |= np.isnan(a) & np.isnan(b)
        where = np.argwhere(~same)
        for at in map(tuple, where):
            raise AssertionError(f"{name}[{', '.join(map(str, at))}]: {a[at]!r} natively, {b[at]!r} in the page")


class Beside:
    """Kernels that do all they do in the page's module as well, and compare everything that either leaves.

    ``calls``: how often each kernel of the module was called.
    """

    def __init__(self, module):
        self.module, self.calls = module, Counter()

    def double(self, kernel, names):
        """A native kernel beside the one in the module of the first of these names that takes such arguments."""

        @functools.wraps(kernel.py_func)
        def called(*arguments):
            before = [copied(argument) for argument in arguments]
            result = kernel(*arguments)
            name = next(name for name in names if self._takes(name, before))
            self.calls[name] += 1
            assert_same(f"{name}: result", result, self.module.call(name, *before))
            scratch = next((value.scratch_size for value in arguments if isinstance(value, Layout)), 0)
            for argument, ours, theirs in zip(self.module.kernels[name]["arguments"], arguments, before, strict=True):
                assert_same(f"{name}: {argument['name']}", ours, theirs, scratch)
            return result

        return called

    def _takes(self, name, values):
        """Whether the module has such a kernel, for such arguments."""
        try:
            for argument, value in zip(self.module.kernels[name]["arguments"], values, strict=True):
                flat(argument, value, [], [])
        except (KeyError, TypeError):
            return False
        return True
