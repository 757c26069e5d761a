"""What the committed page was built from: the module's shape, the description, the fingerprint, and a build anew."""

import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
from contextlib import suppress

import pytest

from page.build.fingerprint import ROOT, fingerprint
from tests.support import webassembly

PACKED = re.compile('(?<=">)[A-Za-z0-9+/=]{1000,}')


def test_the_module_calls_nothing_and_has_the_described_kernels(module):
    assert list(module.module.imports) == []
    exports = {each.name for each in module.module.exports}
    assert exports == {"memory", "__heap_base", *webassembly.description()["kernels"]}


def test_the_page_is_built_from_these_sources():
    """If not: ``make page``."""
    assert webassembly.fingerprint_in_page() == fingerprint()


def test_the_fingerprint_changes_with_names_and_bytes(tmp_path):
    def made(text, name="a.py"):
        shutil.rmtree(tmp_path)
        (tmp_path / "page/src").mkdir(parents=True)
        (tmp_path / "page/src" / name).write_bytes(text)
        return fingerprint(tmp_path)

    first = made(b"x = 1\n")
    assert made(b"x = 1\r\n") == first  # as Git may write it on Windows
    assert len({first, made(b"x = 2\n"), made(b"x = 1\n", "b.py")}) == 3


def test_the_description_is_that_of_this_numnet():
    """All but the kernels' arguments, for which they must be compiled: options, registries, truth tables, colours."""
    from page.build import description

    ours, theirs = json.loads(description.text([])), webassembly.description()
    del ours["kernels"], theirs["kernels"]
    assert list(ours) == list(theirs)
    for key, value in ours.items():
        assert theirs[key] == value, f"{key}: numnet has changed since the page was built: make page"


def missing():
    """What a build needs and this machine does not have, or has in another version; None: nothing."""
    for line in (ROOT / "page/requirements.txt").read_text(encoding="utf-8").split():
        package, version = line.split("==")
        with suppress(importlib.metadata.PackageNotFoundError):
            if importlib.metadata.version(package) == version:
                continue
        return f"{package} {version} is not installed"
    if not shutil.which("node"):
        return "node is not installed"
    return None if (ROOT / "page/node_modules").exists() else "the page's packages are not installed: make page"


@pytest.mark.slow
def test_a_build_anew_is_the_same(tmp_path):
    """The module's bytes, the description, and the page around them; how gzip packs depends on the version of node."""
    if missing():
        pytest.skip(missing())
    code = """
import sys
from pathlib import Path
from page import make
make.compile_kernels(Path(sys.argv[1]))
make.bundle(Path(sys.argv[1]), Path(sys.argv[1], "index.html"))
"""
    subprocess.run([sys.executable, "-c", code, tmp_path], check=True, cwd=ROOT)
    assert (tmp_path / "kernels.wasm").read_bytes() == webassembly.module_bytes()
    assert json.loads((tmp_path / "description.json").read_bytes()) == webassembly.description()
    built, committed = (path.read_text(encoding="utf-8") for path in (tmp_path / "index.html", webassembly.PAGE))
    assert PACKED.sub("", built) == PACKED.sub("", committed)
