"""Whole reports: what they need is read set-based, then judged."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from careplan.audit.review.measures import audit, beside, measures_by
from careplan.audit.review.measures.completeness import completeness_in
from careplan.audit.review.queries.facts import by_id, facts_of, partnerships, renewed
from careplan.audit.review.queries.peers import others
from careplan.audit.review.queries.units import every_partnership, every_service
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Level, National, Report, Request
from careplan.audit.review.rules.facts import Partnership, Service
from careplan.audit.review.rules.measure import Measures
from careplan.audit.review.rules.national import national
from careplan.audit.review.rules.outliers import Peers
from careplan.governance.queries import given_by
from careplan.governance.rules.proof import Given, Proof
from careplan.ground.memory import many_objects
from careplan.ground.scope import scope
from careplan.plans.queries.facts import goals_with_agency


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything a report of one unit is made of."""

    services: tuple[Service, ...]
    partnership: Partnership | None
    peers: Peers


def basis(request: Request, services: frozenset[str], as_known_on: date | None = None) -> Basis:
    """The facts of a unit over its services, as known today or on a day.

    The values of all other services are read as well, but only for quartiles.
    """
    compared = peers(request, as_known_on)
    services_facts = facts_of(services, request.census, as_known_on)
    if request.unit.level is Level.SERVICE:
        return Basis(services_facts, None, compared)
    return Basis(services_facts, partnership_facts(request.unit.id, as_known_on), compared)


def service_now(
    id_: str, census: Census, before: Service | None = None, written: Collection[str] = ()
) -> Service:
    """A service as it stands: as it was before but for the records (root ids of clients) that were written since."""
    service = None if before is None else renewed(before, census, written)
    return service or facts_of(frozenset({id_}), census)[0]


def partnership_facts(partnership_id: str, as_known_on: date | None = None) -> Partnership:
    """What a partnership answered itself."""
    (own,) = partnerships(scope(frozenset(), as_known_on), frozenset({partnership_id}))
    return own


def audited(request: Request, services: frozenset[str], as_known_on: date | None = None) -> Report:
    """The report of a unit over its services."""
    result = basis(request, services, as_known_on)
    return audit(request, result.services, result.partnership, result.peers)


def peers(request: Request, as_known_on: date | None = None) -> Peers:
    """What all units are like, for the measures that compare."""
    return others(request.ruleset, scope(every_service(), as_known_on)).at(request.census)


def audited_nationally(request: Request, as_known_on: date | None = None) -> National:
    """The national report in one pass: facts of all services at once, answers one assessment at a time."""
    census = request.census
    view = scope(every_service(), as_known_on)
    with many_objects():
        services = facts_of(view.services, census, as_known_on, with_answers=False)
        completeness = completeness_in(services, census, by_id(view, census))
        units = partnerships(view, every_partnership())
        return national(request, units, services, measures_by(request.ruleset.numbers), completeness)


def practice(services: frozenset[str]) -> Measures:
    """Figures beside the review that are no indicators, over the record of these services as it stands today."""
    return beside.measures(goals_with_agency(services))


def practice_of(services: Sequence[Service], census: Census) -> Measures:
    """The same, read only of those of the services that such a figure may count."""
    return practice(frozenset(one.id for one in services if any(beside.social_goals(one, census))))


def evidence(units: frozenset[str], as_known_on: date | None) -> tuple[list[Given], list[Proof]]:
    """What the units answered as known on a day, and the evidence for it. Two statements."""
    return given_by(units, scope(units, as_known_on).until)
