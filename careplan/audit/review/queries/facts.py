"""The facts of services as the audit reads them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from careplan.assessment.models import ChecklistChoice
from careplan.audit.review.queries.assessing import assessments
from careplan.audit.review.queries.governing import standing
from careplan.audit.review.rules import facts
from careplan.audit.review.rules.census import Census
from careplan.checklists.queries import bank, editions
from careplan.clients.models import Client, Episode
from careplan.clients.queries.facts import interventions, pauses
from careplan.ground.scope import Scope, chain, grouped, made, rows, scope
from careplan.plans.queries.facts import goals, plans, reviews
from careplan.prescribing.queries.facts import courses
from careplan.staff.models import Provider, Service


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
        .where(view.mine(row), view.live(Client))
        .order_by(row.id)
    )
    return grouped(
        (columns[1], made(facts.Episode, columns, **{name: values[root] for name, values in below.items()}))
        for root, *columns in rows(statement)
    )


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
    """The services with all that the measures read, in twenty-three statements whatever their number.

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
