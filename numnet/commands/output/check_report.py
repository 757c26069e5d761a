"""What is printed of a check: its findings, and what to do about them."""

import click

from numnet.utils.wording import printable


def report(name, findings):
    """A line a finding, and what to do about it."""
    click.echo(repr(findings))
    broken = findings.broken
    click.echo(f"{printable(name)}: " + (f"broken: {', '.join(broken)}" if broken else "nothing is broken"))
