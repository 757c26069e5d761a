"""A file is written whole or not at all."""

import os
import platform
import stat
from pathlib import Path

import pytest

from numnet.files import atomic as files
from numnet.files.atomic import clear_leftovers, write_whole
from tests.support.cli import finish, start

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.parametrize("data", [b"\x00\xff bytes", "text: \N{GREEK SMALL LETTER ETA}\n", ""],
                         ids=["bytes", "text", "empty"])
def test_a_file_is_written_and_replaced(tmp_path, data):
    path = tmp_path / "file"
    path.write_text("old")
    write_whole(path, data)
    assert path.read_bytes() == (data if isinstance(data, bytes) else data.encode())
    assert [found.name for found in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("step", ["replace", "fsync"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["disk", "Ctrl-C"])
def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path, monkeypatch, step, error):
    def failing(*arguments):
        raise error

    path = tmp_path / "file"
    path.write_text("old")
    monkeypatch.setattr(files.os, step, failing)
    with pytest.raises(type(error)):
        write_whole(path, "new")
    assert path.read_text() == "old" and [found.name for found in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(os.name == "nt", reason="permissions of Unix")
def test_files_get_the_permissions_of_any_other(tmp_path):
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "file", "x")
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o640


@pytest.mark.parametrize("name", ["no/such/file", "plain/file", "folder"])
def test_an_error_names_the_file_that_was_asked_for(tmp_path, name):
    (tmp_path / "plain").write_text("in the way")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError) as caught:
        write_whole(tmp_path / name, "x")
    assert Path(caught.value.filename) == tmp_path / name


def test_leftovers_are_files_of_ended_processes_and_folders_of_such_files(tmp_path):
    gone = start("-c", "")
    finish(gone)
    left = f".{platform.node()}-{gone.pid}-a"
    own = f".{platform.node()}-{os.getpid()}-a4"
    for name in (f"{left}1/config.json", f"{left}2/deep/mine", f"{left}3", own, "mine"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("mine")
    (tmp_path / f"{left}5").symlink_to(tmp_path / f"{left}1")
    clear_leftovers(tmp_path)
    assert not (tmp_path / f"{left}3").exists() and (tmp_path / f"{left}1/config.json").exists()
    clear_leftovers(tmp_path, folders=True)
    assert {path.name for path in tmp_path.iterdir()} == {f"{left}2", f"{left}5", own, "mine"}
    assert (tmp_path / f"{left}2/deep/mine").read_text() == "mine"
