"""Answers that an assessment takes over when it starts, and those that stand as the worker heard them today."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from careplan.assessment.codes import Status
from careplan.assessment.models import Answer, Assessment
from careplan.assessment.queries import Sheet
from careplan.assessment.rules.carrying import Earlier
from careplan.assessment.rules.saved import Reply
from careplan.assessment.rules.triggers import SAFETY, is_watched_for
from careplan.checklists.rules.asked import Given
from careplan.checklists.rules.bank import Bank
from careplan.staff.rules import Actor


def told_before(
    by: Actor, assessment: Assessment, bank: Bank, taken: Collection[Earlier], on: date
) -> Iterator[Answer]:
    """A copy of each answer; of those that `by` heard today it says that they hold today."""
    for one in taken:
        today = one.is_of(by.id, on) and not _watched(bank, one.item, Given(one.status, one.value), on)
        yield Answer(
            assessment_id=assessment.id,
            item=one.item,
            service_id=assessment.service_id,
            status=one.status,
            value=one.value,
            need=one.need,
            carried_from=one.from_id,
            brought_on=one.on if one.brought_by else None,
            brought_by=one.brought_by,
            confirmed_on=on if today else None,
            recorded_by=by.id,
        )


def told_at_start(by: Actor, assessment: Assessment, told: Mapping[str, Any]) -> Iterator[Answer]:
    """What was told at referral and is not asked again: it stands in the assessment, to be changed if it changed."""
    for item, value in told.items():
        keys = {"assessment_id": assessment.id, "service_id": assessment.service_id, "recorded_by": by.id}
        yield Answer(item=item, status=Status.ANSWERED, value=value, **keys)


def holds_today(sheet: Sheet, reply: Reply, on: date) -> date | None:
    """The day itself where the assessment is of today, and the answer no safety trigger: it is not asked again."""
    begun = sheet.assessment.completed_on or sheet.assessment.started_on
    of_today = begun == sheet.days(on)[1] == on
    watched = _watched(sheet.bank, reply.item, Given(reply.status, reply.value), on)
    return on if of_today and not watched else None


def _watched(bank: Bank, item: str, given: Given, on: date) -> bool:
    return is_watched_for(bank, item, given, on, SAFETY.on(on))
