"""The page's data panel, driven by Playwright.  For the tests."""

import time

from numnet.data.file_inspection import FileInspection
from numnet.data.read_options import ReadOptions
from numnet.data.tables.byte_source import InlineTable

ROWS = [(f"{i / 4:.2f}".replace(".", ","), 3 * i, "rgb"[i % 3], "yes" if i % 5 else "no") for i in range(60)]
SPREADSHEET = "width\tcount\tcolor\tgood\n" + "".join("\t".join(map(str, row)) + "\n" for row in ROWS)
PASTE = """(area, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
DROP = """(main, text) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([text], "dropped.csv"));
  main.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}"""


def config(page):
    """The configuration that the page trains."""
    return page.evaluate("window.numnet.get().config")


def until(page, check, seconds=20):
    """Wait until something is so; returns it."""
    end = time.monotonic() + seconds
    while not (found := check()) and time.monotonic() < end:
        page.wait_for_timeout(50)
    assert found
    return found


def dataset(page):
    """The data set that the terminal makes of the page's configuration."""
    given = config(page)
    options = ReadOptions(tuple(given["target"]), given["task"], tuple(given["columns"]))
    return FileInspection(InlineTable(given["data"]["csv"]), options).dataset()


def way(page, name):
    """Open one of the ways to data."""
    page.get_by_role("tab", name=name, exact=True).click()


def paste(page, text):
    """Paste a text where a table belongs."""
    page.locator("#table-text").evaluate(PASTE, text)
