"""Which steps follow a non-attendance, on which days, and which is next."""

from datetime import date, timedelta

import pytest

from careplan.contacts.rules.standard import LOST_TOUCH
from careplan.contacts.rules.touch import Missed, Planned, position, steps, upcoming
from careplan.plans.codes import TouchWay

ON = date(2026, 3, 2)
MISSED = Missed("e", "a", ON)
STANDARD = LOST_TOUCH.latest
OWN = [Planned(1, TouchWay.PHONE, 1), Planned(2, TouchWay.THIRD_PARTY, 5, "his mother")]


def listed(own=(), done=None, on_course=False):
    return steps(MISSED, own, done or {}, on_course=on_course, standard=STANDARD)


def test_without_a_plan_the_services_steps_hold_and_the_last_proposes_closing():
    every = listed()
    told = [(one.way, (one.due_on - ON).days) for one in every]
    plain = [(one.way, one.after_days) for one in STANDARD.steps if not one.on_course]
    assert told == [*plain, (TouchWay.CLOSE, STANDARD.close_after_days)]


def test_pharmacy_and_prescriber_are_told_while_a_course_runs():
    assert TouchWay.PHARMACY in {one.way for one in listed(on_course=True)}
    assert TouchWay.PHARMACY not in {one.way for one in listed()}


def test_the_plans_own_steps_hold_in_the_place_of_the_services():
    every = listed(OWN)
    assert [(one.way, one.due_on, one.whom) for one in every[:2]] == [
        (TouchWay.PHONE, ON + timedelta(1), ""),
        (TouchWay.THIRD_PARTY, ON + timedelta(5), "his mother"),
    ]
    assert (every[-1].way, every[-1].due_on) == (TouchWay.CLOSE, ON + timedelta(STANDARD.close_after_days))


def test_closing_is_proposed_after_the_last_of_long_steps():
    late = [Planned(1, TouchWay.LETTER, STANDARD.close_after_days + 10)]
    assert listed(late)[-1].due_on == ON + timedelta(STANDARD.close_after_days + 10)


@pytest.mark.parametrize(("done", "place"), [({}, 1), ({1: ON}, 2), ({2: ON}, 1)])
def test_the_first_step_that_was_not_done_is_next(done, place):
    assert upcoming(listed(OWN, done)).place == place


def test_after_the_last_step_nothing_is_next():
    every = listed(OWN)
    assert upcoming(listed(OWN, {one.place: ON for one in every})) is None
    assert position(every, every[1]) == "step 2 of 3"


def test_a_step_done_on_a_course_stays_done_when_the_course_has_ended():
    """Places are those of the standard, so that a step less moves none of the others."""
    on_course, after = listed(on_course=True), listed()
    assert {one.way: one.place for one in after}.items() <= {one.way: one.place for one in on_course}.items()
