"""Reception sees names, the diary and contact details; no page of theirs holds a word of care."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import select

from careplan.clients.models import Appointment, Client, Episode
from careplan.ground.clock import now, today
from careplan.ground.db import db
from careplan.people.registers import ContactWay
from careplan.team.registers import WalkIn
from tests.conftest import Browser, browser
from tests.contacts.test_diary import book, past, stored  # noqa: F401
from tests.factories.clients import TaskFactory
from tests.factories.staff import MembershipFactory, WorkerFactory
from tests.test_doors import WHO, table
from tests.walk import address, on_page, rules

PLANTED = re.compile(r"CANARY-N (\w+) (\w+)", re.IGNORECASE)
SHOWN = {"clients", "contact_ways", "addresses", "services", "walk_ins"}
"""Tables whose words reception may read whole."""
BESIDE = {("appointments", "place"), ("appointments", "clinic"), ("preferences", "language")}
CODED = ("Safeguarding", "Allergies", "Overdose", "Child at home", "NHS No.</dt>", "Gender</dt>")
"""Words of the banner that come from codes, which no planted word shows."""


def planted(text: str) -> set[tuple[str, str]]:
    """The tables and columns whose words a page holds, but for those that reception may read."""
    seen = {(table.lower(), column.lower()) for table, column in PLANTED.findall(text)}
    return {one for one in seen if one[0] not in SHOWN and one not in BESIDE}


@pytest.mark.only_on("sqlite")
def test_no_page_of_reception_holds_a_word_of_care(
    app: Flask, ids: SimpleNamespace, as_reception: Browser, as_keyworker: Browser
) -> None:
    doors, seen, leaks = table(), 0, {}
    for method in ("GET", "POST"):
        for rule in rules(app, method):
            if rule.endpoint in ("staff.sign_in", "staff.send_sign_in"):
                continue
            answer = as_reception.open(address(app, rule, ids), method=method, follow_redirects=True)
            words = planted(answer.text) | {("banner", one) for one in CODED if one in answer.text}
            leaks |= {f"{method} {rule.rule}": words} if words else {}
            seen += "reception" in WHO[doors[rule.endpoint]] and "CANARY-N" in answer.text
    assert leaks == {}
    assert seen >= 10, "reception sees no client, so it proves nothing"
    here = as_keyworker.get(f"/record/{ids.episode_id}/appointments/{ids.appointment_id}").text
    assert ("appointments", "words") in planted(here)
    assert "Safeguarding" in here


def test_a_search_leads_reception_to_the_diary_of_the_client(
    ids: SimpleNamespace, as_reception: Browser
) -> None:
    page = as_reception.post("/clients/search", data={"nhs_number": "9990000034"}).text
    assert f"/record/{ids.episode_id}/appointments" in page
    assert f'/record/{ids.episode_id}"' not in page
    assert planted(page) == set()


def test_reception_is_told_of_the_preferred_way_and_the_interpreter(
    ids: SimpleNamespace, as_reception: Browser
) -> None:
    new = f"/record/{ids.episode_id}/contact-ways/new"
    mobile = {
        "kind": "mobile",
        "value": "07700 900 123",
        "safe": "text",
        "preferred": "yes",
        "told_by": "client",
    }
    assert as_reception.post(new, data=on_page(as_reception, new)[0].data() | mobile).status_code == 303
    page = as_reception.get(f"/record/{ids.episode_id}/appointments").text
    assert "Interpreter needed: CANARY-N preferences language" in page
    assert "Mobile 07700 900 123: text" in page
    assert ">Contact and family</a>" in page
    assert ">Prescribing</a>" not in page


def test_reception_books_and_says_what_came_of_it(
    app: Flask,
    house: SimpleNamespace,
    as_reception: Browser,
    past,  # noqa: F811
) -> None:
    there = f"/record/{house.episode}/appointments"
    assert as_reception.get(f"/record/{house.episode}").status_code == 403
    assert book(as_reception, there, today() + timedelta(7)).location == there
    came = past()
    answer = as_reception.post(f"{there}/{came}/outcome", data={"outcome": "attended", "late": "5"})
    assert answer.location == f"{there}/{came}", "no note to write"
    assert "Write the note" not in as_reception.get(answer.location).text
    assert "Write the note" not in as_reception.get("/diary").text
    row, _ = stored(app)
    assert (row.outcome, row.late_minutes, row.outcome_by) == ("attended", 5, house.reception)


def test_one_press_at_the_desk_puts_a_client_on_the_duty_list(
    app: Flask, house: SimpleNamespace, as_reception: Browser
) -> None:
    assert "Walk-in: is here now" in as_reception.get(f"/record/{house.episode}/appointments").text
    answer = as_reception.post(f"/record/{house.episode}/walk-in", follow_redirects=True)
    assert "Janet Williams stands on the duty list of today" in answer.text
    assert "Not yet" in answer.text, "who sees a client writes about it, so reception sees nobody"
    again = as_reception.post(f"/record/{house.episode}/walk-in", follow_redirects=True)
    assert "stands on the duty list already" in again.text
    with app.app_context():
        (row,) = db.session.scalars(select(WalkIn)).all()
        assert (row.who, row.seen_by, row.recorded_by) == ("Janet Williams", None, house.reception)
        assert row.client_id == house.client
        assert db.session.scalars(select(Appointment)).all() == []
    seen = f"/record/{house.episode}/walk-ins/{row.id}/seen"
    assert as_reception.post(seen).status_code == 403


def test_reception_here_and_keyworker_there_reads_no_care_of_here(
    app: Flask, house: SimpleNamespace, ids: SimpleNamespace
) -> None:
    with app.app_context():
        both = WorkerFactory(username="both").id
        MembershipFactory(worker_id=both, service_id=house.service, role="reception")
        MembershipFactory(worker_id=both, service_id=house.other_service, role="keyworker")
        db.session.commit()
    who = browser(app, both)
    here = who.get(f"/record/{ids.episode_id}/appointments").text
    assert planted(here) == set()
    assert "Allergies" not in here
    assert who.get(f"/record/{ids.episode_id}").status_code == 404
    assert "Allergies" in who.get(f"/record/{house.other_episode}").text


def test_a_clinical_lead_signs_the_limits_in_their_own_name(
    app: Flask, house: SimpleNamespace, as_clinical_lead: Browser
) -> None:
    page = as_clinical_lead.get("/prescribing/limits").text
    assert 'value="Leah Lead"' in page


def test_a_clinical_lead_answers_for_the_records_of_a_service(
    house: SimpleNamespace, ids: SimpleNamespace, as_clinical_lead: Browser
) -> None:
    assert as_clinical_lead.get(f"/record/{ids.episode_id}").status_code == 200
    assert as_clinical_lead.get("/audit").status_code == 200
    assert "Countersign" in as_clinical_lead.get("/?show=all").text


def strike(who: Browser, episode: str, kind: str, row: str, **data: str) -> tuple[int, str]:
    """What striking a row out answers, and where it leads."""
    answer = who.post(f"/record/{episode}/mistake/{kind}/{row}", data={"why": "Wrong person"} | data)
    return answer.status_code, answer.location or answer.text


def test_reception_strikes_out_what_it_recorded_itself_and_nothing_else(
    app: Flask, house: SimpleNamespace, as_reception: Browser, as_keyworker: Browser
) -> None:
    there = f"/record/{house.episode}/appointments"
    book(as_reception, there, today() + timedelta(7))
    book(as_keyworker, there, today() + timedelta(8), words="Bring the test result")
    mine, other = sorted(stored(app), key=lambda row: row.starts_at)
    assert f"/mistake/appointment/{mine.id}" in as_reception.get(f"{there}/{mine.id}").text
    assert "Recorded by mistake" not in as_reception.get(f"{there}/{other.id}").text
    shown = as_reception.get(f"/record/{house.episode}/mistake/appointment/{other.id}").text
    assert "Only who recorded this, or a manager" in shown
    assert "test result" not in shown
    status, text = strike(as_reception, house.episode, "appointment", other.id)
    assert (status, "Only who recorded this" in text) == (422, True)
    assert strike(as_reception, house.episode, "appointment", mine.id) == (303, there)
    assert "Struck out as recorded by mistake" in as_reception.get(there).text
    with app.app_context():
        row = db.session.get_one(Appointment, mine.id)
        assert (row.struck_by, row.struck_reason) == (house.reception, "Wrong person")
        assert db.session.get_one(Appointment, other.id).struck_at is None
        task = TaskFactory(episode=db.session.get_one(Episode, house.episode), recorded_by=house.reception).id
        db.session.commit()
    assert strike(as_reception, house.episode, "task", task)[0] == 404


def test_reception_strikes_out_a_number_and_takes_it_to_the_right_client(
    app: Flask, house: SimpleNamespace, as_reception: Browser
) -> None:
    new = f"/record/{house.episode}/contact-ways/new"
    mobile = {"kind": "mobile", "value": "07700 900 123", "preferred": "no", "told_by": "client"}
    assert as_reception.post(new, data=on_page(as_reception, new)[0].data() | mobile).status_code == 303
    with app.app_context():
        (row,) = db.session.scalars(select(ContactWay)).all()
    form = as_reception.get(f"/record/{house.episode}/contact-ways/{row.id}").text
    here = f"/record/{house.episode}/mistake/contact_way/{row.id}"
    assert here in form
    status, onward = strike(as_reception, house.episode, "contact_way", row.id, wrong_client="y")
    assert (status, onward) == (303, f"{here}/right")
    assert "07700 900 123" in as_reception.get(onward).text


def test_what_a_colleague_wrote_is_not_taken_along_by_reception(
    app: Flask, house: SimpleNamespace, as_reception: Browser, as_keyworker: Browser
) -> None:
    """Who moves an appointment has recorded the new one, with the note of whoever booked the first."""
    there = f"/record/{house.episode}/appointments"
    book(as_keyworker, there, today() + timedelta(8), words="Bring the test result")
    (first,) = stored(app)
    move = f"{there}/{first.id}/move"
    moved = on_page(as_reception, move)[0].data() | {"outcome": "cancelled_by_client", "at": "11.15am"}
    to = today() + timedelta(9)
    day = {"day-day": to.day, "day-month": to.month, "day-year": to.year}
    assert as_reception.post(move, data=moved | day).status_code == 303
    (mine,) = (row for row in stored(app) if row.recorded_by == house.reception)
    status, onward = strike(as_reception, house.episode, "appointment", mine.id, wrong_client="y")
    assert status == 303
    answer = as_reception.post(f"{onward}/{house.episode}", follow_redirects=True)
    assert answer.status_code == 200
    assert "11:15" in answer.text
    assert "test result" not in answer.text


def test_reception_is_not_sent_to_a_history_that_it_cannot_open(
    app: Flask, house: SimpleNamespace, as_reception: Browser, as_keyworker: Browser
) -> None:
    there = f"/record/{house.episode}/appointments"
    book(as_keyworker, there)
    (row,) = stored(app)
    struck = as_keyworker.post(f"/record/{house.episode}/mistake/appointment/{row.id}", data={"why": "Twice"})
    assert struck.status_code == 303
    page = as_reception.get(f"{there}/{row.id}", follow_redirects=True).text
    assert "was struck out as recorded by mistake" in page
    assert "history tells why" not in page
    assert "The history tells why" in as_keyworker.get(f"{there}/{row.id}", follow_redirects=True).text


def test_reception_books_for_the_keyworker_and_sees_everybodys_diary(
    app: Flask, house: SimpleNamespace, as_reception: Browser
) -> None:
    page = as_reception.get(f"/record/{house.episode}/appointments/new").text
    choices = page.split('name="worker_id"')[1].split("</select>")[0]
    assert f'value="{house.keyworker}" selected' in choices
    assert house.reception not in choices
    assert '<option value="all" selected>' in as_reception.get("/diary").text


def test_who_has_left_may_walk_in_and_leaves_no_appointment(
    app: Flask, house: SimpleNamespace, as_reception: Browser, as_keyworker: Browser
) -> None:
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        episode.closed_on, episode.exit_reason = today(), "dropped_out"
        episode.closed_at, episode.closed_by = now(), house.keyworker
        db.session().info["trailed"] = True
        db.session.commit()
    assert "Walk-in" in as_reception.get(f"/record/{house.episode}/appointments").text
    assert as_reception.post(f"/record/{house.episode}/walk-in").location == "/duty"
    with app.app_context():
        (row,) = db.session.scalars(select(WalkIn)).all()
    answer = as_keyworker.post(f"/record/{house.episode}/walk-ins/{row.id}/seen")
    assert answer.location == f"/record/{house.episode}"
    with app.app_context():
        assert db.session.get_one(WalkIn, row.id).seen_by == house.keyworker
        assert db.session.scalars(select(Appointment)).all() == []


def test_nobody_walks_in_after_their_death(app: Flask, house: SimpleNamespace, as_reception: Browser) -> None:
    with app.app_context():
        client = db.session.get_one(Client, house.client)
        client.deceased_on = today()
        db.session().info["trailed"] = True
        db.session.commit()
    assert "Walk-in" not in as_reception.get(f"/record/{house.episode}/appointments").text
    answer = as_reception.post(f"/record/{house.episode}/walk-in", follow_redirects=True)
    assert "No walk-in was recorded" in answer.text
    with app.app_context():
        assert db.session.scalars(select(WalkIn)).all() == []


def test_a_task_is_given_to_who_can_open_the_record(house: SimpleNamespace, as_keyworker: Browser) -> None:
    page = as_keyworker.get(f"/record/{house.episode}/tasks/new").text
    assert house.prescriber in page
    for other in (house.reception, house.auditor, house.administrator):
        assert other not in page
