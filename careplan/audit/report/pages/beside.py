"""What stands beside figures: what is claimed or overdue, and the practice that the record shows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask import url_for

from careplan.audit.report import labels as words
from careplan.audit.report.pages.asking import Selection
from careplan.audit.report.rules.beside import beside
from careplan.audit.review.measures import MEASURES
from careplan.audit.review.queries.reports import evidence, practice_of
from careplan.audit.review.rules.engine import Report, Result
from careplan.audit.review.rules.facts import Service
from careplan.audit.review.rules.measure import tally
from careplan.audit.review.rules.verdict import REVIEW_OVERDUE, SURVEYED
from careplan.governance.rules.proof import Bare, Claim, bare, claim
from careplan.ui.words import counted


@dataclass(frozen=True, slots=True)
class Beside:
    """One figure beside a question, with the way to more of it; empty where there is no more."""

    words: str
    figure: str
    href: str


def shown(
    request: Selection, facts: Sequence[Service], indicators: Mapping[str, tuple[str, str]]
) -> dict[str, tuple[Beside, ...]]:
    """The figures by question; `indicators`: words and figure of each, as the page shows them to this reader.

    Readers outside see the indicators alone.
    """
    table = beside()
    match = {
        key: Beside(f"{key.upper()} {title}", figure, f"#m-{key.upper()}")
        for key, (title, figure) in indicators.items()
    }
    if request.records:
        measures = practice_of(facts, request.census)
        for key, rule in table.own.items():
            told = tally(measures[key], facts, request.census)
            href = url_for("audit.records_page", measure=key, **request.here) if told.lines else ""
            match[key] = Beside(rule.words, words.tally_words(told), href)
    return {
        question: tuple(match[key] for key in keys if key in match)
        for question, keys in table.questions.items()
    }


OVERALL = "overall"


@dataclass(frozen=True, slots=True)
class Notes:
    """By the id of the measure, what is claimed and what was found beside it; by criterion and overall, the answers."""

    claimed: Mapping[str, str] = field(default_factory=dict)
    findings: Mapping[str, str] = field(default_factory=dict)
    bands: Mapping[str, Claim] = field(default_factory=dict)

    def beside(self, measure: str) -> str:
        """All that is said beside a figure; empty where nothing is."""
        pair = (self.findings.get(measure, ""), self.claimed.get(measure, ""))
        return "; ".join(one for one in pair if one)

    def answers(self, band: str) -> str:
        """How many of the answers behind a band are claimed; empty where that was not looked up."""
        one = self.bands.get(band)
        return "" if one is None else answer_words(one)

    def share(self, band: str) -> str:
        """The same for a cell of a table: 2 of 3."""
        one = self.bands.get(band)
        if one is None:
            return ""
        return f"{one.claimed} of {one.answered}" if one.answered else "no answers"


NOTHING = Notes()
Answered = tuple[str, Result, str, frozenset[str]]
"""Criterion, result, question and the units that the figure counts."""


def _results(report: Report) -> Iterator[Answered]:
    """Every measure of a return with the units that its figure counts; what a survey counted rests on no claim."""
    for criterion in report.criteria:
        for of_question in criterion.questions:
            for result in of_question.results.values():
                question = MEASURES[result.rule.measure].question
                if question:
                    lines = result.tally.members
                    units = frozenset(line.id for line in lines if line.verdict.reason != SURVEYED)
                    yield criterion.rule.id, result, question, units


def notes(report: Report, as_known_on: date | None = None) -> Notes:
    """What is said beside the figures of a report, and of the answers behind each band. Two statements."""
    rows = list(_results(report))
    ids = frozenset().union(*(units for _, _, _, units in rows))
    given, proofs = evidence(ids, as_known_on)
    bared = bare(given, proofs, report.request.census.on)
    claims = {result.rule.id: claim(bared, question, units) for _, result, question, units in rows}
    claimed = {measure: words_of(one) for measure, one in claims.items() if one.claimed}
    return Notes(claimed, findings(report), by_band(report, rows, bared))


def by_band(report: Report, answers: Iterable[Answered], bared: Bare) -> dict[str, Claim]:
    """The answers behind the band of each criterion, and behind them all."""
    each: dict[str, list[Claim]] = {criterion.rule.id: [] for criterion in report.criteria}
    for criterion, _, question, units in answers:
        each[criterion].append(claim(bared, question, units))
    every = [one for claims in each.values() for one in claims]
    return {key: together(claims) for key, claims in each.items()} | {OVERALL: together(every)}


def together(claims: Iterable[Claim]) -> Claim:
    """Several claims as one."""
    rows = list(claims)
    return Claim(sum(one.answered for one in rows), sum(one.claimed for one in rows))


def findings(report: Report) -> dict[str, str]:
    """Policies in place whose review is overdue, by measure: a finding that changes no figure (spec 05 §8)."""
    late = {
        key: sum(line.verdict.reason == REVIEW_OVERDUE for line in result.tally.hits)
        for key, result in report.results.items()
    }
    return {key: f"{count} {words.REASONS[REVIEW_OVERDUE]}" for key, count in late.items() if count}


def words_of(one: Claim) -> str:
    """Claimed, and by how many of how many where several answered."""
    if one.answered == 1:
        return "claimed: there is no evidence for this answer"
    return f"claimed: {one.claimed} of {one.answered} answers have no evidence"


def answer_words(one: Claim) -> str:
    """2 of 3 answers claimed."""
    if not one.answered:
        return "no answers"
    return f"{one.claimed} of {counted(one.answered, 'answer')} claimed"
