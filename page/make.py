"""Build the live page: ``make page``, or ``python page/make.py``.

Kernels → WebAssembly (`page/build/webassembly.py`), what the page must know of numnet as JSON
(`page/build/description.py`), then page/build/bundle.mjs puts both and the page's own source into one file,
numnet/page/index.html.

    python page/make.py                   everything
    python page/make.py --kernels FOLDER  with kernels.wasm and description.json of an earlier build
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UNOPTIMISED = {"NUMBA_OPT": "0", "NUMBA_LOOP_VECTORIZE": "0", "NUMBA_SLP_VECTORIZE": "0"}  # LLVM does it for wasm32

LANES = 32  # bytes of what numnet/cpu/intrinsics/simd.py has as one value: eight sums of two registers, of the sixteen


def compile_kernels(folder):
    """Write kernels.wasm and description.json into ``folder``; Numba must not have been imported."""
    with tempfile.TemporaryDirectory() as cache:  # what is in the user's cache is optimised for this machine
        os.environ.update(UNOPTIMISED, NUMNET_CACHE_DIR=cache)
        from numnet.cpu.intrinsics import simd
        from page.build import description, exports, webassembly

        simd.BYTES = LANES  # before the first kernel is compiled
        kernels = exports.exports()
        (folder / "kernels.wasm").write_bytes(webassembly.build(kernels, folder))
        (folder / "description.json").write_text(description.text(kernels), encoding="utf-8")


def bundle(folder, page):
    """Write the page from what :func:`compile_kernels` has left in ``folder``."""
    from page.build.fingerprint import fingerprint

    command = ["node", ROOT / "page/build/bundle.mjs", folder, page, fingerprint()]
    subprocess.run(command, check=True)


def main(arguments, page=ROOT / "numnet/page/index.html"):
    """Build the page; what the steps make is left in build/page."""
    folder = Path(arguments[1]) if arguments[:1] == ["--kernels"] else ROOT / "build/page"
    folder.mkdir(parents=True, exist_ok=True)
    if not arguments:
        compile_kernels(folder)
    bundle(folder, page)
    print(f"{page.relative_to(ROOT)}  {page.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main(sys.argv[1:])
