"""What happened since risk was last assessed and asks for it to be assessed again before its day. Pure."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from careplan.people.rules import CHILDREN, standing
from careplan.record.rules.checks.case import Case, CheckedAnswer
from careplan.record.rules.checks.home import NO_HOME

Happened = Callable[[Case, date], bool]


def overdose(case: Case, assessed_on: date) -> bool:
    """An overdose on a later day, or on that day where the assessment did not know of it."""
    day, before = case.overdosed_on, case.before.get("overdose_last_date")
    unchanged = before is not None and day is not None and str(before.value) == day.isoformat()
    return day is not None and day >= assessed_on and not unchanged


def self_harm(case: Case, _: date) -> bool:
    """Self-harm was told since, and not before."""
    return _new(case, "self_harm", "last_3_months")


def violence(case: Case, _: date) -> bool:
    """Violence to others was told since, and not before."""
    return _new(case, "violence_history", "last_12_months") or _new(case, "domestic_abuse_used", "current")


def pregnancy(case: Case, _: date) -> bool:
    """A pregnancy was told since, and not before."""
    return _new(case, "pregnancy_status", "yes")


def release(case: Case, assessed_on: date) -> bool:
    """The client came back from prison or other care since."""
    told = _new(case, "tolerance_loss", "prison_release")
    return told or any(assessed_on < day <= case.on for one in case.courses for day in one.back)


def lost_home(case: Case, _: date) -> bool:
    """The home was lost since."""
    return _new(case, "housing_status", *NO_HOME)


def missed_doses(case: Case, assessed_on: date) -> bool:
    """As many doses in a row as ask for a reassessment were missed since."""
    return any(one.missed_since and one.missed_since > assessed_on for one in case.courses)


def child_at_home(case: Case, assessed_on: date) -> bool:
    """A child came to live at home since, or was born into it."""
    now, before = (case.said_since.get("children_under_18"), case.before.get("children_under_18"))
    grown = now is not None and _at_home(now) > (_at_home(before) if before else 0)
    born = (one.born_on for one in case.people if one.relation in CHILDREN and one.lives == "with_client")
    return grown or any(day is not None and assessed_on < day <= case.on for day in born)


def safeguarding(case: Case, assessed_on: date) -> bool:
    """A step of safeguarding that is open was taken since."""
    return any(one.happened_on > assessed_on for one in standing(case.concerns))


EVENTS: Mapping[str, Happened] = {
    "overdose": overdose,
    "self_harm": self_harm,
    "violence": violence,
    "pregnancy": pregnancy,
    "release": release,
    "lost_home": lost_home,
    "missed_doses": missed_doses,
    "child_at_home": child_at_home,
    "safeguarding": safeguarding,
}


def happened(case: Case) -> Iterator[str]:
    """The codes of what happened since the latest risk assessment; nothing where risk was never assessed."""
    if case.risk_on is not None:
        for code, holds in EVENTS.items():
            if holds(case, case.risk_on):
                yield code


def _new(case: Case, item: str, *codes: str) -> bool:
    now, before = case.said_since.get(item), case.before.get(item)
    told_before = before is not None and not before.codes.isdisjoint(codes)
    return now is not None and not now.codes.isdisjoint(codes) and not told_before


def _at_home(answer: CheckedAnswer) -> int:
    return sum(1 for row in answer.rows if row.get("lives_with") is True)
