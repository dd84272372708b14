"""What the banner of a record must say before anything else is read. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from careplan.assessment.codes import Status
from careplan.assessment.labels import STATUSES
from careplan.ground.standards import Edition, Positive, Series


class Banner(Edition, frozen=True, kw_only=True):
    """What the banner counts as recent."""

    recent_overdose_days: Positive


BANNER = Series(Path(__file__).parents[1] / "standards", "banner", Banner)

BANNER_ITEMS = ("allergies", "overdose_ever", "overdose_last_date", "children_under_18")


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """What became of one item at one assessment, on the day it was started."""

    item: str
    status: str
    value: Any
    on: date
    assessment_id: str
    episode_id: str


@dataclass(frozen=True, slots=True)
class Allergies:
    """`words` for the banner; `known` is None where nobody asked, which is not the same as none.

    `ask`: what to do because another service may know more; empty where there is no reason to think so.
    """

    words: str
    recorded: bool | None
    ask: str = ""


def latest(rows: Iterable[ItemAnswer]) -> dict[str, ItemAnswer]:
    """The newest answer to each item; `said` comes oldest first. Who does not ask, or is not told, hides no answer."""
    values: dict[str, ItemAnswer] = {}
    for one in rows:
        before = values.get(one.item)
        answered = before is not None and before.status == "answered"
        if one.status == "answered" or (one.status in ("declined", "not_known") and not answered):
            values[one.item] = one
    return values


def allergies(answer: ItemAnswer | None) -> Allergies:
    """Allergies in words: what they are, that there are none, or that it is not recorded."""
    if answer is None:
        return Allergies("Not recorded", None)
    if answer.status != "answered":
        return Allergies(f"Asked: {STATUSES[Status(answer.status)].lower()}", None)
    return described(answer.value)


def described(answered: Any) -> Allergies:
    """An answered value in words."""
    value = answered if isinstance(answered, Mapping) else {"value": answered}
    if value.get("value") is not True:
        return Allergies("No known allergies", False)
    return Allergies(str(value.get("text") or "Yes, not described"), True)


def overdosed_on(answers: Mapping[str, ItemAnswer], today: date) -> date | None:
    """The day of the last overdose, when it was a short time ago (`recent_overdose_days`)."""
    answer = answers.get("overdose_last_date")
    ever = answers.get("overdose_ever")
    if answer is None or answer.status != "answered" or (ever is not None and ever.value is False):
        return None
    try:
        day = date.fromisoformat(str(answer.value))
    except ValueError:
        return None
    return day if today - timedelta(days=BANNER.on(today).recent_overdose_days) <= day <= today else None


def child_at_home(answers: Mapping[str, ItemAnswer]) -> ItemAnswer | None:
    """The answer that says a child lives with the client, or None."""
    answer = answers.get("children_under_18")
    rows = answer.value if answer is not None and isinstance(answer.value, list) else []
    return answer if any(isinstance(row, Mapping) and row.get("lives_with") is True for row in rows) else None
