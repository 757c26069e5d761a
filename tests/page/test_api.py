"""The page's own interface: `window.numnet`, and the same by messages from the page around it."""

import pytest

from numnet import __version__

pytestmark = pytest.mark.page
SMALL = {"data": "xor", "hidden": [4], "epochs": 40, "l2": 0}
ASK = """([message, frame]) => new Promise((answered) => {
    const hear = ({ data, source }) => {
        if (data.id === undefined || data.id !== message.id) return;
        removeEventListener("message", hear);
        answered(data);
    };
    addEventListener("message", hear);
    frame.contentWindow.postMessage(message, "*");
})"""


def refused(page, script):
    """The sentence with which a call fails."""
    return page.evaluate(f"(async () => {script})().then(() => 'accepted', (error) => error.message)")


def test_set_run_get(open_page):
    page = open_page()
    assert page.evaluate("numnet.version") == __version__
    start = page.evaluate("async (config) => { await numnet.set(config); return numnet.get(); }", SMALL)
    assert start["updates"] == start["epoch"] == 0 and start["status"] == "running"
    assert start["config"]["hidden"] == [4] and start["config"]["learning_rate"] == 0.01
    assert start["parameters"] == start["best"] and len(start["parameters"]) == 17
    some = page.evaluate("async () => { await numnet.run({ updates: 3 }); return numnet.get(); }")
    assert (some["updates"], some["epoch"]) == (3, 3) and some["parameters"] != start["parameters"]
    more = page.evaluate("async () => { await numnet.run({ epochs: 2 }); return numnet.get(); }")
    assert more["updates"] == 5
    end = page.evaluate("async () => { await numnet.run(); return numnet.get(); }")
    assert (end["updates"], end["status"]) == (40, "finished")
    assert end["train_loss"] < start["train_loss"] and end["validation_loss"] is None and 0 <= end["metric"] <= 1


def test_run_until_a_loss_is_reached(open_page):
    page = open_page()
    now = page.evaluate("""async () => {
        await numnet.set({ data: "moons", epochs: 500 });
        await numnet.run({ loss: 0.1 });
        return numnet.get();
    }""")
    assert now["train_loss"] <= 0.1 and 0 < now["epoch"] < 500


def test_what_goes_wrong_is_an_error_with_a_sentence(open_page):
    page = open_page()
    before = page.evaluate("numnet.get()")
    calls = {
        "numnet.set({ hiden: 3 })": "A configuration has no key “hiden”.",
        "numnet.set(null)": "A configuration is a JSON object.",
        "numnet.set({ data: 'flowers.csv' })": "The page has no data set called “flowers.csv”",
        "numnet.run({ updates: -1 })": "run takes",
        "numnet.run({ steps: 5 })": "run takes",
    }
    for call, sentence in calls.items():
        assert refused(page, call).startswith(sentence), call
    assert page.evaluate("numnet.get()") == before
    assert page.evaluate("numnet.set(5).catch((error) => error instanceof Error)")


def test_command_and_its_absence(open_page):
    page = open_page()
    config = {"data": "spiral:n=300,noise=0.2", "optimizer": "sgd", "learning_rate": 0.2, "shuffle": False}
    page.evaluate("(config) => numnet.set(config)", config)
    assert page.evaluate("numnet.command()") == (
        "numnet train spiral:n=300,noise=0.2 --optimizer sgd --learning-rate 0.2 --no-shuffle"
    )
    page.evaluate("numnet.set({ data: { csv: 'a,b,c\\n0,1,x\\n1,0,y\\n2,5,x\\n3,1,y\\n' } })")
    assert "--config FILE" in refused(page, "numnet.command()")


def test_messages_from_the_page_around_a_sandboxed_frame(open_page):
    inner = open_page(place="frame")
    around = inner.page.main_frame
    frame = around.query_selector("iframe")

    def ask(method, *values, **more):
        return around.evaluate(ASK, [{"numnet": method, "arguments": list(values), "id": method, **more}, frame])

    assert ask("ready") == {"id": "ready", "result": None}
    assert ask("version")["result"] == __version__
    assert "error" not in ask("set", SMALL) and "error" not in ask("run", {"updates": 3})
    now = ask("get")["result"]
    assert now["updates"] == 3 and len(now["parameters"]) == 17
    assert ask("command")["result"] == "numnet train xor --hidden 4 --epochs 40 --l2 0"
    assert "#v1:" in ask("link")["result"]
    assert ask("set", {"hiden": 3})["error"] == "A configuration has no key “hiden”."
    for name in ("constructor", "__proto__", "toString", "eval"):
        assert ask(name)["error"].startswith("There is no method"), name
    assert ask("get", arguments="all")["error"] == "arguments must be a list."


def test_a_page_without_an_address_gives_what_stands_behind_one(open_page):
    assert open_page(place="srcdoc").evaluate("numnet.link()").startswith("#v1:")


def test_a_frame_is_told_its_height(open_page):
    inner = open_page("?embed=1", place="frame", viewport={"width": 400, "height": 700})
    around = inner.page.main_frame
    assert inner.evaluate("document.body.classList.contains('embedded')")
    heard = around.evaluate("""() => new Promise((done) => {
        addEventListener("message", ({ data }) => data.from === "numnet" && done(data));
        document.querySelector("iframe").style.width = "320px";
    })""")
    assert heard["height"] > 1000  # all of it, one part below the other


def test_who_asks_before_the_script_is_unpacked_is_answered(open_page):
    page = open_page.watched({}).new_page()
    page.add_init_script("""addEventListener("DOMContentLoaded", () => {
        window.waited = typeof numnet.version === "function"; // of the page itself it is a text
        window.command = numnet.set({ data: "moons", seed: 3 }).then(() => numnet.command());
        window.told = new Promise((done) => addEventListener("message", ({ data }) => "result" in data && done(data)));
        window.postMessage({ numnet: "version", id: 7 }, "*");
    })""")
    page.goto(open_page.written(None, "file").as_uri())
    assert page.evaluate("waited")
    assert page.evaluate("told") == {"id": 7, "result": __version__}
    assert "--seed 3" in page.evaluate("command") and page.evaluate("numnet.version") == __version__
