"""The command line.  A command parses, calls the library and prints; it imports what it needs when it runs."""

import atexit
import gc
import importlib
import os
import sys

import click

from numnet import __version__

# command: (module, help) — the help again, so that `numnet --help` loads no command.
COMMANDS = {
    "train": ("train", "Train a network on a bundled data set or a CSV file."),
    "sweep": ("sweep", "Try many values of options of train, each with several seeds."),
    "compare": ("compare", "Race optimizers, or other options of train, from shared starts."),
    "predict": ("model", "Write the predictions of a trained model as CSV."),
    "export": ("export", "Write a trained model for other programs, as ONNX, JSON, Python."),
    "runs": ("runs", "List, show, compare and delete run folders."),
    "evaluate": ("model", "Print the loss and the metrics of a trained model."),
    "trace": ("trace", "Print one step of back-propagation, number by number."),
    "check": ("check", "Look for what is wrong with data, network and training."),
    "summary": ("model", "Print layers, shapes, parameter counts, activations and loss."),
    "plot": ("plot", "Draw a figure."),
    "example": ("example", "Write a short script that does in Python what a figure shows."),
    "datasets": ("datasets", "List, show and export the bundled data."),
    "warmup": ("machine", "Compile every kernel into the cache."),
    "benchmark": ("benchmark", "Measure this machine beside the peers that are installed."),
    "completion": ("completion", "Print what a shell needs to complete commands."),
    "info": ("machine", "Print versions, threads, cache folder and devices."),
}


class UserError(click.ClickException):
    """A mistake in the call or the data: one line, exit code 2."""

    exit_code = 2

    def show(self, file=None):
        """``Error: ...`` in one line on stderr."""
        from numnet.commands.text import printable

        click.echo("Error: " + printable(" ".join(self.format_message().split())), err=True, file=file)


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
        from numnet.commands.compiling import compiling
        from numnet.cuda import DeviceError

        try:
            with compiling(quiet=not sys.stderr.isatty()):  # a person waits; `train` says it in a pipe, too
                result = super().invoke(context)
            tell_of_fonts(context)
            return result
        except (click.ClickException, BrokenPipeError):
            raise
        except KeyboardInterrupt:
            click.echo("\ninterrupted; nothing was written", err=True)
            context.exit(130)
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
    """Say on stderr that names in a figure had to be written in Latin letters, if one was drawn and they had."""
    fonts = sys.modules.get("numnet.figures.fonts")
    if fonts is not None and not context.params.get("quiet") and fonts.notice():
        click.echo(f"fonts     {fonts.notice()}", err=True)
        fonts.written_in_latin.clear()


class LazyGroup(click.Group):
    """A group that imports a command's module when it is called."""

    def main(self, *arguments, **options):
        """Run the program; a character that the terminal lacks, such as η, prints as ``?``."""
        gc.set_threshold(1_000_000)  # a tenth of the start-up went into looking for garbage that imports do not make,
        atexit.register(gc.freeze)  # and as much of the time at the end
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
        return super().main(*arguments, **options)

    def list_commands(self, context):
        """All names, in the order of :data:`COMMANDS`."""
        return list(COMMANDS)

    def shell_complete(self, context, incomplete):
        """Names of commands with their help, none of them imported."""
        from click.shell_completion import CompletionItem

        found = [CompletionItem(name, help=text) for name, (_, text) in COMMANDS.items() if name.startswith(incomplete)]
        return [*found, *click.Command.shell_complete(self, context, incomplete)]

    def get_command(self, context, name):
        """The command of that name, imported now."""
        if name not in COMMANDS:
            return None
        return getattr(importlib.import_module(f"numnet.commands.{COMMANDS[name][0]}"), name)

    def format_commands(self, context, formatter):
        """The help's list, from :data:`COMMANDS`."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="numnet")
def main():
    """Train small neural networks fast, and see every equation at work.

    \b
    Example:
      numnet train spiral
      numnet plot boundary runs/spiral-1
    """
