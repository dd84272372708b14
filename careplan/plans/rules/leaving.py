"""Leaving treatment: when an episode may close, which endings are doubtful, what stands open. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from msgspec import Struct

from careplan.clients.codes import Ending, ExitReason
from careplan.clients.rules.facts import Waiting
from careplan.ground.standards import Edition, Series
from careplan.plans.rules.standard import STANDARDS
from careplan.prescribing.rules.facts import plain
from careplan.prescribing.rules.findings import Finding
from careplan.ui.words import counted, day

COMPLETED = frozenset(
    {
        ExitReason.COMPLETED_DRUG_FREE,
        ExitReason.COMPLETED_ALCOHOL_FREE,
        ExitReason.COMPLETED_OCCASIONAL_USER,
    }
)
PLANNED = COMPLETED | {
    ExitReason.REFERRED_ON,
    ExitReason.TRANSFERRED_NOT_CUSTODY,
    ExitReason.TRANSFERRED_CUSTODY,
}


def ending(reason: ExitReason, started: bool) -> Ending:
    """How an intervention ends with the episode.

    | intervention            | exit reason                | ending    |
    |-------------------------|----------------------------|-----------|
    | offered, never started  | any                        | withdrawn |
    | started                 | withdrawn by the provider  | withdrawn |
    | started                 | completed, referred, transferred | planned |
    | started                 | any other                  | unplanned |
    """
    if not started or reason is ExitReason.WITHDRAWN_BY_PROVIDER:
        return Ending.WITHDRAWN
    return Ending.PLANNED if reason in PLANNED else Ending.UNPLANNED


def earliest_close(happened: Iterable[date | None]) -> date:
    """The first day on which an episode may close: that of the latest thing that happened in it."""
    return max(day for day in happened if day is not None)


@dataclass(frozen=True, slots=True)
class Use:
    """A substance that is not prescribed: its code, its words, and on how many days of a TOP it was used."""

    code: str
    words: str
    days: int


@dataclass(frozen=True, slots=True)
class Latest:
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


def doubts(reason: ExitReason, latest: Latest, standard: LeavingStandard) -> Iterator[str]:
    """Why the reason does not fit the record, in sentences without a stop; none where it fits."""
    if latest.died_on is not None and reason is not ExitReason.DIED:
        yield f"The record says that the client died on {day(latest.died_on)}"
    if reason in COMPLETED and not latest.started:
        yield "No treatment was ever started in this episode"
    doubtful = standard.doubtful.get(reason)
    for use in latest.uses:
        if doubtful is not None and use.days > 0 and doubtful.takes(use.code):
            told = f" ({day(latest.told_on)})" if latest.told_on else ""
            yield f"The last answers say {use.words} on {use.days} of 28 days{told}"


def any_doubt(latest: Latest, standard: LeavingStandard) -> list[str]:
    """All sentences that some reason would meet, each once."""
    return list(dict.fromkeys(one for reason in ExitReason for one in doubts(reason, latest, standard)))


def counted_days(days: Any) -> int:
    """Days of 28 as a number; 0 for what is none."""
    try:
        return int(days)
    except (TypeError, ValueError):
        return 0


@dataclass(frozen=True, slots=True)
class Matter:
    """One open matter: its key, its words, and what must be done.

    `tasks`: the tasks that it stands in already. `mine`: whoever closes the episode may say what was done; a
    countersignature is somebody else's. `action`: the risk action that it is.
    """

    key: str
    words: str
    ask: str
    tasks: tuple[str, ...] = ()
    mine: bool = True
    action: str = ""
    safety: bool = True

    @property
    def task_words(self) -> str:
        """The words of the task that it becomes."""
        return f"{self.words}. {self.ask}"


def of_tasks(tasks: Iterable[Waiting]) -> list[Matter]:
    """A matter for each open task, safety first; the same safety words stand once, whatever raised them."""
    waitings: dict[tuple[bool, str], list[Waiting]] = {}
    for one in sorted(tasks, key=lambda one: one.kind != "safety"):
        safety = one.kind == "safety"
        waitings.setdefault((safety, one.words if safety else one.id), []).append(one)
    return [
        Matter(
            key=f"task-{same[0].id}",
            words=same[0].words,
            ask=f"{'Raised' if safety else 'Due'} {day(same[0].due_on)}. Write down what was done",
            tasks=tuple(one.id for one in same),
            safety=safety,
        )
        for (safety, _), same in waitings.items()
    ]


def not_countersigned(assessment_id: str, risks: Sequence[str], assessed_on: date) -> Matter:
    """High or immediate risk that no manager has seen."""
    words = f"{', '.join(risks)}, assessed {day(assessed_on)}, not countersigned"
    ask = "A manager countersigns it and says whether the client may go"
    return Matter(f"countersign-{assessment_id}", words, ask, mine=False)


def risk_action(action_id: str, words: str, responsible: str, due_on: date | None) -> Matter:
    """Something planned about a risk that nobody has done."""
    until = f", due {day(due_on)}" if due_on else ""
    ask = "Do it, or hand it to somebody who stays with the client"
    return Matter(f"action-{action_id}", f"{words} ({responsible}{until}): not done", ask, action=action_id)


def children(why: Iterable[str]) -> Matter | None:
    """Children who may be at risk when nobody sees the client any more; None where the record names none."""
    words = list(dict.fromkeys(why))
    if not words:
        return None
    ask = "Tell children’s services and the health visitor or school that treatment ends, or why that is not needed"
    return Matter("children", f"Children: {', '.join(words)}", ask)


def missed(course_id: str, drug: str, days: int) -> Matter:
    """Doses missed up to the day: tolerance may be lost."""
    ask = "Speak about overdose, offer naloxone, and tell GP and pharmacy that tolerance may be lost"
    return Matter(
        f"missed-{course_id}", f"{counted(days, 'day')} of {drug} missed: tolerance may be lost", ask
    )


def stops(course_id: str, drug: str, finding: Finding) -> Matter:
    """A dose that is reduced first before a course ends (M15, B19), and is not when the client leaves."""
    words = f"{finding.rule}: {drug} stops from {plain(finding.observed)} mg in one step"
    ask = "Write down which prescriber agreed, why, and what the client was told of lost tolerance"
    return Matter(f"stops-{course_id}", words, ask)


def pharmacy(ending: Sequence[str]) -> Matter | None:
    """The call that goes with every course and prescription that ends; None where none does."""
    if not ending:
        return None
    ask = "Ring the pharmacy, so that nothing more is handed out. Write down which, whom you reached and when"
    return Matter("pharmacy", f"Ends with the episode: {'; '.join(ending)}", ask)


def version(matters: Iterable[Matter]) -> str:
    """Changes whenever something else stands open; empty where nothing does."""
    return " ".join(sorted(one.key for one in matters))
