"""The national report in one pass: every partnership judged over facts that are loaded once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from careplan.audit.review.rules.bands import Proportion
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import (
    Completeness,
    Level,
    National,
    Rated,
    Request,
    Unit,
    rated,
    value_of,
)
from careplan.audit.review.rules.facts import Partnership, Service
from careplan.audit.review.rules.judging import Judge, in_scope, indicators
from careplan.audit.review.rules.measure import Measures
from careplan.audit.review.rules.outliers import Peers
from careplan.audit.review.rules.ruleset import Ruleset

Figures = Mapping[str, Mapping[str, Proportion]]
"""By measure and service."""


def compared(ruleset: Ruleset) -> dict[str, tuple[str, str]]:
    """The measures that are judged against other units: the function that judges, and whose records feed it."""
    return {
        rule.id: (rule.measure, criterion.services) for criterion, rule in ruleset.measures() if rule.compares
    }


def figures(
    names: Mapping[str, tuple[str, str]],
    measures: Measures,
    services: Sequence[Service],
    census: Census,
    rates: bool = True,
) -> Figures:
    """The figures of the measures that compare, service by service; rates may be left to another way of counting."""
    return {
        key: {
            service.id: measures[name].of(measures[name].lines(service, census)).figure
            for service in in_scope(services, scope)
        }
        for key, (name, scope) in names.items()
        if rates or not measures[name].rate
    }


def added(rows: Mapping[str, Proportion], homes: Mapping[str, str]) -> dict[str, Proportion]:
    """Figures of services added up by the partnership they belong to."""
    proportions: dict[str, Proportion] = {}
    for service, one in sorted(rows.items()):
        so_far = proportions.get(homes[service])
        part, whole = (so_far.part, so_far.whole) if so_far is not None else (Fraction(0), Fraction(0))
        proportions[homes[service]] = Proportion(part + one.part, whole + one.whole)
    return proportions


def peers(ruleset: Ruleset, figures: Figures, homes: Mapping[str, str]) -> Peers:
    """The values of all services and of all partnerships, for quartiles."""
    units = {rule.id: rule.unit for _, rule in ruleset.measures()}

    def values(key: str, rows: Mapping[str, Proportion]) -> tuple[Fraction, ...]:
        shares = (value_of(one, units[key]) for _, one in sorted(rows.items()))
        return tuple(value for value in shares if value is not None)

    return Peers(
        {key: values(key, rows) for key, rows in figures.items()},
        {key: values(key, added(rows, homes)) for key, rows in figures.items()},
    )


def national(
    request: Request,
    partnerships: Sequence[Partnership],
    services: Sequence[Service],
    measures: Measures,
    completeness: Mapping[str, Completeness],
) -> National:
    """Bands and overall of every partnership; indicators and completeness over all services."""
    homes = {service.id: service.partnership_id for service in services}
    members: dict[str, list[Service]] = {one.id: [] for one in partnerships}
    for service in services:
        members[service.partnership_id].append(service)
    proportions = figures(compared(request.ruleset), measures, services, request.census)
    others = peers(request.ruleset, proportions, homes)
    rows = []
    for one in partnerships:
        unit = Unit(Level.PARTNERSHIP, one.id, one.name)
        judge = Judge(replace(request, unit=unit), measures, one, others, each=False)
        criteria = judge.criteria(members[one.id])
        bands = {result.rule.id: result.band for result in criteria}
        rows.append(Rated(unit, bands, rated(criteria, request.ruleset)))
    return National(request, tuple(rows), indicators(request, measures, services), completeness)
