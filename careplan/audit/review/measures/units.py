"""Services and partnerships judged as such, and the answers that only a person can give."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Partnership, Service
from careplan.audit.review.rules.measure import Reason, Reasons
from careplan.audit.review.rules.verdict import Exclusion, Verdict, cannot_tell, either, met

Unit = Service | Partnership


@dataclass(frozen=True, slots=True)
class ServiceCase:
    """A service, judged as such."""

    service: Service

    @property
    def id(self) -> str:
        """The service's id."""
        return self.service.id

    @property
    def episode_id(self) -> None:
        """None: what is judged belongs to the service, not to an episode."""
        return None


@dataclass(frozen=True, slots=True)
class PartnershipCase:
    """A partnership, judged by its own answers."""

    partnership: Partnership

    @property
    def id(self) -> str:
        """The partnership's id."""
        return self.partnership.id

    @property
    def episode_id(self) -> None:
        """None: what is judged belongs to the partnership."""
        return None


def open_services(service: Service, census: Census) -> Iterator[ServiceCase]:
    """The service itself, if it was open on the census."""
    if service.open_on(census.on):
        yield ServiceCase(service)


def partnerships(partnership: Partnership, census: Census) -> Iterator[PartnershipCase]:  # noqa: ARG001
    """The partnership itself."""
    yield PartnershipCase(partnership)


def answer(unit: Unit, question: str, key: str, day: date) -> str | None:
    """What the unit answered: the latest recorded by the day counts alone; none without an answer."""
    pairs = [
        (one.recorded_on, one.value)
        for one in unit.returns
        if (one.question, one.key) == (question, key) and one.recorded_on <= day
    ]
    return max(pairs)[1] if pairs else None


def parts_of(value: str) -> frozenset[str]:
    """The words of a set; `none` is the empty one."""
    return frozenset(value.split()) - {"none"}


def yes_no(unit: Unit, question: str, key: str, census: Census) -> Verdict:
    """Whether the unit answered yes; without an answer nobody can tell, and that is never a no."""
    value = answer(unit, question, key, census.on)
    if value is None:
        return cannot_tell(Exclusion.NO_RETURN)
    return either(value == "yes", "answered_yes", "answered_no")


def share(unit: Unit, question: str, keys: tuple[str, str], census: Census) -> Verdict:
    """So many of so many, as the unit counted them; half of the pair is no answer."""
    part, whole = (answer(unit, question, key, census.on) for key in keys)
    if part is None or whole is None:
        return cannot_tell(Exclusion.NO_RETURN)
    return met("answered", Fraction(part), Fraction(whole))


REASONS: Reasons = {
    "no_return": Reason("no answer was given"),
    "answered": Reason("answered"),
    "answered_yes": Reason("answered yes"),
    "answered_no": Reason("answered no"),
}
