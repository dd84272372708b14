"""The demo's package: without fault on any day, the same every time, and rich enough."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

from careplan.checklists.codes import Kind
from careplan.checklists.queries import bank, in_force
from careplan.checklists.rules.asked import tool_score
from careplan.clients.codes import ExitReason
from careplan.clients.rules.invented import Book
from careplan.demo.actions.fill import write_package
from careplan.demo.rules.people import nhs_numbers, people
from careplan.demo.rules.story import services, story
from careplan.package.actions.check import check
from careplan.package.actions.stage import staged
from careplan.package.queries.scope import declared
from careplan.package.rules.cells import is_nhs_number
from careplan.package.rules.profile import profile_1
from careplan.rooms import ROOMS

TODAY = date(2026, 3, 31)


@cache
def told(today: date = TODAY) -> Book:
    return story(declared(ROOMS), in_force, today, [room.demo for room in reversed(ROOMS) if room.demo])


@pytest.mark.parametrize(
    "today", [date(2026, 3, 31), date(2024, 2, 29), date(2027, 1, 1), date(2026, 10, 25)]
)
def test_the_package_has_no_fault_whatever_day_it_is(application: Flask, today: date, tmp_path: Path) -> None:
    with application.app_context():
        path = write_package(told(today), tmp_path)
    with application.app_context(), staged(path, lambda _: None) as stage:
        check(stage, today=today, now=datetime.combine(today, time(0, 1), UTC))
        assert [str(fault) for fault in stage.findings.faults] == []
        assert [str(warning) for warning in stage.findings.warnings] == []


def test_the_package_is_the_same_every_time() -> None:
    assert told.__wrapped__().rows == told().rows


def test_about_sixty_people_carry_numbers_that_nobody_has() -> None:
    book = told()
    numbers = [row["nhs_number"] for row in book.rows["clients"] if row["nhs_number"]]
    assert 55 <= len(book.rows["clients"]) <= 65
    assert numbers[:3] == ["9990000018", "9990000026", "9990000034"]
    assert all(is_nhs_number(number) and number.startswith("999") for number in numbers)
    assert len(set(nhs_numbers(200))) == 200
    assert {row["postcode"] for row in book.rows["clients"]} == {"ZZ99 3VZ"}


def test_both_drugs_stand_on_every_day_that_matters() -> None:
    book = told()
    ended = {row["id"] for row in book.rows["courses"] if row["ended_on"]}
    days = {
        (row["drug"], (TODAY - row["first_dose_on"]).days + 1)
        for row in book.rows["courses"]
        if row["id"] not in ended
    }
    wanted = {(drug, day) for drug in ("methadone", "buprenorphine") for day in (5, 40, 84, 85, 300)}
    assert wanted <= days


def test_every_way_of_leaving_occurs() -> None:
    left = Counter(row.get("exit_reason") for row in told().rows["episodes"])
    assert set(left) - {None} == set(ExitReason)
    assert left[None] > 40


def test_doses_are_logged_up_to_yesterday_and_one_client_missed_three() -> None:
    doses = told().rows["dose_events"]
    assert max(row["on"] for row in doses) == date(2026, 3, 30)
    last = [row for row in doses if row["on"] >= date(2026, 3, 28)]
    missed = Counter(row["course_id"] for row in last if row["status"] == "missed")
    assert sorted(missed.values())[-1] == 3
    assert sorted(missed.values())[-2] == 2


def test_the_two_services_forms_differ() -> None:
    scores = {
        name: tool_score(bank("1"), Kind.RISK, service["hides"]["risk"].split())[0]
        for name, service in services().items()
    }
    assert scores["north"] > scores["river"]
    for service in services().values():
        for kind, hidden in service["hides"].items():
            known = {item.item for item in bank("1").lists[Kind(kind)]}
            assert set(hidden.split()) <= known


def test_every_name_is_used_once() -> None:
    names = [person.name for person in people()]
    assert len(set(names)) == len(names)


def test_some_of_what_the_services_answer_for_is_out_of_date_vacant_or_missing() -> None:
    book = told()
    due = [row["review_due_on"] > TODAY for row in book.rows["policies"]]
    assert due.count(True) > due.count(False) > 2
    assert {row["status"] for row in book.rows["posts"]} == {"filled", "vacant", "temporary"}
    assert {row["level"] for row in book.rows["returns"]} == {"service", "partnership"}
    answered = {(row["unit_id"], row["question"]) for row in book.rows["returns"]}
    assert ("north", "10.2") in answered
    assert not {("river", "10.2"), ("P1", "8.2")} & answered
    assert len(book.rows["incidents"]) > len([row for row in book.rows["incidents"] if row["client_id"]]) > 0
    assert {row["service_id"] for row in book.rows["clinical_audits"]} == {"north", "river"}


def test_appointments_lie_on_working_days_behind_and_ahead() -> None:
    planned = [row for row in told().rows["appointments"] if row["purpose"] not in ("triage", "group")]
    days = [date.fromisoformat(row["starts_at"][:10]) for row in planned]
    assert max(day.weekday() for day in days) < 5
    assert min(days) < TODAY < max(days)
    outcomes = {row["outcome"] for row in told().rows["appointments"]}
    assert outcomes == {None, "attended", "did_not_attend", "cancelled_by_client", "cancelled_by_service"}
    assert all(
        (row["outcome"] is None) == (row["starts_at"] > TODAY.isoformat())
        for row in told().rows["appointments"]
    )


def test_moving_waiting_and_being_away_occur_at_every_stage() -> None:
    book = told()
    answers = Counter(row.get("answer") for row in book.rows["packets"])
    assert answers[None] >= 2
    assert answers["accepted"] >= 2
    assert answers["put_back"] >= 1
    news = {row["episode_id"] for row in book.rows["transfer_news"]}
    files = [row for row in book.rows["transfers"] if row["sent_to"].startswith("Seaside")]
    assert {row["episode_id"] in news for row in files} == {True, False}
    assert {row["kind"] for row in book.rows["releases"]} == {"prison", "hospital"}
    assert {(TODAY - row["released_on"]).days > 0 for row in book.rows["releases"]} == {True, False}
    back = [row for row in book.rows["episodes"] if row.get("corrects")]
    (before,) = (row for row in book.rows["episodes"] if back and row["id"] == back[0]["corrects"])
    assert before["closed_on"]
    assert not back[0].get("closed_on")
    assert {row.get("answer") for row in book.rows["hand_overs"]} == {None, "accepted"}
    assert any(
        row["from_on"] <= TODAY <= row["until_on"] and row["cover_id"] for row in book.rows["absences"]
    )
    assert {row["answer"] for row in book.rows["referral_answers"]} == {"accepted", "more_asked", "put_back"}
    assert len(book.rows["wait_reviews"]) >= 2
    assert book.rows["lost_touch_done"]
    assert {row["whom"] is None for row in book.rows["lost_touch_steps"]} == {True, False}
    today = [row for row in book.rows["walk_ins"] if row["came_on"] == TODAY]
    assert {bool(row.get("seen_by")) for row in today} == {True, False}
    groups = [row for row in book.rows["appointments"] if row["purpose"] == "group" and row["outcome"]]
    assert {date.fromisoformat(row["starts_at"][:10]).weekday() for row in groups} == {1, 6}


@pytest.mark.parametrize("today", [TODAY + timedelta(days=number) for number in range(7)])
def test_nobody_sees_a_client_is_on_duty_or_meets_the_manager_while_away(today: date) -> None:
    rows = told(today).rows
    away = [(row["worker_id"], str(row["from_on"]), str(row["until_on"])) for row in rows["absences"]]
    days = [
        *((row["worker_id"], row["starts_at"]) for row in rows["appointments"] if row["outcome"]),
        *((row["worker_id"], row["duty_on"]) for row in rows["duties"]),
        *((row["worker_id"], row["held_on"]) for row in rows["supervisions"]),
        *((row.get("seen_by"), row["came_on"]) for row in rows["walk_ins"]),
    ]
    clash = [
        (who, on)
        for who, on in days
        for one, first, last in away
        if one == who and first <= str(on)[:10] <= last
    ]
    assert clash == []


def test_nobody_walks_in_at_two_services_at_once() -> None:
    strangers = [row for row in told().rows["walk_ins"] if not row.get("client_id")]
    assert len({(row["came_on"], row["came_at"], row["who"]) for row in strangers}) == len(strangers)


def test_outcomes_tests_viruses_and_naloxone_have_something_to_show() -> None:
    book = told()
    assert {row["stage"] for row in book.rows["tops"]} == {"start", "review", "exit"}
    assert all((row["consmp"] == "0") == (row["alcuse"] == "0") for row in book.rows["tops"])
    assert len(book.rows["drug_tests"]) > 50
    assert {"hbv_dose_3", "hbv_refused", "hcv_tested"} <= {row["kind"] for row in book.rows["bbv_events"]}
    assert {"first", "replacement_used"} <= {row["reason"] for row in book.rows["naloxone_supplies"]}
    assert set(profile_1().files) <= {name for name, rows in book.rows.items() if rows}


def test_every_attended_appointment_has_a_note_of_its_day() -> None:
    book = told()
    notes = {row["appointment_id"]: row for row in book.rows["contact_notes"] if row.get("appointment_id")}
    attended = [row for row in book.rows["appointments"] if row["outcome"] == "attended"]
    assert {row["id"] for row in attended} == set(notes)
    assert all(notes[row["id"]]["on"].isoformat() == row["starts_at"][:10] for row in attended)
    assert {row["way"] for row in book.rows["contact_notes"]} == {"face_to_face", "home_visit", "phone"}


def test_letters_and_documents_stand_on_working_days_over_many_months() -> None:
    book = told()
    rows = book.rows["documents"]
    assert len(rows) > 100
    assert {row["kind"] for row in rows} >= {"letter_in", "letter_out", "result", "consent_form"}
    assert {row.get("media_type") for row in rows} == {
        None,
        "application/pdf",
        "image/png",
        "text/plain",
    }
    titles = {row["title"] for row in rows if row["kind"] == "letter_out"}
    assert {"Start of treatment, to the GP", "Missed appointment", "Discharge"} <= titles
    assert not any("{" in row["words"] for row in rows if row.get("words"))
    assert all(row["on"].weekday() < 5 or row["on"] == TODAY - timedelta(days=1) for row in rows)
    assert (TODAY - min(row["on"] for row in rows)).days > 300
    assert {row["sha256"] for row in rows if row.get("sha256")} == set(book.files)
