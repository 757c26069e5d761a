"""``numnet completion``: the shell completes commands, options, their values, data sets and run folders."""

import click
from click.shell_completion import get_completion_class

from numnet.commands.base import Command
from numnet.options.errors import UserError

SHELLS = {
    "bash": 'eval "$(numnet completion bash)"   in ~/.bashrc',
    "zsh": 'eval "$(numnet completion zsh)"   in ~/.zshrc',
    "fish": "numnet completion fish > ~/.config/fish/completions/numnet.fish",
}
VARIABLE = "_NUMNET_COMPLETE"  # where Click looks for a question


@click.command(cls=Command)
@click.argument("shell", type=click.Choice(list(SHELLS)))
@click.pass_context
def completion(context, shell):
    """Print the script with which a SHELL completes commands, options, their values, data sets and run folders.

    \b
    Example:
      eval "$(numnet completion bash)"      in ~/.bashrc, for every new shell
      eval "$(numnet completion zsh)"       in ~/.zshrc
      numnet completion fish > ~/.config/fish/completions/numnet.fish
    """
    made = get_completion_class(shell)(context.find_root().command, {}, "numnet", VARIABLE)
    try:
        click.echo(made.source())
    except RuntimeError as error:  # a Bash from before 4.4
        raise UserError(str(error)) from None
