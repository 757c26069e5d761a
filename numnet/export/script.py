"""A Python script that predicts: `predictor.py`, with the model in the place that it leaves for one."""

import importlib.resources
import json

from numnet.export.description import describe
from numnet.export.plain import json_text
from numnet.files import write_whole

PLACE = 'MODEL = json.loads("null")  # written here by numnet export\n'


def script_text(model):
    """The source.  Names in the model may be anybody's: they stay text, whatever quotes they hold."""
    source = importlib.resources.files("numnet.export").joinpath("predictor.py").read_text(encoding="utf-8")
    text = json_text(json.loads(json.dumps(model))).replace("\\", "\\\\").replace("'", "\\'")
    before, after = source.split(PLACE)
    return f"{before}MODEL = json.loads('''{text}''')\n{after}"


def write(run, path):
    """Write predict.py."""
    write_whole(path, script_text(describe(run)))
