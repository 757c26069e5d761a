"""``numnet export``: a trained model for other programs."""

from pathlib import Path

import click

from numnet.commands.base import Command
from numnet.export import FORMATS
from numnet.files.output import is_stdout
from numnet.options import shell_completion
from numnet.options.errors import UserError

_HELP = "; ".join(f"{entry.name}: {entry.help}" for entry in FORMATS.values())
_FILES = ", ".join(entry.file for entry in FORMATS.values())


@click.command(cls=Command)
@click.argument("run", type=click.Path(path_type=Path), shell_complete=shell_completion.runs)
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS), case_sensitive=False), required=True, help=_HELP + "."
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path),
    help=f"File to write, - for stdout; or folder for tensorboard.  [default: {_FILES} in RUN]",
)  # fmt: skip
@click.option(
    "--input-dtype", type=click.Choice(["float32", "float64"]),
    help="Type of the inputs and outputs of an ONNX graph.  [default: float32]",
)  # fmt: skip
def export(run, form, output, input_dtype):
    """Write a trained model, that of RUN, for other programs, with scaling, names and labels.

    \b
    Example:
      numnet export runs/iris-1 --format onnx
      numnet export runs/iris-1 --format python -o predict.py
      numnet export runs/iris-1 --format json -o - | head
    """
    from numnet.runs.loading import load_run

    options = {} if input_dtype is None else {"input_dtype": input_dtype}
    if not options.keys() <= set(FORMATS[form].options):
        raise UserError(f"--input-dtype is for --format onnx, not for {form}")
    try:
        path, remark = FORMATS[form].write(load_run(run), output, **options)
    except ModuleNotFoundError as error:
        raise UserError(str(error)) from None
    if not is_stdout(path):
        click.echo(path)
    if remark:
        click.echo(remark, err=True)
