"""What changed between two profiles, and whether by more than chance. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from careplan.outcomes.rules.answers import amount
from careplan.outcomes.rules.standard import Profile, Reliable

Answers = Mapping[str, str | None]


class Outcome(StrEnum):
    """What a change in the use of a substance is called."""

    ABSTINENT = "abstinent"
    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    DETERIORATED = "deteriorated"


@dataclass(frozen=True, slots=True)
class Change:
    """The difference since the start, and what it is called where somebody says so."""

    difference: Decimal
    outcome: Outcome | None = None


def threshold(item: str, start: Answers, profile: Profile) -> Reliable | None:
    """The difference that counts for an item; of alcohol another one where nothing else was used at the start."""
    if item == "alcuse":
        drugs = (amount(start.get(one)) for one in profile.substances if one not in ("alcuse", "tobuse"))
        return profile.reliable["alcohol" if any(drugs) else "alcohol_only"]
    return next((one for one in profile.reliable.values() if one.item == item), None)


def change(item: str, start: Answers, now: Answers, profile: Profile) -> Change | None:
    """Of an item that holds a number; None where one of the two profiles does not say it."""
    before, after = amount(start.get(item)), amount(now.get(item))
    if before is None or after is None:
        return None
    return Change(after - before, _outcome(item, before, after, threshold(item, start, profile), profile))


def _outcome(
    item: str, before: Decimal, after: Decimal, needed: Reliable | None, profile: Profile
) -> Outcome | None:
    if item not in profile.substances or before == after == 0:
        return None
    if after == 0:
        return Outcome.ABSTINENT
    if needed is None:
        return None
    if before - after >= needed.days:
        return Outcome.IMPROVED
    return Outcome.DETERIORATED if after - before >= needed.days else Outcome.UNCHANGED
