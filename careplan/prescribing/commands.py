"""`careplan rules`: every rule of prescribing with its numbers, source, state and tests, as `docs/rules.md` has it."""

import click

from careplan.prescribing.pages.rulebook import as_text
from careplan.prescribing.rules.book import BOOK
from careplan.prescribing.rules.standard import UK


@click.command("rules")
def rules() -> None:
    """Print the rules of prescribing as a page of the docs."""
    click.echo(as_text(BOOK.latest, UK.latest), nl=False)


COMMANDS = (rules,)
