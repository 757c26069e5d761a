"""The tab of comparisons: lanes chosen, played, timed, opened; many seeds; by keyboard, on a phone, in Korean."""

import json
import re
import shlex

import numpy as np
import pytest

import numnet
from tests.support.browser import violations
from tests.support.cli import call
from tests.support.links import content_of
from tests.support.views import saved

pytestmark = pytest.mark.page
SMALL = {"data": "spiral:n=200", "hidden": [6], "epochs": 10}


def compare(page, config=SMALL, luck=False):
    """Open the tab on a configuration."""
    page.evaluate(f"numnet.set({json.dumps(config)})")
    page.get_by_role("button", name="Compare", exact=True).click()
    if luck:
        page.get_by_role("button", name="How much is luck").click()
    else:
        page.locator(".multiples figure").first.wait_for()


def played(page):
    """Let all lanes train to their end."""
    page.locator("[data-control='lanes.speed'] select").select_option("0")
    page.locator("[data-control='play']").click()
    page.get_by_role("button", name="Play again").wait_for()


def lanes(page):
    return page.locator(".multiples figure").evaluate_all("all => all.map((one) => one.dataset.lane)")


def table(page):
    """{lane: its cells} of the standings, in their order."""
    rows = page.locator(".lanes-standings tbody tr").evaluate_all(
        "all => all.map((row) => [row.dataset.lane, ...[...row.cells].map((cell) => cell.innerText.trim())])"
    )
    return {lane: cells for lane, *cells in rows}


def command(page):
    return page.locator(".lanes-panel pre").inner_text()


def test_six_rules_race_and_the_table_is_that_of_the_command(open_page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = open_page()
    compare(page)
    played(page)
    name, *words = shlex.split(command(page))
    result = json.loads(call(*words, "--json", "--out", "found").stdout)
    assert name == "numnet" and {one["optimizer"] for one in result["competitors"]} == set(lanes(page))
    found = table(page)
    for one in result["competitors"]:
        _, lane, _, updates, _, now = found[one["name"]]
        assert lane.split("\n")[0] == one["name"] and f"learning rate {one['learning_rate']:g}" in lane
        assert updates.replace(",", "") == str(one["updates_to_target"])
        assert float(now) == pytest.approx(one["loss"]["median"], rel=6e-3)
    times = [one[2] for one in found.values()]
    places = [1 + sum(int(other) < int(own) for other in times) for own in times]
    assert [cells[0].removesuffix(" =") for cells in found.values()] == list(map(str, sorted(places)))
    assert page.locator(".verdict b").inner_text().startswith(("Tie: ", *lanes(page)))
    for kind in ("PNG", "SVG"):
        saved(page, "lanes", kind)
        saved(page, "lanes-chart", kind)


def test_losses_have_one_name_and_accuracy_rises(open_page):
    page = open_page(viewport={"width": 1366, "height": 768})
    compare(page, {"data": "moons:n=80", "hidden": [16], "epochs": 3})
    assert "training loss falls" in page.locator(".lanes-result .verdict").inner_text()
    page.get_by_label("Lanes differ in").select_option("loss")
    page.locator("figure[data-lane=mse]").wait_for()
    text = page.locator(".page").inner_text()
    assert "mean squared error" in text and "mse" not in text and "cross_entropy" not in text
    assert "training accuracy rises" in page.locator(".lanes-result .verdict").inner_text()
    assert page.get_by_text("No single command compares losses of different kinds").is_visible()
    page.get_by_role("button", name="Network", exact=True).click()
    assert "cross-entropy (auto)" in page.get_by_label("Loss", exact=True).inner_text()
    assert page.get_by_role("button", name="More: Units of layer 1").is_disabled()
    assert "up to 16 units" in page.locator("[data-control=units]").get_attribute("aria-description")


def test_rates_diverge_with_a_reason_and_a_lane_opens_in_the_network_tab(open_page, tmp_path, monkeypatch):
    """The weights of the opened lane, trained there, are those of its `numnet train` command."""
    monkeypatch.chdir(tmp_path)
    page = open_page()
    compare(page, {"data": "sine:n=80", "hidden": [8], "activation": "relu", "optimizer": "sgd", "epochs": 20})
    page.get_by_label("Lanes differ in").select_option("learning_rate")
    values = page.locator("[data-control='lanes.values'] input")
    values.fill("0.02 x")
    values.press("Enter")
    page.get_by_role("alert").filter(has_text="learning_rate").wait_for()
    values.fill("0.02 30")
    values.press("Enter")
    page.locator("figure[data-lane='30']").wait_for()
    assert lanes(page) == ["0.02", "30"]
    played(page)
    broken = page.locator("figure[data-lane='30']")
    assert broken.get_attribute("data-status") == "diverged"
    assert re.search(r"diverged in epoch \d+, update \d+: .* likely cause", broken.inner_text())
    assert table(page)["30"][0] == "–"
    page.evaluate("navigator.clipboard.writeText = (text) => Promise.resolve((window.copied = text))")
    page.locator("figure[data-lane='0.02'] [data-control='lane_command']").click()
    page.get_by_text("Copied").wait_for()
    name, *words = shlex.split(page.evaluate("window.copied"))
    call(*words, "--out", "run", "--quiet")
    page.locator("figure[data-lane='0.02'] [data-control='lane_open']").click()
    page.locator(".network").wait_for()
    page.evaluate("numnet.run({})")
    state = page.evaluate("numnet.get()")
    assert name == "numnet" and state["config"]["learning_rate"] == 0.02
    assert state["best"] == numnet.load_run("run").network.parameters.tolist()


def test_by_keyboard_and_in_step_by_updates(open_page):
    page = open_page()
    compare(page, {**SMALL, "epochs": 500})
    page.get_by_label("Lanes differ in").select_option("batch_size")
    page.locator("figure[data-lane='full']").wait_for()
    page.get_by_label("In step by").select_option("updates")
    page.locator(".notes").get_by_text("the same number of updates, 5 at a time").wait_for()
    page.locator("#parts").focus()
    page.keyboard.press(".")
    page.locator("figure[data-lane='full']").get_by_text("Epoch 5:").wait_for()
    page.locator("figure[data-lane='32']").get_by_text("Epoch 1:").wait_for()
    page.locator("figure[data-lane='1']").get_by_text("Epoch 0:").wait_for()
    page.keyboard.press("r")
    page.locator("figure[data-lane='full']").get_by_text("Epoch 0:").wait_for()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Pause").wait_for()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Play", exact=True).wait_for()
    page.keyboard.press("n")
    page.locator("figure[data-lane='full']").get_by_text("Epoch 0:").wait_for()
    page.get_by_text("with seed 0 there is one command").wait_for()
    assert page.evaluate("numnet.get().config.seed") == 1


def test_the_link_holds_the_comparison(open_page):
    page = open_page(place="http")
    compare(page, {**SMALL, "data": "moons:n=100"})
    page.get_by_label("Lanes differ in").select_option("activation")
    page.locator("figure[data-lane='relu']").wait_for()
    for name in ("gelu", "silu", "leaky_relu", "sigmoid"):
        page.get_by_label(name, exact=True).uncheck()
    page.locator("[data-control='lanes.quantity'] select").select_option("metric")
    page.locator("[data-control='lanes.against'] select").select_option("SECONDS")
    target = page.locator("[data-control='lanes.target'] input")
    target.fill("80")
    target.press("Tab")
    link = page.evaluate("new Promise((done) => setTimeout(done, 500)).then(numnet.link)")  # it is packed meanwhile
    assert content_of(link)["view"] == {
        "tab": "lanes", "laneKey": "activation", "laneValues": ["tanh", "relu"], "laneQuantity": "metric",
        "laneAgainst": "SECONDS", "laneTarget": 0.8,
    }  # fmt: skip
    other = open_page(place="http", query=f"#{link.partition('#')[2]}")
    other.locator("figure[data-lane='relu']").wait_for()
    assert lanes(other) == ["tanh", "relu"]
    played(other)
    other.get_by_text("80 %").first.wait_for()
    assert set(table(other)) == {"tanh", "relu"}


def test_many_seeds_are_those_of_the_command(open_page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = open_page()
    compare(page, luck=True)
    seeds = page.get_by_label("Seeds", exact=True)
    seeds.fill("12")
    seeds.press("Tab")
    page.get_by_role("button", name="Train 12 seeds").click()
    page.get_by_text("12 of 12 seeds").wait_for()
    page.locator(".verdict b").filter(has_text="median").wait_for()
    name, *words = shlex.split(command(page))
    assert name == "numnet" and words[:5] == ["compare", "spiral:n=200", "--seeds", "12", "--optimizer"]
    call(*words, "--out", "found")
    ends = numnet.load_comparison("found").values(0, "train_loss")[:, -1]
    said = page.locator(".verdict").inner_text()
    median, best, worst = (float(re.search(rf"{word} (?:training loss )?([\d.]+\d)", said)[1])
                           for word in ("median", "Best", "worst"))  # fmt: skip
    assert (best, worst) == pytest.approx((ends.min(), ends.max()), rel=6e-3)
    assert sorted(ends)[5] * 0.994 <= median <= sorted(ends)[6] * 1.006
    end = r"(\d+) of 12 seeds end with (training|validation) accuracy of 95\s% or more"
    good = re.search(end, said)
    assert good, said
    right = numnet.load_comparison("found").values(0, f"{good[2]}_metric")[:, -1]
    assert int(good[1]) == (right >= 0.95).sum() and "reach" not in said  # half of them, by definition
    target = page.get_by_label("Target: training loss")
    target.fill(str(float(np.sort(ends)[2:4].mean())))
    target.press("Tab")
    page.locator(".verdict").get_by_text(re.compile("[0-9]+ of 12 seeds reach")).wait_for()
    shown = page.locator("figure[data-seed]").evaluate_all("all => all.map((one) => Number(one.dataset.seed))")
    assert shown == [ends.argmin(), ends.argmax()]
    page.get_by_label("Every seed").check()
    for view in ("luck-bands", "luck-spread", "luck-extremes"):
        saved(page, view, "SVG")
    page.locator("figure[data-seed] [data-control='luck_open']").first.click()
    page.locator(".network").wait_for()
    assert page.evaluate("numnet.get().config.seed") == ends.argmin()


@pytest.mark.parametrize("scheme, width", [("light", 1440), ("dark", 320)])
def test_it_fits_and_is_accessible(open_page, scheme, width):
    page = open_page(viewport={"width": width, "height": 740}, color_scheme=scheme)
    compare(page, {**SMALL, "learning_rate": 0.1})
    played(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    page.locator("[data-control='compared'] button").nth(1).click()
    page.locator("[data-control='play']").click()
    page.locator("figure[data-seed]").first.wait_for()
    page.get_by_text("50 of 50 seeds").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


def test_in_korean_on_a_phone(open_page):
    page = open_page(locale="ko-KR", viewport={"width": 390, "height": 844}, has_touch=True)
    page.evaluate(f"numnet.set({json.dumps(SMALL)})")
    page.get_by_role("button", name="비교", exact=True).tap()
    page.locator(".multiples figure").first.wait_for()
    page.locator("[data-control='lanes.speed'] select").select_option("0")
    page.locator("[data-control='play']").tap()
    page.get_by_role("button", name="다시 재생").wait_for()
    said = page.locator(".lanes").inner_text() + page.locator(".lanes-result").inner_text()
    assert "훈련 손실" in said and "에포크" in said and not re.search(r"\b(epoch|lane|loss)\b", said)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_nothing_goes_on_unseen_and_rows_of_ones_own_are_compared_too(open_page):
    page = open_page()
    rows = "x,y,kind\n" + "".join(f"{k % 7},{k % 5},{'ab'[k % 2]}\n" for k in range(60))
    compare(page, {"data": {"csv": rows}, "hidden": [4], "epochs": 100_000, "evaluate_every": 100})
    page.get_by_text("No single command holds these rows").wait_for()
    assert page.locator("[data-control='lane_command']").count() == 0
    page.locator("[data-control='play']").click()
    epoch = page.locator("figure[data-lane='adam'] p.small")
    epoch.get_by_text(re.compile(r"Epoch [1-9]")).wait_for()
    page.get_by_role("button", name="Surface", exact=True).click()
    page.locator(".standings td").first.wait_for()
    page.get_by_role("button", name="Compare", exact=True).click()
    page.get_by_role("button", name="Play", exact=True).wait_for()
    before = epoch.inner_text()
    page.wait_for_timeout(300)
    assert epoch.inner_text() == before and "Epoch 0" not in before
    page.get_by_role("button", name="How much is luck").click()
    page.get_by_role("button", name="Train 50 seeds").click()
    page.get_by_role("button", name="Stop").wait_for()
    page.get_by_role("button", name="Settings side by side").click()
    page.locator(".multiples figure").first.wait_for()
    page.get_by_role("button", name="How much is luck").click()
    page.get_by_role("button", name="Train 50 seeds").wait_for()
