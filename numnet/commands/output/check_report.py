"""What is printed of a check: its findings, and what to do about them."""

import click

from numnet.utils.wording import printable


def report(name, findings, broken):
    """A line a finding, and what to do about it."""
    width = max(len(finding.what) for finding in findings)
    for finding in findings:
        click.echo(f"{finding.verdict:<7} {finding.what:<{width}}  {printable(finding.found)}")
        if finding.remedy:
            click.echo(f"{'':<7} {'':<{width}}  → {printable(finding.remedy)}")
    click.echo(f"{printable(name)}: " + (f"broken: {', '.join(broken)}" if broken else "nothing is broken"))
