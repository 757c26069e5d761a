"""`numnet compare`: who competes, the folder, mistakes."""

import csv
from pathlib import Path

import pytest

import numnet
from numnet.api.compare import competitors
from numnet.commands.compare import compare
from numnet.optim.optimizers import CHAPTER
from numnet.options.swept import LEFT_OUT_COMPARED, SINGLE_COMPARED
from numnet.options.train import TRAIN
from numnet.studies.comparison import curve_header
from tests.support.cli import call
from tests.support.comparisons import SMALL, competing

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


# --- who competes -----------------------------------------------------------------------------------------------------


def names(result):
    return {own["name"] for own in result["competitors"]}


def test_without_several_values_the_rules_of_the_course_compete():
    assert names(competing("xor", "--epochs", 2, "--seeds", 1, "--hidden", 3)) == set(CHAPTER)


def test_two_rates_are_enough_to_tune():
    words = ["xor", "--tune", "--learning-rate", "0.1,0.2", "--optimizer", "sgd,adam"]
    context = compare.make_context("compare", words)
    rates, chosen = competitors(context, context.params)
    assert rates == ["0.1", "0.2"] and [own["optimizer"] for own in chosen] == ["sgd", "adam"]


def test_a_hyper_parameter_goes_to_the_rules_that_have_it():
    result = competing("xor", "--epochs", 2, "--seeds", 1, "--optimizer", "sgd,momentum,adam", "--momentum", "0.5,0.8")
    assert names(result) == {"sgd", "momentum, momentum 0.5", "momentum, momentum 0.8", "adam"}
    by_name = {own["name"]: own for own in result["competitors"]}
    assert by_name["sgd"]["options"] == {"optimizer": "sgd"}
    assert {own["learning_rate"] for own in result["competitors"]} == {0.1, 0.05, 0.01}


def test_ranges_lists_and_repetition_name_the_same_competitors():
    words = "xor", "--epochs", 2, "--seeds", 1, "--optimizer", "sgd"
    results = [
        competing(*words, *rates)
        for rates in (
            ["--learning-rate", "0.1:1:lin:2"],
            ["--learning-rate", "0.1,1"],
            ["--learning-rate", "0.1", "--learning-rate", "1"],
        )
    ]
    assert [names(result) for result in results] == [{"learning rate 0.1", "learning rate 1"}] * 3


def test_every_option_of_train_is_an_option_of_compare():
    by_name = {parameter.name: parameter for parameter in compare.params}
    for option in TRAIN.params:
        if option.name in LEFT_OUT_COMPARED:
            assert option.name not in by_name or by_name[option.name] is not option
            continue
        own = by_name[option.name]
        assert own.opts == option.opts and own.multiple == (option.name not in SINGLE_COMPARED or option.multiple)


@pytest.mark.parametrize(("words", "message"), [
    ([], "name the DATA"),
    (["sprial"], "spiral"),
    (["xor", "--optimizer", "sgd", "--seeds", "1"], "one training is no comparison"),
    (["xor", "--optimizer", "adam,adam", "--seeds", "1"], "one training is no comparison"),
    (["xor", "--optimizer", "sgd,adm"], "'adm' is not one of"),
    (["xor", "--optimizer", "sgd,adam", "--momentum", "0.5"], "sgd or adam has no --momentum"),
    (["xor", "--learning-rate", "0.1:1:log:17"], "17 competitors are more than the 16"),
    (["xor", "--tune", "--learning-rate", "0.1"], "--tune needs several rates"),
    (["xor", "--part", "validation"], "--part validation needs rows held out"),
    (["xor", "--batch-size", "4,0"], "must be >= 1"),
    (["xor", "--epochs", "20000"], "curves.csv would have 1200060 rows"),
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


def test_one_competitor_over_several_seeds_shows_how_much_is_luck():
    done = call("compare", *SMALL, "--optimizer", "adam")
    assert "1 competitor × 3 seeds = 3 trainings" in done.stderr
    rows = [line.split() for line in done.stdout.splitlines()]
    assert [row[0] for row in rows if row and row[0] in numnet.OPTIMIZERS] == ["adam"]
    assert "data and settings are the same" in done.stdout
    comparison = numnet.load_comparison("comparisons/moons-1")
    assert [one["name"] for one in comparison.competitors] == ["adam"] and comparison.seeds == 3
    assert comparison.plot().get_title(loc="left").startswith("moons: adam\n")


def test_damaged_folders_are_refused_in_one_line():
    call("compare", *SMALL, "--optimizer", "sgd,adam", "--quiet", "--out", "found")
    whole = {name: Path("found", name).read_text() for name in ("curves.csv", "results.csv", "config.json")}
    damage = [
        ("curves.csv", "train_loss", "loss"),
        ("curves.csv", "\nsgd,", "\nsdg,"),
        ("curves.csv", "\nsgd,0,", "\nsgd,7,"),
        ("curves.csv", "\nsgd,0,0,0,0.0,", "\nsgd,0,0,0,x,"),
        ("results.csv", "\nadam,", "\nsgd,"),
        ("config.json", '"seeds"', '"sedes"'),
        ("config.json", "{", "["),
        ("config.json", "numnet-comparison-2", "numnet-sweep-2"),
    ]
    for name, old, new in damage:
        changed = whole[name].replace(old, new)
        assert changed != whole[name], old
        Path("found", name).write_text(changed)
        done = call("plot", "compare", "found", code=2)
        assert len(done.stderr.splitlines()) == 1 and "found" in done.stderr, (old, done.stderr)
        Path("found", name).write_text(whole[name])
    call("plot", "compare", "found")
    assert "no config.json" in call("plot", "compare", ".", code=2).stderr
