"""What a format of export is."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from numnet.files.output import is_stdout
from numnet.files.plain_files import own_path


@dataclass(frozen=True)
class Format:
    """A format of export.

    ``write_file(run, path)`` writes a `Run`, whole or not at all, and returns a remark or None; it alone imports what
    the format needs.  ``file``: its name by default, in the run folder; ``mark``: text by which it is known again, ""
    for a folder; ``extra``: that of numnet which it needs; ``options``: further arguments of ``write_file`` by name.
    """

    name: str
    file: str
    help: str
    write_file: Callable
    mark: str
    extra: str | None = None
    options: tuple = ()

    def write(self, run, path=None, **options):
        """Write a `Run` to ``path``, by default in its folder, "-" for standard output; returns (path, remark or None).

        Raises OSError; ValueError for a folder on standard output; ModuleNotFoundError that names the extra where a
        package is missing.
        """
        if is_stdout(path) and not self.mark:
            raise ValueError(f"--format {self.name} writes a folder, and standard output is none; name one with -o")
        path = Path(path if path is not None else own_path(run.path, self.file) if self.mark else run.path / self.file)
        if not path.parent.is_dir():
            raise FileNotFoundError(2, "there is no such folder", str(path.parent))
        try:
            return path, self.write_file(run, path, **options)
        except ModuleNotFoundError as error:
            if self.extra is None or (error.name or "").startswith("numnet"):
                raise
            raise ModuleNotFoundError(
                f"format {self.name} needs the package {error.name}: pip install 'numnet[{self.extra}]'",
                name=error.name,
            ) from None
