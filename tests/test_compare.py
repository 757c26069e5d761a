"""Comparisons: shared starts, bits of `train`, quartiles, divergence, targets, tuning, the folder, the figure."""

import csv
import json
import math
import shlex
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import same_color
from program import call

import numnet
from numnet.commands.compare import LEFT_OUT, SINGLE, compare
from numnet.commands.train import train
from numnet.figures.drawing import style
from numnet.optim.optimizers import CHAPTER
from numnet.studies.comparison import MEASURED, Comparison, curve_header, load_comparison
from numnet.studies.sweep import result_columns
from numnet.studies.trials import Trials

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def competing(*words, code=0):
    return json.loads(call("compare", *words, "--json", code=code).stdout)


SMALL = "moons:n=100", "--epochs", 5, "--seeds", 3


# --- shared starts, and the bits of train -----------------------------------------------------------------------------


def test_competitors_share_start_split_and_order(monkeypatch):
    """The first weights and the order of samples in every epoch, of every competitor, taken where they are used."""
    seen = {}
    make = Trials.make

    def watched(self, optimizer, options):
        trial = make(self, optimizer, options)
        own = seen.setdefault(options["seed"], {})[optimizer.name] = [trial.network.parameters.copy(), trial.parts.X]
        advance = trial.training.advance

        def step():
            running = advance(trial.training.epochs_done + 1)
            own.append(trial.training.work.order.copy())
            return running

        trial.training.advance = step
        return trial

    monkeypatch.setattr(Trials, "make", watched)
    result = competing(*SMALL, "--optimizer", "sgd,nag,adam", "--threads", 1)
    assert result["same_weights"] is True and sorted(seen) == [0, 1, 2]
    for seed in seen:
        sgd, nag, adam = (seen[seed][name] for name in ("sgd", "nag", "adam"))
        assert len(sgd) == len(nag) == len(adam) >= 7
        for one, other in [(sgd, nag), (sgd, adam)]:
            for a, b in zip(one, other):
                np.testing.assert_array_equal(a, b)
        assert not np.array_equal(sgd[2], sgd[3])  # another order in the next epoch
    assert not np.array_equal(seen[0]["sgd"][0], seen[1]["sgd"][0])


def test_other_shapes_cannot_share_weights_and_it_is_said():
    done = call("compare", *SMALL, "--hidden", 3, "--hidden", "4,4")
    assert "same split and order of samples; initial weights differ" in done.stdout
    assert "split, order of samples and initial weights" in call("compare", *SMALL, "--batch-size", "8,full").stdout


@pytest.mark.parametrize("words", [
    ["moons:n=100", "--optimizer", "sgd,adam", "--batch-size", "8,full", "--l1", "0.001"],
    ["diabetes", "--activation", "relu", "--activation", "tanh", "--dropout", "0,0.2", "--evaluate-every", "2"],
    ["xor", "--momentum", "0.5,0.9", "--optimizer", "sgd,momentum", "--schedule", "cosine"],
    ["discs:n=80", "--tune", "--learning-rate", "0.001:1:log:4", "--optimizer", "lion,adagrad", "--part", "validation"],
], ids=["classes", "regression", "truth table", "labels, tuned"])  # fmt: skip
def test_every_curve_is_that_of_train_bit_for_bit(words):
    result = competing(*words, "--epochs", 5, "--seeds", 2)
    found = load_comparison(result["comparison"])
    for own in result["competitors"]:
        (c,) = [c for c, one in enumerate(found.competitors) if one["name"] == own["name"]]
        for seed in range(2):
            command = own["command"].replace("--seed 0", f"--seed {seed}")
            trained = json.loads(call(*shlex.split(command)[1:], "--json").stdout)
            history, row = numnet.load_run(trained["run"]).history, found.results[c, seed]
            for k, name in enumerate(MEASURED):
                if name != "seconds":
                    np.testing.assert_array_equal(found.curves[c, seed][:, k], getattr(history, name), name)
            assert float(row["train_loss"]) == trained["train_loss"]
            assert int(row["updates"]) == trained["updates"] and row["diverged"] == "0"


def test_results_do_not_depend_on_the_threads_and_nothing_is_overwritten():
    words = "compare", *SMALL, "--optimizer", "sgd,adam", "--quiet", "--threads"
    call(*words, 1)
    call(*words, 3)
    config = json.loads(Path("comparisons/moons-1/config.json").read_text())
    call(*shlex.split(config["command"])[1:])
    one, two, three = (load_comparison(f"comparisons/moons-{n}") for n in (1, 2, 3))
    for key, curve in one.curves.items():
        for other in (two, three):
            np.testing.assert_array_equal(np.delete(curve, 2, 1), np.delete(other.curves[key], 2, 1))
    assert config["data"]["fingerprint"] and config["versions"]["numba"]
    assert "exists" in call(*words, 1, "--out", "comparisons/moons-1", code=2).stderr


# --- who competes -----------------------------------------------------------------------------------------------------


def names(result):
    return {own["name"] for own in result["competitors"]}


def test_without_several_values_the_rules_of_the_course_compete():
    assert names(competing("xor", "--epochs", 2, "--seeds", 1, "--hidden", 3)) == set(CHAPTER)


def test_a_hyper_parameter_goes_to_the_rules_that_have_it():
    result = competing("xor", "--epochs", 2, "--seeds", 1, "--optimizer", "sgd,momentum,adam", "--momentum", "0.5,0.8")
    assert names(result) == {"sgd", "momentum, momentum 0.5", "momentum, momentum 0.8", "adam"}
    by_name = {own["name"]: own for own in result["competitors"]}
    assert by_name["sgd"]["options"] == {"optimizer": "sgd"}
    assert {own["learning_rate"] for own in result["competitors"]} == {0.1, 0.05, 0.01}


def test_ranges_lists_and_repetition_name_the_same_competitors():
    words = "xor", "--epochs", 2, "--seeds", 1, "--optimizer", "sgd"
    results = [competing(*words, *rates) for rates in (["--learning-rate", "0.1:1:lin:2"],
                                                        ["--learning-rate", "0.1,1"],
                                                        ["--learning-rate", "0.1", "--learning-rate", "1"])]
    assert [names(result) for result in results] == [{"learning rate 0.1", "learning rate 1"}] * 3


def test_every_option_of_train_is_an_option_of_compare():
    by_name = {parameter.name: parameter for parameter in compare.params}
    for option in train.params:
        if option.name in LEFT_OUT:
            assert option.name not in by_name or by_name[option.name] is not option
            continue
        own = by_name[option.name]
        assert own.opts == option.opts and own.multiple == (option.name not in SINGLE or option.multiple)


@pytest.mark.parametrize(("words", "message"), [
    ([], "name the DATA"),
    (["sprial"], "spiral"),
    (["xor", "--optimizer", "sgd"], "one competitor makes no race"),
    (["xor", "--optimizer", "adam,adam"], "one competitor makes no race"),
    (["xor", "--optimizer", "sgd,adm"], "'adm' is not one of"),
    (["xor", "--optimizer", "sgd,adam", "--momentum", "0.5"], "sgd or adam has no --momentum"),
    (["xor", "--learning-rate", "0.1:1:log:17"], "17 competitors make no picture"),
    (["xor", "--tune", "--learning-rate", "0.1"], "--tune needs several rates"),
    (["xor", "--part", "validation"], "--part validation needs rows held out"),
    (["xor", "--batch-size", "4,0"], "must be >= 1"),
    (["xor", "--target-loss", "0"], "'--target-loss'"),
    (["xor", "--patience", "3"], "No such option '--patience'"),
], ids=lambda value: " ".join(value) if isinstance(value, list) else "")  # fmt: skip
def test_mistakes_end_in_one_line_before_anything_is_written(words, message, folder):
    done = call("compare", *words, code=2)
    assert message in " ".join(done.stderr.split()) and done.stdout == ""
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_an_interrupted_comparison_leaves_nothing(monkeypatch, folder):
    def interrupted(trial):
        raise KeyboardInterrupt

    monkeypatch.setattr("numnet.studies.competition.curve_of", interrupted)
    assert "nothing was written" in call("compare", *SMALL, code=130).stderr
    assert not list(Path("comparisons").iterdir())


# --- figures of the comparison, against NumPy -------------------------------------------------------------------------


def made(loss, rules=("sgd", "adam"), seeds=4, epochs=6, target=None, **config):
    """A `Comparison` whose training loss is loss(competitor, seed, epoch); infinite from where it diverged."""
    results, curves = {}, {}
    for c in range(len(rules)):
        for seed in range(seeds):
            losses = [loss(c, seed, epoch) for epoch in range(epochs + 1)]
            broken = next((k for k, value in enumerate(losses) if not math.isfinite(value)), None)
            rows = [[k, 10 * k, 0.5 * k + 0.1 * seed, v, 2 * v, 1 - v / 9, 1 - v / 8] for k, v in enumerate(losses)]
            curves[c, seed] = np.array(rows[:broken])  # the row in which it breaks may be missing
            row = dict.fromkeys(result_columns("accuracy"), "0.5")
            results[c, seed] = {**row, "diverged": str(int(broken is not None))}
    competitors = [{"name": rule if rules.count(rule) == 1 else f"{rule} {c}", "optimizer": rule,
                    "learning_rate": 0.1 * (c + 1), "options": {}} for c, rule in enumerate(rules)]
    about = {"competitors": competitors, "seeds": seeds, "part": "train", "target_loss": target, "task": "binary",
             "data": {"name": "made"}, "options": {"epochs": epochs, "evaluate_every": 1}, **config}
    return Comparison("made", about, results, curves)


def plain(c, seed, epoch):
    return (c + 2) / 2 * np.exp(-epoch * (1 + 0.2 * seed + 0.07 * seed**2) / (2 + c))


def test_quartiles_are_those_of_numpy():
    found = made(plain, seeds=7)
    for c in range(2):
        values = np.array([[plain(c, seed, epoch) for epoch in range(7)] for seed in range(7)])
        expected = np.quantile(values, [0.5, 0.25, 0.75], axis=0)
        np.testing.assert_allclose(found.quartiles(c, "train_loss"), expected, rtol=1e-14)
    best, other = found.standings()
    assert (best.competitor, other.competitor) == (0, 1) and best.diverged == 0
    np.testing.assert_allclose(other.loss, expected[:, -1])
    np.testing.assert_allclose(other.metric, np.quantile(1 - values[:, -1] / 8, [0.5, 0.25, 0.75]))


def broken(c, seed, epoch):
    """sgd: two of four seeds diverge in epoch 3; adam: one in epoch 5."""
    return math.inf if (c == 0 and seed > 1 and epoch >= 3) or (c == 1 and seed == 3 and epoch >= 5) else \
        plain(c, seed, epoch)  # fmt: skip


def test_what_diverged_counts_as_the_worst():
    found = made(broken)
    sgd, adam = (found.quartiles(c, "train_loss") for c in (0, 1))
    assert np.isfinite(sgd[0][:3]).all() and np.isinf(sgd[0][3:]).all() and np.isfinite(sgd[1]).all()
    assert np.isfinite(adam[0]).all() and np.isfinite(adam[2][:5]).all()
    ordered = np.sort([broken(1, seed, 6) for seed in range(4)])
    assert adam[0][6] == pytest.approx(ordered[1:3].mean())
    best, worst = found.standings()
    assert (best.competitor, best.diverged) == (1, 1) and (worst.competitor, worst.diverged) == (0, 2)
    assert worst.loss[0] == math.inf and worst.metric[0] == -math.inf and worst.updates is None
    assert found.along(0, "step")[3] == 30 and found.along(0, "seconds")[5] == pytest.approx(2.55)


def test_the_target_is_what_every_median_reaches_unless_it_is_given():
    found = made(plain)
    medians = [found.quartiles(c, "train_loss")[0] for c in (0, 1)]
    assert found.target() == max(median.min() for median in medians)
    fast, slow = found.standings()
    assert slow.updates == 60 and slow.seconds == pytest.approx(np.median([3.0, 3.1, 3.2, 3.3]))
    first = next(k for k, value in enumerate(medians[0]) if value <= found.target())
    assert fast.updates == 10 * first < 60
    assert made(broken).target() == made(broken).quartiles(1, "train_loss")[0].min()  # sgd does not count
    climbing = made(lambda c, seed, epoch: 1.0 + epoch if c else plain(c, seed, epoch))
    assert climbing.target() == climbing.quartiles(0, "train_loss")[0].min()  # adam only climbs, and does not count
    given = made(plain, target=1e-9)
    assert given.target() == 1e-9 and [own.updates for own in given.standings()] == [None, None]
    assert made(lambda *_: math.inf if _[2] else 1.0).target() is None


def test_rates_are_tuned_on_other_seeds_and_the_lowest_median_wins():
    result = competing("moons:n=80", "--epochs", 4, "--seeds", 2, "--optimizer", "sgd,adam", "--tune",
                       "--learning-rate", "0.001:1000:log:4")
    assert result["tuning"]["seeds"] == [2, 3, 4] and result["tuning"]["rates"] == ["0.001", "0.1", "10", "1000"]
    with open(Path(result["comparison"]) / "tuning.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2 * 4 * 3
    for own in result["competitors"]:
        medians = {}
        for row in rows:
            if row["competitor"] == own["name"]:
                medians.setdefault(row["learning_rate"], []).append(float(row["loss"]))
        best = min(medians, key=lambda rate: np.median(medians[rate]))
        assert own["options"]["learning_rate"] == best and own["learning_rate"] == float(best)
    words = shlex.split(f"train moons:n=80 --epochs 4 --optimizer sgd --learning-rate {rows[0]['learning_rate']}")
    run = json.loads(call(*words, "--seed", 2, "--json").stdout)["run"]
    assert (rows[0]["competitor"], rows[0]["seed"]) == ("sgd", "2")
    assert numnet.load_run(run).history.train_loss[-1] == float(rows[0]["loss"])


def test_divergence_is_counted_printed_and_drawn():
    words = "sine", "--activation", "relu", "--epochs", 4, "--seeds", 2, "--optimizer", "sgd"
    done = call("compare", *words, "--learning-rate", "0.1,1e30", "--out", "some")
    assert "2/2" in done.stdout and "never" in done.stdout and "nan" not in done.stdout
    done = call("compare", *words, "--learning-rate", "1e30,1e29", "--out", "all", "--json", code=3)
    result = json.loads(done.stdout)
    assert [own["diverged"] for own in result["competitors"]] == [2, 2] and result["target_loss"] is None
    assert result["competitors"][0]["loss"]["median"] is None and "every training diverged" in done.stderr
    for name in ("some", "all"):
        for x in ("epochs", "updates", "seconds"):
            call("plot", "compare", name, "--x", x, "--part", "validation")


# --- the folder -------------------------------------------------------------------------------------------------------


def test_the_table_the_files_and_the_figure_are_there():
    done = call("compare", *SMALL, "--optimizer", "sgd,adam", "--target-loss", 0.25)
    assert "median over 3 seeds" in done.stdout and "updates to 0.25" in done.stdout
    assert "2 competitors × 3 seeds = 6 trainings" in done.stderr and "training 6/6" in done.stderr
    path = Path("comparisons/moons-1")
    assert (path / "figures/compare.png").stat().st_size > 10_000
    with open(path / "curves.csv", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0] == curve_header("accuracy") and len(lines) == 1 + 2 * 3 * 6
    assert {line[0] for line in lines[1:]} == {"sgd", "adam"}


def test_damaged_folders_are_refused_in_one_line():
    call("compare", *SMALL, "--optimizer", "sgd,adam", "--quiet", "--out", "found")
    whole = {name: Path("found", name).read_text() for name in ("curves.csv", "results.csv", "config.json")}
    damage = [("curves.csv", "train_loss", "loss"), ("curves.csv", "\nsgd,", "\nsdg,"),
              ("curves.csv", "\nsgd,0,", "\nsgd,7,"), ("curves.csv", "\nsgd,0,0,0,0.0,", "\nsgd,0,0,0,x,"),
              ("results.csv", "\nadam,", "\nsgd,"), ("config.json", '"seeds"', '"sedes"'), ("config.json", "{", "["),
              ("config.json", "numnet-comparison-1", "numnet-sweep-1")]
    for name, old, new in damage:
        changed = whole[name].replace(old, new)
        assert changed != whole[name], old
        Path("found", name).write_text(changed)
        done = call("plot", "compare", "found", code=2)
        assert len(done.stderr.splitlines()) == 1 and "found" in done.stderr, (old, done.stderr)
        Path("found", name).write_text(whole[name])
    call("plot", "compare", "found")
    assert "no config.json" in call("plot", "compare", ".", code=2).stderr


# --- the figure -------------------------------------------------------------------------------------------------------


def legend(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_curves_are_medians_with_bands_in_the_colours_of_the_rules():
    found = made(plain)
    given = style.new_axes()[0]
    ax = numnet.figures.compare(found, ax=given)
    assert ax is given and ax.get_yscale() == "log" and ax.get_xlabel() == "epoch"
    lines = [line for line in ax.get_lines() if len(line.get_xdata()) == 7]
    for c, (line, rule) in enumerate(zip(lines, ("sgd", "adam"))):
        np.testing.assert_allclose(line.get_ydata(), found.quartiles(c, "train_loss")[0])
        assert same_color(line.get_color(), style.OPTIMIZER_COLORS[rule])
    assert len(ax.collections) == 2
    band = ax.collections[0].get_paths()[0].vertices
    np.testing.assert_allclose([band[:, 1].min(), band[:, 1].max()],
                               [found.quartiles(0, "train_loss")[1].min(), found.quartiles(0, "train_loss")[2].max()])
    assert legend(ax)[:2] == ["sgd, rate 0.1", "adam, rate 0.2"] and f"target loss {found.target():.3g}" in legend(ax)


@pytest.mark.parametrize(("x", "column", "label"), [("updates", "step", "update"), ("seconds", "seconds", "seconds")])
def test_the_other_axes(x, column, label):
    found = made(plain)
    ax = numnet.figures.compare(found, x=x, part="validation")
    np.testing.assert_allclose(ax.get_lines()[0].get_xdata(), found.along(0, column))
    np.testing.assert_allclose(ax.get_lines()[0].get_ydata(), found.quartiles(0, "validation_loss")[0])
    assert ax.get_xlabel().startswith(label) and ax.get_ylabel() == "validation loss"


def test_divergence_ends_in_a_cross_and_a_word():
    ax = numnet.figures.compare(made(broken))
    crosses = [line for line in ax.get_lines() if line.get_marker() == "X"]
    assert len(crosses) == 1 and crosses[0].get_xdata().tolist() == [3] and same_color(crosses[0].get_color(), "black")
    (sgd,) = [line for line in ax.get_lines() if len(line.get_xdata()) == 3]
    np.testing.assert_allclose(sgd.get_xdata(), [0, 1, 2])
    assert "adam, rate 0.2\n1 of 4 diverged" in legend(ax) and "sgd, rate 0.1\n2 of 4 diverged" in legend(ax)
    assert all(np.isfinite(band.get_paths()[0].vertices).all() for band in ax.collections)


def test_a_rule_that_comes_twice_keeps_its_colour_and_one_rule_alone_has_many():
    ax = numnet.figures.compare(made(plain, rules=("sgd", "adam", "sgd")))
    one, adam, other = sorted((line for line in ax.get_lines() if len(line.get_xdata()) == 7),
                              key=lambda line: line.get_ydata()[0])  # fmt: skip
    assert same_color(one.get_color(), other.get_color()) and one.get_linestyle() != other.get_linestyle()
    assert not same_color(one.get_color(), adam.get_color())
    ax = numnet.figures.compare(made(plain, rules=("sgd",) * 5))
    assert len({line.get_color() for line in ax.get_lines() if len(line.get_xdata()) == 7}) == 5


def test_an_explosion_does_not_flatten_the_others():
    ax = numnet.figures.compare(made(lambda c, seed, epoch: 1e12 if c and epoch == 3 else plain(c, seed, epoch)))
    assert ax.get_ylim()[1] < 10


def test_wrong_arguments_are_named():
    with pytest.raises(ValueError, match="x must be one of epochs, updates, seconds, got 'hours'"):
        numnet.figures.compare(made(plain), x="hours")
