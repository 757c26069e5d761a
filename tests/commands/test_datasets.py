"""`numnet datasets`."""

import pytest

from numnet.data import DATASETS, load_dataset, read_csv
from tests.support.shell import table_text

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.parametrize("name", DATASETS)
def test_every_set_is_shown(shell, name):
    text = shell("datasets", "show", name).stdout
    info, data = DATASETS[name], load_dataset(name)
    assert info.description in text and info.licence in text and f"{len(data.X)} rows" in text and data.task in text
    assert all(target in text for target in data.target_names)


def test_show_reads_a_file_of_the_users_own(shell):
    shell.write("mine.csv", table_text(columns="u,v,kind"))
    text = shell("datasets", "show", "mine.csv").stdout
    assert "40 rows" in text and "binary" in text and "left" in text


@pytest.mark.parametrize("name", ["iris", "xor", "spiral:n=30,noise=0.2", "discs:n=30", "sine:n=20"])
def test_export_writes_what_train_reads(shell, name):
    result = shell("datasets", "export", name)
    path = shell.folder / f"{name.partition(':')[0]}.csv"
    assert path.name in result.stdout and path.is_file()
    assert shell("datasets", "export", name, "-o", "-").stdout == path.read_text()
    names, _, options = name.partition(":")
    values = {key: float(value) if key == "noise" else int(value)
              for key, value in (pair.split("=") for pair in options.split(",") if pair)}
    data = load_dataset(names, **values)
    again = read_csv(path, data.targets)
    assert again.X.tobytes() == data.X.tobytes() and again.T.tobytes() == data.T.tobytes()


def test_export_overwrites_nothing(shell):
    shell.write("xor.csv", "precious")
    assert "xor.csv" in shell.refused("datasets", "export", "xor")
    assert "no/such.csv" in shell.refused("datasets", "export", "xor", "-o", "no/such.csv")
