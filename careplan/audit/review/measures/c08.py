"""Criterion 8, range of treatment: kinds that keep clients waiting, and what is available."""

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from functools import partial

from careplan.audit.review.measures.c02 import wait
from careplan.audit.review.measures.populations import interventions
from careplan.audit.review.measures.units import partnership_share
from careplan.audit.review.rules.bands import Proportion
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.measure import RECORD, Case, Measure, Measures, Reason, Reasons
from careplan.audit.review.rules.numbers import Numbers
from careplan.audit.review.rules.verdict import Line, Tally, Verdict, either
from careplan.clients.codes import STRUCTURED
from careplan.clients.rules.facts import Intervention


def offered_kind(case: Case[Intervention], census: Census) -> Verdict:
    """The wait of a structured intervention offered in the period; the reason names its kind until it is settled."""
    verdict = wait(case, census, STRUCTURED)
    return replace(verdict, reason=case.record.kind) if verdict.counts else verdict


def slow_kinds(offers: Tally, numbers: Numbers) -> Tally:
    """8.1: of the kinds offered, those whose mean wait is too long; their offers stand in the numerator."""
    kinds: dict[str, list[Line]] = defaultdict(list)
    for line in offers.lines:
        kinds[line.verdict.reason].append(line)
    slow = {
        kind
        for kind, lines in kinds.items()
        if sum(line.verdict.part for line in lines) > numbers.exact("wait_days") * len(lines)
    }
    settled = tuple(
        replace(line, verdict=either(line.verdict.reason in slow, "slow_kind", "quick_kind"))
        for line in offers.lines
    )
    return Tally(settled, fixed=Proportion(Fraction(len(slow)), Fraction(len(kinds))))


REASONS: Reasons = {
    "slow_kind": Reason("a kind with a mean wait over 21 days"),
    "quick_kind": Reason("a kind with a mean wait up to 21 days"),
}


def measures(numbers: Numbers) -> Measures:
    """The measures of this criterion."""
    return {
        "8.1": Measure(
            interventions, offered_kind, settle=partial(slow_kinds, numbers=numbers), mended=RECORD
        ),
        "8.2": partnership_share("8.2", "range.available", "range.required", mended=RECORD),
    }
