"""What tests of the page's views share: trainings beside the same ones in the terminal, and how to reach a view."""

import re

import numnet
from numnet.figures.drawing.run_labels import parts

CLASSES = {"data": "spiral:n=300,arms=4", "hidden": [8], "epochs": 400, "learning_rate": 0.02}


def train(page, config, epochs):
    """Train on the page, and a run of the terminal that has come to the same weights."""
    page.evaluate("(config) => numnet.set(config)", config)
    page.evaluate("(epochs) => numnet.run({ epochs })", epochs)
    run = numnet.fit(**{**config, "epochs": 1}, exact=True)
    run.network.parameters[:] = page.evaluate("numnet.get().parameters")
    return run


def rows_of(run, part="validation"):
    """Features, targets and outputs of a part of the data, in original units."""
    _, X, T = next(entry for entry in parts(run.data()) if entry[0] == part)
    return X, T, run.network.forward(X)


def percent(share):
    return f"{round(1000 * share) / 10:g}\u00a0%"


def view(page, name):
    return page.locator(f"[data-view='{name}']")


def opened(page, name):
    """A view in a part that is closed at first."""
    page.locator(f".result details[data-control='{name}'] > summary").click()
    return view(page, name)


def numbers(table):
    """The cells of a table, row by row, without its head."""
    return [row.locator("th, td").all_inner_texts() for row in table.locator("tbody tr").all()]


def wait_for(locator, text):
    locator.filter(has_text=re.compile(text)).first.wait_for()


def place(page, name, across, up):
    """The pixels of a place in the canvas of a view, as shares of it; it is brought into sight."""
    canvas = view(page, name).locator(".canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    return box["x"] + across * box["width"], box["y"] + up * box["height"]


def saved(page, name, kind):
    """The file of a view."""
    view(page, name).get_by_role("button", name="Save").click()
    with page.expect_download() as download:
        view(page, name).get_by_role("button", name=f"as {kind}").click()
    assert download.value.suggested_filename == f"{name}.{kind.lower()}"
    return download.value.path()
