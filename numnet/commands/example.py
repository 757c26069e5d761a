"""``numnet example``: scripts that do in Python what figures and commands show."""

import ast
from pathlib import Path

import click

from numnet.commands.base import Command
from numnet.commands.output.notebook import notebook_of
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
@click.option("--notebook", is_flag=True, help="Write a notebook for Jupyter, NAME.ipynb.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
def example(name, output, notebook, force):
    """Write a short script that does in Python what a figure or a command shows; without NAME list them.

    \b
    Example:
      numnet example
      numnet example backpropagation
      numnet example backpropagation --notebook
    """
    if name is None:
        if output is not None or notebook or force:
            raise UserError("--output, --notebook and --force need the NAME of an example; numnet example lists them")
        width = max(map(len, EXAMPLES))
        for each in EXAMPLES:
            click.echo(f"{each:<{width}}  {summary(each)}")
        click.echo("\nnumnet example NAME writes NAME.py into this folder; python NAME.py runs it")
        click.echo("numnet example NAME --notebook writes NAME.ipynb, for Jupyter")
        return
    from numnet.files.output import is_stdout, write_output

    path = output or Path(f"{name}.ipynb" if notebook else f"{name}.py")
    if notebook and path.suffix == ".py":
        raise UserError(f"--notebook writes a notebook, and {path} is a script's name; end it in .ipynb")
    notebook = notebook or path.suffix == ".ipynb"
    there = path.is_file() and not is_stdout(path)
    if there and not force:
        raise UserError(f"{path} exists; --force replaces it, -o names another file")
    write_output(path, notebook_of(script(name)) if notebook else script(name))
    if not is_stdout(path):
        how = "open it with: jupyter lab" if notebook else "run it with: python"
        click.echo(f"{path} {'replaced' if there else 'written'}; {how} {path}")
