"""A Python script that predicts: `predictor.py`, with the model and the modules of numnet that it imports inside."""

import json

from numnet.export.format import Format
from numnet.export.json_format import json_text
from numnet.files.output import write_output
from numnet.kernels import activations

INLINED = {  # the import in `predictor.py`: (title of the part in the script, package, file)
    "from numnet.data.tables.number_formats import MISSING, MISSING_NUMBER, NumberFormat, canonical, plain\n": (
        "what a cell says", "numnet.data.tables", "number_formats.py"),
    "from numnet.model.decisions import class_probabilities, decide\n": (
        "what the outputs say", "numnet.model", "decisions.py"),
}  # fmt: skip
MODEL = 'MODEL = json.loads("null")  # written here by numnet export\n'
ACTIVATIONS = "ACTIVATIONS = {}  # written here by numnet export\n"


def script_text(model):
    """The source of the script.  Names in the model stay text, whatever quotes they hold."""
    source = _source("numnet.export", "predictor.py")
    for statement, (title, package, file) in INLINED.items():
        body = _source(package, file).partition('"""\n')[2]  # without its docstring
        source = source.replace(statement, f"# --- {title} ---\n{body}\n\n")
    text = json_text(json.loads(json.dumps(model))).replace("\\", "\\\\").replace("'", "\\'")
    functions = "".join(f'    "{name}": lambda net: {entry.numpy},\n' for name, entry in activations.ALL.items())
    before, after = source.replace(ACTIVATIONS, f"ACTIVATIONS = {{\n{functions}}}\n").split(MODEL)
    before += "# --- the model ---\n"
    return f"{before}MODEL = json.loads('''{text}''')\n{after}"


def _source(package, name):
    import importlib.resources

    return importlib.resources.files(package).joinpath(name).read_text(encoding="utf-8")


def write(run, path):
    """Write predict.py."""
    from numnet.export.description import describe

    write_output(path, script_text(describe(run)))


FORMAT = Format("python", "predict.py", "a script that predicts, with NumPy alone", write,
                "Predictions of a trained network; this file needs NumPy")  # fmt: skip
