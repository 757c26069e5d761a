"""What the page's engine measures for Health is what `numnet check` measures; in Node, without a browser."""

import numpy as np
import pytest

from numnet.diagnostics.initialization_checks import sure_and_wrong, traced
from tests.support.diagnoses import case_from
from tests.support.page_source import answers, module_text
from tests.support.webassembly import description

CASES = {
    "blobs:centres=2": {"hidden": [], "loss": "mse"}, "spiral:n=300": {"hidden": [4], "loss": "mse"},
    "discs:n=200": {"hidden": [4], "loss": "mse"}, "moons:n=200": {"hidden": [4]}, "sine:n=80": {"hidden": [4]},
}  # fmt: skip
BODY = """
const answer = async ({ module, about, config, weights }) => {
  const engine = new Engine(await WebAssembly.compile(Buffer.from(module, "base64")), about, () => {});
  engine.set(config, { weights });
  return engine.handle("inside", [{ health: true }]).health;
};
"""


@pytest.mark.parametrize("name", CASES)
def test_health_is_measured_as_numnet_check_measures_it(name):
    options = CASES[name]
    case = case_from(name, **{key: tuple(value) if key == "hidden" else value for key, value in options.items()})
    case.network.parameters[:] *= -20 if "loss" in options else 1  # sure, and here and there wrong
    value = {"module": module_text(), "about": description(), "config": {"data": name, **options},
             "weights": case.network.parameters.tolist()}  # fmt: skip
    health = answers({"engine/engine.js": "Engine"}, BODY, [value])[0]["result"]
    found = sure_and_wrong(case)
    deltas = [float(np.sqrt((d.astype(np.float64) ** 2).mean())) for d in traced(case, case.network).delta]
    assert [layer["delta"] for layer in health["layers"]] == pytest.approx(deltas, rel=1e-5)
    if "loss" not in options:
        assert found is None and health["sure"] is None
    else:
        assert found.verdict != "ok" and f" for {100 * health['sure']:.0f} % of the samples" in found.found
