"""The classes of all commands and groups: errors end in one line, with exit code 2."""

import os
import sys

import click

from numnet.options.errors import UserError
from numnet.utils.lookup import did_you_mean
from numnet.utils.synonyms import COMMANDS, SYNONYMS, meant


def in_one_line(error):
    """A mistake in the call, as Click found it, without the usage and with the remedy; a group's help stays that."""
    if isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ())):  # Click 8.1 has none
        return error
    message = error.format_message().removesuffix(".")
    if isinstance(error, click.NoSuchOption):
        parameters = error.ctx.command.get_params(error.ctx)
        typed = [word for each in parameters for word in (*each.opts, *each.secondary_opts) if word.startswith("--")]
        known = {word[2:].replace("-", "_"): word for word in typed}
        names = [known[name] for name in meant(error.option_name.lstrip("-"), known, SYNONYMS)]
        message = f"No such option {error.option_name!r}; {did_you_mean(names) if names else all_of(error.ctx)}"
    elif isinstance(error, click.MissingParameter):
        message += f"; {error.ctx.command_path} --help has an example"
    return UserError(message)


def all_of(context):
    """Where everything is listed that a command takes."""
    words = {word for parameter in context.command.get_params(context) for word in parameter.opts}
    return f"{context.command_path} {'--help-all' if '--help-all' in words else '--help'} lists all"


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
        from numnet.api.compile_notice import compiling
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


class Group(click.Group):
    """A group of commands, each a :class:`Command`; of a mistyped one the nearest is told."""

    command_class = Command

    def resolve_command(self, context, words):
        """The command that the first word names.  UserError naming those that may be meant."""
        name = words[0]
        if not (name.startswith("-") or context.resilient_parsing or self.get_command(context, name)):
            names = meant(name, self.list_commands(context), COMMANDS)
            raise UserError(f"No such command {name!r}; {did_you_mean(names) if names else all_of(context)}")
        return super().resolve_command(context, words)


def tell_of_fonts(context):
    """A notice on stderr where names in a figure had to be written in Latin letters."""
    fonts = sys.modules.get("numnet.figures.drawing.fonts")
    if fonts is not None and not context.params.get("quiet") and fonts.notice():
        click.echo(f"fonts     {fonts.notice()}", err=True)
        fonts.written_in_latin.clear()
