"""What follows from the treatment and the times away of an episode."""

from datetime import date

from careplan.clients.codes import InterventionKind
from careplan.clients.rules.facts import Intervention, Pause, structured_on, treatment_start
from careplan.clients.rules.waits import Days

ON = date(2026, 3, 1)
STRUCTURED, OTHER = InterventionKind.STRUCTURED_PSYCHOSOCIAL, InterventionKind.HARM_REDUCTION


def treated(kind, started_on, ended_on=None):
    return Intervention("I1", kind, Days(date(2026, 1, 1), None, started_on, ended_on))


def test_treatment_starts_with_the_first_structured_treatment():
    offered = [
        treated(OTHER, date(2026, 1, 1)),
        treated(STRUCTURED, date(2026, 2, 2)),
        treated(STRUCTURED, date(2026, 2, 1)),
        treated(STRUCTURED, None),
    ]
    assert treatment_start(offered, ON) == date(2026, 2, 1)
    assert treatment_start(offered, date(2026, 1, 31)) is None
    assert treatment_start([], ON) is None


def test_structured_treatment_is_open_from_its_start_to_the_day_before_its_end():
    one = [treated(STRUCTURED, date(2026, 2, 1), ON)]
    assert [
        structured_on(one, day) for day in (date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), ON)
    ] == [
        False,
        True,
        True,
        False,
    ]
    assert not structured_on([treated(OTHER, date(2026, 2, 1))], date(2026, 2, 1))


def test_the_day_of_return_is_no_day_away():
    away = Pause(date(2026, 2, 1), ON)
    assert away.covers(date(2026, 2, 28))
    assert not away.covers(ON)
    assert Pause(date(2026, 2, 1)).covers(ON)
