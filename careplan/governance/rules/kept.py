"""What the columns of a policy or a post say about each other: sentences at the fields that are wrong. Pure."""

from collections.abc import Mapping
from typing import Any

from careplan.governance.codes import PostStatus


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
