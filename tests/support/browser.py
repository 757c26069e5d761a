"""The live page in a real browser: the system's Chromium, driven by Playwright.

``open_page`` is what a test asks for.  Whatever goes wrong on a page that it opens fails the test: an error in the
console, an exception that nobody caught, a request for anything but the page.
"""

import html
import http.server
import os
import shutil
import threading
from functools import partial

import pytest

from numnet.api.playground import Playground, live_page, with_given

PAGE = live_page()
NAMES = ("chromium", "chromium-browser", "google-chrome")
AROUND = '<!doctype html><meta charset="utf-8"><title>around</title><link rel="icon" href="data:,">{}'
FRAME = '<iframe src="{}" sandbox="allow-scripts" title="numnet" style="width: 100%; height: 95vh; border: 0"></iframe>'
PATIENCE = 60_000  # milliseconds that a page has for anything: other work may keep the machine busy


def chromium():
    """The path of a Chromium, or None: that of $CHROMIUM, or the first of `NAMES` on the PATH."""
    return next(filter(None, map(shutil.which, filter(None, (os.environ.get("CHROMIUM"), *NAMES)))), None)


def sparse(values, every):
    """The values of a test's parameter, of which every so many-th is quick: a browser takes its time for each."""
    return [value if k % every == 0 else pytest.param(value, marks=pytest.mark.slow) for k, value in enumerate(values)]


@pytest.fixture(scope="module")
def browser():
    """A Chromium, of Playwright; without one, or without Playwright, these tests skip and say why."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is missing: make test-page installs it")
    path = chromium()
    if path is None:
        pytest.skip(f"no Chromium: set CHROMIUM to its path, or install one of {', '.join(NAMES)}")
    with playwright.sync_playwright() as running:
        launched = running.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()


class Silent(http.server.SimpleHTTPRequestHandler):
    """Files of a folder; the test's output stays free of what was asked for."""

    def log_message(self, *arguments):
        pass


class Opener:
    """Opens the page: in a tab of its own, from the disk or over HTTP, or in a frame of another page."""

    def __init__(self, browser, folder):
        self.browser = browser
        self.folder = folder
        self.contexts = []
        self.problems = []  # whatever must not happen, in the order in which it did
        self.requests = []  # every address that was asked for
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=folder))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __call__(self, query="", given=None, place="file", **options):
        """The page, once it is ready: a Playwright `Page`, or the `Frame` it is in.

        ``query``: what follows the address, such as ``?embed=1`` or ``#...``; ``given``: what ``numnet playground``
        puts into a page; ``place``: "file", "http", "frame" (over HTTP, in ``<iframe sandbox="allow-scripts">``) or
        "srcdoc" (as a notebook shows it); ``options`` of Playwright's ``new_context``: ``color_scheme="dark"``,
        ``viewport={"width": 360, "height": 740}``, ``has_touch=True``, ``reduced_motion="reduce"``, ...

        Wait by locators, ``page.get_by_text(...).wait_for()``: ``wait_for_function`` needs eval, which is forbidden.
        """
        address = self.written(given, place).as_uri() + query
        if place != "file":
            address = f"http://127.0.0.1:{self.server.server_port}/{address.rpartition('/')[2]}"
        if place == "frame":
            (self.folder / "around.html").write_text(AROUND.format(FRAME.format(html.escape(address))))
            address = f"{address.rpartition('/')[0]}/around.html"
        page = self.watched(options).new_page()
        page.goto(address)
        inner = page.frames[-1] if place in ("frame", "srcdoc") else page
        inner.wait_for_selector("#page button", state="attached")
        inner.evaluate("window.numnet?.ready")
        return inner

    def written(self, given, place):
        """The page in the test's own folder."""
        text = PAGE.read_text("utf-8")
        if given is not None:
            text = with_given(text, given)
        if place == "srcdoc":
            text = AROUND.format(Playground(text, None, False, "")._repr_html_())
        path = self.folder / "index.html"
        path.write_text(text, "utf-8")
        return path

    def watched(self, options):
        """A new context, with its own storage, whose pages tell of every problem and request."""
        context = self.browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        context.on("console", lambda said: said.type == "error" and self.problems.append(f"console: {said.text}"))
        context.on("weberror", lambda failed: self.problems.append(f"not caught: {failed.error}"))
        context.on("request", lambda request: self.ask(request.url))
        self.contexts.append(context)
        return context

    def ask(self, address):
        """Note a request; only the page itself, and what it makes of its own bytes, may be asked for."""
        self.requests.append(address)
        own = (self.folder.as_uri(), f"http://127.0.0.1:{self.server.server_port}/", "data:", "blob:", "about:")
        file = address.partition("?")[0].partition("#")[0].rpartition("/")[2]
        of_a_folder = address.startswith(own[:2])
        if not address.startswith(own) or (of_a_folder and file not in ("index.html", "around.html")):
            self.problems.append(f"request: {address[:200]}")

    def close(self):
        for context in self.contexts:
            context.close()
        self.server.shutdown()
        self.server.server_close()


def violations(page):
    """What axe-core finds on the page as it is now: a line for each rule that is broken, with the elements."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {', '.join(node['html'][:120] for node in rule['nodes'])}" for rule in found]


@pytest.fixture
def open_page(browser, tmp_path_factory):
    """An `Opener`; at the end the test fails if anything has gone wrong on a page."""
    opener = Opener(browser, tmp_path_factory.mktemp("page"))
    yield opener
    opener.close()
    assert opener.problems == []
