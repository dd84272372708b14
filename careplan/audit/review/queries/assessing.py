"""Assessments with risk levels, risk actions and, for the period's, their answers; by root of the episode."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Select, case, func, select

from careplan.assessment.models import Answer, Assessment
from careplan.audit.review.rules import facts
from careplan.audit.review.rules.census import Census
from careplan.checklists.codes import Status
from careplan.checklists.queries import bank, editions
from careplan.checklists.rules.asked import Given, read_for
from careplan.clients.models import Episode
from careplan.ground.db import db
from careplan.ground.scope import Scope, chain, grouped, rows
from careplan.risk.queries.facts import actions, levels

STATUSES = {status.value: status for status in Status}


Rows = Sequence[tuple[str, str, facts.Assessment]]


def sat(view: Scope) -> Rows:
    """Assessments with the root of their episode and their own root, as yet without anything below them."""
    episode, row = chain(Episode), Assessment
    statement = (
        select(episode.root_id, row.root_id, row.id, row.kind, row.edition, row.started_on)
        .add_columns(view.filled(row.completed_on, row.completed_at))
        .join(episode, view.below(episode, row.episode_id))
        .where(view.mine(row))
        .order_by(row.id)
    )
    return [(parent, root, facts.Assessment(*columns)) for parent, root, *columns in rows(statement)]


def decisive() -> list[str]:
    """The items whose value completeness has to read, in any edition; most answers are more text than that."""
    return sorted({item for edition in editions() for item in read_for(bank(edition))})


def answered(view: Scope, census: Census) -> Select[Any]:
    """The answers of assessments completed in the period, with the roots of their assessment and its source."""
    named, source, row = chain(Assessment), chain(Assessment), Answer
    period = Assessment.completed_on.between(census.first, census.on)
    return (
        select(named.root_id, source.root_id, func.coalesce(source.completed_on, source.started_on))
        .add_columns(row.item, row.status, case((row.item.in_(decisive()), row.value)), row.confirmed_on)
        .join(named, view.below(named, row.assessment_id))
        .outerjoin(source, source.id == row.carried_from)
        .where(named.root_id.in_(select(Assessment.root_id).where(view.mine(Assessment), period)))
        .where(row.service_id.in_(view.services), view.live(row))
        .order_by(named.root_id, row.assessment_id, row.item)
    )


def days_of(assessed: Rows) -> Mapping[str, date]:
    """The day from which a carried answer counts its age, by root of its source."""
    return {root: one.completed_on or one.started_on for _, root, one in assessed}


def answers(view: Scope, census: Census, assessed: Rows) -> Mapping[str, dict[str, Given]]:
    """Answers by root, of assessments completed in the period; carried ones with the day they were given."""
    days = days_of(assessed)
    given: dict[str, dict[str, Given]] = defaultdict(dict)
    for root, carried, day, item, status, value, confirmed_on in rows(answered(view, census)):
        given[root][item] = Given(STATUSES[status], value, days.get(carried, day), confirmed_on)
    return given


def streamed(view: Scope, census: Census) -> Iterator[tuple[str, Mapping[str, Given]]]:
    """The same answers, one assessment (by its id) at a time: a country's do not fit into memory."""
    assessed = sat(view)
    days, ids = days_of(assessed), {root: one.id for _, root, one in assessed}
    result = db.session.execute(answered(view, census), execution_options={"yield_per": 5000})
    for root, group in groupby(result, key=lambda row: row[0]):
        yield (
            ids[root],
            {
                item: Given(STATUSES[status], value, days.get(carried, day), confirmed_on)
                for _, carried, day, item, status, value, confirmed_on in group
            },
        )


def assessments(
    view: Scope, census: Census, with_answers: bool
) -> Mapping[str, tuple[facts.Assessment, ...]]:
    """Assessments by episode."""
    assessed, risks, mended = sat(view), levels(view), actions(view)
    given = answers(view, census, assessed) if with_answers else {}
    return grouped(
        (parent, replace(one, levels=dict(risks[root]), actions=mended[root], given=given.get(root, {})))
        for parent, root, one in assessed
    )
