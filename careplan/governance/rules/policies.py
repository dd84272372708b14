"""Whether a policy is in place on a day (spec 05 §8); what columns of a policy or a post say about each other. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from careplan.governance.codes import PostStatus


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


def fits_policy(values: Mapping[str, Any]) -> dict[str, str]:
    """A review is due after the approval."""
    approved, due = values["approved_on"], values["review_due_on"]
    if approved and due and due <= approved:
        return {"review_due_on": "The day its review is due must be after the day it was approved"}
    return {}


def fits_post(values: Mapping[str, Any]) -> dict[str, str]:
    """A post of nothing is none; nobody stands in a vacant one; years count in a field only."""
    problems = {}
    if values["established_wte"] is not None and values["established_wte"] == 0:
        problems["established_wte"] = "Whole-time equivalents must be more than 0"
    if values["worker_id"] and values["status"] == PostStatus.VACANT:
        problems["worker_id"] = "Nobody stands in a vacant post. Select “Not recorded”, or another state"
    if values["experience_years"] is not None and values["experience_in"] is None:
        problems["experience_in"] = "Select in which field the experience was gained"
    return problems
