"""When an exit reason does not fit what the record says, so that it asks for words. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from msgspec import Struct

from careplan.clients.codes import ExitReason
from careplan.ground.standards import Edition, Series
from careplan.plans.rules.standard import STANDARDS
from careplan.ui.words import day

COMPLETED = frozenset(
    {
        ExitReason.COMPLETED_DRUG_FREE,
        ExitReason.COMPLETED_ALCOHOL_FREE,
        ExitReason.COMPLETED_OCCASIONAL_USER,
    }
)


@dataclass(frozen=True, slots=True)
class Use:
    """A substance that is not prescribed: its code, its words, and on how many of the last 28 days it was used."""

    code: str
    words: str
    days: int


@dataclass(frozen=True, slots=True)
class Said:
    """What the record last says of a client: use and the day it was told, whether treatment began, a death."""

    uses: tuple[Use, ...] = ()
    told_on: date | None = None
    started: bool = True
    died_on: date | None = None


class Doubtful(Struct, frozen=True, forbid_unknown_fields=True):
    """The substances that make an ending doubtful: `any_of` these, or `all_but` these."""

    any_of: frozenset[str] = frozenset()
    all_but: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse none of the lists, and both."""
        if bool(self.any_of) is bool(self.all_but):
            raise ValueError("one of any_of and all_but is needed")

    def takes(self, code: str) -> bool:
        """Whether use of this substance makes the ending doubtful."""
        return code not in self.all_but if self.all_but else code in self.any_of


class LeavingStandard(Edition, frozen=True, kw_only=True):
    """What makes each ending doubtful, and the profile's items as (substance, words)."""

    doubtful: Mapping[ExitReason, Doubtful]
    profile: Mapping[str, tuple[str, str]]


LEAVING = Series(STANDARDS, "leaving", LeavingStandard)


def doubts(reason: ExitReason, text: Said, standard: LeavingStandard) -> Iterator[str]:
    """Why the reason does not fit the record, in sentences without a stop; none where it fits."""
    if text.died_on is not None and reason is not ExitReason.DIED:
        yield f"The record says that the client died on {day(text.died_on)}"
    if reason in COMPLETED and not text.started:
        yield "No treatment was ever started in this episode"
    doubtful = standard.doubtful.get(reason)
    for use in text.uses:
        if doubtful is not None and use.days > 0 and doubtful.takes(use.code):
            told = f" ({day(text.told_on)})" if text.told_on else ""
            yield f"The last answers say {use.words} on {use.days} of 28 days{told}"


def any_doubt(text: Said, standard: LeavingStandard) -> list[str]:
    """All sentences that some reason would meet, each once."""
    return list(dict.fromkeys(one for reason in ExitReason for one in doubts(reason, text, standard)))


def counted_days(days: Any) -> int:
    """Days of 28 as a number; 0 for what is none."""
    try:
        return int(days)
    except (TypeError, ValueError):
        return 0
