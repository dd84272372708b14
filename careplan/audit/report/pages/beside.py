"""What stands beside an answer of the review: the indicators that show its practice, and one figure of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from careplan.audit.report import labels as words
from careplan.audit.report.pages.asking import Asked
from careplan.audit.report.rules.beside import beside
from careplan.audit.review.measures import beside as own
from careplan.audit.review.queries.planning import goals_with_agency
from careplan.audit.review.rules.facts import Service
from careplan.audit.review.rules.measure import Measure, tally


@dataclass(frozen=True, slots=True)
class Beside:
    """One figure beside a question, with the way to more of it; empty where there is no more."""

    words: str
    figure: str
    href: str


def measure(services: frozenset[str], key: str) -> Measure[Any]:
    """A figure that is no indicator, over the record of these services as it stands today."""
    return own.measures(goals_with_agency(services))[key]


def shown(
    asked: Asked, facts: Sequence[Service], indicators: Mapping[str, tuple[str, str]]
) -> dict[str, tuple[Beside, ...]]:
    """The figures by question; `indicators`: words and figure of each, as the page shows them to this reader.

    Readers outside see the indicators alone.
    """
    table = beside()
    found = {
        key: Beside(f"{key.upper()} {title}", figure, f"#m-{key.upper()}")
        for key, (title, figure) in indicators.items()
    }
    if asked.records:
        among = frozenset(one.id for one in facts if any(own.social_goals(one, asked.census)))
        for key, rule in table.own.items():
            told = tally(measure(among, key), facts, asked.census)
            href = url_for("audit.records_page", measure=key, **asked.here) if told.lines else ""
            found[key] = Beside(rule.words, words.tally_words(told), href)
    return {
        question: tuple(found[key] for key in keys if key in found)
        for question, keys in table.questions.items()
    }
