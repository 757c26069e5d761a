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
# The page's packages are there where the page is built; signals that don't signal are enough for words.
SIGNALS = """
export const signal = (value) => ({ value });
export const computed = (find) => ({ get value() { return find(); } });
export const effect = () => () => {};
export const batch = (change) => change();
"""
HOOKS = """
export const resolve = (name, context, next) =>
  name === "@preact/signals" ? { url: "data:text/javascript," + encodeURIComponent(SIGNALS), shortCircuit: true }
    : next(name, context);
"""
SCRIPT = """
import {{ readFileSync }} from "node:fs";
import {{ register }} from "node:module";
register("data:text/javascript," + encodeURIComponent({hooks}));
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
# Begins a body: its `asked(value)` answers all values but the first, {module, about}, of which `kernels` are made.
WITH_KERNELS = """
let kernels;
async function answer(value) {
  if (!value.module) return asked(value);
  about.value = value.about;
  kernels = new Kernels(await compile(Buffer.from(value.module, "base64")), value.about);
}
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
    modules = {(SOURCE / module).as_uri(): names for module, names in imports.items()}
    lines = [f'const {{ {names} }} = await import("{address}");' for address, names in modules.items()]
    hooks = json.dumps(f"const SIGNALS = {json.dumps(SIGNALS)};{HOOKS}")
    script = SCRIPT.format(hooks=hooks, imports="\n".join(lines), body=body)
    done = subprocess.run([NODE, "--input-type=module", "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "-e", script],
                          input=json.dumps(values), capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout, object_pairs_hook=unpacked)
