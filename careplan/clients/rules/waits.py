"""Waits and the order of an intervention's days. Pure."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Days:
    """The days of one intervention; what has not happened yet is None."""

    referred_on: date
    first_offered_on: date | None = None
    started_on: date | None = None
    ended_on: date | None = None


def waited(days: Days, today: date) -> int | None:
    """Days from referral to the first appointment offered; while none is offered, to today. None if it ended before."""
    until = days.first_offered_on or days.started_on
    if until is None:
        if days.ended_on is not None:
            return None
        until = today
    return max((until - days.referred_on).days, 0)


def waiting(days: Days) -> bool:
    """Whether the client still waits for a first appointment."""
    return days.first_offered_on is None and days.started_on is None and days.ended_on is None


def misplaced(days: Days, *, episode_referred_on: date, today: date) -> dict[str, str]:
    """What is wrong with the order of the days, by field, in sentences (record package §4.3 and §4.4)."""
    wrong: dict[str, str] = {}
    if days.referred_on < episode_referred_on:
        wrong["referred_on"] = (
            "The day of referral must be on or after the day the client was referred to the service"
        )
    _after(
        wrong, "first_offered_on", "The first appointment offered", days.first_offered_on, days.referred_on
    )
    _after(wrong, "started_on", "The start", days.started_on, days.referred_on)
    if days.ended_on is not None and days.started_on is not None and days.ended_on < days.started_on:
        wrong["ended_on"] = "The end must be on or after the start"
    _after(wrong, "ended_on", "The end", days.ended_on, days.referred_on)
    for name, day in (("referred_on", days.referred_on), ("started_on", days.started_on)):
        if day is not None and day > today:
            wrong.setdefault(name, "The day must be today or in the past")
    if days.ended_on is not None and days.ended_on > today:
        wrong.setdefault("ended_on", "The end must be today or in the past")
    return wrong


def _after(wrong: dict[str, str], name: str, called: str, day: date | None, referred_on: date) -> None:
    if day is not None and day < referred_on:
        wrong.setdefault(name, f"{called} must be on or after the day of referral")


def started_before_offer(days: Days) -> bool:
    """Whether treatment began before an appointment was offered: possible, but worth a look."""
    return None not in (days.started_on, days.first_offered_on) and days.started_on < days.first_offered_on  # type: ignore[operator]
