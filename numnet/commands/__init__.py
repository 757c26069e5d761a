"""The command line.  A command parses, calls the library and prints; it imports what it needs when it runs."""

import atexit
import gc
import importlib
import sys

import click

from numnet import __version__
from numnet.commands.base import Group, in_one_line
from numnet.commands.output import streams

# command: (module, help) — the help again, so that `numnet --help` loads no command.
COMMANDS = {
    "demo": ("demo", "Train on four data sets and draw the results."),
    "train": ("train", "Train a network on a bundled data set or a CSV file."),
    "sweep": ("sweep", "Try many values of options of train, each with several seeds."),
    "compare": ("compare", "Compare optimizers, or other options, over several seeds."),
    "predict": ("predict", "Write the predictions of a trained model as CSV."),
    "export": ("export", "Write a trained model for other programs, as ONNX, JSON, Python."),
    "runs": ("runs", "List, show, compare and delete run folders."),
    "evaluate": ("evaluate", "Print the loss and the metrics of a trained model."),
    "trace": ("trace", "Print one step of back-propagation, number by number."),
    "check": ("check", "Look for what is wrong with data, network and training."),
    "summary": ("summary", "Print layers, shapes, parameter counts, activations and loss."),
    "plot": ("plot.group", "Draw a figure."),
    "playground": ("playground", "Open the live page, in which a network trains in the browser."),
    "example": ("example", "Write a short script or notebook that does what a figure shows."),
    "datasets": ("datasets", "List, show and export the bundled data."),
    "warmup": ("warmup", "Compile every kernel into the cache."),
    "benchmark": ("benchmark", "Measure this machine, and other libraries beside numnet."),
    "completion": ("completion", "Print the script with which a shell completes commands."),
    "info": ("info", "Print versions, threads, cache folder and devices."),
}


class LazyGroup(Group):
    """A group that imports a command's module when it is called."""

    def main(self, *arguments, **options):
        """Run the program; where its output can't be written, say so and end with exit code 2, in a broken pipe 1."""
        gc.set_threshold(1_000_000)  # a tenth of the start-up went into looking for garbage that imports do not make,
        atexit.register(gc.freeze)  # and as much of the time at the end
        with streams.prepared():
            try:
                try:
                    return super().main(*arguments, **options)
                finally:
                    sys.stdout.flush()
            except BrokenPipeError:
                sys.exit(1)
            except OSError as error:  # of what no command prints, such as the help
                click.echo(f"Error: {error.filename}: {error.strerror}", err=True)
                sys.exit(2)

    def make_context(self, *arguments, **options):
        """Read the words before the command; a mistake in them ends in one line."""
        try:
            return super().make_context(*arguments, **options)
        except click.UsageError as error:
            raise in_one_line(error) from None

    def invoke(self, context):
        """Run the command; a mistake in the call ends in one line, Ctrl-C, while it is loaded too, in exit code 130."""
        try:
            return super().invoke(context)
        except click.UsageError as error:
            raise in_one_line(error) from None
        except KeyboardInterrupt:
            click.echo("\ninterrupted; nothing was written", err=True)
            context.exit(130)

    def list_commands(self, context):
        """All names, in the order of :data:`COMMANDS`."""
        return list(COMMANDS)

    def shell_complete(self, context, incomplete):
        """Names of commands with their help, none of them imported."""
        from click.shell_completion import CompletionItem

        items = [CompletionItem(name, help=text) for name, (_, text) in COMMANDS.items() if name.startswith(incomplete)]
        return [*items, *click.Command.shell_complete(self, context, incomplete)]

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
