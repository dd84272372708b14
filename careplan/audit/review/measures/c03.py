"""Criteria 3 and 9, assessment tools: how much of the checklist stands in the service's own form."""

from datetime import date
from functools import partial

from careplan.audit.review.measures.units import open_services
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Choice, Service
from careplan.audit.review.rules.measure import Case, Deed, Measure, Measures, Reason, Reasons
from careplan.audit.review.rules.numbers import Numbers
from careplan.audit.review.rules.verdict import Verdict, left_out, met
from careplan.checklists.codes import Kind
from careplan.checklists.rules.asked import tool_score
from careplan.checklists.rules.bank import Bank, lineage


def bank_on(service: Service, day: date) -> Bank | None:
    """The checklist edition in force on the day."""
    banks = [bank for bank in service.banks.values() if bank.in_force_from <= day]
    return max(banks, key=lambda bank: bank.in_force_from, default=None)


def hidden_on(service: Service, kind: Kind, edition: str, day: date) -> frozenset[str]:
    """What the service had taken out of its form; the latest choice by the day counts alone."""
    names = lineage(service.banks, edition)
    choices: list[Choice] = [
        choice
        for choice in service.choices
        if choice.checklist == kind and choice.edition in names and choice.from_on <= day
    ]
    latest = max(choices, key=lambda choice: (choice.from_on, choice.edition), default=None)
    return latest.hidden if latest is not None else frozenset()


def tool(case: Case[Service], census: Census, kind: Kind) -> Verdict:
    """3.1 and 9.1, 3.2 and 9.2: expected items not hidden, of all expected items."""
    bank = bank_on(case.record, census.on)
    if bank is None:
        return left_out("no_edition")
    present, expected = tool_score(bank, kind, hidden_on(case.record, kind, bank.edition, census.on))
    return met("tool", present, expected)


REASONS: Reasons = {
    "tool": Reason("the service's form"),
}


def measures(numbers: Numbers) -> Measures:  # noqa: ARG001 - the shape of all criteria
    """The measures of these two criteria."""
    measures: dict[str, Measure[Service]] = {}
    for number, kind, form in ((1, Kind.COMPREHENSIVE, "comprehensive"), (2, Kind.RISK, "risk")):
        deed = Deed(f"question put back into the {form} form", f"questions put back into the {form} form")
        measure = Measure(open_services, partial(tool, kind=kind), every=True, deed=deed)
        measures |= {f"3.{number}": measure, f"9.{number}": measure}
    return measures
