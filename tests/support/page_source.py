"""The page's own JavaScript, run by Node beside numnet: what its modules make of values, as JSON."""

import base64
import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from tests.support.webassembly import module_bytes

SOURCE = Path(__file__).resolve().parents[2] / "page/src"
NODE = shutil.which("node")
SCRIPT = """
import {{ readFileSync }} from "node:fs";
const packed = (key, value) => ArrayBuffer.isView(value)
  ? {{ [value.constructor.name]: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64") }}
  : value;
const given = JSON.parse(readFileSync(0, "utf8"));
{imports}
{body}
const results = [];
for (const value of given) {{
  try {{ results.push({{ result: (await answer(value)) ?? null }}); }}
  catch (error) {{
    if (error.name !== "PageError") throw error;
    results.push({{ error: error.key, values: error.values }});
  }}
}}
process.stdout.write(JSON.stringify(results, packed));
"""
DTYPES = {"Float64Array": np.float64, "Float32Array": np.float32, "Uint8Array": np.uint8}


def unpacked(pairs):
    """An object of the answer; a typed array as an array of NumPy."""
    record = dict(pairs)
    if len(record) == 1 and (name := next(iter(record))) in DTYPES:
        return np.frombuffer(base64.b64decode(record[name]), DTYPES[name])
    return record


def module_text():
    """The page's WebAssembly module, for JavaScript: ``compile(Buffer.from(text, "base64"))``."""
    return base64.b64encode(module_bytes()).decode()


def answers(imports, body, values):
    """[what ``answer(value)`` gives] of ``body``, JavaScript; ``imports``: {module of page/src: names}.

    Each is {"result": ...} or {"error": key of the catalogue, "values": {...}}.
    """
    if NODE is None:
        pytest.skip("Node is missing, which runs the page's source")
    lines = [f'import {{ {names} }} from "{(SOURCE / module).as_uri()}";' for module, names in imports.items()]
    script = SCRIPT.format(imports="\n".join(lines), body=body)
    done = subprocess.run([NODE, "--input-type=module", "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "-e", script],
                          input=json.dumps(values), capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout, object_pairs_hook=unpacked)
