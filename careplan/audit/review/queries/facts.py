"""The facts of services as the audit reads them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, select

from careplan.assessment.models import Assessment, ChecklistChoice
from careplan.assessment.queries.digests import kept_digest
from careplan.assessment.rules.digests import Answers, joined, read
from careplan.audit.review.rules import facts
from careplan.audit.review.rules.census import Census
from careplan.checklists.queries import bank, editions
from careplan.clients.models import Client, Episode
from careplan.clients.queries.facts import interventions, pauses
from careplan.governance.models import Return
from careplan.governance.registers import ClinicalAudit, Incident, Post, ServicePolicy
from careplan.ground.clock import london_day, today
from careplan.ground.db import db
from careplan.ground.scope import Scope, chain, grouped, made, rows, scope
from careplan.plans.queries.facts import goals, plans, reviews
from careplan.prescribing.queries.facts import courses
from careplan.risk.queries.facts import actions, levels
from careplan.staff.models import Partnership, Provider, Service
from careplan.survey.codes import Topic
from careplan.survey.queries import counts

T = TypeVar("T")
Row = Sequence[Any]
"""Root of the episode, own root, id, kind, edition, started on, completed on."""
NONE: Answers = (frozenset(), {})


def sat(view: Scope) -> Sequence[Row]:
    """Assessments, as yet without anything below them."""
    episode, row = chain(Episode), Assessment
    statement = (
        select(episode.root_id, row.root_id, row.id, row.kind, row.edition, row.started_on)
        .add_columns(view.filled(row.completed_on, row.completed_at))
        .join(episode, view.below(episode, row.episode_id))
        .where(view.mine(row))
        .order_by(row.id)
    )
    return rows(statement)


def answered(view: Scope, census: Census) -> Select[Any]:
    """The digests of assessments completed in the period, with the roots of these and their own ids."""
    named = chain(Assessment)
    period = Assessment.completed_on.between(census.first, census.on)
    return (
        select(named.root_id, named.id, kept_digest(named, view))
        .where(named.root_id.in_(select(Assessment.root_id).where(view.mine(Assessment), period)))
        .where(named.service_id.in_(view.services))
    )


def answers(digests: Iterable[Any], sittings: Sequence[Row]) -> Iterator[tuple[str, Answers]]:
    """Answers by root from roots with ids and digests, in their order.

    A carried answer counts its age from the day of its source, as it is known now.
    """
    days = {root: completed_on or started_on for _, root, *_, started_on, completed_on in sittings}
    for root, group in groupby(digests, key=itemgetter(0)):
        yield root, reduce(joined, [read(text, days) for *_, text in group])


def by_id(view: Scope, census: Census) -> Iterator[tuple[str, Answers]]:
    """Answers by the id of the assessment, one at a time: a country's do not fit into memory."""
    sittings = sat(view)
    ids = {root: id_ for _, root, id_, *_ in sittings}
    in_order = answered(view, census).order_by("root_id", "id")
    digests = db.session.execute(in_order, execution_options={"yield_per": 5000})
    return ((ids[root], every) for root, every in answers(digests, sittings))


def assessments(
    view: Scope, census: Census, with_answers: bool
) -> Mapping[str, tuple[facts.Assessment, ...]]:
    """Assessments by episode."""
    sittings, risks, mended = sat(view), levels(view), actions(view)
    # ordered here: PostgreSQL would move the long texts of all about
    digests = sorted(rows(answered(view, census)), key=itemgetter(0, 1)) if with_answers else []
    sources = sittings if view.episodes is None else sat(replace(view, episodes=None))
    told = dict(answers(digests, sources))

    def whole(root: str, columns: Row) -> facts.Assessment:
        plain, given = told.get(root, NONE)
        hung = {"levels": risks[root], "actions": mended[root], "plain": plain, "given": given}
        return made(facts.Assessment, columns, **hung)

    return grouped((parent, whole(root, columns)) for parent, root, *columns in sittings)


def at_services(view: Scope, row: Any, fact: Callable[..., T], *columns: Any) -> Mapping[str, tuple[T, ...]]:
    """What stands at services and belongs to no client, by service."""
    statement = select(row.service_id, *columns).where(view.mine(row)).order_by(row.id)
    return grouped((parent, fact(*values)) for parent, *values in rows(statement))


def posts(view: Scope) -> Mapping[str, tuple[facts.Post, ...]]:
    """Posts by service."""
    row = Post
    columns = (row.id, row.role, row.established_wte, row.status, row.direct_work_percent)
    more = (row.experience_years, row.accredited, row.experience_in)
    return at_services(view, row, facts.Post, *columns, *more)


def returns(view: Scope, whose: ColumnElement[bool]) -> Mapping[str, tuple[facts.Return, ...]]:
    """Returns by the unit that gave them."""
    row = Return
    statement = (
        select(row.unit_id, row.question, row.key, row.value, row.recorded_on)
        .where(whose, view.live(row))
        .order_by(row.id)
    )
    return grouped((parent, facts.Return(*columns)) for parent, *columns in rows(statement))


def surveyed(view: Scope) -> Mapping[str, tuple[facts.Surveyed, ...]]:
    """What clients say of their treatment by service, of months that were over when this was known."""
    day = today() if view.until is None else london_day(view.until)
    counted = counts(view.services, day)
    satisfied = ((service, one) for service, one in counted if one.question == Topic.SATISFIED)
    return grouped(
        (service, facts.Surveyed(one.month, one.positive, one.answered)) for service, one in satisfied
    )


def standing(view: Scope) -> Mapping[str, Mapping[str, tuple[Any, ...]]]:
    """Everything that stands at services, by the name of the fact's field and then by service."""
    policy, audit, incident = ServicePolicy, ClinicalAudit, Incident
    approved = (policy.policy, policy.approved_on, policy.review_due_on)
    return {
        "policies": at_services(view, policy, facts.Policy, *approved),
        "posts": posts(view),
        "audits": at_services(view, audit, facts.ClinicalAudit, audit.id, audit.completed_on),
        "incidents": at_services(view, incident, facts.Incident, incident.id, incident.happened_on),
        "returns": returns(view, Return.service_id.in_(view.services)),
        "surveyed": surveyed(view),
    }


def partnerships(view: Scope, ids: frozenset[str]) -> tuple[facts.Partnership, ...]:
    """Partnerships with the answers they gave themselves."""
    given = returns(view, Return.partnership_id.in_(ids))
    statement = (
        select(Partnership.id, Partnership.name).where(Partnership.id.in_(ids)).order_by(Partnership.id)
    )
    return tuple(made(facts.Partnership, columns, returns=given[columns[0]]) for columns in rows(statement))


def episodes(view: Scope, census: Census, with_answers: bool) -> Mapping[str, tuple[facts.Episode, ...]]:
    """Episodes with everything below them, by service."""
    named, row = chain(Client), Episode
    written = goals(view)
    below: dict[str, Mapping[str, tuple[Any, ...]]] = {
        "interventions": interventions(view),
        "pauses": pauses(view),
        "courses": courses(view),
        "assessments": assessments(view, census, with_answers),
        "plans": plans(view, written),
        "reviews": reviews(view, written),
    }
    statement = (
        select(row.root_id, row.id, row.service_id, Client.id, row.referred_on)
        .add_columns(view.filled(row.closed_on, row.closed_at), view.filled(row.exit_reason, row.closed_at))
        .add_columns(view.filled(Client.deceased_on, Client.deceased_at))
        .join(named, named.id == row.client_id)
        .join(Client, Client.root_id == named.root_id)
        .where(view.mine(row), view.live(Client), *of_ids(row, view.episodes))
        .order_by(row.id)
    )
    return grouped(
        (columns[1], made(facts.Episode, columns, **{name: values[root] for name, values in below.items()}))
        for root, *columns in rows(statement)
    )


def of_ids(row: Any, ids: Collection[str] | None) -> tuple[ColumnElement[bool], ...]:
    """SQL conditions that keep the rows of these ids: none where all are wanted."""
    return () if ids is None else (row.id.in_(ids),)


def renewed(before: facts.Service, census: Census, records: Collection[str]) -> facts.Service | None:
    """A service where only these records (root ids of clients) were written since: they alone are read.

    None where an assessment of theirs is gone or has another day: answers of other records may be carried from it.
    """
    named, view = chain(Client), scope(frozenset({before.id}))
    statement = (
        select(Episode.id)
        .join(named, named.id == Episode.client_id)
        .where(Episode.service_id == before.id, named.root_id.in_(records))
    )
    ids = frozenset(id_ for (id_,) in rows(statement.order_by(Episode.id)))
    now = episodes(replace(view, episodes=ids), census, with_answers=True)[before.id]
    written = [one for one in before.episodes if one.id in ids]
    if not _days(written) <= _days(now):
        return None
    rest = [one for one in before.episodes if one.id not in ids]
    return replace(before, episodes=tuple(sorted((*rest, *now), key=attrgetter("id"))))


def _days(episodes: Iterable[facts.Episode]) -> set[tuple[str, date]]:
    """From which day answers that are carried from each assessment count their age."""
    return {(one.id, one.completed_on or one.started_on) for each in episodes for one in each.assessments}


def choices(view: Scope) -> Mapping[str, tuple[facts.Choice, ...]]:
    """What services took out of their forms."""
    row = ChecklistChoice
    statement = (
        select(row.service_id, row.checklist, row.edition, row.hidden, row.from_on)
        .where(row.service_id.in_(view.services), view.live(row))
        .order_by(row.service_id, row.checklist, row.edition, row.from_on)
    )
    return grouped(
        (parent, facts.Choice(checklist, edition, frozenset(hidden.split()), from_on))
        for parent, checklist, edition, hidden, from_on in rows(statement)
    )


def facts_of(
    services: frozenset[str],
    census: Census,
    as_known_on: date | None = None,
    with_answers: bool = True,
) -> tuple[facts.Service, ...]:
    """The services with all that the measures read, in twenty-four statements whatever their number.

    Answers are read for completeness alone; a list of other records does without.
    """
    view = scope(services, as_known_on)
    banks = {edition: bank(edition) for edition in editions()}
    own = {"choices": choices(view), "episodes": episodes(view, census, with_answers), **standing(view)}
    row = Service
    statement = (
        select(row.id, row.name, row.partnership_id, row.prescribing, row.structured)
        .add_columns(row.opened_on, row.closed_on, Provider.sector, row.out_of_hours)
        .join(Provider, Provider.id == row.provider_id)
        .where(row.id.in_(services))
        .order_by(row.id)
    )
    return tuple(
        made(
            facts.Service,
            columns,
            banks=banks,
            **{name: values[columns[0]] for name, values in own.items()},
        )
        for columns in rows(statement)
    )
