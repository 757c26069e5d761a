"""A trained model for other programs: ONNX, JSON, NumPy arrays, a script of its own; its metrics for TensorBoard.

Light to import: a format's module is imported when a model is written in it.
"""

import importlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Format:
    """A format: ``module.write(run, path)`` writes it, whole or not at all, and returns a remark or None."""

    name: str
    file: str  # by default, in the run folder
    module: str
    help: str
    extra: str | None = None  # of numnet, which it needs

    def write(self, run, path=None):
        """Write a `Run` to ``path``, by default in its folder; returns (path, remark or None).

        Raises OSError; ModuleNotFoundError that names the extra where a package is missing.
        """
        path = Path(path) if path is not None else run.path / self.file
        if not path.parent.is_dir():
            raise FileNotFoundError(2, "there is no such folder", str(path.parent))
        try:
            return path, importlib.import_module(f"numnet.export.{self.module}").write(run, path)
        except ModuleNotFoundError as error:
            if self.extra is None or (error.name or "").startswith("numnet"):
                raise
            raise ModuleNotFoundError(
                f"--format {self.name} needs the package {error.name}: pip install 'numnet[{self.extra}]'",
                name=error.name,
            ) from None


FORMATS = {
    entry.name: entry
    for entry in (
        Format("onnx", "model.onnx", "onnx_format", "a graph from raw columns to labels, for ONNX Runtime", "onnx"),
        Format("json", "model.json", "json_format", "weights, scaling and names as text"),
        Format("npz", "model.npz", "npz_format", "the same as NumPy arrays"),
        Format("python", "predict.py", "python_format", "a script that predicts, with NumPy alone"),
        Format(
            "tensorboard",
            "tensorboard",
            "tensorboard_format",
            "metrics.csv as event files, in a folder",
            "tensorboard",
        ),
    )
}
