"""What the documents say is so: commands parse and print what is shown, tables follow registries, links lead on.

After a change of the registries, ``python tests/docs/test_docs.py`` prints the tables that belong into README.md.
"""

import json
import re
import runpy
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import numnet
from numnet.commands import main
from numnet.data import DATASETS
from numnet.model.tasks import TASKS
from tests.support.documents import DOCUMENTS, REPOSITORY, blocks, commands, outline, prose, sessions, text

pytestmark = pytest.mark.filterwarnings("error")

RULES = "numnet/kernels/update_rules.py"
SURFACES = "numnet/kernels/surfaces.py"
SMALL = {"png": 400_000, "gif": 800_000}  # bytes of a picture
FIGURES = {"validation_accuracy": "accuracy", "validation_label_accuracy": "label accuracy", "validation_r2": "R²",
           "train_accuracy": "accuracy on its 4 rows"}  # fmt: skip


# --- tables that follow the registries --------------------------------------------------------------------------------


def link(path, function):
    """A link to the line where a function of a module is defined."""
    lines = text(path).splitlines()
    (number,) = [k for k, line in enumerate(lines, 1) if line.startswith(f"def {function}(")]
    return f"[{function}]({path}#L{number})"


def rule_rows():
    """The rows of the README's table of update rules."""
    extra = {"nag": ("look_ahead", RULES), "adamw": ("decay", "numnet/cpu/updates.py")}
    rows = []
    for name, kind in numnet.OPTIMIZERS.items():
        function = "adam" if name == "adamw" else name
        links = [link(RULES, function)] + ([link(*reversed(extra[name]))] if name in extra else [])
        formula = kind.formula.replace("|", "\\|")
        rows.append(f"| `{name}` | {formula} | {kind().learning_rate:g} | {kind.paper} | {', '.join(links)} |")
    return rows


def surface_rows():
    """The rows of the README's table of error surfaces."""
    rows = []
    for name, surface in numnet.SURFACES.items():
        lowest = ", ".join(f"({x:.4g}, {y:.4g})" for x, y in surface.minima) or "none"
        rows.append(f"| `{name}` | {surface.formula} | {lowest} | {surface.help} | {link(SURFACES, name)} |")
    return rows


def task_rows():
    """The rows of the README's table of tasks."""
    targets = {"regression": "numbers", "binary": "two classes", "multiclass": "several classes, one of them right",
               "multilabel": "several labels, any number of them right"}  # fmt: skip
    formulas = {"mse": "½ Σₖ (yₖ − tₖ)²", "identity": "y = net", "sigmoid": "y = 1 / (1 + e⁻ⁿᵉᵗ)",
                "softmax": "yₖ = eⁿᵉᵗₖ / Σⱼ eⁿᵉᵗⱼ"}  # fmt: skip
    entropies = {"binary": "−[t ln y + (1 − t) ln(1 − y)]", "multiclass": "−Σₖ tₖ ln yₖ",
                 "multilabel": "−Σₖ [tₖ ln yₖ + (1 − tₖ) ln(1 − yₖ)]"}  # fmt: skip
    return [
        f"| `{task.name}` | {targets[task.name]} | {task.output}: {formulas[task.output]} "
        f"| {task.loss}: {formulas.get(task.loss) or entropies[task.name]} |"
        for task in TASKS.values()
    ]


def measured(name, seeds=range(5)):
    """(figure, its mean over the seeds) of a bundled set with all options at their defaults."""
    values = []
    for seed in seeds:
        done = CliRunner().invoke(main, ["train", name, "--seed", str(seed), "--json"], catch_exceptions=False)
        metrics = json.loads(done.stdout)["metrics"]
        figure = next(figure for figure in FIGURES if figure in metrics)
        values.append(metrics[figure])
    return FIGURES[figure], sum(values) / len(values)


def accuracy_rows():
    """The rows of the README's table of data sets, measured now."""
    rows = []
    for name, info in DATASETS.items():
        figure, mean = measured(name)
        shown = f"{mean:.3f}" if figure == "R²" else f"{100 * mean:.1f} %"
        rows.append(f"| `{name}` | {info.task} | {info.default_n} × {info.features} | {figure} | {shown} |")
    return rows


def test_the_table_of_rules_is_the_registry():
    shown = [line for line in text("README.md").splitlines() if f"({RULES}#L" in line]
    assert shown == rule_rows(), "python tests/docs/test_docs.py prints the rows"


def test_the_table_of_surfaces_is_the_registry():
    shown = [line for line in text("README.md").splitlines() if f"({SURFACES}#L" in line]
    assert shown == surface_rows(), "python tests/docs/test_docs.py prints the rows"


def test_the_table_of_tasks_is_the_registry():
    shown = [line for line in text("README.md").splitlines() if re.match(rf"\| `({'|'.join(TASKS)})`", line)]
    assert shown == task_rows()


def accuracy_table():
    """{data set: (cells of its row)} as the README has it."""
    rows = [line.strip("| ").split(" | ") for line in text("README.md").splitlines() if re.match(r"\| `\w+` \|", line)]
    return {row[0].strip("`"): row[1:] for row in rows if len(row) == 5 and row[0].strip("`") in DATASETS}


def test_the_table_of_data_sets_is_the_catalogue():
    about = {name: [info.task, f"{info.default_n} × {info.features}"] for name, info in DATASETS.items()}
    assert {name: row[:2] for name, row in accuracy_table().items()} == about


@pytest.mark.slow
@pytest.mark.parametrize("name", DATASETS)
def test_the_defaults_reach_what_the_readme_says(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    figure, mean = measured(name)
    *_, shown_figure, shown = accuracy_table()[name]
    value = float(shown.removesuffix(" %")) / (100 if "%" in shown else 1)
    assert figure == shown_figure and mean == pytest.approx(value, abs=0.02)


def test_every_schedule_and_command_is_named():
    readme = text("README.md")
    assert all(name in readme for name in numnet.SCHEDULES)
    assert all(f"numnet {name}" in readme for name in main.list_commands(click.Context(main)))


# --- code and commands ------------------------------------------------------------------------------------------------


def test_the_python_of_the_readme_runs(tmp_path, monkeypatch, capsys):
    ((_, code),), ((_, output),) = blocks("README.md", "python"), blocks("README.md", "text")
    assert sum(bool(line) for line in code.splitlines()) <= 10
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ten_lines.py").write_text(code, encoding="utf-8")
    runpy.run_path(str(tmp_path / "ten_lines.py"))
    assert outline(capsys.readouterr().out) == outline(output)
    assert (tmp_path / "spiral.safetensors").is_file()


def test_the_commands_of_the_readme_print_what_it_shows(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shown = [(command, output) for command, output in sessions("README.md") if output]
    ((_, flats),) = blocks("README.md", "csv")
    Path("flats.csv").write_text(flats, encoding="utf-8")
    assert len([command for command, _ in shown if command.startswith("numnet ")]) >= 5
    for command, output in shown:
        words = shlex.split(command)
        if words[0] == "head":
            printed = "\n".join(Path(words[2]).read_text().splitlines()[: int(words[1][1:])])
        else:
            done = CliRunner().invoke(main, words[1:], catch_exceptions=False)
            assert done.exit_code == 0, (command, done.output)
            printed = done.output
        assert outline(printed) == outline(output), command


@pytest.mark.parametrize(("document", "command"), [(d, c) for d in DOCUMENTS for c in commands(d)])
def test_every_command_exists_with_its_options(document, command):
    """A name alone, `numnet train`, speaks of a command; with more words it must be a call that Click takes."""
    words = shlex.split(command)[1:]
    words = [{"SEED": "0", "N": "2"}.get(word, word) for word in words]
    group = main
    while words and isinstance(group, click.Group) and not words[0].startswith("-"):
        name = words.pop(0)
        group = group.get_command(click.Context(group), name)
        assert group is not None, name
    if words and words != ["--help"]:
        known = {option for parameter in group.params for option in parameter.opts}
        assert all(word in known for word in words if word.startswith("-") and len(word) > 1)
        if not words[-1].startswith("--"):
            group.make_context(name, words)


# --- links, names, pictures -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_and_paths_lead_somewhere(document):
    folder = (REPOSITORY / document).parent
    for name, target in re.findall(r"\[([^\]]*)\]\(([^)\s]+)\)", prose(document)):
        if not target.startswith(("https://", "#")):
            path, _, place = target.partition("#")
            assert (folder / path).exists(), target
            if re.fullmatch(r"L\d+", place):
                line = (folder / path).read_text(encoding="utf-8").splitlines()[int(place[1:]) - 1]
                assert line.startswith(f"def {name}("), target
    for path in re.findall(r"`((?:numnet|tests|datasets|figures|benchmarks)/[\w./]+)`", prose(document)):
        assert (REPOSITORY / path).exists(), path


def test_names_are_in_the_files_that_the_guide_says():
    pairs = re.findall(r"`(\w+)` in `([\w/.]+\.py)`", " ".join(text("CONTRIBUTING.md").split()))
    assert len(pairs) >= 10
    for name, path in pairs:
        assert re.search(rf"\b{name}\b", text(path)), (name, path)


def gallery():
    return runpy.run_path(str(REPOSITORY / "figures" / "make.py"))


def test_the_gallery_is_what_its_readme_says():
    made = gallery()
    row = r"^\| \[([\w-]+\.(?:png|gif))\]\(([\w-]+\.(?:png|gif))\) \| `([^`]+)` \|"
    rows = re.findall(row, text("figures/README.md"), re.MULTILINE)
    assert {name: command for name, _, command in rows} == made["PICTURES"] and all(a == b for a, b, _ in rows)
    assert tuple(command for command, _ in sessions("figures/README.md")) == made["TRAININGS"]
    pictures = {path.name for path in (REPOSITORY / "figures").iterdir() if path.suffix in (".png", ".gif")}
    assert pictures == set(made["PICTURES"])


def test_every_kind_of_plot_is_in_the_gallery():
    assert {command.split()[2] for command in gallery()["PICTURES"].values()} == set(numnet.figures.FIGURES)


def test_pictures_are_small_and_each_training_is_drawn():
    made = gallery()
    for name in made["PICTURES"]:
        most = SMALL[name[-3:]]
        assert (REPOSITORY / "figures" / name).stat().st_size < most, name
    drawn = {training for command in made["PICTURES"].values() for training in made["trainings_for"](command)}
    assert drawn == set(made["TRAININGS"])


def test_the_changelog_has_this_version():
    assert f"## [{numnet.__version__}]" in text("CHANGELOG.md")


if __name__ == "__main__":
    print(*("\n".join(rows()) for rows in (rule_rows, surface_rows, task_rows)), sep="\n\n")
