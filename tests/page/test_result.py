"""How good the network is, as the page says: scores, confusion, the most wrong points, recomputed in Python."""

import numpy as np
import pytest

import numnet
from numnet.model.decisions import decide
from numnet.model.metrics import classification, regression
from tests.support.views import CLASSES, numbers, opened, percent, place, rows_of, train, view, wait_for

pytestmark = pytest.mark.page


def test_the_confusion_matrix_is_that_of_the_outputs(open_page):
    page = open_page()
    run = train(page, CLASSES, 30)
    _, T, Y = rows_of(run)
    wanted = classification(T, decide("multiclass", Y), run.data().target_names)
    wait_for(page.locator(".score p"), f"^Right for {percent(wanted['accuracy'])} of the {len(T)} validation points$")
    cells = numbers(opened(page, "confusion"))
    matrix = [[int(cell.split()[0]) for cell in row[1:5]] for row in cells]
    assert matrix == wanted["confusion"]
    assert np.sum(matrix) == len(T) == 60
    for row, (name, scores) in zip(cells, wanted["classes"].items(), strict=True):
        assert row[0] == name
        assert row[5:] == [f"{scores[key]:.3f}" for key in ("precision", "recall", "f1")]


def test_the_confusion_of_the_training_part(open_page):
    page = open_page()
    run = train(page, CLASSES, 5)
    _, T, Y = rows_of(run, "training")
    table = opened(page, "confusion")
    table.get_by_label("Data", exact=True).select_option("training")
    right = np.mean(decide("multiclass", Y) == T)
    wait_for(page.locator(".score p"), f"^Right for {percent(right)} of the 240 training")
    matrix = [[int(cell.split()[0]) for cell in row[1:5]] for row in numbers(table)]
    assert matrix == classification(T, decide("multiclass", Y), run.data().target_names)["confusion"]


def test_a_confusion_for_each_label(open_page):
    page = open_page()
    run = train(page, {"data": "discs:n=200", "hidden": [8], "epochs": 100}, 20)
    _, T, Y = rows_of(run)
    same = (Y > 0.5) == T
    score = f"^{percent(same.mean())} of the labels .* all labels of {percent(same.all(1).mean())}"
    wait_for(page.locator(".score p"), score)
    table = opened(page, "confusion")
    for c, name in enumerate(run.data().target_names):
        table.get_by_label("Label").select_option(name)
        matrix = [[int(cell.split()[0]) for cell in row[1:3]] for row in numbers(table)]
        assert matrix == classification(T[:, c], (Y[:, c] > 0.5).astype(int), ("no", "yes"))["confusion"]


def test_the_most_wrong_points_are_those_of_the_largest_loss(open_page):
    page = open_page()
    run = train(page, CLASSES, 10)
    X, T, Y = rows_of(run)
    losses = -np.log(Y[np.arange(len(T)), T])
    table = opened(page, "worst")
    wait_for(page.locator(".score p"), f"^Right for {percent(np.mean(Y.argmax(1) == T))} of the 60 validation")
    rows = numbers(table)
    assert len(rows) == 10
    table.get_by_role("button", name="More rows").click()
    rows = numbers(table)
    order = np.argsort(-losses)[:20]
    assert [float(row[1]) for row in rows] == pytest.approx(losses[order], rel=5e-3)
    names, whole = run.data().target_names, numnet.load_dataset("spiral", n=300, arms=4).X
    for row, at in zip(rows, order, strict=True):
        assert np.allclose(whole[int(row[0]) - 1], X[at])
        said = f"{names[Y[at].argmax()]} with {percent(Y[at].max())}"
        assert row[2:4] == [names[T[at]], said if Y[at].argmax() == T[at] else f"✗ {said}"]


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_no_column_of_two_features_is_cut_off(open_page, size):
    page = open_page(viewport=dict(zip(("width", "height"), size)))
    train(page, CLASSES, 10)
    table = opened(page, "worst").locator("table")
    assert table.locator("thead th").all_inner_texts()[-2:] == ["x1", "x2"]
    assert table.evaluate("(all) => all.scrollWidth <= all.parentElement.clientWidth")


def test_a_point_is_chosen_in_the_table_and_on_the_map(open_page):
    page = open_page()
    train(page, CLASSES, 10)
    button = opened(page, "worst").locator("tbody button").first
    number = button.inner_text()
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    wait_for(view(page, "map").locator(".rest"), rf"^Point {number} \(validation\): arm ")
    button.click()
    wait_for(view(page, "map").locator(".rest"), "^Point at the map")
    page.locator(".result").evaluate("(part) => part.scrollTo(0, 0)")
    for up in (0.3, 0.4, 0.5, 0.6):  # some of these places have a point nearby
        page.mouse.click(*place(page, "map", 0.55, up))
    page.mouse.move(2, 2)
    wait_for(view(page, "map").locator(".rest"), r"^Point \d+ \(")
    assert page.locator(".unit .output").count() > 0  # the network shows what it computes for it


def test_a_regression_in_numbers(open_page):
    page = open_page()
    run = train(page, {"data": "sine:n=200", "hidden": [8], "epochs": 200, "activation": "tanh"}, 40)
    _, T, Y = rows_of(run)
    scores = regression(T, Y)
    wanted = f"^R² {scores['r2']:.3g} on the 40 validation points, root mean square error {scores['rmse']:.3g}$"
    wait_for(page.locator(".score p"), wanted)
    opened(page, "confusion")
    scatter = view(page, "scatter")
    assert scatter.locator("h2").inner_text() == "y: predicted and true"
    rows = numbers(opened(page, "worst"))
    errors = sorted(abs(np.ravel(Y) - np.ravel(T)), reverse=True)
    got = [abs(float(row[2].replace("−", "-")) - float(row[3].replace("−", "-"))) for row in rows]
    assert got == pytest.approx(errors[:10], abs=2e-3)
