"""What is printed of a check: its findings, and what to do about them."""

import click


def report(name, findings, broken):
    """A line a finding, and what to do about it."""
    width = max(len(finding.what) for finding in findings)
    for finding in findings:
        click.echo(f"{finding.verdict:<7} {finding.what:<{width}}  {finding.found}")
        if finding.remedy:
            click.echo(f"{'':<7} {'':<{width}}  → {finding.remedy}")
    click.echo(f"{name}: " + (f"broken: {', '.join(broken)}" if broken else "nothing is broken"))
