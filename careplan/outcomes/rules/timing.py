"""Whether a profile was taken on a day that counts. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from careplan.outcomes.codes import Stage
from careplan.outcomes.rules.standard import Profile, Window


@dataclass(frozen=True, slots=True)
class Journey:
    """The days that a profile is measured by: `started_on` is the first day of structured treatment."""

    referred_on: date
    started_on: date | None = None
    closed_on: date | None = None


class Timing(StrEnum):
    """What its day makes of a profile."""

    IN = "in"
    EARLY = "early"
    LATE = "late"
    NO_START = "no_start"
    CANNOT_TELL = "cannot_tell"


def in_window(anchor: date, on: date, window: Window) -> Timing:
    """Whether a day lies among those that count from an anchor."""
    days = (on - anchor).days
    if days < window.first:
        return Timing.EARLY
    return Timing.LATE if days > window.last else Timing.IN


def timing(
    stage: str, on: date, journey: Journey, before: date | None, started: bool, profile: Profile
) -> Timing:
    """Of one profile; `before`: the day of the profile before it, `started`: whether a start profile is recorded."""
    if stage == Stage.START:
        return in_window(journey.started_on, on, profile.start) if journey.started_on else Timing.CANNOT_TELL
    if stage == Stage.REVIEW:
        if not started or before is None:
            return Timing.NO_START
        return in_window(before, on, profile.review)
    if stage == Stage.EXIT:
        return in_window(journey.closed_on, on, profile.exit) if journey.closed_on else Timing.CANNOT_TELL
    return Timing.IN


def refusals(
    stage: str, on: date, journey: Journey, profile: Profile, told: Mapping[str, str]
) -> dict[str, str]:
    """Why a profile of that stage cannot be of that day; `told`: the days of the journey in words."""
    if on < journey.referred_on:
        return {"interviewed_on": f"The day of the interview is before the referral on {told['referred_on']}"}
    if stage == Stage.POST_EXIT and journey.closed_on is None:
        return {"stage": "The client has not left treatment yet: select Review or Exit"}
    if journey.started_on is None:
        late = {"stage": "Treatment has not begun: only a start profile can be recorded"}
        return {} if stage == Stage.START else late
    early = (on - journey.started_on).days
    if stage == Stage.START and early < profile.start.first:
        words = f"more than {-profile.start.first} days before treatment began"
        return {"interviewed_on": f"The day of the interview is {words} on {told['started_on']}"}
    if stage != Stage.START and early < 0:
        return {
            "interviewed_on": f"The day of the interview is before treatment began on {told['started_on']}"
        }
    return {}
