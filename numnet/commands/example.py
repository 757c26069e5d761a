"""``numnet example``: scripts that do in Python what figures and commands show."""

import ast
from pathlib import Path

import click

from numnet.commands.base import Command
from numnet.options.errors import UserError
from numnet.utils.lookup import lookup

# In the order of the course; each is examples/NAME.py, and its first line is the help.
EXAMPLES = (
    "neuron", "xor", "landscape", "backpropagation", "gradient_check", "vanishing", "capacity", "regression", "binary",
    "saturation", "multiclass", "multilabel", "batches", "schedules", "race", "optimizers", "population", "saving",
)  # fmt: skip


def script(name):
    """The text of an example.  Raises ValueError for an unknown name."""
    from numnet.files.package_data import companion

    lookup(dict.fromkeys(EXAMPLES, name), name, "NAME")
    return companion(f"examples/{name}.py").read_text(encoding="utf-8")


def summary(name):
    """The first line of its docstring."""
    return ast.get_docstring(ast.parse(script(name))).splitlines()[0]


@click.command(cls=Command)
@click.argument("name", required=False)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File; - for stdout.  [default: NAME.py]")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def example(name, output, force):
    """Write a short script that does in Python what a figure or a command shows; without NAME list them.

    \b
    Example:
      numnet example
      numnet example backpropagation
    """
    if name is None:
        if output is not None or force:
            raise UserError("--output and --force need the NAME of an example; numnet example lists them")
        width = max(map(len, EXAMPLES))
        for each in EXAMPLES:
            click.echo(f"{each:<{width}}  {summary(each)}")
        click.echo("\nnumnet example NAME writes NAME.py into this folder; python NAME.py runs it")
        return
    from numnet.files.output import is_stdout, write_output

    text, path = script(name), output or Path(f"{name}.py")
    there = path.is_file() and not is_stdout(path)
    if there and not force:
        raise UserError(f"{path} exists; --force replaces it, -o names another file")
    write_output(path, text)
    if not is_stdout(path):
        click.echo(f"{path} {'replaced' if there else 'written'}; run it with: python {path}")
