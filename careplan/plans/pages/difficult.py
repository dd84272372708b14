"""What the record says already of difficult times, reaching the client and whom may be told: read, not typed again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from careplan.clients.models import Episode
from careplan.people.labels import consent_words, way_words
from careplan.people.queries import sharing, told_people, ways_in_use
from careplan.risk.codes import RiskDomain
from careplan.risk.queries.latest import pictures


@dataclass(frozen=True, slots=True)
class Told:
    """What stands elsewhere: `risks` of the risk plan, `ways` to reach the client, `consents`; `names` to choose."""

    risks: tuple[str, ...]
    ways: tuple[str, ...]
    consents: tuple[str, ...]
    names: tuple[str, ...]


def told(services: frozenset[str], episode: Episode, on: date) -> Told:
    """What the record says on the day."""
    agreed = sharing(services, episode, on)
    names = (*(one.party for one in agreed), *told_people(services, episode, on))
    return Told(
        tuple(_risks(services, episode)),
        tuple(map(way_words, ways_in_use(services, episode, on))),
        tuple(map(consent_words, agreed)),
        tuple(dict.fromkeys(names)),
    )


def consents(services: frozenset[str], episode: Episode, on: date) -> list[str]:
    """Who may be told what on the day, in words."""
    return [consent_words(one) for one in sharing(services, episode, on)]


def _risks(services: frozenset[str], episode: Episode) -> Iterator[str]:
    """Warning signs, and what is done if it gets worse, of the open rows on harm to self of the latest risk plan.

    What is said of harm from or to others is only spoken of alone, and stays on the page of risk.
    """
    latest = next((one for one in pictures(services, episode) if one.levels_at is not None), None)
    for one in latest.actions if latest else ():
        if one.done_on is None and one.domain == RiskDomain.SELF:
            for title, words in (("Warning signs", one.triggers), ("If it gets worse", one.escalation)):
                if words:
                    yield f"{title}: {words}"
