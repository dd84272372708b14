"""Services and partnerships judged as such, and the answers that only a person can give."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Partnership, Service
from careplan.audit.review.rules.measure import Case, Measure, Reason, Reasons
from careplan.audit.review.rules.verdict import Exclusion, Verdict, cannot_tell, either, met

Unit = Service | Partnership


def open_services(service: Service, census: Census) -> Iterator[Case[Service]]:
    """The service itself, if it was open on the census."""
    if service.open_on(census.on):
        yield Case(service.id, service)


def partnerships(partnership: Partnership, census: Census) -> Iterator[Case[Partnership]]:  # noqa: ARG001
    """The partnership itself."""
    yield Case(partnership.id, partnership)


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


def yes_no(case: Case[Unit], census: Census, question: str, key: str) -> Verdict:
    """Whether the unit answered yes; without an answer nobody can tell, and that is never a no."""
    value = answer(case.record, question, key, census.on)
    if value is None:
        return cannot_tell(Exclusion.NO_RETURN)
    return either(value == "yes", "answered_yes", "answered_no")


def share(case: Case[Unit], census: Census, question: str, keys: tuple[str, str]) -> Verdict:
    """So many of so many, as the unit counted them; half of the pair is no answer."""
    part, whole = (answer(case.record, question, key, census.on) for key in keys)
    if part is None or whole is None:
        return cannot_tell(Exclusion.NO_RETURN)
    return met("answered", Fraction(part), Fraction(whole))


def service_share(question: str, part: str, whole: str, **more: Any) -> Measure[Service]:
    """A measure whose share services count themselves."""
    judge = partial(share, question=question, keys=(part, whole))
    return Measure(more.pop("cases", open_services), judge, every=True, question=question, **more)


def partnership_share(question: str, part: str, whole: str, **more: Any) -> Measure[Partnership]:
    """A measure whose share a partnership counts itself."""
    judge = partial(share, question=question, keys=(part, whole))
    return Measure(partnerships, judge, every=True, by_partnership=True, question=question, **more)


def service_yes(question: str, key: str, **more: Any) -> Measure[Service]:
    """A measure that services answer with yes or no."""
    return Measure(open_services, partial(yes_no, question=question, key=key), question=question, **more)


REASONS: Reasons = {
    "no_return": Reason("no answer was given"),
    "answered": Reason("answered"),
    "answered_yes": Reason("answered yes"),
    "answered_no": Reason("answered no"),
}
