"""`careplan checklist check FILE`: what an edition of the question bank asks, or what is wrong with it, in words."""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from careplan.assessment.labels import KINDS
from careplan.checklists.queries import BANKS, bank, drafted
from careplan.checklists.rules.bank import Bank, Item
from careplan.checklists.rules.comparing import Differences, differences
from careplan.ground.standards import StandardError
from careplan.ui.words import counted, day

PLAIN = (
    (r"Object missing required field `(\w+)`", r"“\1” is missing"),
    (r"Object contains unknown field `(\w+)`", r"“\1” is not a word of this file"),
    (r"Invalid enum value '([^']*)'", r"“\1” is not one of the words that may stand there"),
    (r"Expected `str`, got `(\w+)`", r"text in quotes is needed there"),
    (r"Expected `str` of length >= 1", r"it is empty, and words are needed there"),
    (r"Expected `(?:object|array)`, got `(\w+)`", r"a table or a list is needed there"),
    (r"Expected `int[^`]*`, got `(\w+)`", r"a whole number is needed there"),
    (r"Expected `date`, got `(\w+)`", r"a day such as 2026-12-01, without quotes, is needed there"),
)
"""How the reader of types says it, and how a clinical lead reads it."""


@click.group("checklist")
def checklist() -> None:
    """Editions of the question bank."""


@checklist.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Say what an edition in a TOML file asks, and what differs from the one before; exit 1 where it is wrong."""
    try:
        one = drafted(file)
    except StandardError as wrong:
        click.echo(explained(str(wrong)), err=True)
        sys.exit(1)
    for line in told(one):
        click.echo(line)


def explained(sentence: str) -> str:
    """A refusal in plain words; what has none stays as it is."""
    for pattern, words in PLAIN:
        sentence = re.sub(pattern, words, sentence)
    return f"{sentence}. Nothing was changed."


def before(one: Bank) -> Bank | None:
    """The edition that it is compared with: what it builds on, else the last one of before; none for the first."""
    if one.extends:
        return bank(one.extends)
    earlier = [other for other in BANKS.editions if other.in_force_from < one.in_force_from]
    return earlier[-1] if earlier else None


def told(one: Bank) -> Iterator[str]:
    """The edition in lines."""
    signed = f"signed off by {one.signed_off_by}" if one.signed_off_by else "not signed off in its file"
    yield f"Edition {one.edition} is right. In force from {day(one.in_force_from)}; {signed}."
    base = before(one)
    if base is None:
        yield from (f"{KINDS[kind]}: {counted(len(rows), 'question')}." for kind, rows in one.lists.items())
        return
    yield f"Compared with edition {base.edition}:"
    yield from _differences(differences(base, one))
    yield "Assessments keep the edition of their day; no answer and no figure of before changes."


def _differences(differences: Differences) -> Iterator[str]:
    for row in differences.lists:
        was = "as before" if row.before == row.after else f"before: {row.before[0]}, {row.before[1]} expected"
        asked = counted(row.after[0], "question")
        yield f"{KINDS[row.kind]}: {asked}, {row.after[1]} expected by the tool score ({was})."
    yield from _items("New", differences.new)
    yield from _items("Gone", differences.gone)
    for item, parts in differences.changed:
        yield f"Changed: {item.item}, {', '.join(parts)}: {item.question}"
    if not (differences.new or differences.gone or differences.changed):
        yield "No question is new, gone or changed."


def _items(word: str, items: Iterable[Item]) -> Iterator[str]:
    for item in items:
        lists = ", ".join(f"{KINDS[kind]} ({presence})" for kind, presence in item.presence.items())
        yield f"{word}: {item.item}, in {lists}: {item.question}"


COMMANDS = (checklist,)
