"""What a note may say of its day, and what has to stand together; a time as people write it."""

from datetime import date

import pytest

from careplan.clients.codes import AppointmentPurpose
from careplan.contacts.rules.notes import day_fault, unfinished
from careplan.contacts.rules.standard import NOTES
from careplan.ui.fields.times import read_time

NOW = (date(2026, 3, 2), "14:30")
BORN = date(1985, 7, 14)


@pytest.mark.parametrize(
    ("on", "began", "words"),
    [
        (date(2026, 3, 2), "14:30", ""),
        (date(2026, 3, 2), None, ""),
        (date(2026, 3, 2), "14:31", "still to come"),
        (date(2026, 3, 3), None, "today or in the past"),
        (date(2026, 3, 1), "23:00", ""),
        (BORN, None, ""),
        (date(1985, 7, 13), None, "before this client’s birth"),
        (None, "10:00", ""),
    ],
)
def test_a_contact_is_not_after_now_and_not_before_the_birth(on, began, words):
    fault = day_fault(on, began, born=BORN, on_clock=NOW)
    assert words in fault
    assert bool(fault) is bool(words)


def test_a_birth_that_is_not_known_refuses_no_day():
    assert day_fault(date(1950, 1, 1), None, born=None, on_clock=NOW) == ""


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ((True, None, None, None), "risk_words"),
        ((False, "Drinks again", None, None), "risk_changed"),
        ((False, None, "Ring the GP", None), "next_step_on"),
        ((False, None, None, date(2026, 3, 9)), "next_step"),
        ((False, None, "Ring the GP", date(2026, 3, 7)), "next_step_on"),
    ],
)
def test_a_half_of_what_belongs_together_is_refused_at_the_other(values, field):
    names = ("risk_changed", "risk_words", "next_step", "next_step_on")
    written = dict(zip(names, values, strict=True))
    assert [name for name, _ in unfinished(happened_on=date(2026, 3, 8), **written)] == [field]


def test_a_note_of_which_nothing_is_half_is_finished():
    whole = {
        "happened_on": date(2026, 3, 9),
        "risk_changed": True,
        "risk_words": "Drinks",
        "next_step": "Ring",
        "next_step_on": date(2026, 3, 9),
    }
    assert list(unfinished(**whole)) == []


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("2.30pm", "14:30"),
        ("14:30", "14:30"),
        ("1430", "14:30"),
        ("2 pm", "14:00"),
        ("12am", "00:00"),
        ("12.15PM", "12:15"),
        ("Midday", "12:00"),
        ("9.05", "09:05"),
        ("930", "09:30"),
        ("24:00", None),
        ("13pm", None),
        ("0am", None),
        ("12:60", None),
        ("9", None),
        ("soon", None),
        ("٢:٣٠", None),
    ],
)
def test_a_time_is_read_as_people_write_it(typed, time):
    assert read_time(typed) == time


def test_every_purpose_has_a_template():
    for edition in NOTES.editions:
        assert set(edition.templates) == set(AppointmentPurpose)
