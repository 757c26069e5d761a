"""Small random faults put into a copy of the package, one at a time: does a quick test notice?

A fault is another operator, a constant one more or one less, a condition turned round, a value that is not returned, a
statement that is gone.  The tests of its module come first, then those of its folder, those that name the module, all.
"""

import ast
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import click

REPOSITORY = Path(__file__).resolve().parents[1]
COMPILED = ("numnet/kernels/", "numnet/cpu/")  # a fault there makes all kernels compile again
SIMULATED = ["-m", "cuda", "tests/cuda/test_training.py", "tests/training/test_gpu_population.py"]
SWAPPED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Div, ast.Mod: ast.Mult,
    ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip


class Fault(NamedTuple):
    """A stretch of a file, in bytes, and what stands there instead."""

    file: str
    line: int
    start: int
    end: int
    old: str
    new: str

    def __str__(self):
        return f"{self.file}:{self.line}: " + "  →  ".join(" ".join(s.split())[:80] for s in (self.old, self.new))

    def put_into(self, content):
        """The file's content with the fault."""
        return content[: self.start] + self.new.encode() + content[self.end :]


class Places(ast.NodeVisitor):
    """``found``: [[(node, its replacement)]], a list for each place; docstrings, annotations, f-strings left out."""

    def __init__(self, tree):
        self.found = []
        self.visit(tree)

    def visit_FunctionDef(self, node):
        for inner in (*node.args.defaults, *filter(None, node.args.kw_defaults), *node.body):
            self.visit(inner)

    def visit_AnnAssign(self, node):
        if node.value is not None:
            self.visit(node.value)

    def visit_JoinedStr(self, node):
        pass  # before Python 3.12 nobody knows where its parts stand

    def generic_visit(self, node):
        if variants := list(faults(node)):
            self.found.append(variants)
        super().generic_visit(node)


def changed(node, **attributes):
    """The node with other attributes, as text."""
    return f"({ast.unparse(type(node)(**{**vars(node), **attributes}))}\n)"


def faults(node):
    """(node to replace, text) of every fault that a node may have."""
    match node:
        case ast.Compare(ops=ops):
            for k, op in enumerate(ops):
                yield node, changed(node, ops=[*ops[:k], SWAPPED[type(op)](), *ops[k + 1 :]])
        case ast.BinOp(op=op) | ast.BoolOp(op=op) if type(op) in SWAPPED:
            yield node, changed(node, op=SWAPPED[type(op)]())
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield node, changed(operand)
        case ast.Constant(value=bool(value)):
            yield node, changed(node, value=not value)
        case ast.Constant(value=int(value) | float(value)):
            yield from ((node, changed(node, value=value + step)) for step in (1, -1))
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            yield test, f"(not {changed(test)})"
        case ast.Return(value=ast.expr()):
            yield node, "return None\n"
        case ast.Assign() | ast.AugAssign() | ast.Expr(value=ast.Call() | ast.IfExp() | ast.Yield() | ast.YieldFrom()):
            yield node, "pass\n"


def faults_of(file):
    """[[`Fault`]] of a file: a list for each place.  A fault leaves the number of lines as it is."""
    content = (REPOSITORY / file).read_bytes()
    starts = [0]
    for line in content.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def fault(node, new):
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[node.end_lineno - 1] + node.end_col_offset
        old = content[start:end].decode()
        return Fault(file, node.lineno, start, end, old, new.replace("\n", "\n" * old.count("\n"), 1))

    return [[fault(*variant) for variant in variants] for variants in Places(ast.parse(content)).found]


def tests_of(file, copied):
    """The folder of tests nearest to a file; all of them where it has none."""
    folder = Path("tests", *Path(file).parts[1:-1])
    return next(each for each in (folder, *folder.parents) if (copied / each).is_dir())


def stages(file, copied):
    """[paths for pytest]: the tests of a module in the copy, its folder's, its users'; none stands for all."""
    path, name, folder = Path(file), ".".join(Path(file).with_suffix("").parts), tests_of(file, copied)
    files = [each.relative_to(copied) for root in ("numnet", "tests") for each in sorted((copied / root).rglob("*.py"))]
    texts = {each: (copied / each).read_text("utf-8").replace(" import ", ".") for each in files if each != path}
    users = [each for each in texts if name in texts[each]]  # else those of its folder, which lists its files
    users = users or [each for each in texts if name.rpartition(".")[0] in texts[each]]
    theirs = [each if each.name.startswith("test_") else tests_of(each, copied) for each in users]
    nearest = [[folder / f"test_{path.stem}.py"], [folder, path], dict.fromkeys(theirs)]
    there = [[str(each) for each in paths if each != Path("tests") and (copied / each).exists()] for paths in nearest]
    return [*filter(None, there), *([SIMULATED] if file.startswith("numnet/cuda/") else []), []]


def run_tests(folder, paths, cache, seconds):
    """Run the quick tests in the copy; returns who noticed something, or None."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "NUMNET_CACHE_DIR": str(cache), "PYTHONSAFEPATH": "1"}
    environment |= {"NUMBA_ENABLE_CUDASIM": "1"} if paths == SIMULATED else {}
    words = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *paths]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "errors": "replace"}
    process = subprocess.Popen(words, cwd=folder, env=environment, start_new_session=True, **pipes)
    try:
        output, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return f"time is up after {seconds} s"
    if process.returncode in (0, 5):  # all passed; none collected
        return None
    return next((line for line in output.splitlines() if line.startswith(("FAILED", "ERROR"))), output[-300:])


@click.command()
@click.option("--count", default=40, show_default=True, help="How many faults.")
@click.option("--seed", default=0, show_default=True, help="Of the draw.")
@click.option("--number", "numbers", type=int, multiple=True, help="Only this one of the draw; repeatable.")
@click.option("--only", default="numnet", show_default=True, help="In files whose paths begin so.")
@click.option("--seconds", default=600, show_default=True, help="For each step of the tests; 4 times that for all.")
def main(count, seed, numbers, only, seconds):
    """Put random faults into a copy of the package, one at a time, and print those that no quick test notices."""
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))  # some faults take all that there is
    files = [path.relative_to(REPOSITORY).as_posix() for path in sorted((REPOSITORY / "numnet").rglob("*.py"))]
    left_out = () if find_spec("numba_cuda") else "numnet/cuda/"  # no test could simulate a GPU
    files = [file for file in files if file.startswith(only) and not file.startswith(left_out)]
    chance = random.Random(seed)
    everywhere = [place for file in files for place in faults_of(file)]
    drawn = [chance.choice(place) for place in chance.sample(everywhere, count)]
    click.echo(f"{len(everywhere)} places in {len(files)} files, without {left_out or 'none'}")
    with tempfile.TemporaryDirectory(prefix="numnet-mutations-") as scratch:
        folder, cache = Path(scratch, "copy"), Path(scratch, "cache")
        ignored = shutil.ignore_patterns(".git", ".venv", ".*_cache", ".hypothesis", "__pycache__", "build", "found")
        shutil.copytree(REPOSITORY, folder, ignore=ignored)
        words = "-m compileall -q --invalidation-mode checked-hash".split()  # times are too coarse to tell an edit
        subprocess.run([sys.executable, *words, "numnet", "tests"], cwd=folder, check=True)
        if noticed := run_tests(folder, [], cache, 4 * seconds):
            raise click.ClickException(f"without any fault: {noticed}")
        survivors = [fault for k, fault in enumerate(drawn)
                     if (not numbers or k in numbers) and survives(k, fault, folder, cache, seconds)]  # fmt: skip
    tried = len(numbers) or len(drawn)
    click.echo("\n".join([f"{tried - len(survivors)} of {tried} noticed; not these:", *map(str, survivors)]))


def survives(number, fault, folder, cache, seconds):
    """Whether no test notices a fault; prints who does."""
    path, begun, noticed = folder / fault.file, time.monotonic(), None
    cache = folder.parent / "cache-of-fault" if fault.file.startswith(COMPILED) else cache
    path.write_bytes(fault.put_into(content := path.read_bytes()))
    for paths in stages(fault.file, folder):
        noticed = noticed or run_tests(folder, paths, cache, seconds if paths else 4 * seconds)
    path.write_bytes(content)
    shutil.rmtree(folder.parent / "cache-of-fault", ignore_errors=True)
    click.echo(f"{number:3} {time.monotonic() - begun:4.0f} s  {fault}\n          {noticed or 'NOBODY NOTICED'}")
    return noticed is None


if __name__ == "__main__":
    main()
