"""Criteria 3 and 9, assessment tools: how much of the checklist stands in the service's own form."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from careplan.audit.rules.census import Census
from careplan.audit.rules.facts import Choice, Service
from careplan.audit.rules.measure import Measure, Measures
from careplan.audit.rules.verdict import Verdict, left_out, met
from careplan.checklists.codes import Kind
from careplan.checklists.rules.asked import tool_score
from careplan.checklists.rules.bank import Bank


@dataclass(frozen=True, slots=True)
class ServiceCase:
    """A service, judged as such."""

    service: Service

    @property
    def id(self) -> str:
        """The service's id."""
        return self.service.id

    @property
    def episode_id(self) -> None:
        """None: a form belongs to the service, not to an episode."""
        return None


def open_services(service: Service, census: Census) -> Iterator[ServiceCase]:
    """The service itself, if it was open on the census."""
    if service.open_on(census.on):
        yield ServiceCase(service)


def bank_on(service: Service, day: date) -> Bank | None:
    """The checklist edition in force on the day."""
    banks = [bank for bank in service.banks.values() if bank.in_force_from <= day]
    return max(banks, key=lambda bank: bank.in_force_from, default=None)


def hidden_on(service: Service, kind: Kind, edition: str, day: date) -> frozenset[str]:
    """What the service had taken out of its form; the latest choice by the day counts alone."""
    choices: list[Choice] = [
        choice
        for choice in service.choices
        if (choice.checklist, choice.edition) == (kind, edition) and choice.from_on <= day
    ]
    latest = max(choices, key=lambda choice: choice.from_on, default=None)
    return latest.hidden if latest is not None else frozenset()


def tool(case: ServiceCase, kind: Kind, census: Census) -> Verdict:
    """Expected items not hidden, of all expected items."""
    bank = bank_on(case.service, census.on)
    if bank is None:
        return left_out("no_edition")
    present, expected = tool_score(bank, kind, hidden_on(case.service, kind, bank.edition, census.on))
    return met("tool", Fraction(present), Fraction(expected))


def comprehensive_tool(case: ServiceCase, census: Census) -> Verdict:
    """3.1 and 9.1: the comprehensive assessment form."""
    return tool(case, Kind.COMPREHENSIVE, census)


def risk_tool(case: ServiceCase, census: Census) -> Verdict:
    """3.2 and 9.2: the risk assessment form."""
    return tool(case, Kind.RISK, census)


MEASURES: Measures = {
    "3.1": Measure(open_services, comprehensive_tool, every=True),
    "3.2": Measure(open_services, risk_tool, every=True),
    "9.1": Measure(open_services, comprehensive_tool, every=True),
    "9.2": Measure(open_services, risk_tool, every=True),
}
