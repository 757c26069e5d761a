"""What the page was built from, as sixteen hexadecimal digits."""

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Kernels, what the description says of them, the page's own source, and the versions of the tools.
SOURCES = (
    "numnet/kernels/**/*.py", "numnet/cpu/**/*.py", "page/build/*", "page/src/**/*", "page/package-lock.json",
    "page/requirements.txt",
)  # fmt: skip


def fingerprint(root=ROOT):
    """Of the sources below ``root``; it changes with any of their bytes or names."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in SOURCES for path in root.glob(pattern) if path.is_file()}):
        if path.suffix != ".pyc":
            content = path.read_bytes().replace(b"\r\n", b"\n")
            digest.update(f"{path.relative_to(root).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]
