"""The timeline of the page: moments of the past, what follows from them, futures side by side."""

import re

import pytest

import numnet
from numnet.api.given_run import given_run
from tests.support.browser import violations

pytestmark = pytest.mark.page
MOONS = {"data": "moons:n=120,noise=0.2", "hidden": [5], "epochs": 40, "batch_size": 16}
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True, "color_scheme": "dark"}


def trained(page, config, **until):
    page.evaluate("(config) => numnet.set(config)", config)
    page.evaluate("(until) => numnet.run(until)", until)
    return page.evaluate("numnet.get()")


def slider(page):
    return page.get_by_role("slider", name="Moment of the training that is shown")


def shows(page, updates):
    """Wait until the moment after so many updates is shown."""
    page.locator(".moment").filter(has_text=re.compile(rf"update {updates:,} of")).wait_for()


def weights(page):
    """Weights and biases of layer 1 as the table shows them, every digit."""
    table = page.locator(".weight-table")
    if table.get_attribute("open") is None:
        table.locator("> summary").click()
        table.locator("tbody input").first.wait_for()
    return table.locator("tbody input").evaluate_all("(fields) => fields.map((field) => field.value)")


def control(page, name):
    return page.locator(f":is(select, input)[data-control={name}], [data-control={name}] :is(select, input)").first


def futures(page):
    return page.locator(".futures figure:not([data-present])")


def test_every_view_follows_the_moment_and_scripts_hear_of_the_latest(open_page):
    page = open_page()
    page.get_by_label("All digits").check()
    trained(page, MOONS, updates=31)
    page.wait_for_timeout(1000)  # rows are asked for after a rest
    there, score = weights(page), page.locator(".score .first").inner_text()
    latest = trained(page, MOONS, epochs=30)
    assert weights(page) != there
    slider(page).fill("31")
    shows(page, 31)
    page.locator(".score .first").filter(has_text=score).wait_for()
    assert weights(page) == there
    assert page.evaluate("numnet.get()") == latest
    assert page.locator(".numbers").inner_text().replace("\n", " ").startswith("epoch 5 of 40 updates 31")
    assert page.locator(".status-words").inner_text().startswith("An earlier moment.")
    said = slider(page).get_attribute("aria-valuetext")
    assert re.fullmatch(r"Epoch 5, update 31 of 180, training loss 0\.\d+", said)
    page.get_by_role("button", name="Latest").click()
    shows(page, 180)
    assert page.locator(".moment").inner_text().count("earlier") == 0


def test_by_keyboard_by_buttons_and_by_jumps(open_page):
    page = open_page(reduced_motion="reduce")
    assert slider(page).is_disabled()
    trained(page, MOONS, epochs=10)
    control(page, "learning_rate").select_option(index=2)
    page.locator(".marks li").wait_for()
    page.evaluate("numnet.run({ epochs: 10 })")
    slider(page).press("ArrowLeft")
    shows(page, 119)
    page.get_by_label("How far a step goes").select_option("epoch")
    page.get_by_role("button", name="Back", exact=True).click()
    shows(page, 114)
    page.get_by_role("button", name="Forward", exact=True).click()
    shows(page, 120)
    slider(page).press("Home")
    shows(page, 0)
    slider(page).press("End")
    shows(page, 120)
    page.locator("main").press(",")
    shows(page, 114)
    for name, updates in (("The start", 0), ("1 Epoch 10, update 60: learning rate", 60)):
        page.get_by_role("button", name="Jump to").click()
        page.get_by_role("button", name=name).click()
        shows(page, updates)
    loss = page.evaluate("numnet.get().validation_loss")
    page.get_by_role("button", name="Jump to").click()
    page.get_by_role("button", name="The lowest validation loss").click()
    page.locator(".moment").filter(has_text="update").wait_for()
    assert loss > 0 and violations(page) == []


def test_play_follows_the_same_way_to_the_latest_moment_and_beyond(open_page):
    page = open_page()
    wanted = trained(page, MOONS)
    trained(page, MOONS, epochs=20)
    slider(page).fill("7")
    shows(page, 7)
    page.get_by_role("button", name="Step", exact=True).click()
    shows(page, 8)
    control(page, "speed").select_option("0")
    page.get_by_role("button", name="Play", exact=True).click()
    page.locator(".status-words").filter(has_text="Finished").wait_for()
    now = page.evaluate("numnet.get()")
    assert (now["parameters"], now["best"], now["updates"]) == (wanted["parameters"], wanted["best"], 240)
    assert futures(page).count() == 0


def test_a_changed_setting_begins_another_future_and_both_stay(open_page):
    page = open_page()
    old = trained(page, MOONS)
    slider(page).fill("62")
    shows(page, 62)
    control(page, "optimizer").select_option("sgd")
    futures(page).wait_for()
    assert "A: rule adam" in futures(page).inner_text() and "After epoch 40" in futures(page).inner_text()
    page.evaluate("numnet.run()")
    page.locator(".futures [data-present]").filter(has_text="B: rule sgd").filter(has_text="After epoch 40").wait_for()
    new = page.evaluate("numnet.get()")
    assert new["config"]["optimizer"] == "sgd" and new["parameters"] != old["parameters"]
    page.get_by_role("button", name="Go on with A").click()
    futures(page).filter(has_text="B: rule sgd").wait_for()
    page.locator(".moment").filter(has_text="240 of 240").wait_for()
    now = page.evaluate("numnet.get()")
    assert now["parameters"] == old["parameters"] and now["config"] == old["config"]
    assert control(page, "optimizer").input_value() == "adam"
    page.locator("[data-view=loss] canvas[aria-label*='B: rule sgd']").wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Dismiss B").click()
    futures(page).wait_for(state="detached")
    trained(page, MOONS, updates=62)
    control(page, "optimizer").select_option("sgd")
    page.locator(".marks li").wait_for()
    page.evaluate("numnet.run()")
    assert page.evaluate("numnet.get().parameters") == new["parameters"]


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_futures_are_pictures_of_one_size_side_by_side(open_page, size):
    page = open_page(viewport={"width": size[0], "height": size[1]})
    trained(page, MOONS)
    slider(page).fill("62")
    shows(page, 62)
    control(page, "learning_rate").select_option("0.1")
    futures(page).wait_for()
    page.locator(".futures [data-present]").wait_for()
    a, b = (picture.bounding_box() for picture in page.locator(".futures canvas").all())
    assert a["y"] == b["y"] and a["width"] == pytest.approx(b["width"], abs=1) and a["x"] + a["width"] <= b["x"]
    assert a["height"] == pytest.approx(a["width"], abs=1) and a["width"] >= 150
    names = page.locator(".futures figcaption b").all_inner_texts()
    assert [name[0] for name in names] == ["A", "B"]
    assert page.locator("[data-view=map] .canvas").bounding_box()["width"] >= 260
    assert page.locator("[data-view=loss] .canvas").bounding_box()["height"] >= 260
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]


def test_again_with_another_setting_stands_beside_what_was(open_page):
    page = open_page()
    old = trained(page, MOONS)
    page.get_by_role("button", name="Again", exact=True).click()
    page.locator(".numbers").filter(has_text=re.compile(r"updates\s*0")).wait_for()
    assert futures(page).count() == 0
    control(page, "learning_rate").select_option("0.1")
    futures(page).filter(has_text="A: learning rate 0.01").filter(has_text="After epoch 40").wait_for()
    page.evaluate("numnet.run()")
    new = page.evaluate("numnet.get()")
    page.locator("[data-view=loss] canvas[aria-label*='A: learning rate 0.01']").wait_for()
    assert new["parameters"] != old["parameters"] and violations(page) == []
    page.get_by_role("button", name="Go on with A").click()
    futures(page).filter(has_text="B: learning rate 0.1").wait_for()
    assert page.evaluate("numnet.get().parameters") == old["parameters"]
    page.get_by_role("button", name="Dismiss B").click()
    futures(page).wait_for(state="detached")


def test_on_a_phone_it_is_used_by_touch(open_page):
    page = open_page(**PHONE)
    trained(page, {"data": "sine", "hidden": [6], "epochs": 20}, epochs=12)
    slider(page).tap()
    page.locator(".moment").filter(has_text="An earlier moment is shown.").wait_for()
    control(page, "learning_rate").select_option(index=8)
    futures(page).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("numnet.get().updates") < 156 and violations(page) == []


def test_snapshots_of_a_run_are_on_the_timeline_of_its_page(open_page, tmp_path, monkeypatch):
    """To look at; what goes on from one is another future."""
    monkeypatch.chdir(tmp_path)
    run = numnet.fit("moons:n=120,noise=0.2", hidden=(5,), epochs=12, batch_size=16, snapshots=5, out="it")
    epochs, parameters = run.snapshots
    page = open_page(given=given_run(numnet.load_run("it")))
    page.get_by_label("All digits").check()
    updates = run.history.step[run.history.epoch == epochs[2]][0]
    slider(page).fill(str(updates))
    shows(page, int(updates))
    assert sorted(map(float, weights(page))) == pytest.approx(sorted(parameters[2][:15].astype(float)), rel=1e-6)
    page.get_by_role("button", name="Step", exact=True).click()
    shows(page, int(updates) + 1)
    assert "A: unchanged" in futures(page).inner_text()
