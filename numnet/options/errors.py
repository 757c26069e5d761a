"""A mistake in a call: `UserError`."""

import click

from numnet.utils.wording import printable


class UserError(click.ClickException, ValueError):
    """A mistake in the call or the data: one line, exit code 2."""

    exit_code = 2

    def show(self, file=None):
        """``Error: ...`` in one line on stderr."""
        click.echo("Error: " + printable(" ".join(self.format_message().split())), err=True, file=file)
