"""New folders: numbered, made whole, never one that exists."""

import contextlib
import shutil
import threading
from pathlib import Path

import pytest

from numnet.files.new_folder import NewFolder

pytestmark = pytest.mark.filterwarnings("error")


def put(folder):
    """A run's content."""
    (folder / "config.json").write_text("{}")


def test_folders_are_numbered_from_one_with_the_first_free_number(tmp_path):
    with contextlib.chdir(tmp_path):
        made = [NewFolder(None, "spiral").fill(put) for _ in range(3)]
        assert [str(folder) for folder in made] == ["runs/spiral-1", "runs/spiral-2", "runs/spiral-3"]
        shutil.rmtree(made[1])
        assert NewFolder(None, "spiral").fill(put) == Path("runs/spiral-2")
        assert NewFolder(None, "spiral-1").fill(put) == Path("runs/spiral-1-1")
        assert all((folder / "config.json").is_file() for folder in made)
        assert not [found for found in Path("runs").iterdir() if found.name.startswith(".")]


def test_two_at_a_time_never_get_the_same_folder(tmp_path):
    made = []
    with contextlib.chdir(tmp_path):
        threads = [threading.Thread(target=lambda: made.extend(NewFolder(None, "x").fill(put) for _ in range(20)))
                   for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(set(made)) == 80


def test_a_folder_that_exists_is_never_taken(tmp_path):
    with pytest.raises(FileExistsError, match="exists; name another folder"):
        NewFolder(tmp_path, "x")
    (tmp_path / "link").symlink_to(tmp_path / "nothing")
    with pytest.raises(FileExistsError, match="link exists; name another folder"):
        NewFolder(tmp_path / "link", "x")
    (tmp_path / "runs").write_text("in the way")
    with contextlib.chdir(tmp_path), pytest.raises(NotADirectoryError, match="runs is a file"):
        NewFolder(None, "x")
    assert (NewFolder(tmp_path / "a/b", "x").fill(put) / "config.json").is_file()


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["disk", "Ctrl-C"])
def test_a_run_that_cannot_be_written_leaves_nothing(tmp_path, error):
    def failing(folder):
        put(folder)
        raise error

    with pytest.raises(type(error)):
        NewFolder(tmp_path / "run", "x").fill(failing)
    assert not list(tmp_path.iterdir())
