"""The tables of the documents follow registries, measured results and the order of the packages.

``python -m tests.docs.test_tables`` prints the rows that belong into the pages; with ``--write``, which is ``make
tables``, it writes them there.
"""

import json
import re
import sys
import textwrap
from dataclasses import fields

import pytest
from click.testing import CliRunner

import numnet
from numnet.benchmark.grid_search import GridSearch
from numnet.benchmark.peers.registry import PEERS
from numnet.benchmark.workloads import WORKLOADS
from numnet.commands import COMMANDS, main
from numnet.commands.output.benchmark_report import number, search_seconds, searches_in
from numnet.data import DATASETS
from numnet.export import FORMATS
from numnet.model.tasks import TASKS
from tests.support.documents import REPOSITORY, text
from tests.test_architecture import FLOOR, FLOORS

pytestmark = pytest.mark.filterwarnings("error")

MEASURES = {"validation_accuracy": "accuracy", "validation_label_accuracy": "label accuracy", "validation_r2": "R²",
            "train_accuracy": "accuracy on its 4 rows"}  # fmt: skip
STEP = re.compile(r"^(\d)  [│├└ ]*([\w/]+\.py) +(\w+(?:, \w+)*)  +\S", re.MULTILINE)  # of a journey: floor, file, names


def row(*cells):
    """A row of a table in Markdown; a bar in a cell is no border."""
    return "|" + "|".join(f" {cell} ".replace("|", "\\|") if cell else " " for cell in cells) + "|"


def link(folder, name):
    """A link from docs/ to the file of an entry of a folder of equations."""
    return f"[{name}.py](../numnet/kernels/{folder}/{name}.py)"


# --- rows -------------------------------------------------------------------------------------------------------------


def rule_rows():
    for name, kind in numnet.OPTIMIZERS.items():
        yield row(f"`{name}`", kind.formula, f"{kind().learning_rate:g}", kind.paper, link("rules", name))


def schedule_rows():
    for name, kind in numnet.SCHEDULES.items():
        options = [f"`{p.name}={p.default!r}`" for p in fields(kind) if p.name != "warmup" or name == "warmup"]
        yield row(f"`{name}`", kind.formula, ", ".join(options), kind.__doc__.partition("\n")[0])


def task_rows():
    targets = {"regression": "numbers", "binary": "two classes", "multiclass": "several classes, one of them right",
               "multilabel": "several labels, any number of them right"}  # fmt: skip
    formulas = {"mse": "½ Σₖ (yₖ − tₖ)²", "identity": "y = net", "sigmoid": "y = 1 / (1 + e⁻ⁿᵉᵗ)",
                "softmax": "yₖ = eⁿᵉᵗₖ / Σⱼ eⁿᵉᵗⱼ"}  # fmt: skip
    entropies = {"binary": "−[t ln y + (1 − t) ln(1 − y)]", "multiclass": "−Σₖ tₖ ln yₖ",
                 "multilabel": "−Σₖ [tₖ ln yₖ + (1 − tₖ) ln(1 − yₖ)]"}  # fmt: skip
    for task in TASKS.values():
        error = formulas.get(task.loss) or entropies[task.name]
        yield row(f"`{task.name}`", targets[task.name], f"{task.output}: {formulas[task.output]}",
                  f"{task.loss}: {error}")  # fmt: skip


def activation_rows():
    for activation in numnet.ACTIVATIONS.values():
        yield row(f"`{activation.name}`", activation.formula, activation.derivative_formula, activation.source)


def loss_rows():
    for loss in numnet.LOSSES.values():
        yield row(f"`{loss.name}`", loss.formula, loss.delta_formula, loss.source)


def initializer_rows():
    for initializer in numnet.INITIALIZERS.values():
        yield row(f"`{initializer.name}`", initializer.formula, initializer.source)


def surface_rows():
    for name, surface in numnet.SURFACES.items():
        lowest = ", ".join(f"({x:.4g}, {y:.4g})" for x, y in surface.minima) or "none"
        yield row(f"`{name}`", surface.formula, lowest, surface.help, link("surfaces", name))


def speed_rows():
    def ratio(found, peer, several):
        if peer not in found:
            return ""
        value = found[peer]["ratio"]
        return f"{value:.1f} ×" * (value < 10) + f"{value:.0f} ×" * (value >= 10) + " (`vmap`)" * several

    for name, found in json.loads(text("benchmarks/results.json"))["results"].items():
        workload, time = WORKLOADS[name], found["numnet"]["us"]
        if isinstance(workload, GridSearch):
            continue
        several, network = workload.members > 1, "-".join(map(str, workload.sizes))
        network = f"{workload.members} of {network} at once" if several else network
        network += ", tanh" * (workload.activation == "tanh") + f", {workload.batch:,}"
        time = (f"{time:.2g}" if time < 100 else f"{time:.0f}") + " each" * several
        yield row(network, time, *(ratio(found, peer, several) for peer in ("jax", "torch", "sklearn")))


def search_rows():
    for found in searches_in(json.loads(text("benchmarks/results.json"))["results"]).values():
        for peer, one in found.items():
            seconds, first = search_seconds("grid", one), one["first"]["seconds"]
            times = "" if peer == "numnet" else f"{number(one['ratio'])} ×"
            differ = "" if peer == "numnet" else f"{100 * one['difference']:.1g} %"
            title = f"{PEERS[peer].title}: {one['choice']}"
            yield row(title, f"{number(seconds)} s", times, f"{number(first)} s", differ)


TABLES = [  # page, what its table begins with, rows
    ("docs/optimizers.md", "`--optimizer`", rule_rows),
    ("docs/optimizers.md", "`--schedule`", schedule_rows),
    ("docs/networks.md", "task", task_rows),
    ("docs/networks.md", "`--activation`", activation_rows),
    ("docs/networks.md", "`--loss`", loss_rows),
    ("docs/networks.md", "`--init`", initializer_rows),
    ("docs/surfaces.md", "surface", surface_rows),
    ("docs/speed.md", "network, batch", speed_rows),
    ("docs/speed.md", "grid search", search_rows),
    ("README.md", "network, batch", speed_rows),
]


def with_rows(content, heading, rows):
    """The page with these rows below the heading of its table."""
    table = re.compile(rf"^(\| {re.escape(heading)} \|.*\n\|[-|]+\|\n)(?:\|.*\n)*", re.MULTILINE)
    assert len(table.findall(content)) == 1, heading
    return table.sub(lambda match: match[1] + "".join(f"{line}\n" for line in rows), content)


def with_relu_family(content):
    """The page on networks with the activations that start like relu in its sentence on ``auto``."""
    (paragraph,) = re.findall(r"^Biases start at 0\..*?(?=\n\n)", content, re.MULTILINE | re.DOTALL)
    words, names = " ".join(paragraph.split()), ", ".join(f"`{name}`" for name in relu_family())
    words = re.sub(r"(ReLU family) \(.*?\)", lambda match: f"{match[1]} ({names})", words)
    return content.replace(paragraph, textwrap.fill(words, 120, break_on_hyphens=False, break_long_words=False))


def relu_family():
    """The activations whose weights start by ``he`` where nothing is said."""

    def weights(activation, init):
        return numnet.Network([3, 4, 1], activation=activation, init=init, task="binary", seed=0).weights[0]

    return [name for name in numnet.ACTIVATIONS if (weights(name, "auto") == weights(name, "he")).all()]


def write():
    """Write all of these into the pages."""
    for page in dict.fromkeys(page for page, _, _ in TABLES):
        content = text(page)
        for _, heading, rows in (table for table in TABLES if table[0] == page):
            content = with_rows(content, heading, rows())
        content = with_relu_family(content) if page == "docs/networks.md" else content
        (REPOSITORY / page).write_text(content, encoding="utf-8")


@pytest.mark.parametrize(("page", "heading", "rows"), TABLES)
def test_a_table_follows_from_what_it_shows(page, heading, rows):
    assert with_rows(text(page), heading, rows()) == text(page), "make tables writes the rows"


def test_a_table_gets_its_rows_and_nothing_else_changes():
    page = "# One\n\n| a | b |\n|---|---|\n| 1 | old |\n| 2 | old |\n\n| c |\n|---|\n| 3 |\n"
    assert with_rows(page, "a", ["| 4 | \\1 |"]) == page.replace("| 1 | old |\n| 2 | old |", "| 4 | \\1 |")
    assert with_rows(page, "c", ["| 3 |"]) == page


def test_the_table_of_commands_is_the_help():
    shown = re.findall(r"^\| `numnet (\w+)` \| ([^|]+) \|", text("docs/commands.md"), re.MULTILINE)
    assert shown == [(name, words) for name, (_, words) in COMMANDS.items()]


def test_the_table_of_formats_is_what_export_writes():
    rows = re.findall(r"^\| `(\w+)` \| `([^`/]+)/?`[^|]*\|(.*)\|$", text("docs/export.md"), re.MULTILINE)
    shown = {name: (file, *re.findall(r"pip install '\.\[(\w+)\]'", needs)) for name, file, needs in rows}
    assert shown == {name: (form.file, *filter(None, [form.extra])) for name, form in FORMATS.items()}


def test_the_page_on_networks_names_the_relu_family():
    assert f"({', '.join(f'`{name}`' for name in relu_family())})" in " ".join(text("docs/networks.md").split())
    assert with_relu_family(text("docs/networks.md")) == text("docs/networks.md"), "make tables writes the names"


def test_the_readme_is_short():
    assert len(text("README.md").splitlines()) <= 150 and len(text("CONTRIBUTING.md").splitlines()) <= 120


# --- data sets, measured ----------------------------------------------------------------------------------------------


def measured(name, seeds=range(5)):
    """(what is measured, its mean over the seeds) of a bundled set with all options at their defaults."""
    values = []
    for seed in seeds:
        done = CliRunner().invoke(main, ["train", name, "--seed", str(seed), "--json"], catch_exceptions=False)
        metrics = json.loads(done.stdout)["metrics"]
        measure = next(measure for measure in MEASURES if measure in metrics)
        values.append(metrics[measure])
    return MEASURES[measure], sum(values) / len(values)


def results():
    """{data set: (cells of its row)} as docs/results.md has it."""
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", text("docs/results.md"), re.MULTILINE)
    return {name: cells.split(" | ") for name, cells in rows}


def test_the_table_of_data_sets_is_the_catalogue():
    about = {name: [info.task, f"{info.default_n} × {info.features}"] for name, info in DATASETS.items()}
    assert {name: cells[:2] for name, cells in results().items()} == about


@pytest.mark.slow
@pytest.mark.parametrize("name", DATASETS)
def test_the_defaults_reach_what_the_page_says(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    measure, mean = measured(name)
    assert results()[name][2:] == [measure, f"{mean:.3f}" if measure == "R²" else f"{100 * mean:.1f} %"]


# --- the architecture -------------------------------------------------------------------------------------------------


def test_the_folders_of_the_architecture_are_the_floors():
    shown = re.findall(r"^\| (\d+) \| `(\w+)` \|", text("docs/architecture.md"), re.MULTILINE)
    floors = [{name for height, name in shown if int(height) == floor} for floor in reversed(range(len(FLOORS)))]
    assert floors == [set(line.split()) for line in FLOORS] and len(shown) == len(FLOOR)


def test_every_step_of_a_journey_is_in_the_file_that_it_names():
    steps = STEP.findall(text("docs/architecture.md"))
    assert len(steps) == len(re.findall(r"^\d  .*\.py", text("docs/architecture.md"), re.MULTILINE)) > 40
    for floor, path, names in steps:
        source = text(f"numnet/{path}")
        assert int(floor) == FLOOR[path.partition("/")[0]], path
        for name in names.split(", "):
            assert re.search(rf"^ *(?:(?:def|class) {name}\b|{name} = )", source, re.MULTILINE), (path, name)


if __name__ == "__main__":
    if "--write" in sys.argv[1:]:
        write()
    else:
        for page, _, rows in TABLES:
            print(f"{page}:", *rows(), "", sep="\n")
