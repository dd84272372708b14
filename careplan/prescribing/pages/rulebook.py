"""The rules by their ids: a list, a card for each, and the same as a text for the docs."""

from collections.abc import Iterator
from itertools import groupby

from flask import url_for

from careplan.ground.standards import HOW_LABELS, Sourced
from careplan.prescribing.labels.rules import ASKS, COLOURS, CONTEXTS, STATES
from careplan.prescribing.pages.limits import limit_name
from careplan.prescribing.rules.book import Book, Rule, State
from careplan.prescribing.rules.facts import plain
from careplan.prescribing.rules.standard import Standard, Threshold
from careplan.ui.tables import Column, Table, Tag, columns

NOTHING = "Nothing: it says what a word means, or what an audit counts"


def counts(book: Book) -> str:
    """124 rules: 50 built, 30 partly, 44 not."""
    built, partly, left = (book.count(one) for one in State)
    return f"{len(book.rules)} rules: {built} built, {partly} partly, {left} not built"


def listed(book: Book) -> Table:
    """Every rule with its state, each leading to its card."""
    of_rules = (
        Column("Rule", 0, lambda row: url_for("prescribing.rule", rule=row[0])),
        Column("What it says", lambda row: row[1].words),
        Column("It asks", lambda row: asks(row[1])),
        Column("State", lambda row: Tag(STATES[row[1].state], COLOURS[row[1].state])),
    )
    return Table("Rules", of_rules, list(book.rules.items()))


def asks(rule: Rule) -> str:
    """What the rule asks of the prescriber, the gravest first."""
    return "; or ".join(ASKS[one] for one in rule.severity) or NOTHING


def card(rule: Rule) -> list[tuple[str, str]]:
    """One rule in a summary list."""
    rows = [
        ("It asks", asks(rule)),
        ("Asked of", " and ".join(CONTEXTS[one] for one in rule.contexts)),
        ("Source", f"{rule.source} ({HOW_LABELS[rule.how]})"),
        ("State", STATES[rule.state]),
    ]
    return [*rows, ("Not judged", rule.left)] if rule.left else rows


def numbers(rule: Rule, standard: Standard) -> Table:
    """Its numbers, each with where it stands."""
    rows = [
        (limit_name(name), _number(one), one.source, HOW_LABELS[one.how].capitalize())
        for name, one in rule.thresholds(standard)
    ]
    return Table("Its numbers", columns("Limit", "Number", "Source", "How it was seen"), rows)


def _number(one: Threshold) -> str:
    return f"{plain(one.value)} {one.unit}"


def as_text(book: Book, standard: Standard) -> str:
    """The rules as `docs/rules.md` has them; `careplan rules` prints it."""
    return "\n".join(_lines(book, standard)) + "\n"


def _lines(book: Book, standard: Standard) -> Iterator[str]:
    yield "# The rules of prescribing"
    yield ""
    yield "Made by `careplan rules` from `careplan/prescribing/standards/`; a test holds this page equal to it."
    yield ""
    yield f"{counts(book)}. Numbers are those of {standard.name}."
    yield "B stops, W2 takes a second prescriber, W a reason, I informs."
    for section, rules in groupby(book.rules.items(), key=lambda one: one[1].section):
        yield from ("", f"## {section.capitalize()}", "")
        yield "| Rule | What it says | Severity | Numbers | Source | State | Tests |"
        yield "|---|---|---|---|---|---|---|"
        yield from (_line(id_, rule, standard) for id_, rule in rules)


def _line(id_: str, rule: Rule, standard: Standard) -> str:
    values = (
        id_,
        rule.words,
        ", ".join(rule.severity),
        "; ".join(f"{limit_name(name)} {_number(one)}" for name, one in rule.thresholds(standard)),
        _sourced(rule),
        STATES[rule.state] + (f": {rule.left}" if rule.left else ""),
        ", ".join(f"`{one}`" for one in rule.tests),
    )
    return f"| {' | '.join(one.replace('|', '/') for one in values)} |"


def _sourced(rule: Sourced) -> str:
    return f"{rule.source} ({rule.how})"
