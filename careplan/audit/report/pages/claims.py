"""What is said beside figures: which rest on a word alone, and what is overdue without changing a figure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from careplan.audit.review.measures import MEASURES
from careplan.audit.review.queries.seen import seen
from careplan.audit.review.rules.engine import Report, Result
from careplan.audit.review.rules.verdict import REVIEW_OVERDUE
from careplan.governance.queries.returns import given_by
from careplan.governance.rules.proof import Bare, Claim, bare, claim
from careplan.ui.words import counted

OVERALL = "overall"


@dataclass(frozen=True, slots=True)
class Notes:
    """By the id of the measure, what is claimed and what was found beside it; by criterion and overall, the answers."""

    claimed: Mapping[str, str] = field(default_factory=dict)
    findings: Mapping[str, str] = field(default_factory=dict)
    bands: Mapping[str, Claim] = field(default_factory=dict)

    def beside(self, measure: str) -> str:
        """All that is said beside a figure; empty where nothing is."""
        said = (self.findings.get(measure, ""), self.claimed.get(measure, ""))
        return "; ".join(one for one in said if one)

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
Asked = tuple[str, Result, str, frozenset[str]]
"""Criterion, result, question and the units that the figure counts."""


def _results(report: Report) -> Iterator[Asked]:
    """Every measure of a return with the units that its figure counts."""
    for criterion in report.criteria:
        for asked in criterion.questions:
            for result in asked.results.values():
                question = MEASURES[result.rule.measure].question
                if question:
                    units = frozenset(line.id for line in result.tally.members)
                    yield criterion.rule.id, result, question, units


def notes(report: Report, as_known_on: date | None = None) -> Notes:
    """What is said beside the figures of a report, and of the answers behind each band. Two statements."""
    found = list(_results(report))
    ids = frozenset().union(*(units for _, _, _, units in found))
    given, proofs = given_by(ids, seen(ids, as_known_on).until)
    bared = bare(given, proofs, report.request.census.on)
    said = {result.rule.id: claim(bared, question, units) for _, result, question, units in found}
    claimed = {measure: words_of(one) for measure, one in said.items() if one.claimed}
    return Notes(claimed, findings(report), by_band(report, found, bared))


def by_band(report: Report, found: Iterable[Asked], bared: Bare) -> dict[str, Claim]:
    """The answers behind the band of each criterion, and behind them all."""
    each: dict[str, list[Claim]] = {criterion.rule.id: [] for criterion in report.criteria}
    for criterion, _, question, units in found:
        each[criterion].append(claim(bared, question, units))
    every = [one for claims in each.values() for one in claims]
    return {key: together(claims) for key, claims in each.items()} | {OVERALL: together(every)}


def together(claims: Iterable[Claim]) -> Claim:
    """Several claims as one."""
    rows = list(claims)
    return Claim(sum(one.answered for one in rows), sum(one.claimed for one in rows))


def findings(report: Report) -> dict[str, str]:
    """Policies in place whose review is overdue, by measure: a finding that changes no figure (spec 05 §8)."""
    found = {}
    for criterion in report.criteria:
        for asked in criterion.questions:
            for key, result in asked.results.items():
                late = sum(line.verdict.reason == REVIEW_OVERDUE for line in result.tally.hits)
                if late:
                    found[key] = f"{late} in place, review overdue"
    return found


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
