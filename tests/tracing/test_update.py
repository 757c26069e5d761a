"""A traced update by plain Python, with a pocket calculator's arithmetic."""

import math

import pytest

from tests.support.traces import numnet_, values_of

pytestmark = pytest.mark.filterwarnings("error")


def by_hand(w, b, v, c, x, t, eta):
    """A 2-2-1 sigmoid network, one step of gradient descent, in plain Python: {what the text calls it: value}."""
    net = [x[0] * w[0][j] + x[1] * w[1][j] + b[j] for j in (0, 1)]
    h = [1 / (1 + math.exp(-a)) for a in net]
    out = h[0] * v[0] + h[1] * v[1] + c
    y = 1 / (1 + math.exp(-out))
    d2 = y - t
    slope = [a * (1 - a) for a in h]
    d1 = [slope[j] * v[j] * d2 for j in (0, 1)]
    found = {"x₁": x[0], "x₂": x[1], "t₁": t, "net²₁": out, "y₁": y, "δ²₁": d2, "b²₁": c, "∂E/∂b²₁": d2,
             "new b²₁": c - eta * d2}  # fmt: skip
    for j, J in enumerate("₁₂"):
        found |= {f"net¹{J}": net[j], f"h¹{J}": h[j], f"f′(net¹{J})": slope[j], f"δ¹{J}": d1[j], f"b¹{J}": b[j],
                  f"∂E/∂b¹{J}": d1[j], f"new b¹{J}": b[j] - eta * d1[j], f"w²{J}₁": v[j],
                  f"∂E/∂w²{J}₁": h[j] * d2, f"new w²{J}₁": v[j] - eta * h[j] * d2}  # fmt: skip
        for i, I in enumerate("₁₂"):
            found |= {f"w¹{I}{J}": w[i][j], f"∂E/∂w¹{I}{J}": x[i] * d1[j],
                      f"new w¹{I}{J}": w[i][j] - eta * x[i] * d1[j]}  # fmt: skip
    return found, -math.log(y if t else 1 - y)


@pytest.mark.parametrize(("sample", "seed"), [(s, seed) for s in range(4) for seed in range(3)])
def test_a_pocket_calculator_gets_the_same_six_digits(sample, seed):
    text = numnet_("xor", "--sample", sample, "--seed", seed)
    printed = values_of(text)
    numbers = {name: float(value.replace("−", "-")) for name, value in printed.items()}
    w = [[numbers[f"w¹{i}{j}"] for j in "₁₂"] for i in "₁₂"]
    v, b = [numbers["w²₁₁"], numbers["w²₂₁"]], [numbers["b¹₁"], numbers["b¹₂"]]
    assert all(round(a, 2) == a for a in [*w[0], *w[1], *v])
    x, t = [(0, 0), (0, 1), (1, 0), (1, 1)][sample], (0, 1, 1, 0)[sample]
    expected, E = by_hand(w, b, v, numbers["b²₁"], x, t, 0.1)
    after = [[expected[f"new w¹{i}{j}"] for j in "₁₂"] for i in "₁₂"]
    _, E_after = by_hand(after, [expected[f"new b¹{j}"] for j in "₁₂"], [expected[f"new w²{j}₁"] for j in "₁₂"],
                         expected["new b²₁"], x, t, 0.1)  # fmt: skip
    errors = [line.split(" = ")[-1] for line in text.splitlines() if line.startswith("  E = ")]
    assert errors == [f"{E:.6g}", f"{E_after:.6g}"] and E_after < E
    del printed["E"]
    assert printed == {name: f"{value + 0.0:.6g}".replace("-", "−") for name, value in expected.items()}
