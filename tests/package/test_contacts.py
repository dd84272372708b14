"""Notes of contacts go out and come in by profile 2."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from careplan.clients.models import Appointment
from careplan.contacts.models import ContactGoal, ContactNote
from tests.package.base import write
from tests.package.shell import Shell
from tests.package.test_faults import findings, places
from tests.package.test_load import bring_in
from tests.package.test_profile_2 import SAYS_2

HEAD = (
    "id,episode_id,on,began,worker_id,appointment_id,purpose,way,with_whom,minutes,words,risk_changed,risk_words,"
    "next_step,next_step_on,corrects,correction_reason"
)
ROWS = (
    'N1,E1,2024-03-01,14:30,W1,,keywork,phone,,15,"Rang, about\nthe flat",false,,,,,',
    "N2,E1,2024-03-01,,W1,AP1,keywork,home_visit,her mother,,Met at the flat,true,Drinks,"
    "Ring the GP,2024-03-09,N1,No call",
)
BOOKED = (
    "id,episode_id,starts_at,purpose,outcome,worker_id,minutes,place,clinic,words,moved_from,late_minutes,outcome_words\n"
    "AP1,E1,2024-05-01T10:30:00+01:00,care_plan_review,cancelled_by_client,W1,45,Room 2,,Ring first,,,Has the flu\n"
    "AP2,E1,2099-05-01T10:30+01:00,keywork,attended,W1,,,Friday clinic,,AP1,5,\n"
    "AP3,E2,2025-10-06T09:00Z,group,cancelled_by_service,,,,,,,,\n"
)
NOTES = {
    **SAYS_2,
    "appointments.csv": BOOKED,
    "contact_notes.csv": "\n".join((HEAD, *ROWS)) + "\n",
    "contact_goals.csv": "note_id,goal_id\nN2,G1\n",
    "lost_touch_steps.csv": "id,care_plan_id,place,way,after_days,whom\nLS1,PL1,1,third_party,3,her mother\n",
    "treatment_groups.csv": "id,service_id,name,weekday,at,minutes,place,worker_id,began_on,ended_on\n"
    "GR1,S1,Sleep group,tue,14:00,90,Room 2,W1,2024-01-02,\n",
    "group_members.csv": "id,episode_id,group_id,since,until\nGM1,E1,GR1,2024-02-06,2024-05-07\n",
    "lost_touch_done.csv": "id,episode_id,appointment_id,place,way,on,words\nLD1,E1,AP1,1,phone,2024-05-02,No answer\n",
}


def test_notes_come_in_with_their_corrections_and_goals(session: Session, tmp_path: Path) -> None:
    _, found = bring_in(session, tmp_path / "in", NOTES)
    assert places(found) == []
    note = session.get_one(ContactNote, "N2")
    assert (note.happened_on, note.began, note.risk_words) == (date(2024, 3, 1), None, "Drinks")
    moved = session.get_one(Appointment, "AP2")
    assert (moved.moved_from, moved.late_minutes, moved.clinic) == ("AP1", 5, "Friday clinic")
    assert session.get_one(ContactNote, "N1").superseded_by == "N2"
    assert session.get_one(ContactGoal, ("N2", "G1")).service_id == note.service_id


@pytest.mark.parametrize(
    ("file", "old", "new", "column"),
    [
        ("contact_notes", ",14:30,", ",24:30,", "began"),
        ("contact_notes", ",14:30,", ",2.30pm,", "began"),
        ("contact_notes", ",phone,", ",carrier_pigeon,", "way"),
        ("contact_notes", "N2,E1,2024-03-01", "N2,E1,1971-03-01", "on"),
        ("contact_notes", "N2,E1,2024-03-01", "N2,E1,2199-03-01", "on"),
        ("contact_notes", "true,Drinks", "false,Drinks", "risk_words"),
        ("contact_notes", "AP1,", "AP3,", "appointment_id"),
        ("contact_notes", "Ring the GP,2024-03-09", "Ring the GP,", "next_step_on"),
        ("contact_goals", "N2,G1", "N2,G9", "goal_id"),
        ("lost_touch_done", "AP1,1", "AP3,1", "appointment_id"),
        ("lost_touch_steps", "third_party", "pigeon", "way"),
        ("treatment_groups", ",tue,", ",someday,", "weekday"),
        ("treatment_groups", "GR1,S1", "GR1,S2", "group_id"),
        ("group_members", "E1,GR1", "E1,GR9", "group_id"),
    ],
)
def test_what_cannot_hold_is_a_fault(
    application: Flask, tmp_path: Path, file: str, old: str, new: str, column: str
) -> None:
    name = f"{file}.csv"
    assert old in NOTES[name]
    with application.app_context():
        found = places(findings(write(tmp_path / "p", NOTES | {name: NOTES[name].replace(old, new, 1)})))
    assert column in {place[2] for place in found if place[0] in (name, "group_members.csv")}


def test_notes_go_out_and_come_back_the_same(shell: Shell, other: Shell, tmp_path: Path) -> None:
    package = write(tmp_path / "package", NOTES)
    for careplan, source, out in ((shell, package, "a"), (other, tmp_path / "a", "b")):
        assert careplan("import", source).exit_code == 0
        assert careplan("export", tmp_path / out).exit_code == 0
    for name in (
        "contact_notes.csv",
        "contact_goals.csv",
        "appointments.csv",
        "lost_touch_steps.csv",
        "treatment_groups.csv",
        "group_members.csv",
        "lost_touch_done.csv",
    ):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name
        assert len((tmp_path / "a" / name).read_text().splitlines()) > 1, name
