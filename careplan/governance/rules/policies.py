"""Whether a policy is in place on a day, and whether its review is overdue (spec 05 §8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class InPlace(StrEnum):
    """Where a service stands with a policy."""

    MISSING = "missing"
    EXPIRED = "expired"
    NEAR = "near"
    IN_DATE = "in_date"


@dataclass(frozen=True, slots=True)
class Approval:
    """A policy was approved on a day and falls due for review on another."""

    approved_on: date
    review_due_on: date


def latest(approvals: Iterable[Approval], on: date) -> Approval | None:
    """Of several approvals the latest one by the day alone counts."""
    existing_approvals = [one for one in approvals if one.approved_on <= on]
    return max(existing_approvals, key=lambda one: one.approved_on, default=None)


def in_place(approval: Approval | None, on: date, near_days: int) -> InPlace:
    """missing: never approved; expired: its review was due by the day; near: due within `near_days`; in date."""
    if approval is None:
        return InPlace.MISSING
    if approval.review_due_on <= on:
        return InPlace.EXPIRED
    soon = approval.review_due_on <= on + timedelta(days=near_days)
    return InPlace.NEAR if soon else InPlace.IN_DATE
