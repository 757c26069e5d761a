"""Files that come with numnet: data sets and examples."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def companion(name):
    """The path of a file that comes with numnet, such as ``datasets/iris.csv``.  Raises FileNotFoundError.

    It lies inside the installed package, or beside the package in a clone.
    """
    for folder in (PACKAGE, PACKAGE.parent):
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(f"{name} is missing from {PACKAGE} and {PACKAGE.parent}; reinstall numnet")
