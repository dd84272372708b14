"""Assessments with risk levels, risk actions and, for the period's, their answers; by root of the episode."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import func, select

from careplan.assessment.models import Answer, Assessment
from careplan.audit.queries.seen import Seen, chain, grouped, made, rows
from careplan.audit.rules import facts
from careplan.audit.rules.census import Census
from careplan.checklists.codes import Status
from careplan.checklists.rules.asked import Given
from careplan.clients.models import Episode
from careplan.risk.models import RiskAction, RiskLevel

STATUSES = {status.value: status for status in Status}


def levels(seen: Seen) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Domain and level by assessment."""
    assessment, row = chain(Assessment), RiskLevel
    statement = (
        select(assessment.root_id, row.domain, row.level)
        .join(assessment, assessment.id == row.assessment_id)
        .where(row.service_id.in_(seen.services), seen.entered(row))
        .order_by(row.assessment_id, row.domain)
    )
    return grouped((parent, (domain, level)) for parent, domain, level in rows(statement))


def actions(seen: Seen) -> Mapping[str, tuple[facts.RiskAction, ...]]:
    """Risk actions by assessment."""
    assessment, row = chain(Assessment), RiskAction
    statement = (
        select(assessment.root_id, row.domain, row.responsible, row.due_on)
        .join(assessment, assessment.id == row.assessment_id)
        .where(seen.mine(row))
        .order_by(row.id)
    )
    return grouped((parent, facts.RiskAction(*columns)) for parent, *columns in rows(statement))


Rows = Sequence[tuple[str, str, facts.Assessment]]


def sat(seen: Seen) -> Rows:
    """Assessments with the root of their episode and their own root, as yet without anything below them."""
    episode, row = chain(Episode), Assessment
    statement = (
        select(episode.root_id, row.root_id, row.id, row.kind, row.edition, row.started_on)
        .add_columns(row.completed_on, row.completed_at)
        .join(episode, episode.id == row.episode_id)
        .where(seen.mine(row))
        .order_by(row.id)
    )
    return [
        (parent, root, made(facts.Assessment, [*columns[:4], *seen.filled(columns[4:])]))
        for parent, root, *columns in rows(statement)
    ]


def answers(seen: Seen, census: Census, assessed: Rows) -> Mapping[str, dict[str, Given]]:
    """Answers by root, of assessments completed in the period; carried ones with the day they were given."""
    days = {root: one.completed_on or one.started_on for _, root, one in assessed}
    named, source, row = chain(Assessment), chain(Assessment), Answer
    period = Assessment.completed_on.between(census.first, census.on)
    statement = (
        select(named.root_id, source.root_id, func.coalesce(source.completed_on, source.started_on))
        .add_columns(row.item, row.status, row.value, row.confirmed_on)
        .join(named, named.id == row.assessment_id)
        .outerjoin(source, source.id == row.carried_from)
        .where(named.root_id.in_(select(Assessment.root_id).where(seen.mine(Assessment), period)))
        .where(row.service_id.in_(seen.services), seen.entered(row))
        .order_by(row.assessment_id, row.item)
    )
    found: dict[str, dict[str, Given]] = defaultdict(dict)
    for root, carried, day, item, status, value, confirmed_on in rows(statement):
        found[root][item] = Given(STATUSES[status], value, days.get(carried, day), confirmed_on)
    return found


def assessments(seen: Seen, census: Census, with_answers: bool) -> Mapping[str, tuple[facts.Assessment, ...]]:
    """Assessments by episode."""
    assessed, risks, mended = sat(seen), levels(seen), actions(seen)
    given = answers(seen, census, assessed) if with_answers else {}
    return grouped(
        (parent, replace(one, levels=dict(risks[root]), actions=mended[root], given=given.get(root, {})))
        for parent, root, one in assessed
    )
