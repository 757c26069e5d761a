"""Sweeps: the grid and the draw, rows that `train` reproduces, resuming, ranking, the figure."""

import csv
import json
import math
import os
import shlex
import signal
import time
from pathlib import Path

import numpy as np
import pytest
from program import call, comes, finish, interrupted_at, running

import numnet
import numnet.figures.drawing.style
from numnet.commands.options.swept import LEFT_OUT, SINGLE
from numnet.commands.output.sweep_report import train_command
from numnet.commands.sweep import sweep
from numnet.commands.train import train
from numnet.studies import ranking
from numnet.studies import search_space as grid
from numnet.studies.sweep import Sweep, load_sweep, result_columns

pytestmark = pytest.mark.filterwarnings("error")

LOG = "--learning-rate", "0.01:1:log:3"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows(path="sweeps/moons-1"):
    """The rows of results.csv, without the times."""
    with open(f"{path}/results.csv", newline="") as file:
        return [{name: text for name, text in row.items() if name != "seconds"} for row in csv.DictReader(file)]


# --- configurations ---------------------------------------------------------------------------------------------------


def test_a_range_has_even_steps():
    values = [float(text) for text in grid.parse_range("0.001:100:log:11").values()]
    np.testing.assert_allclose(np.diff(np.log(values)), math.log(10) / 2, rtol=2e-5)
    np.testing.assert_allclose([float(v) for v in grid.parse_range("-1:2:lin:4").values()], [-1, 0, 1, 2])
    assert values[0] == 0.001 and values[-1] == 100
    assert grid.parse_range("1:4:log:9", whole=True).values() == ["1", "2", "3", "4"]


@pytest.mark.parametrize("text", ["1:2", "1:2:3", "a:1:log:3", "1:2:log:3:4", "1:2:lin:x", "::log:3", "1:2:cubic:3",
                                  "nan:1:lin:3", "0:1:log:3", "-1:1:log:3", "2:1:lin:3", "1:1:lin:3", "1:2:lin:1",
                                  "0:inf:lin:3"])
def test_a_malformed_range_is_refused_by_its_name(text):
    done = call("sweep", "xor", "--learning-rate", text, code=2)
    message = done.stderr.splitlines()[-1]
    assert message.startswith("Error: Invalid value for '--learning-rate': ") and text in message
    assert not os.listdir()


def test_the_right_form_is_said():
    message = call("sweep", "xor", "--l2", "1:2", code=2).stderr
    assert "write low:high:log:count or low:high:lin:count, such as 0.0001:1:log:20" in message
    assert "whole numbers" in call("sweep", "xor", "--epochs", "1.5:3:lin:2", code=2).stderr


def test_draws_are_log_uniform_different_and_repeatable():
    axes = {"learning_rate": [grid.parse_range("1e-4:1:log")], "hidden": ["8", "16"]}
    drawn = grid.draw(axes, 2000, seed=1)
    assert drawn == grid.draw(axes, 2000, seed=1) != grid.draw(axes, 2000, seed=2)
    assert len({tuple(own.values()) for own in drawn}) == 2000
    logs = np.log10([float(own["learning_rate"]) for own in drawn])
    counts = np.histogram(logs, bins=4, range=(-4, 0))[0]
    assert counts.sum() == 2000 and (abs(counts - 500) < 5 * math.sqrt(2000 * 0.25 * 0.75)).all()
    assert abs(sum(own["hidden"] == "8" for own in drawn) - 1000) < 5 * math.sqrt(500)


def test_a_grid_that_is_too_large_is_refused_at_once():
    many = [word for name in ("l1", "l2", "dropout") for word in (f"--{name}", "0:0.5:lin:1000")]
    assert "--random" in call("sweep", "xor", *many, code=2).stderr


def test_every_option_of_train_is_an_option_of_sweep():
    by_name = {parameter.name: parameter for parameter in sweep.params}
    for option in train.params:
        if option.name in LEFT_OUT:
            continue
        own = by_name[option.name]
        assert own.opts == option.opts and own.multiple == (option.name not in SINGLE or option.multiple)
        assert option.help in own.help


# --- training ---------------------------------------------------------------------------------------------------------

CASES = {
    "classes": ["moons:n=120", "--hidden", "4", "--hidden", "5,3", *LOG, "--optimizer", "sgd"],
    "regression": ["diabetes", "--dropout", "0", "--dropout", "0.2", "--batch-size", "full", "--validation", "0.3"],
    "labels": ["discs:n=90", "--activation", "relu", "--activation", "tanh", "--schedule", "cosine", "--no-shuffle"],
    "truth table": ["xor", "--dtype", "float32", "--dtype", "float64", "--hidden", "none", "--hidden", "3"],
    "early": ["iris", "--patience", "2", "--evaluate-every", "3", "--clip-norm", "0.1", "--loss", "mse", "--no-scale"],
}


@pytest.mark.parametrize("words", CASES.values(), ids=CASES)
def test_train_reproduces_every_row_bit_for_bit(words):
    call("sweep", *words, "--epochs", 7, "--seeds", 2, "--quiet", "--out", "found")
    found = load_sweep("found")
    assert len(rows("found")) == 2 * len(found.configurations)
    for row in rows("found"):
        command = train_command(found, int(row["configuration"]), int(row["seed"]))
        result = json.loads(call(*shlex.split(command)[1:], "--json").stdout)
        history = numnet.load_run(result["run"]).history
        expected = {**result, **result["metrics"], "final_train_loss": history.train_loss[-1],
                    "final_validation_loss": history.validation_loss[-1], "diverged": 0}
        for name in set(result_columns(found.metric)) - {"seconds"}:
            value = expected.get(name)
            if value is None or math.isnan(value):
                assert row[name] == "", name
            else:
                assert float(row[name]) == value, name


def test_the_best_is_the_lowest_median_and_its_command_gives_its_value():
    result = json.loads(call("sweep", "moons:n=150", *LOG, "--hidden", 3, "--hidden", 9, "--epochs", 9, "--seeds", 4,
                             "--json").stdout)
    values = {}
    for row in rows():
        values.setdefault((row["hidden"], row["learning_rate"]), []).append(float(row["validation_loss"]))
    assert len(values) == result["configurations"] == 6 and result["trainings"] == 24
    best = min(values, key=lambda key: np.median(values[key]))
    own = result["best"]
    assert (own["options"]["hidden"], own["options"]["learning_rate"]) == best
    assert result["measure"] == "validation_loss"
    np.testing.assert_allclose([own["median"], *own["quartiles"]], np.quantile(values[best], [0.5, 0.25, 0.75]))
    assert own["value"] == sorted(values[best])[1]
    again = json.loads(call(*shlex.split(own["command"])[1:], "--json").stdout)
    assert again["validation_loss"] == own["value"] and f"--seed {own['seed']}" in own["command"]


def test_rows_do_not_depend_on_the_threads_and_nothing_is_overwritten():
    words = "sweep", "moons:n=80", *LOG, "--epochs", 3, "--quiet", "--threads"
    call(*words, 1)
    call(*words, 3)
    assert rows("sweeps/moons-1") == rows("sweeps/moons-2")
    config = json.loads(Path("sweeps/moons-1/config.json").read_text())
    call(*shlex.split(config["command"])[1:])
    assert rows("sweeps/moons-3") == rows("sweeps/moons-1")
    assert config["data"]["fingerprint"] and config["versions"]["numba"]
    assert "exists" in call(*words, 1, "--out", "sweeps/moons-1", code=2).stderr


def test_random_search_draws_what_it_says():
    words = ["sweep", "moons:n=80", "--random", 5, "--learning-rate", "1e-3:1:log", "--batch-size", "4:64:log",
             "--hidden", "4", "--epochs", 2, "--seeds", 2, "--quiet"]
    call(*words, "--seed", 4)
    call(*words, "--seed", 4)
    call(*words, "--seed", 5)
    assert rows("sweeps/moons-1") == rows("sweeps/moons-2") != rows("sweeps/moons-3")
    assert len(rows()) == 10 and all(4 <= int(row["batch_size"]) <= 64 for row in rows())


def test_the_first_lines_say_how_much_there_is_to_do():
    done = call("sweep", "moons:n=80", *LOG, "--epochs", 2, "--seeds", 4)
    assert "3 configurations × 4 seeds = 12 trainings" in done.stderr and "training 12/12" in done.stderr
    assert "validation loss: median over 4 seeds" in done.stdout
    assert os.path.getsize("sweeps/moons-1/figures/sweep.png") > 10_000


@pytest.mark.parametrize(("words", "message"), [
    ([], "name the DATA"),
    (["sprial"], "spiral"),
    (["xor", "--optimizer", "sgd", "--optimizer", "momentum", "--momentum", "0.5"], "sgd has no --momentum"),
    (["xor", "--hidden", "4", "--hidden", "4,4", "--activation", "relu,tanh"], "--activation names 2 layers"),
    (["xor", "--learning-rate", "0.1", "--learning-rate", "-1"], "'--learning-rate': -1.0 is not in the range"),
    (["xor", "--momentum", "0:1:lin:3"], "'--momentum': 1.0 is not in the range"),
    (["xor", "--learning-rate", "0.1:1:log"], "no count"),
    (["xor", "--optimizer", "adm"], "'adm' is not one of"),
    (["diabetes", "--loss", "mse", "--loss", "cross_entropy"], "cross_entropy needs class targets"),
    (["xor", "--eps", "1e-60"], "--eps must not round to 0"),
    (["xor", "--seed", "3"], "give --seeds K"),
    (["--resume", "nowhere"], "nowhere is no sweep folder"),
    (["xor", "--resume", "nowhere"], "leave xor away"),
    (["--resume", "nowhere", "--l2", "1"], "leave --l2 away"),
], ids=lambda value: " ".join(value) if isinstance(value, list) else "")  # fmt: skip
def test_mistakes_end_in_one_line_before_anything_is_written(words, message):
    done = call("sweep", *words, code=2)
    assert message in " ".join(done.stderr.split()) and done.stdout == "" and not os.listdir()
    assert len([line for line in done.stderr.splitlines() if line.startswith("Error: ")]) == 1


# --- divergence, interruption, resuming -------------------------------------------------------------------------------

WILD = ["moons:n=80", "--optimizer", "sgd", "--activation", "relu", "--epochs", "4"]


def test_what_diverges_is_kept_and_ranked_last():
    done = call("sweep", *WILD, "--learning-rate", "0.1", "--learning-rate", "1e30", "--seeds", 2)
    assert [row["diverged"] for row in rows()] == ["0", "0", "1", "1"]
    table = done.stdout.splitlines()
    assert table[2].startswith("1.") and table[3].startswith("2.") and "diverged" in table[3] and "2/2" in table[3]
    assert "diverged   2 of 4 trainings" in done.stdout


def test_if_all_diverge_the_exit_code_says_so():
    done = call("sweep", *WILD, "--learning-rate", "1e30", "--json", code=3)
    result = json.loads(done.stdout)
    assert result["diverged"] == 3 and result["best"]["median"] is None
    assert "every training diverged" in done.stderr


def test_an_interrupted_sweep_resumes_to_the_same_rows(monkeypatch):
    words = "sweep", "moons:n=80", *LOG, "--hidden", 3, "--hidden", 4, "--epochs", 3, "--threads", 1
    call(*words, "--quiet", "--out", "whole")
    with interrupted_at(8, monkeypatch):
        done = call(*words, "--out", "part", code=130)
    kept, whole = rows("part"), rows("whole")
    assert "numnet sweep --resume part" in done.stderr and f"{len(kept)} of 18 trainings" in done.stderr
    in_turn = sorted(whole, key=lambda row: (row["seed"], int(row["configuration"])))  # every one with seed 0 first
    assert all(row in kept for row in in_turn[:7]) and in_turn[7] not in kept  # the eighth is the interrupted one
    assert all(row in in_turn[:9] for row in kept)  # the ninth waited behind it, and may have ended before the stop
    before = Path("part/results.csv").read_text().splitlines()
    result = json.loads(call("sweep", "--resume", "part", "--json").stdout)
    assert rows("part") == whole and result["trainings"] == 18
    after = Path("part/results.csv").read_text().splitlines()
    assert set(before) <= set(after), "finished trainings were done again"
    assert json.loads(call("sweep", "--resume", "part", "--json").stdout) == result
    assert Path("part/results.csv").read_text().splitlines() == after


def test_a_real_interrupt_keeps_what_is_finished(folder):
    words = ["sweep", "spiral", "--epochs", "1", "--epochs", "100000000", "--evaluate-every", "100000", "--seeds", "2",
             "--threads", "2"]  # fmt: skip
    with running(*words) as process:
        comes(process, "sweep")  # one short training, then the long ones
        limit = time.monotonic() + 300  # it may have to compile first
        while time.monotonic() < limit and process.poll() is None and not rows("sweeps/spiral-1"):
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        assert "--resume sweeps/spiral-1" in finish(process, code=130).stderr
    assert {row["epochs"] for row in rows("sweeps/spiral-1")} == {"1"}


def test_changed_data_and_damaged_folders_are_refused(folder):
    text = numnet.load_dataset("iris")
    table = "\n".join(["a,b,kind", *(f"{a},{b},{'uvw'[t]}" for (a, b, *_), t in zip(text.X.tolist(), text.T))])
    (folder / "flowers.csv").write_text(table + "\n")
    call("sweep", "flowers.csv", "--l2", 0, "--l2", 1, "--epochs", 2, "--seeds", 2, "--quiet", "--out", "found")
    results = (folder / "found/results.csv").read_text()
    for old, new in (("validation_loss", "loss"), ("\n0,", "\n7,"), ("\n0,", "\n1,2\n0,"), ("\n0,2,0,", "\n0,2,5,")):
        damaged = results.replace(old, new, 1)
        assert damaged != results
        (folder / "found/results.csv").write_text(damaged)
        assert "results.csv is damaged" in call("sweep", "--resume", "found", code=2).stderr
    (folder / "found/results.csv").write_text(results)
    (folder / "flowers.csv").write_text(table.replace(",u", ",w", 1) + "\n")
    assert "flowers.csv has changed since" in call("sweep", "--resume", "found", code=2).stderr
    config = json.loads((folder / "found/config.json").read_text())
    del config["seeds"]
    (folder / "found/config.json").write_text(json.dumps(config))
    assert "seeds is missing" in call("sweep", "--resume", "found", code=2).stderr


# --- ranking and figure -----------------------------------------------------------------------------------------------


def made(axes, value, seeds=3, drawn=None, task="binary"):
    """A `Sweep` whose validation loss (and accuracy) is value(configuration, seed), infinite where it diverged."""
    configurations = drawn or grid.grid(axes)
    config = {"configurations": configurations, "seeds": seeds, "task": task, "validation": 0.2, "fixed": [],
              "axes": {name: list(map(str, items)) for name, items in axes.items()},
              "random": {"count": len(configurations)} if drawn else None,
              "data": {"name": "made", "source": "made"}}  # fmt: skip
    found = Sweep("made", config)
    for c, own in enumerate(configurations):
        for seed in range(seeds):
            one = value(own, seed)
            row = dict.fromkeys(result_columns(found.metric), "0.5")
            found.rows[c, seed] = {**row, "validation_loss": repr(one), "validation_accuracy": repr(one),
                                   "diverged": str(int(math.isinf(one)))}  # fmt: skip
    return found


def rate_loss(own, seed):
    """Best at 0.1; diverges at 10, and with seed 2 at 1."""
    rate = float(own["learning_rate"])
    return math.inf if rate > 1 or (rate == 1 and seed == 2) else (1 + math.log10(rate)) ** 2 + 0.1 + 0.01 * seed


RATES = {"learning_rate": ["0.001:10:log:5"]}
LISTED = {"learning_rate": ["0.001", "0.01", "0.1", "1", "10"]}


def test_standings_are_medians_with_what_diverged_as_the_worst():
    ranked = ranking.standings(made(LISTED, rate_loss))
    assert [own.configuration for own in ranked] == [2, 1, 3, 0, 4]
    assert (ranked[0].median, ranked[0].typical, ranked[0].diverged) == (pytest.approx(0.11), 1, 0)
    assert (ranked[2].median, ranked[2].diverged) == (pytest.approx(1.11), 1) and ranked[2].high == math.inf
    assert math.isinf(ranked[4].median) and ranked[4].diverged == 3


def test_several_losses_are_compared_by_the_metric():
    found = made({"loss": ["mse", "cross_entropy"]}, lambda own, seed: 0.9 if own["loss"] == "mse" else 0.8)
    assert ranking.measure(found) == ("validation_accuracy", -1)
    assert [own.configuration for own in ranking.standings(found)] == [0, 1]


def test_the_options_that_matter_most_are_shown():
    axes = {"l1": ["0", "1"], "learning_rate": LISTED["learning_rate"], "hidden": ["4", "8,8"]}
    found = made(axes, lambda own, seed: rate_loss(own, 0) + 0.3 * (own["hidden"] == "4") + 0.001 * float(own["l1"]))
    seen = ranking.view(found)
    assert seen.options == ("learning_rate", "hidden") and seen.others == ("l1",)
    assert seen.values == (tuple(LISTED["learning_rate"]), ("4", "8,8")) or seen.values[1] == ["4", "8,8"]
    assert all(found.configurations[own.configuration]["l1"] == "0" for own in seen.best.values())
    ax = numnet.figures.sweep(found)
    assert "learning rate and hidden matter most; in each cell the best l1" in " ".join(ax.get_title("left").split())


def test_a_line_has_a_point_for_each_value_and_crosses_where_it_diverged():
    ax = numnet.figures.sweep(made(LISTED, rate_loss))
    line, crosses, best = ax.get_lines()
    x, y = line.get_data()
    np.testing.assert_allclose(x, [0.001, 0.01, 0.1, 1, 10])
    np.testing.assert_allclose(y, [4.11, 1.11, 0.11, 1.11, math.nan])
    assert ax.get_xscale() == "log" and crosses.get_xdata().tolist() == [10.0]
    assert best.get_xdata() == [0.1] and ax.get_xlim()[1] > 10
    assert any("diverged" in text for text in legend(ax)) and any("best: learning rate 0.1" in t for t in legend(ax))
    (band,) = ax.collections
    assert np.isfinite(band.get_paths()[0].vertices).all()


def legend(ax):
    return [text.get_text() for artist in ax.artists for text in artist.get_texts()]


def test_names_are_points_with_bars():
    found = made({"optimizer": ["sgd", "adam"]}, lambda own, seed: len(own["optimizer"]) + 0.1 * seed)
    ax = numnet.figures.sweep(found)
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["sgd", "adam"]
    np.testing.assert_allclose(ax.get_lines()[0].get_ydata(), [3.1, 4.1])
    np.testing.assert_allclose([p.vertices[:, 1] for p in ax.collections[0].get_paths()], [[3.05, 3.15], [4.05, 4.15]])


def test_a_map_has_a_cell_for_each_configuration():
    axes = {"hidden": ["4", "8,8"], "learning_rate": LISTED["learning_rate"]}
    found = made(axes, lambda own, seed: rate_loss(own, seed) + (own["hidden"] == "4"))
    given = numnet.figures.drawing.style.new_axes()[0]
    ax = numnet.figures.sweep(found, ax=given)
    assert ax is given and ax.get_xlabel() == "learning rate" and ax.get_ylabel() == "hidden"
    (image,) = ax.get_images()
    np.testing.assert_allclose(image.get_array().filled(np.nan),
                               [[5.11, 2.11, 1.11, 2.11, np.nan], [4.11, 1.11, 0.11, 1.11, np.nan]])  # fmt: skip
    hatched = [patch for patch in ax.patches if patch.get_hatch()]
    assert {patch.get_xy() for patch in hatched} == {(3.5, -0.5), (3.5, 0.5)}
    (best,) = [patch for patch in ax.patches if not patch.get_hatch()]
    assert best.get_xy() == (1.5, 0.5)
    assert sorted(text.get_text() for text in ax.texts if text.get_text()) == \
        sorted(["5.1", "2.1", "1.1", "2.1\n(1/3)", "4.1", "1.1", "0.11", "1.1\n(1/3)"])  # fmt: skip
    assert any("(k/n)" in text for text in legend(ax))


def test_drawn_configurations_are_points():
    axes = {"learning_rate": [grid.parse_range("0.001:10:log")], "l2": [grid.parse_range("0:1:lin")]}
    drawn = grid.draw(axes, 30, seed=0)
    ax = numnet.figures.sweep(made(axes, rate_loss, drawn=drawn))
    finite = [own for own in drawn if float(own["learning_rate"]) <= 1]
    assert len(ax.collections[0].get_offsets()) == len(finite) < 30
    assert len(ax.get_lines()[0].get_xdata()) == 30 - len(finite)
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "linear")


def test_one_configuration_has_no_figure():
    found = made({"learning_rate": ["0.1"]}, rate_loss)
    with pytest.raises(ValueError, match="varies no option"):
        numnet.figures.sweep(found)
    done = call("sweep", "moons:n=80", "--epochs", 2, "--seeds", 2)
    assert "figure" not in done.stdout and "best       numnet train moons:n=80 --epochs 2 --seed" in done.stdout


def test_all_diverged_can_be_drawn():
    for axes in (LISTED, {**LISTED, "l2": ["0", "1"]}, {"optimizer": ["sgd", "adam"]}):
        ax = numnet.figures.sweep(made(axes, lambda own, seed: math.inf))
        assert any("diverged" in text for text in legend(ax)) and not any("best" in text for text in legend(ax))
        ax.figure.canvas.draw()
