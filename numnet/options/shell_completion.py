"""Completions of the arguments DATA and RUN; light to import, since a shell waits for them."""

from pathlib import Path

from click.shell_completion import CompletionItem


def data(context, parameter, incomplete):
    """Bundled data sets, and the shell's own files."""
    from numnet.data import DATASETS

    named = [CompletionItem(name, help=info.description) for name, info in DATASETS.items()
             if name.startswith(incomplete)]  # fmt: skip
    return [*named, CompletionItem(incomplete, type="file")]


def runs(context, parameter, incomplete):
    """The run folders below runs/; where none fits, the shell's own folders."""
    folders = [f"runs/{path.parent.name}" for path in sorted(Path("runs").glob("*/config.json"))]
    fitting = [CompletionItem(name) for name in folders if name.startswith(incomplete)]
    return fitting or [CompletionItem(incomplete, type="dir")]


def data_or_run(context, parameter, incomplete):
    """Run folders, bundled data sets and the shell's own files."""
    return [*runs(context, parameter, incomplete), *data(context, parameter, incomplete)]
