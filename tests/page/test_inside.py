"""What goes on inside, on the live page: the next update in numbers, the optimizer on the connections, health."""

import re

import numpy as np
import pytest

import numnet
from numnet.analysis.layers import layers
from numnet.analysis.principal_components import principal_plane
from numnet.figures.drawing.run_labels import parts
from numnet.tracing import notation
from numnet.tracing.rule_steps import DIGITS, rule_steps
from numnet.tracing.update import trace_update
from tests.support.browser import sparse, violations
from tests.support.links import content_of
from tests.support.network_drawing import SMALL, link, parameter, parameters, settled, start, unit, weight

pytestmark = pytest.mark.page
NUMBERS = re.compile(r"[−\d]\d*\.\d+")
PHONE = {"viewport": {"width": 320, "height": 740}, "has_touch": True, "is_mobile": True, "color_scheme": "dark"}
BY_HAND = {"data": "xor", "hidden": [2], "activation": "sigmoid", "batch_size": "full", "shuffle": False,
           "dtype": "float64", "epochs": 50, "l2": 0.01, "clip_norm": 0.02, "weight_decay": 0.01}  # fmt: skip


def under_the_lens(page, layer=1, k=0, which=0):
    """Put a weight into a unit under the lens, by the keyboard; returns the lens."""
    unit(page, layer, k).focus()
    if not page.locator(".unit.pinned").count():
        page.keyboard.press("Enter")
    handle = page.locator(".handle").nth(which)
    handle.focus()
    handle.press("Enter")
    lens = page.locator(".lens")
    lens.locator(".ball-line").wait_for()
    return lens


def test_a_click_on_a_weight_puts_it_under_the_lens_and_a_drag_does_not(open_page):
    page = open_page()
    start(page, SMALL)
    unit(page, 1, 0).click()
    handle, before = page.locator(".handle").first, parameters(page)
    box = handle.bounding_box()
    page.mouse.move(box["x"] + 12, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 12, box["y"] - 20)
    page.mouse.up()
    page.wait_for_timeout(300)
    assert parameters(page) != before and page.locator(".lens").count() == 0
    handle.click()
    page.locator(".lens .ball-line").wait_for()


def test_a_lens_out_of_sight_is_a_click_away_and_says_after_which_update_it_is(open_page):
    page = open_page(viewport={"width": 1366, "height": 768})
    page.evaluate("numnet.set({ data: 'moons', hidden: [8], optimizer: 'adam' })")
    page.evaluate("numnet.run({ updates: 10 })")
    lens = under_the_lens(page)
    page.locator(".parts > .network").evaluate("(part) => (part.scrollTop = 0)")
    page.locator(".lens-below button").click()
    page.locator(".lens-below button").wait_for(state="detached")
    box = lens.bounding_box()
    assert 0 < box["y"] < 200 and page.evaluate("document.activeElement.closest('.lens') !== null")
    assert "After update 10; the next one, t = 11" in lens.locator(".lens-head").inner_text()
    assert "begins at 0, and so it is too small at first" in lens.inner_text()


def connections(page):
    return page.locator("[data-control='edges'] select")


def worked(page, t):
    """[(symbol, numbers and result)] of the lens, once it shows update t."""
    page.locator(".lens-head").filter(has_text=f"t = {t}:").wait_for()
    lines = page.locator(".lens .line[data-symbol]")
    return [(line.get_attribute("data-symbol"), line.locator(".worked").inner_text()) for line in lines.all()]


def by_python(rule, first, update, i, **more):
    """The same by numnet's own trace."""
    network = numnet.Network([2, 2, 1], activation="sigmoid", task="binary", dtype="float64")
    network.parameters[:] = first
    data, given = numnet.load_dataset("xor"), {"weight_decay": BY_HAND["weight_decay"], **more}
    penalties = {name: BY_HAND[name] for name in ("l2", "clip_norm")}
    traced = trace_update(network, data.X, data.T, numnet.OPTIMIZERS[rule](**given), update, **penalties)
    for step in rule_steps(traced.as_update()):
        known = {symbol: value[i] if np.ndim(value) else value for symbol, value in step.known.items()}
        numbers = notation.filled(step.formula, known, DIGITS, worked=True)
        yield step.symbol, f"= {numbers} = {notation.short(float(step.values[i]), DIGITS)}"


@pytest.mark.parametrize("rule", sparse(numnet.OPTIMIZERS, 6))
def test_the_next_update_is_worked_out_with_the_numbers_of_the_terminal(open_page, rule):
    page, i = open_page(), weight(1, 0, fan_out=2)
    start(page, {**BY_HAND, "optimizer": rule})
    first = parameters(page)
    under_the_lens(page, which=1)
    for update in (1, 2, 7):
        page.evaluate("(most) => numnet.run({updates: most - numnet.get().updates})", update - 1)
        assert worked(page, update) == list(by_python(rule, first, update, i))


def test_the_next_update_with_and_without_bias_correction(open_page):
    """The lens has both steps, the rule's equations and the switch; switched, they change places."""
    page, i = open_page(), weight(1, 0, fan_out=2)
    start(page, {**BY_HAND, "optimizer": "adam"})
    first = parameters(page)
    bars = under_the_lens(page, which=1).locator(".bars tr.quotient th")
    assert worked(page, 1) == list(by_python("adam", first, 1, i)) and bars.all_inner_texts() == ["m̂/√v̂", "m/√v"]
    steps = NUMBERS.findall(page.locator(".lens .hint").inner_text())
    page.locator("details[data-control='rule'] > summary").click()
    page.get_by_label("Bias correction").uncheck()
    page.locator(".lens .hint").filter(has_text="Without bias correction the step is").wait_for()
    assert worked(page, 1) == list(by_python("adam", first, 1, i, bias_correction=False))
    assert bars.all_inner_texts() == ["m̂/√v̂"]
    assert NUMBERS.findall(page.locator(".lens .hint").inner_text()) == steps[::-1] and len(set(steps)) == 2
    assert "--bias-correction off" in page.evaluate("numnet.command()")


def test_looking_inside_changes_no_bit(open_page):
    config = {"data": "spiral:n=200", "hidden": [5, 4], "optimizer": "nadam", "dropout": 0.1, "epochs": 6}
    page = open_page()
    start(page, config)
    page.evaluate("numnet.run({epochs: 6})")
    plain = parameters(page)
    start(page, config)
    connections(page).select_option("step")
    under_the_lens(page)
    page.evaluate("numnet.run({updates: 13})")
    page.wait_for_timeout(300)
    page.get_by_role("button", name="Play").click()
    page.locator(".status-words").filter(has_text="epoch").wait_for()
    page.evaluate("numnet.run({epochs: 6})")
    assert parameters(page) == plain


def test_the_next_update_is_the_one_that_comes(open_page):
    page = open_page()
    start(page, {**SMALL, "optimizer": "adam"}, updates=5)
    lens = under_the_lens(page)
    before, text = parameter(page, 0), lens.locator(".bars tr").last.inner_text()
    page.evaluate("numnet.run({updates: 1})")
    step = parameter(page, 0) - before
    assert text.split() == ["Δw", notation.short(step, DIGITS)]


def test_connections_show_what_the_rule_has(open_page):
    page = open_page()
    start(page, {**SMALL, "optimizer": "adam"}, epochs=2)

    def offered():
        return connections(page).locator("option").all_inner_texts()

    assert [text.partition(":")[0] for text in offered()] == ["w", "∂E/∂w", "m", "√v", "Δw"]
    drawn = {}
    for value in ("w", "gradient", "memory0", "memory1", "step"):
        connections(page).select_option(value)
        page.wait_for_timeout(300)
        drawn[value] = page.locator("canvas.edges").evaluate("(canvas) => canvas.toDataURL()")
    assert len(set(drawn.values())) == 5
    connections(page).select_option("memory1")
    assert page.locator(".edge-scale span").count() == 2  # roots are never negative
    page.wait_for_url(lambda address: "#v1:" in address)
    assert content_of(page.evaluate("numnet.link()"))["view"] == {"edges": "memory1"}
    page.evaluate("numnet.set({data: 'moons', hidden: [3, 2], optimizer: 'sgd'})")
    page.locator("[data-control='edges'] option").filter(has_text="√v").wait_for(state="detached")
    assert [text.partition(":")[0] for text in offered()] == ["w", "∂E/∂w", "Δw"]
    assert connections(page).input_value() == "w"


def test_the_ball_is_the_weight_on_the_training_loss(open_page):
    page = open_page()
    start(page, SMALL)
    lens = under_the_lens(page, which=1)
    i = weight(1, 0)
    said = lens.locator(".rest")
    loss = notation.number(page.evaluate("numnet.get()")["train_loss"], DIGITS)
    said.filter(has_text=f"E = {loss}").wait_for()
    slope = number_after("∂E/∂w = ", said.inner_text())
    ball, before = lens.locator(".ball-line input"), parameter(page, i)
    ball.focus()
    ball.press("ArrowRight")
    page.wait_for_timeout(300)
    moved = parameter(page, i) - before
    assert 0 < moved < 0.03 and np.sign(slope) == np.sign(number_after("E = ", said.inner_text()) - float(loss))
    picture = lens.locator(".ball")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.95, box["y"] + 40, steps=4)
    page.wait_for_timeout(300)
    low, high = (float(ball.get_attribute(end)) for end in ("min", "max"))
    assert low + 0.8 * (high - low) < parameter(page, i) < high
    page.mouse.up()


def number_after(words, text):
    return float(re.search(re.escape(words) + r"([−\d.e]+)", text)[1].rstrip(".").replace("−", "-"))


def health(page):
    page.locator(".health").wait_for()
    if page.locator(".health").get_attribute("open") is None:
        page.locator(".health > summary").click()
    page.locator(".health tbody tr").first.wait_for()
    return page.locator(".health")


def table(page):
    """{layer: [texts of its cells]}"""
    rows = page.locator(".health tbody tr").all()
    return {row.locator("th").inner_text(): row.locator("td").all_inner_texts() for row in rows}


def test_health_is_what_numnet_check_finds(open_page):
    page = open_page()
    options = {"activation": "sigmoid", "init": "normal", "hidden": [6, 5, 5, 5]}
    start(page, {"data": "spiral", **options, "scale": False})
    found = {one.what: one for one in numnet.check("spiral", **options, scale=False)}
    told = health(page).inner_text()
    share, layer = re.match(r"(\d+) % of hidden layer (\d)", found["saturated units"].found).groups()
    assert abs(float(table(page)[f"layer {layer}"][-1].split()[0]) - float(share)) <= 0.5
    flow = found["flow of δ"]
    assert flow.verdict != "ok" and flow.found in told


def test_the_size_of_delta_that_a_sentence_compares_stands_in_the_table(open_page):
    page = open_page()
    start(page, {"data": "moons", "hidden": [8] * 6, "activation": "sigmoid", "optimizer": "sgd"})
    flow = next(one for one in numnet.check("moons", hidden=[8] * 6, activation="sigmoid", optimizer="sgd")
                if one.what == "flow of δ")  # fmt: skip
    assert flow.found in health(page).inner_text()
    assert page.locator(".health thead th").first.inner_text() == "δ"
    first, last = (as_number(table(page)[f"layer {l}"][0]) for l in (1, 6))
    assert abs(first / last / float(re.search(r"[\d.]+(e-\d+)?(?= times)", flow.found)[0]) - 1) < 0.06  # two digits


def as_number(text):
    """Of "1.3·10⁻⁷", "0.002"."""
    raised = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    return float(text.strip().replace("·10", "e").translate(raised))


def test_what_is_wrong_is_marked_at_the_top_while_health_is_closed(open_page):
    page = open_page()
    start(page, {"data": "moons", "hidden": [6]})
    mark = page.locator(".health-mark")
    assert mark.count() == 0
    few = {"data": "moons:n=60,noise=0.35", "hidden": [32, 32], "l2": 0.0, "validation": 0.5}
    start(page, few, epochs=150)
    found = page.locator(".health summary").filter(has_text="overfitted: since epoch ")
    found.wait_for()
    history = numnet.fit(**few, epochs=150, exact=True).history
    low, last = history.validation_loss.min(), history.validation_loss[-1]
    said = f"since epoch {history.best_epoch} the validation loss has risen from {low:.4g} to {last:.4g} while the"
    assert said in found.inner_text() and said in mark.get_attribute("aria-label")
    mark.click()
    page.locator(".health .findings").filter(has_text="an L2 penalty").wait_for()
    assert mark.count() == 0


def test_dead_units_are_named_with_what_helps(open_page):
    page = open_page()
    start(page, {"data": "moons", "hidden": [6], "activation": "relu"})
    assert "nothing wrong" in health(page).locator("summary").inner_text()
    for k in range(3):
        unit(page, 1, k).click()
        bias = page.locator(".card").get_by_label(f"bias of unit {k + 1} of layer 1", exact=True)
        bias.fill("-100")
        bias.press("Enter")
        settled(page, 12 + k, -100)
    health(page).locator("summary").filter(has_text="3 of 6 units of layer 1 are dead").wait_for()
    assert table(page)["layer 1"][-1] == "3 of 6"
    said = page.locator(".findings li").first.inner_text()
    assert said.startswith("Broken:") and "a lower learning rate, or the activation leaky ReLU" in said


def test_a_diverged_training_has_no_next_update(open_page):
    page = open_page()
    start(page, {"data": "sine", "hidden": [4], "optimizer": "sgd", "learning_rate": 1e6, "activation": "relu"})
    lens = under_the_lens(page)
    page.evaluate("numnet.run({epochs: 50})")
    lens.get_by_text("There is no next update").wait_for()


def test_lens_and_health_fit_a_phone_and_are_accessible(open_page):
    page = open_page(**PHONE)
    start(page, {**SMALL, "activation": "relu"}, epochs=3)
    lens = under_the_lens(page)
    health(page)
    bent(page)
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert violations(page) == []
    lens.get_by_role("button", name="Put the lens away").click()
    lens.wait_for(state="detached")


def bent(page):
    page.locator("[data-control='bent'] > summary").click()
    return page.locator("[data-view='bent'] canvas")


def test_the_bent_plane_has_the_axes_of_numnet_plot_hidden(open_page):
    page = open_page(locale="en-GB")
    start(page, {"data": "spiral:n=300", "hidden": [6, 2]}, epochs=20)
    canvas = bent(page)
    page.get_by_label("The layer", exact=True).select_option(label="hidden layer 1: 6 tanh")
    page.locator("canvas[aria-label*='principal component 1']").wait_for()
    run = numnet.fit("spiral:n=300", hidden=(6, 2), epochs=20)  # the same weights, but those of the best epoch
    run.network.parameters[:] = parameters(page)
    hidden = np.concatenate([layers(run, X)[1][0] for _, X, _ in parts(run.data())])
    shares = principal_plane(hidden.astype(np.float64))[2]
    for k, share in enumerate(shares):
        words = f"principal component {k + 1} ({100 * share:.0f}\u00a0% of variance)"
        assert words in canvas.get_attribute("aria-label")
    page.wait_for_url(lambda address: "#v1:" in address)
    assert content_of(page.evaluate("numnet.link()"))["view"] == {"bent": 1}


def test_the_bent_plane_follows_the_training_and_tells_points(open_page):
    page = open_page()
    start(page, {"data": "xor", "hidden": [2], "learning_rate": 0.1})
    canvas, drawn = bent(page), set()
    for _ in range(3):
        page.evaluate("numnet.run({updates: 20})")
        page.wait_for_timeout(400)
        drawn.add(canvas.evaluate("(canvas) => canvas.toDataURL()"))
    assert len(drawn) == 3
    view = page.locator("[data-view='bent'] .canvas")
    box = view.bounding_box()
    for x in range(10, 390, 12):  # somewhere along this grid is a point
        for y in range(10, 300, 12):
            view.hover(position={"x": min(x, box["width"] - 2), "y": min(y, box["height"] - 2)})
            if page.locator("[data-view='bent'] .bubble").inner_text():
                return
    raise AssertionError("no point is told")


def test_a_link_hides_lens_and_health(open_page):
    page = open_page(query=link(hide=["lens", "health", "edges", "bent"]))
    start(page, SMALL)
    unit(page, 1, 0).click()
    page.locator(".handle").first.press("Enter")
    page.wait_for_timeout(300)
    assert page.locator(".lens, .health, [data-control='edges'], [data-control='bent']").count() == 0
