"""Which figures rest on a word alone: an answer without evidence that counts on the census is printed as claimed."""

from collections.abc import Iterator
from datetime import date

from careplan.audit.pages.keeping import QUESTIONS
from careplan.audit.queries.seen import seen
from careplan.audit.rules.engine import Report, Result
from careplan.governance.queries.returns import given_by
from careplan.governance.rules import returns_asked
from careplan.governance.rules.proof import Claim, bare, claim

ANSWERED = frozenset(question for question, _ in returns_asked()) - set(QUESTIONS.values())


def question_of(measure: str) -> str | None:
    """The question whose answer a measure shows; none for a measure of records."""
    return QUESTIONS.get(measure) or (measure if measure in ANSWERED else None)


def _results(report: Report) -> Iterator[tuple[Result, str, frozenset[str]]]:
    """Every measure of a return with the units that its figure counts."""
    for criterion in report.criteria:
        for asked in criterion.questions:
            for result in asked.results.values():
                question = question_of(result.rule.measure)
                if question is not None:
                    yield result, question, frozenset(line.id for line in result.tally.members)


def claimed(report: Report, as_known_on: date | None = None) -> dict[str, str]:
    """What is said beside the figures that are (partly) claimed, by the id of the measure. Two statements."""
    found = list(_results(report))
    ids = frozenset().union(*(units for _, _, units in found))
    given, proofs = given_by(ids, seen(ids, as_known_on).until)
    bared = bare(given, proofs, report.request.census.on)
    said = {result.rule.id: claim(bared, question, units) for result, question, units in found}
    return {measure: words_of(one) for measure, one in said.items() if one.claimed}


def words_of(one: Claim) -> str:
    """Claimed, and by how many of how many where several answered."""
    if one.answered == 1:
        return "claimed: there is no evidence for this answer"
    return f"claimed: {one.claimed} of {one.answered} answers have no evidence"
