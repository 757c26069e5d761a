"""The help of commands with the options of ``train``: the ten that matter first, ``--help-all`` for all, in groups."""

import textwrap

import click

from numnet.commands.base import Command
from numnet.kernels.hyper_parameters import HYPER_PARAMETERS

FIRST = ("target", "validation", "hidden", "activation", "optimizer", "learning_rate", "batch_size", "epochs",
         "seed", "out")  # fmt: skip
GROUPS = {
    "Data": ("target", "task", "encoding", "columns", "exclude", "as_", "drop_duplicates", "missing", "inputs",
             "no_scale", "validation", "validation_data", "test", "split", "weights", "class_weight"),
    "Network": ("hidden", "activation", "init", "dtype"),
    "Training": ("loss", "optimizer", *HYPER_PARAMETERS, "schedule", "batch_size", "epochs", "no_shuffle"),
    "Regularisation": ("l1", "l2", "dropout", "clip_norm", "patience", "evaluate_every"),
    "Run": ("seed", "out", "resume", "config", "print_config", "plain", "snapshots", "checkpoint_every",
            "on_divergence", "threads", "device", "specialize", "quiet", "as_json"),
}  # fmt: skip
OWN = "Options"  # the title of those that no group has


def key(option):
    """The name of an option in :data:`GROUPS`; ``--target``, ``targets`` as a parameter, is ``target``."""
    return "target" if option.name == "targets" else option.name


def grouped(options):
    """{title: options}, the command's own first, each group in its order."""
    places = {name: (title, i) for title, names in GROUPS.items() for i, name in enumerate(names)}
    groups = {title: [] for title in (OWN, *GROUPS)}
    for option in sorted(options, key=lambda option: places.get(key(option), (OWN, 0))[1]):
        groups[places.get(key(option), (OWN, 0))[0]].append(option)
    return groups


class GroupedCommand(Command):
    """A command with options of ``train``."""

    def get_params(self, context):
        """Its parameters, ``--help-all`` and ``--help``."""
        *own, ask = super().get_params(context)
        ask_all = click.Option(["--help-all"], is_flag=True, is_eager=True, expose_value=False, callback=show_all,
                               help="Show all options, in groups.")  # fmt: skip
        return [*own, ask_all, ask]

    def format_options(self, context, formatter):
        """All options, or those that matter most and the names of the others."""
        *options, ask_all, ask = [each for each in self.get_params(context) if isinstance(each, click.Option)]
        groups = grouped([option for option in options if not option.hidden])
        if context.meta.get(__name__):
            groups["Run"] += [ask_all, ask]
            for title in filter(groups.get, groups):
                write(title, groups[title], context, formatter)
            return
        first = [option for title in GROUPS for option in groups[title] if key(option) in FIRST]
        write(OWN, [*groups.pop(OWN), *first, ask_all, ask], context, formatter)
        with formatter.section("More, which --help-all explains"):
            for title, members in groups.items():
                names = ", ".join(option.opts[-1] for option in members if option not in first)
                if names:
                    formatter.write(filled(f"  {title:<16}", names, formatter.width))


def filled(head, text, width):
    """Lines of a text beside a head; no option is broken at its hyphens."""
    return textwrap.fill(text, width, initial_indent=head, subsequent_indent=" " * len(head),
                         break_on_hyphens=False) + "\n"  # fmt: skip


def write(title, options, context, formatter):
    """A section of the help."""
    with formatter.section(title):
        formatter.write_dl([option.get_help_record(context) for option in options])


def show_all(context, parameter, wanted):
    """The callback of ``--help-all``."""
    if wanted and not context.resilient_parsing:
        context.meta[__name__] = True
        click.echo(context.get_help(), color=context.color)
        context.exit()
