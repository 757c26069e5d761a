"""Help and usage errors: complete, derived from the registries, and instant."""

import importlib.metadata
import sys

import click
import pytest
from click.testing import CliRunner

from numnet.commands import COMMANDS, main
from numnet.data import DATASETS
from numnet.model.activations import ACTIVATIONS
from numnet.model.initializers import INITIALIZERS
from numnet.model.losses import LOSSES
from numnet.model.tasks import TASKS
from numnet.optim.optimizers import OPTIMIZERS
from numnet.optim.schedules import SCHEDULES
from tests.support.cli import REPOSITORY, apart, python

pytestmark = pytest.mark.filterwarnings("error")


def commands(group=main, words=()):
    """[(words of the call, command)] of the whole tree."""
    context = click.Context(group)
    found = [(words, group)]
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        inner = (*words, name)
        found += commands(command, inner) if isinstance(command, click.Group) else [(inner, command)]
    return found


ALL = dict(commands())
KINDS = ["boundary", "convergence", "confusion", "sweep", "compare", "landscape", "activations", "losses", "schedules",
         "datasets", "race", "anatomy", "optimizers", "batches", "gradients", "saturation", "capacity", "encoding",
         "selection", "network", "neuron", "neurons", "hidden", "weights", "training", "all"]


def help_of(*words, ask="--help"):
    """The text of the help in single spaces."""
    result = CliRunner().invoke(main, [*words, ask], prog_name="numnet", terminal_width=200)
    assert result.exit_code == 0 and result.stderr == ""
    return " ".join(result.stdout.split())


def test_all_commands_and_kinds_of_plot_are_there():
    assert set(COMMANDS) >= {"train", "predict", "evaluate", "summary", "datasets", "info", "warmup", "plot", "sweep",
                             "compare", "trace", "check", "example"}
    assert {words[1] for words in ALL if words[:1] == ("plot",) and len(words) == 2} >= set(KINDS)
    assert {words[1] for words in ALL if words[:1] == ("datasets",) and len(words) == 2} == {"list", "show", "export"}


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_every_command_has_help_with_an_example(words):
    text = help_of(*words)
    assert f"Usage: {' '.join(('numnet', *words))}" in text
    assert "Example:" in text
    example = text.split("Example:")[1].split("Options:")[0]
    assert f"numnet {' '.join(words)}".strip() in example
    for parameter in ALL[words].params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            assert parameter.help, f"{parameter.name} has no help"


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_help_fits_a_terminal(words):
    output = CliRunner().invoke(main, [*words, "--help"], prog_name="numnet").stdout
    too_long = [line for line in output.splitlines() if len(line) > 100 and " [" not in line]
    assert not too_long


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_lists_every_command(flag):
    text = CliRunner().invoke(main, [flag]).stdout
    for name, (_, line) in COMMANDS.items():
        assert name in text and line in text


@pytest.mark.parametrize("name", COMMANDS)
def test_the_line_in_the_list_opens_the_help_of_the_command(name):
    opening = " ".join(COMMANDS[name][1].rstrip(".").split()[:3]).rstrip(",")
    assert f"numnet {name} " in help_of(name) and opening in help_of(name)


def test_version():
    result = CliRunner().invoke(main, ["--version"], prog_name="numnet")
    import numnet

    assert result.exit_code == 0 and numnet.__version__ in result.stdout
    try:
        assert importlib.metadata.version("numnet") == numnet.__version__
    except importlib.metadata.PackageNotFoundError:
        pass  # a clone that is not installed


@pytest.mark.parametrize("registry", [OPTIMIZERS, ACTIVATIONS, LOSSES, INITIALIZERS, SCHEDULES, TASKS],
                         ids=["optimizers", "activations", "losses", "initializers", "schedules", "tasks"])
def test_every_name_of_a_registry_is_in_the_help_of_train(registry):
    words = set(help_of("train", ask="--help-all").translate(str.maketrans("|,[]().", " " * 7)).split())
    assert set(registry) <= words


def test_every_default_of_train_is_visible():
    for parameter in ALL[("train",)].params:
        if not isinstance(parameter, click.Option) or parameter.is_flag or parameter.name == "resume":
            continue
        assert parameter.show_default or "default:" in parameter.help, parameter.name


def test_every_data_set_is_listed(monkeypatch):
    monkeypatch.setitem(DATASETS, "a_new_one", DATASETS["xor"].__class__("a_new_one", "binary", "just in", "real", 7))
    result = CliRunner().invoke(main, ["datasets", "list"])
    assert result.exit_code == 0
    lines = result.stdout.splitlines()[1:]
    named = [line.split()[0] for line in lines]
    assert len(named) == len(DATASETS)
    for line, info in zip(lines, DATASETS.values()):
        assert info.description in line and info.task in line and str(info.default_n) in line
    assert CliRunner().invoke(main, ["datasets"]).stdout == result.stdout


# --- without loading what is slow to load ---

SCRIPT = """
import sys
from numnet.commands import main
try:
    main(sys.argv[1:], prog_name="numnet")
except SystemExit as exit:
    code = exit.code or 0
roots = {name.partition(".")[0] for name in sys.modules}
print("LOADED", code, *sorted(roots & {"numba", "llvmlite", "matplotlib", "numpy", "scipy", "rich", "safetensors"}))
"""


def loaded(tmp_path, *words):
    """(exit code, heavy packages) of a call in its own process, in an empty folder."""
    done = python("-W", "error", "-c", SCRIPT, *words, folder=tmp_path)
    assert not list(tmp_path.iterdir())
    last = done.stdout.splitlines()[-1].split()
    assert last[0] == "LOADED"
    return int(last[1]), set(last[2:])


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["train", "--help"], ["predict", "--help"],
                                   ["warmup", "--help"], ["datasets", "--help"], ["plot", "--help"],
                                   ["plot", "boundary", "--help"], ["sweep", "--help"], ["compare", "--help"],
                                   ["plot", "landscape", "--help"], ["trace", "--help"], ["check", "--help"],
                                   ["example", "--help"], ["example"], ["plot", "capacity", "--help"]],
                         ids=" ".join)
def test_help_loads_nothing_heavy(tmp_path, words):
    assert loaded(tmp_path, *words) == (0, set())


@pytest.mark.parametrize("words", [
    ["nosuch"], ["train"], ["train", "xor", "--nosuch"], ["train", "xor", "--optimizer", "adm"],
    ["train", "xor", "--learning-rate", "-1"], ["train", "xor", "--hidden", "-3"],
    ["train", "xor", "--batch-size", "0"],
    ["train", "xor", "--schedule", "cosin"], ["train", "xor", "--activation", "rleu"],
    ["train", "xor", "--momentum", "0.5"], ["plot", "nosuch"], ["predict"],
    ["warmup", "--dtype", "float16"], ["sweep"], ["sweep", "xor", "--learning-rate", "1:2"],
    ["sweep", "xor", "--momentum", "0.5"], ["sweep", "sprial"], ["sweep", "--resume", "nosuch"],
    ["compare"], ["compare", "sprial"],
    ["compare", "xor", "--momentum", "0.5", "--optimizer", "sgd,adam"],
    ["plot", "landscape", "nosuch", "--radius", "2"],
    ["trace", "sprial"], ["trace", "xor", "--momentum", "0.5"], ["trace", "xor", "--batch", "1,1"],
    ["check", "sprial"], ["check", "xor", "--momentum", "0.5"],
    ["train", "sprial"], ["train", "nosuch.csv"], ["summary", "sprial"], ["datasets", "show", "sprial"],
], ids=" ".join)
def test_errors_about_options_and_data_load_neither_numba_nor_matplotlib(tmp_path, words):
    code, heavy = loaded(tmp_path, *words)
    assert code == 2
    assert not heavy & {"numba", "llvmlite", "scipy", "matplotlib"}


def test_importing_numnet_loads_nothing_heavy(tmp_path):
    code = "import sys, numnet; dir(numnet); print(*{'numpy', 'numba', 'matplotlib', 'click'} & set(sys.modules))"
    done = python("-c", code)
    assert (done.stdout.strip(), done.stderr) == ("", "")


@pytest.mark.skipif(sys.platform == "win32", reason="CPU time of children, as Unix counts it")
def test_help_takes_less_than_a_quarter_of_a_second(tmp_path):
    """Of CPU time: what else runs on the machine doesn't count."""
    import resource

    def used():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    seconds = []
    for _ in range(6):
        before = used()
        apart("--help", folder=tmp_path)
        seconds.append(used() - before)
        if seconds[-1] < 0.25:
            return
    pytest.fail(f"numnet --help took {min(seconds):.2f} s of CPU time at best")


@pytest.mark.parametrize("words", [["-m", "numnet"], [str(REPOSITORY / "cli.py")]], ids=["python -m numnet", "cli.py"])
def test_the_other_ways_to_call_it_are_the_same_program(tmp_path, words):
    done = python(*words, "--help", folder=tmp_path, COLUMNS=80)
    assert done.stderr == ""
    assert done.stdout == CliRunner(env={"COLUMNS": "80"}).invoke(main, ["--help"], prog_name="numnet").stdout


def test_help_can_be_printed_where_the_terminal_knows_no_greek(tmp_path):
    apart("train", "--help", folder=tmp_path, PYTHONIOENCODING="latin-1")
