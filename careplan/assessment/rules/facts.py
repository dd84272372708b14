"""The four facts that a checklist's conditions may name, judged on one day inside one episode."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from careplan.checklists.codes import Fact
from careplan.clients.rules.facts import Intervention


class Taken(Protocol):
    """What is asked of a course of the episode; prescribing offers it (`prescribing.rules.facts.Course`)."""

    @property
    def drug(self) -> str:
        """The drug."""

    @property
    def first_dose_on(self) -> date:
        """The day of the first dose."""

    def open_on(self, day: date, /) -> bool:
        """Whether it runs on the day."""

    def take_home(self, day: date, /) -> bool:
        """Whether doses are taken home on the day."""


def facts(on: date, interventions: Iterable[Intervention], courses: Iterable[Taken]) -> frozenset[Fact]:
    """What the record knew on the day; only rows of the assessment's episode may be handed in."""
    considered = any(one.considered(on) for one in interventions)
    begun = [course for course in courses if course.first_dose_on <= on]
    current = [course for course in begun if course.open_on(on)]
    methadone = any(course.drug == "methadone" for course in current)
    holds = {
        Fact.PRESCRIBING_CONSIDERED: considered,
        Fact.OST_ACTIVE_OR_PLANNED: considered or bool(current),
        Fact.METHADONE_ACTIVE_OR_PLANNED: methadone or (considered and not begun),
        Fact.TAKE_HOME_DOSES: any(course.take_home(on) for course in current),
    }
    return frozenset(fact for fact, current in holds.items() if current)
