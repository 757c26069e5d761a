"""A trained model for other programs: ONNX, JSON, NumPy arrays, a script of its own; its metrics for TensorBoard.

Light to import, as its formats are: each is a module with a description, `FORMAT`, and imports what it needs when a
model is written.
"""

from numnet.export import json_format, npz_format, onnx_format, python_format, tensorboard_format

_MODULES = (onnx_format, json_format, npz_format, python_format, tensorboard_format)  # as the help lists them
FORMATS = {module.FORMAT.name: module.FORMAT for module in _MODULES}
