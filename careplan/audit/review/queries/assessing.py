"""Assessments with risk levels, risk actions and, for the period's, their answers; by root of the episode."""

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import groupby
from typing import Any

from sqlalchemy import Select, select

from careplan.assessment.models import Assessment
from careplan.assessment.queries.digests import kept_digest
from careplan.assessment.rules.digests import Answers, joined, read
from careplan.audit.review.rules import facts
from careplan.audit.review.rules.census import Census
from careplan.clients.models import Episode
from careplan.ground.db import db
from careplan.ground.scope import Scope, chain, grouped, made, rows
from careplan.risk.queries.facts import actions, levels

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
    """The digests of assessments completed in the period, with the roots of these."""
    named = chain(Assessment)
    period = Assessment.completed_on.between(census.first, census.on)
    return (
        select(named.root_id, kept_digest(named, view))
        .where(named.root_id.in_(select(Assessment.root_id).where(view.mine(Assessment), period)))
        .where(named.service_id.in_(view.services))
        .order_by(named.root_id, named.id)
    )


def answers(view: Scope, census: Census, sittings: Sequence[Row]) -> Iterator[tuple[str, Answers]]:
    """Answers by root, of assessments completed in the period, one at a time: a country's do not fit into memory.

    A carried answer counts its age from the day of its source, as it is known now.
    """
    days = {root: completed_on or started_on for _, root, *_, started_on, completed_on in sittings}
    result = db.session.execute(answered(view, census), execution_options={"yield_per": 5000})
    for root, group in groupby(result, key=lambda row: row[0]):
        yield root, reduce(joined, (read(text, days) for _, text in group))


def by_id(view: Scope, census: Census) -> Iterator[tuple[str, Answers]]:
    """The same by the id of the assessment."""
    sittings = sat(view)
    ids = {root: id_ for _, root, id_, *_ in sittings}
    return ((ids[root], every) for root, every in answers(view, census, sittings))


def assessments(
    view: Scope, census: Census, with_answers: bool
) -> Mapping[str, tuple[facts.Assessment, ...]]:
    """Assessments by episode."""
    sittings, risks, mended = sat(view), levels(view), actions(view)
    told = dict(answers(view, census, sittings)) if with_answers else {}

    def whole(root: str, columns: Row) -> facts.Assessment:
        plain, given = told.get(root, NONE)
        hung = {"levels": dict(risks[root]), "actions": mended[root], "plain": plain, "given": given}
        return made(facts.Assessment, columns, **hung)

    return grouped((parent, whole(root, columns)) for parent, root, *columns in sittings)
