"""JSON: the model as `describe` has it, a layer a line."""

import json

from numnet.export.format import Format
from numnet.files.output import write_output


def json_text(model):
    """The model as JSON that one can look through: short parts on lines of their own."""
    layers = ",\n".join("    " + json.dumps(layer, ensure_ascii=False) for layer in model["layers"])
    head = [
        f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in model.items()
        if key != "layers"
    ]
    return "{\n" + ",\n".join(head) + ',\n  "layers": [\n' + layers + "\n  ]\n}\n"


def write(run, path):
    """Write model.json."""
    from numnet.export.description import describe

    write_output(path, json_text(describe(run)))


FORMAT = Format("json", "model.json", "weights, scaling and names as text", write, "numnet-export-")
