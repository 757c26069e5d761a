"""A Python script that predicts: `predictor.py`, with the model and numnet's reader of cells where it wants them."""

import json

from numnet.export.format import Format
from numnet.export.json_format import json_text
from numnet.files.atomic import write_whole
from numnet.kernels import activations

IMPORT = "from numnet.data.tables.number_formats import MISSING, MISSING_NUMBER, NumberFormat, canonical, plain\n"
MODEL = 'MODEL = json.loads("null")  # written here by numnet export\n'
ACTIVATIONS = "ACTIVATIONS = {}  # written here by numnet export\n"


def script_text(model):
    """The source of the script.  Names in the model stay text, whatever quotes they hold."""
    source = _source("numnet.export", "predictor.py")
    cells = _source("numnet.data.tables", "number_formats.py").partition('"""\n')[2]  # without its docstring
    text = json_text(json.loads(json.dumps(model))).replace("\\", "\\\\").replace("'", "\\'")
    functions = "".join(f'    "{name}": lambda net: {entry.numpy},\n' for name, entry in activations.ALL.items())
    source = source.replace(IMPORT, f"# --- what a cell says ---\n{cells}\n\n# --- the model ---\n")
    before, after = source.replace(ACTIVATIONS, f"ACTIVATIONS = {{\n{functions}}}\n").split(MODEL)
    return f"{before}MODEL = json.loads('''{text}''')\n{after}"


def _source(package, name):
    import importlib.resources

    return importlib.resources.files(package).joinpath(name).read_text(encoding="utf-8")


def write(run, path):
    """Write predict.py."""
    from numnet.export.description import describe

    write_whole(path, script_text(describe(run)))


FORMAT = Format("python", "predict.py", "a script that predicts, with NumPy alone", write)
