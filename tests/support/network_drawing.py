"""The drawing of the network on the live page, as its tests use it."""

import base64
import json
import math
import zlib

SMALL = {"data": "moons", "hidden": [3, 2]}


def start(page, config, **until):
    """A training of this configuration, ``until`` then."""
    page.evaluate("(config) => numnet.set(config)", config)
    if until:
        page.evaluate("(until) => numnet.run(until)", until)
    sizes = [*config["hidden"]]
    page.locator(f"[data-unit='{len(sizes)}.0']").wait_for()
    page.mouse.move(1, 1)
    page.wait_for_timeout(300)  # numbers to be read follow ten times a second


def state(page):
    return page.evaluate("numnet.get()")


def parameters(page):
    return state(page)["parameters"]


def parameter(page, index):
    return parameters(page)[index]


def unit(page, layer, k):
    return page.locator(f"[data-unit='{layer}.{k}']")


def card(page):
    return page.locator(".card")


def settled(page, index, value):
    """Wait until a parameter has this value."""
    for _ in range(100):
        if math.isclose(parameter(page, index), value, rel_tol=1e-5, abs_tol=1e-6):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{parameter(page, index)} is not {value}")


def weight(i, k, fan_out=3):
    """The index of a weight of the first layer."""
    return i * fan_out + k


def link(**content):
    text = zlib.compress(json.dumps(content).encode(), wbits=-15)
    return f"#v1:{base64.urlsafe_b64encode(text).decode().rstrip('=')}"


def number(text):
    return float(text.replace("−", "-"))


def middle_of_edge(page, source, target, s=0.5):
    """A point of the edge between two units, as the drawing bends it."""
    a, b = unit(page, *source).bounding_box(), unit(page, *target).bounding_box()
    x0, y0, x1, y1 = a["x"] + a["width"], a["y"] + a["height"] / 2, b["x"], b["y"] + b["height"] / 2
    return x0 + s * (x1 - x0), y0 + (y1 - y0) * s * s * (3 - 2 * s)
