"""Files of folders that anybody may have made are opened in one way, and read within limits."""

import os

import pytest

from numnet.files import csv_files, json_files, plain_files
from numnet.files.csv_files import read_csv_text
from numnet.files.json_files import read_json, write_json
from numnet.files.plain_files import kind, open_plain, own_path, read_plain

pytestmark = [pytest.mark.filterwarnings("error"), pytest.mark.skipif(os.name == "nt", reason="pipes of Unix")]


@pytest.fixture
def folder(tmp_path):
    """One of each kind."""
    (tmp_path / "plain").write_text("text")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "plain")
    os.mkfifo(tmp_path / "pipe")
    return tmp_path


def test_kinds(folder):
    there = {name: kind(folder / name) for name in ("plain", "folder", "link", "pipe", "none")}
    assert there == {"plain": "a plain file", "folder": "a folder", "link": "a link", "pipe": "a pipe", "none": None}
    assert kind("/dev/null") == "a device"


@pytest.mark.parametrize("name", ["folder", "link", "pipe"])
def test_plain_files_alone_are_opened(folder, name):
    assert read_plain(folder / "plain", 4) == b"text"
    with pytest.raises(ValueError, match=rf"^it is a {name}, no plain file$"):
        open_plain(folder / name, 10)
    with pytest.raises(ValueError, match=r"^it has 4 bytes, more than the 3 that such a file may have$"):
        open_plain(folder / "plain", 3)
    with pytest.raises(FileNotFoundError):
        open_plain(folder / "none", 3)


@pytest.mark.parametrize("flag", [0, os.O_NOFOLLOW])
def test_a_link_that_is_put_there_meanwhile_is_noticed(folder, monkeypatch, flag):
    """Also where the system can't be asked to follow none."""
    (folder / "other").write_text("other")

    def opened(path, flags, mode=0o777):
        os.replace(folder / "link", folder / "plain")
        return plainly(path, flags, mode)

    (folder / "link").unlink()
    (folder / "link").symlink_to(folder / "other")
    plainly = os.open
    monkeypatch.setattr(plain_files, "SAFE", plain_files.SAFE & ~os.O_NOFOLLOW | flag)
    monkeypatch.setattr(plain_files.os, "open", opened)
    with pytest.raises(OSError if flag else ValueError, match="symbolic links" if flag else "was replaced"):
        open_plain(folder / "plain", 10)


def test_a_path_of_ones_own_leads_through_folders_alone(folder):
    assert own_path(folder, "new", "a.png") == str(folder / "new/a.png") and kind(folder / "new") == "a folder"
    for names in (("link",), ("pipe",), ("folder",), ("plain", "a.png")):
        with pytest.raises(FileExistsError, match=f"{names[0]} is .*move it away"):
            own_path(folder, *names)
    (folder / "elsewhere").symlink_to(folder / "folder")
    with pytest.raises(FileExistsError, match="elsewhere is a link, no folder"):
        own_path(folder, "elsewhere", "a.png")


@pytest.mark.parametrize(("limit", "text", "said"), [
    ("MAX_ROWS", "a,b\n1,2\n1,2\n1,2\n", "the 2 rows"), ("MAX_LINE", "a,b\n1,\n", "the 2 characters"),
    ("MAX_CSV_BYTES", "a,b\n", "the 2 that"),
])  # fmt: skip
def test_a_table_is_read_within_limits(folder, monkeypatch, limit, text, said):
    (folder / "plain").write_text(text)
    assert len(list(read_csv_text(folder / "plain"))) == text.count("\n")
    monkeypatch.setattr(csv_files, limit, 2)
    with pytest.raises(ValueError, match=said):
        list(read_csv_text(folder / "plain"))


@pytest.mark.parametrize(("limit", "said"), [("MAX_JSON_BYTES", "30 that"), ("MAX_BRACKETS", "the 30 objects")])
def test_a_record_is_neither_read_nor_written_beyond_its_limits(folder, monkeypatch, limit, said):
    write_json(folder / "plain", [[]] * 50)
    assert len(read_json(folder / "plain")) == 50
    monkeypatch.setattr(json_files, limit, 30)
    for act in (lambda: read_json(folder / "plain"), lambda: write_json(folder / "plain", [[]] * 50)):
        with pytest.raises(ValueError, match=f"plain can't be (read|written): .*{said}"):
            act()
