"""The ways from a figure to the records behind it, by what is said of them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from careplan.audit.report import labels as words
from careplan.audit.report.pages.asking import Asked
from careplan.audit.review.rules.rows import STAR
from careplan.audit.review.rules.ruleset import MeasureRule
from careplan.audit.review.rules.tally import Line, Tally


@dataclass(frozen=True, slots=True)
class Link:
    """A way to the records."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Links:
    """The lists of one side of a figure."""

    title: str
    links: tuple[Link, ...]


def record_links(asked: Asked, key: str, tally: Tally, rule: MeasureRule | None = None) -> tuple[Links, ...]:
    """Ways to the lists behind a figure, by what is said of the records; for readers who may see them."""
    if not asked.records:
        return ()
    groups = [("Counted", "all", tally.members)]
    if not tally.every:
        met, missed = words.sides(rule, tally.apart)
        groups = [(met, "met", tally.hits), (missed, "missed", tally.misses)]
    outside = tuple(line for lines in tally.excluded().values() for line in lines)
    groups.append(("Left out", "left-out", outside))
    return tuple(
        Links(title, tuple(links_of(asked, key, part, lines))) for title, part, lines in groups if lines
    )


def links_of(asked: Asked, key: str, part: str, lines: tuple[Line, ...]) -> Iterator[Link]:
    """One link for each reason, the most frequent first."""
    for reason, count in Counter(line.verdict.reason for line in lines).most_common():
        href = url_for("audit.records_page", measure=key, part=part, reason=reason, **asked.here)
        yield Link(f"{count} {words.REASONS[reason]}", href)


def left_out(tally: Tally, records: bool) -> str:
    """Who was left out and why, in words; readers outside are never told how many."""
    counts = tally.counts()
    if counts and not records:
        return STAR
    return "; ".join(f"{count} {words.REASONS[reason]}" for reason, count in counts.items())
