"""A folder to run numnet in, and trained runs of every task."""

import shutil

import pytest

from tests.support.shell import Shell, table_text


@pytest.fixture
def shell(tmp_path):
    return Shell(tmp_path)


@pytest.fixture(scope="session")
def trained(tmp_path_factory):
    """A folder with a trained run of each task: iris, xor, sums (two targets), signs (two labels), discs."""
    shell = Shell(tmp_path_factory.mktemp("trained"))
    shell.write("sums.csv", table_text(columns="u,v,w,z"))
    shell.write("signs.csv", table_text(columns="pos,u,up,v"))
    for name, data, *options in (
        ("iris", "iris", "--epochs", "12"),
        ("xor", "xor", "--hidden", "4", "--epochs", "30"),
        ("sums", "sums.csv", "--target", "w", "--target", "z", "--hidden", "6", "--epochs", "12"),
        ("signs", "signs.csv", "--target", "up", "--target", "pos", "--hidden", "", "--epochs", "5"),
        ("sine", "sine:n=60", "--hidden", "5", "--epochs", "8"),
        ("discs", "discs:n=60", "--hidden", "5", "--epochs", "4"),
    ):
        shell("train", data, *options, "--out", name, "--quiet")
    return shell


@pytest.fixture
def own(trained, tmp_path):
    """A copy of the trained folder that a test may damage."""
    shutil.copytree(trained.folder, tmp_path / "own")
    return Shell(tmp_path / "own")
