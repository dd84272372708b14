"""What readers outside the service are told: which figures and items are hidden from them, and a report with stars."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from careplan.audit.release.rules.cells import Key, Table, counted, starred, tables_of
from careplan.audit.release.rules.items import earlier, items_to_hide, older, reaching_back
from careplan.audit.release.rules.release import released_after
from careplan.audit.review.measures import measures_by
from careplan.audit.review.queries.facts import facts_of
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Level, Request, Unit
from careplan.audit.review.rules.export import as_data
from careplan.audit.review.rules.facts import Service
from careplan.audit.review.rules.judging import Judge, report
from careplan.checklists.codes import Kind

Services = tuple[Service, ...]
NOBODY = frozenset[str]()


def tables(request: Request, services: Services, beneath: Sequence[Sequence[Table]] = ()) -> list[Table]:
    """The figures of a unit as sets of records; without completeness, which has its own rule."""
    judge = Judge(request, measures_by(request.ruleset.numbers))
    data = as_data(report(judge, services, {}), with_records=True)
    return tables_of(data, counted(request.ruleset), beneath)


def of_unit(request: Request, services: Services) -> tuple[list[Table], list[Table]]:
    """The figures of a unit, and for a partnership those of its services."""
    if request.unit.level is Level.SERVICE:
        return tables(request, services), []
    each = [
        tables(replace(request, unit=Unit(Level.SERVICE, service.id, service.name)), (service,))
        for service in services
    ]
    return tables(request, services, each), [table for one in each for table in one]


def shown_of(request: Request, facts: Services) -> tuple[list[Table], frozenset[Key]]:
    """The figures of a unit over these services, and the keys of those that may be shown."""

    def at(censuses: Iterable[Census]) -> Iterator[tuple[list[Table], list[Table]]]:
        return (of_unit(replace(request, census=census), facts) for census in censuses)

    now = of_unit(request, facts)
    return now[0], released_after(now, *at(earlier(request.census)), older=at(older(request.census)))


def groups(facts: Services, inside: frozenset[str]) -> list[Services]:
    """The services together; and without those whose records the reader knows, which can be taken away."""
    rest = tuple(one for one in facts if one.id not in inside)
    return [facts] if len(rest) == len(facts) else [facts, rest]


def hidden_in(request: Request, facts: Services, inside: frozenset[str] = NOBODY) -> frozenset[str]:
    """The measures and indicators that only readers inside may see, over facts that were read already.

    `inside`: services of a partnership whose records the reader sees. What is left without them must stand alone.
    """
    pairs = (shown_of(request, group) for group in groups(facts, inside))
    return frozenset(table.key[1] for now, shown in pairs for table in now if table.key not in shown)


def hidden_beneath(
    request: Request, facts: Services, inside: frozenset[str] = NOBODY
) -> Mapping[str, frozenset[str]]:
    """What the reports of a partnership's services hide, by service; nothing where the reader is inside."""
    units = {one.id: Unit(Level.SERVICE, one.id, one.name) for one in facts}
    return {
        one.id: NOBODY if one.id in inside else hidden_in(replace(request, unit=units[one.id]), (one,))
        for one in facts
    }


def kinds_in(
    request: Request, facts: Services, inside: frozenset[str] = NOBODY
) -> Mapping[str, frozenset[str]]:
    """The completeness items that only readers inside may see, by kind; what one service hides, all do.

    The facts have the answers of earlier quarter ends as well.
    """
    alone = [(one,) for one in facts if one.id not in inside] if len(facts) > 1 else []
    several = [*groups(facts, inside), *alone]
    return {
        kind.value: frozenset().union(*(items_to_hide(group, kind, request.census) for group in several))
        for kind in Kind
    }


@dataclass(frozen=True, slots=True)
class Veil:
    """What a reader is not told: figures, those of each service by its id, and completeness items by kind."""

    figures: frozenset[str] = NOBODY
    parts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    items: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def beneath(self) -> frozenset[str]:
        """The figures that at least one of the services hides."""
        return NOBODY.union(*self.parts.values())

    def over(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """The data of a report with a star for all that is hidden."""
        return starred(data, self.figures, self.items, self.beneath)


def veil(request: Request, services: frozenset[str], inside: frozenset[str] = NOBODY) -> Veil:
    """What a reader outside is not told of a unit, with the facts that this needs."""
    facts = facts_of(services, reaching_back(request.census))
    together = request.unit.level is Level.PARTNERSHIP
    return Veil(
        hidden_in(request, facts, inside),
        hidden_beneath(request, facts, inside) if together else {},
        kinds_in(request, facts, inside),
    )
