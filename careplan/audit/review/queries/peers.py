"""What a unit is compared with: a few figures of all services, read without the records of their clients.

Nothing of another service leaves here but its value among the others, for quartiles.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction

from sqlalchemy import Date, case, func, literal, or_, select

from careplan.audit.review.measures import measures_by
from careplan.audit.review.queries.facts import posts, returns
from careplan.audit.review.rules import facts
from careplan.audit.review.rules.bands import Proportion
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.national import compared, figures, peers
from careplan.audit.review.rules.outliers import Peers
from careplan.audit.review.rules.ruleset import Ruleset
from careplan.governance.models import Return
from careplan.governance.registers import Incident
from careplan.ground.scope import Scope, made, rows
from careplan.ground.types import days_between
from careplan.prescribing.models import Course
from careplan.staff.models import Provider, Service


def slim(view: Scope, questions: frozenset[str]) -> tuple[facts.Service, ...]:
    """Services with their posts and with the answers to these questions, and nothing else."""
    current_posts = posts(view)
    given = returns(view, Return.service_id.in_(view.services) & Return.question.in_(questions))
    row = Service
    statement = (
        select(row.id, row.name, row.partnership_id, row.prescribing, row.structured)
        .add_columns(row.opened_on, row.closed_on, Provider.sector)
        .join(Provider, Provider.id == row.provider_id)
        .where(row.id.in_(view.services))
        .order_by(row.id)
    )
    return tuple(
        made(facts.Service, columns, posts=current_posts[columns[0]], returns=given[columns[0]])
        for columns in rows(statement)
    )


def course_days(view: Scope, census: Census) -> dict[str, int]:
    """Days of courses within the period, added up by service."""
    after = literal(census.on + timedelta(days=1), Date)
    first, end, start = (
        literal(census.first, Date),
        view.filled(Course.ended_on, Course.ended_at),
        Course.first_dose_on,
    )
    since = case((start < first, first), else_=start)
    until = case((or_(end.is_(None), end > after), after), else_=end)
    statement = (
        select(Course.service_id, func.sum(days_between(since, until)))
        .where(view.mine(Course), start < after, or_(end.is_(None), end > since))
        .group_by(Course.service_id)
        .order_by(Course.service_id)
    )
    return {service: int(days) for service, days in rows(statement)}


def incident_counts(view: Scope, census: Census) -> dict[str, int]:
    """Incidents in the period, by service."""
    row = Incident
    statement = (
        select(row.service_id, func.count())
        .where(view.mine(row), row.happened_on.between(census.first, census.on))
        .group_by(row.service_id)
        .order_by(row.service_id)
    )
    return dict(tuple(row) for row in rows(statement))


def rates(view: Scope, census: Census, services: Sequence[facts.Service]) -> Mapping[str, Proportion]:
    """Incidents against days of courses, for each prescribing service; the same as the measure says."""
    happened, open_days = incident_counts(view, census), course_days(view, census)
    return {
        one.id: Proportion(Fraction(happened.get(one.id, 0)), Fraction(open_days.get(one.id, 0)))
        for one in services
        if one.prescribing
    }


@dataclass(frozen=True, slots=True)
class Others:
    """All units by what compares them (`names`), read once and judged at each census but once."""

    ruleset: Ruleset
    view: Scope
    names: Mapping[str, tuple[str, str]]
    services: tuple[facts.Service, ...]
    made: dict[Census, Peers] = field(default_factory=dict)

    def at(self, census: Census) -> Peers:
        """The values of all services and partnerships at a census, with incidents and course days up to it."""
        if census not in self.made:
            measures = measures_by(self.ruleset.numbers)
            values = dict(figures(self.names, measures, self.services, census, rates=False))
            for key, (name, _) in self.names.items():
                if measures[name].rate:
                    values[key] = rates(self.view, census, self.services)
            homes = {one.id: one.partnership_id for one in self.services}
            self.made[census] = peers(self.ruleset, values, homes)
        return self.made[census]


def others(ruleset: Ruleset, view: Scope, keys: Collection[str] | None = None) -> Others:
    """What the measures of a ruleset compare, or some of them; nothing is read where none does."""
    names = {key: how for key, how in compared(ruleset).items() if keys is None or key in keys}
    return Others(ruleset, view, names, slim(view, frozenset(names)) if names else ())
