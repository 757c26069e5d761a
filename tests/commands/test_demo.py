"""`numnet demo`: trainings and their figures in a new folder."""

import pytest

from numnet.commands import demo
from numnet.data import DATASETS
from numnet.model.tasks import TASKS
from tests.support.documents import text


@pytest.fixture
def short(monkeypatch):
    """Two short trainings in place of the four."""
    few = (("--epochs", "2", "--hidden", "2"), ("boundary",))
    monkeypatch.setattr(demo, "RUNS", {"sine": few, "xor": few})


def test_trains_and_draws_into_a_new_folder(shell, short):
    done = shell("demo")
    calls = [line for line in done.stdout.splitlines() if line.startswith("$ ")]
    assert calls == [line for name in ("sine", "xor") for line in (
        f"$ numnet train {name} --epochs 2 --hidden 2 --out demo/{name}", f"$ numnet plot boundary demo/{name}"
    )]  # fmt: skip
    for name in ("sine", "xor"):
        assert (shell.folder / "demo" / name / "figures" / "boundary.png").stat().st_size > 1000
    assert done.stderr.startswith("demo      2 trainings")
    assert shell("demo", "elsewhere", "--quiet").stderr == "" and (shell.folder / "elsewhere/xor/config.json").exists()


def test_the_commands_that_it_shows_do_the_same_again(shell, short):
    for line in shell("demo", "--quiet").stdout.splitlines():
        if line.startswith("$ "):
            shell(*line.replace("demo/", "again/").split()[2:])
    first, again = (shell.folder / name / "xor/model.safetensors" for name in ("demo", "again"))
    assert first.read_bytes() == again.read_bytes()


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_nothing_that_exists_is_overwritten(shell, short, kind):
    path = shell.folder / "demo"
    {"folder": path.mkdir, "file": path.touch, "link": lambda: path.symlink_to("nowhere")}[kind]()
    assert shell.refused("demo") == "Error: demo exists; name another folder, nothing is ever overwritten"


def test_there_is_a_training_of_each_task():
    assert {DATASETS[name].task for name in demo.RUNS} < set(TASKS) and len(demo.RUNS) == 4
    assert len({DATASETS[name].task for name in demo.RUNS}) == 3  # two of several classes, drawn and written


def test_make_demo_is_this_command():
    target = text("Makefile").partition("\ndemo:")[2].partition("\n\n")[0]
    assert [line.strip() for line in target.splitlines()[1:]] == ["rm -rf demo", "$(RUN) demo"]


@pytest.mark.slow
def test_the_demo_itself(shell):
    shell("demo", "--quiet")
    drawn = {(path.parts[-3], path.stem) for path in (shell.folder / "demo").glob("*/figures/*.png")}
    assert drawn == {(name, kind) for name, (_, kinds) in demo.RUNS.items() for kind in kinds}
