"""The digest of an assessment's answers (`assessment/rules/digests.py`) as SQL."""

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, cast, func, literal, or_, select

from careplan.assessment.models import Answer, Assessment
from careplan.checklists.queries import bank, editions
from careplan.checklists.rules.asked import ASKED, gaps_in, read_for
from careplan.checklists.rules.bank import Bank
from careplan.ground.corrections import live
from careplan.ground.scope import Scope, chain
from careplan.ground.types import json_list


@cache
def _items(of: Callable[[Bank], frozenset[str]]) -> tuple[str, ...]:
    """Items of any edition."""
    return tuple(sorted({item for edition in editions() for item in of(bank(edition))}))


def digest(assessment: Any, counts: ColumnElement[bool]) -> ColumnElement[str]:
    """The digest of those answers of an assessment (a table or its alias) that count.

    A carried answer is plain once it was confirmed by the day of completing, unless that day was corrected later.
    """
    row, source = Answer, chain(Assessment)
    here = and_(row.copied, live(assessment))
    certain = or_(~row.copied, and_(here, row.confirmed_on <= assessment.completed_on))
    decisive = row.item.in_(_items(read_for))
    plain = and_(
        row.status.in_(sorted(ASKED)), row.item.not_in(_items(gaps_in)), func.coalesce(certain, False)
    )
    rest = json_list(
        row.item,
        row.status,
        case((decisive, cast(row.value, Text))),
        source.root_id,
        func.coalesce(source.completed_on, source.started_on, row.brought_on),
        row.confirmed_on,
    )
    items = func.aggregate_strings(case((plain, row.item)), " ")
    others = func.aggregate_strings(case((or_(decisive, ~plain), literal("\n") + cast(rest, Text))), "")
    return (
        select(func.coalesce(items, "") + func.coalesce(others, ""))
        .outerjoin(source, source.id == row.carried_from)
        .where(row.assessment_id == assessment.id, row.service_id == assessment.service_id, counts)
        .correlate(assessment)
        .scalar_subquery()
    )


def kept_digest(assessment: Any, view: Scope) -> ColumnElement[str]:
    """The digest that the assessment keeps; made of its answers where it keeps none, or as known on an earlier day."""
    made = digest(assessment, view.live(Answer))
    if view.until is not None:
        return made
    return case((live(assessment), func.coalesce(assessment.answered, made)), else_=made)
