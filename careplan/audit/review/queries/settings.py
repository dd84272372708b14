"""National mid-points as services set them."""

from datetime import date
from fractions import Fraction

from sqlalchemy import select

from careplan.audit.review.models import Midpoint
from careplan.audit.review.queries.seen import rows, seen
from careplan.audit.review.rules.ruleset import Ruleset
from careplan.staff.models import Worker


def _latest(
    services: frozenset[str], ruleset: Ruleset, known: date | None
) -> dict[tuple[str, str], Fraction | None]:
    """The last word of each service on each measure, as far as known."""
    row = Midpoint
    statement = (
        select(row.service_id, row.measure, row.percent)
        .where(row.service_id.in_(services), row.ruleset == ruleset.edition)
        .where(seen(services, known).entered(row))
        .order_by(row.recorded_at, row.id)
    )
    return {
        (service, measure): None if percent is None else Fraction(percent)
        for service, measure, percent in rows(statement)
    }


def midpoints(services: frozenset[str], ruleset: Ruleset, known: date | None = None) -> dict[str, Fraction]:
    """The mid-points in percent by measure: of one service its own, of several those on which they agree."""
    found: dict[str, set[Fraction]] = {}
    for (_, measure), percent in _latest(services, ruleset, known).items():
        if percent is not None:
            found.setdefault(measure, set()).add(percent)
    return {measure: next(iter(values)) for measure, values in found.items() if len(values) == 1}


def midpoints_each(services: frozenset[str], ruleset: Ruleset) -> dict[str, dict[str, Fraction]]:
    """The mid-points of each service as they stand now, in one statement; a service without any is there, too."""
    found: dict[str, dict[str, Fraction]] = {service: {} for service in sorted(services)}
    for (service, measure), percent in _latest(services, ruleset, None).items():
        if percent is not None:
            found[service][measure] = percent
    return found


def midpoint_history(
    services: frozenset[str], service_id: str, ruleset: Ruleset
) -> list[tuple[Midpoint, str]]:
    """Every mid-point that was set for the service, the last first, each with who set it."""
    row = Midpoint
    statement = (
        select(row, Worker.name)
        .outerjoin(Worker, Worker.id == row.recorded_by)
        .where(row.service_id == service_id, row.service_id.in_(services), row.ruleset == ruleset.edition)
        .order_by(row.recorded_at.desc(), row.id.desc())
    )
    return [(one, name or one.recorded_by) for one, name in rows(statement)]
