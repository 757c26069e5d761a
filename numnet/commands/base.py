"""The class of all commands: errors end in one line, with exit code 2."""

import os
import sys

import click

from numnet.options.errors import UserError


def one_line(error, context):
    """An error of the library, in the words of the command line: ``epochs must …`` → ``--epochs must …``."""
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror or error}"
    message = str(error) or type(error).__name__
    if type(error).__name__ == "DataError":  # speaks of the data, not of an option
        return message
    for parameter in context.command.params:
        if isinstance(parameter, click.Option) and message.startswith(f"{parameter.name} "):
            return parameter.opts[-1] + message[len(parameter.name) :]
    return message


class Command(click.Command):
    """A command whose mistakes end in one line; NUMNET_TRACEBACK=1 shows where they came from."""

    def invoke(self, context):
        """Run the command; what the library raises for bad input becomes a :class:`UserError`."""
        from numnet.commands.output.compile_notice import compiling
        from numnet.cuda.errors import DeviceError
        from numnet.files.output import talk_aside

        try:
            with talk_aside(context.params.get("output")), compiling(quiet=not sys.stderr.isatty()):
                # a person waits; `train` says it in a pipe, too
                result = super().invoke(context)
            tell_of_fonts(context)
            return result
        except (click.ClickException, BrokenPipeError):
            raise
        except (
            DeviceError,
            ValueError,
            TypeError,
            LookupError,
            ArithmeticError,
            NotImplementedError,
            OSError,
            MemoryError,
        ) as error:
            if os.environ.get("NUMNET_TRACEBACK"):
                raise
            raise UserError(one_line(error, context)) from None


def tell_of_fonts(context):
    """A notice on stderr where names in a figure had to be written in Latin letters."""
    fonts = sys.modules.get("numnet.figures.drawing.fonts")
    if fonts is not None and not context.params.get("quiet") and fonts.notice():
        click.echo(f"fonts     {fonts.notice()}", err=True)
        fonts.written_in_latin.clear()
