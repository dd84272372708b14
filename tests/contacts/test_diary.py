"""The diary: booking, one press for what came of it, where that leads, moving, and what Today asks for."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from careplan.clients.models import Appointment, Episode
from careplan.contacts.pages.days import MOST
from careplan.contacts.queries.diary import SIZE
from careplan.contacts.rules.standard import DIARY
from careplan.ground.clock import london, moment_of, now, today
from careplan.ground.db import db
from careplan.trail.models import TrailEntry
from tests.factories.clients import AppointmentFactory, ClientFactory, EpisodeFactory
from tests.factories.contacts import ContactNoteFactory
from tests.factories.staff import MembershipFactory
from tests.walk import on_page


def parts(name: str, on: date) -> dict[str, str]:
    return {f"{name}-{part}": str(getattr(on, part)) for part in ("day", "month", "year")}


@pytest.fixture
def there(house) -> str:
    return f"/record/{house.episode}/appointments"


def book(browser, there, on=None, at="2.30pm", **more):
    shown = on_page(browser, f"{there}/new")[0].data()
    return browser.post(
        f"{there}/new", data=shown | parts("day", on or today() + timedelta(1)) | {"at": at} | more
    )


def stored(app) -> list[Appointment]:
    with app.app_context():
        return list(db.session.scalars(select(Appointment).order_by(Appointment.starts_at, Appointment.id)))


@pytest.fixture
def past(app, house):
    """An appointment of the keyworker an hour ago, or at the first minute of a day that has just begun."""

    def made(purpose="keywork", starts_at=None, **more) -> str:
        with app.app_context():
            episode = db.session.get_one(Episode, house.episode)
            begun = starts_at or max(now() - timedelta(hours=1), moment_of(today()))
            values = {"worker_id": house.keyworker} | more
            row = AppointmentFactory(episode=episode, starts_at=begun, purpose=purpose, **values)
            db.session.commit()
            return row.id

    return made


def test_an_appointment_is_booked_shown_and_in_the_trail(app, house, as_keyworker, there):
    soon = today() + timedelta(7)
    answer = book(as_keyworker, there, soon, minutes="45", place="Room 2", words="Bring the letter")
    assert answer.location == there
    (row,) = stored(app)
    assert f"{london(row.starts_at):%H:%M}" == "14:30"
    assert (row.worker_id, row.minutes, row.place) == (house.keyworker, 45, "Room 2")
    for path in (
        there,
        f"/diary?day={soon}",
        f"/diary?day={soon}&view=week&whose=all",
        f"/record/{house.episode}",
    ):
        assert "2.30pm" in as_keyworker.get(path).text, path
    assert "Bring the letter" in as_keyworker.get(f"{there}/{row.id}").text
    assert "2.30pm" in as_keyworker.get(f"/record/{house.episode}/history?part=contacts").text
    assert "2.30pm" not in as_keyworker.get(f"/diary?day={soon}&place=Room+3").text
    with app.app_context():
        entry = db.session.scalars(select(TrailEntry).where(TrailEntry.action == "appointment.booked")).one()
        assert entry.client_id == house.client


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"at": "quarter past"}, "The time must be a time"),
        ({"at": ""}, "Enter the time"),
        ({"every": "week"}, "Enter how many times"),
        ({"times": "3"}, "Select how often it repeats"),
        ({"every": "week", "times": "27"}, "must be 26 or less"),
        ({"minutes": "1"}, "must be 5"),
        (parts("day", today() + timedelta(DIARY.latest.ahead_days + 1)), "within 730 days"),
        (parts("day", date(1985, 7, 13)), "before this client’s birth"),
        (parts("day", date(2019, 1, 7)) | {"outcome": "attended"}, "before this client’s referral here"),
        (parts("day", today() - timedelta(1)), "This day has passed"),
        ({"outcome": "attended"}, "the appointment is still to come"),
        (
            parts("day", today() - timedelta(1)) | {"outcome": "attended", "every": "week", "times": "3"},
            "Record an appointment of the past by itself",
        ),
    ],
)
def test_what_cannot_be_booked_is_said_at_its_field(app, as_keyworker, there, more, sentence):
    answer = book(as_keyworker, there, **({"words": "Kept words"} | more))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Kept words" in answer.text
    assert stored(app) == []


@pytest.mark.parametrize(
    ("outcome", "leads"), [("attended", "/contacts/new?appointment="), ("did_not_attend", "/appointments")]
)
def test_what_was_is_recorded_with_what_came_of_it(app, house, as_keyworker, there, outcome, leads):
    answer = book(as_keyworker, there, today() - timedelta(1), outcome=outcome)
    assert answer.status_code == 303
    assert leads in answer.location
    (row,) = stored(app)
    assert (row.outcome, row.outcome_by) == (outcome, house.keyworker)
    assert london(row.starts_at).date() == today() - timedelta(1)


def test_what_was_recorded_already_is_told_where_it_is_recorded_once_more(as_keyworker, there):
    before = today() - timedelta(1)
    assert book(as_keyworker, there, before, outcome="attended").status_code == 303
    twice = book(as_keyworker, there, before, at="2.45pm", outcome="attended")
    assert "has another appointment on" in as_keyworker.get(twice.location).text


def test_a_series_is_booked_at_once(app, as_keyworker, there):
    assert book(as_keyworker, there, every="fortnight", times="3").status_code == 303
    days = [london(row.starts_at).date() for row in stored(app)]
    assert days == [today() + timedelta(1 + 14 * number) for number in range(3)]


def test_who_is_booked_twice_is_told_and_not_refused(app, as_keyworker, there):
    soon = today() + timedelta(7)
    book(as_keyworker, there, soon)
    answer = as_keyworker.post(
        f"{there}/new",
        data=on_page(as_keyworker, f"{there}/new")[0].data() | parts("day", soon) | {"at": "2.45pm"},
        follow_redirects=True,
    )
    assert "Kay Keyworker has another appointment" in answer.text
    assert len(stored(app)) == 2
    assert as_keyworker.get(f"/diary?day={soon}").text.count("Booked twice") == 2
    assert as_keyworker.get(there).text.count("Booked twice") == 2


def test_the_list_of_a_record_tells_who_is_booked_twice_with_another_client(app, house, as_keyworker, there):
    book(as_keyworker, there, today() + timedelta(7))
    assert "Booked twice" not in as_keyworker.get(there).text
    with app.app_context():
        other = EpisodeFactory(client=ClientFactory(nhs_number=None), service_id=house.service)
        starts = stored(app)[0].starts_at
        AppointmentFactory(episode=other, starts_at=starts, worker_id=house.keyworker)
        db.session.commit()
        elsewhere = there.replace(house.episode, other.id)
    for path in (there, elsewhere):
        assert as_keyworker.get(path).text.count("Booked twice") == 1


def press(browser, there, id_, outcome, **more):
    return browser.post(f"{there}/{id_}/outcome", data={"outcome": outcome, "submission": "", **more})


@pytest.mark.parametrize(
    ("purpose", "outcome", "leads"),
    [
        ("keywork", "attended", "/contacts/new?appointment="),
        ("care_plan_review", "attended", "/care-plan/review"),
        ("care_plan_review", "did_not_attend", "/care-plan/attempt"),
        ("keywork", "did_not_attend", "/diary"),
        ("keywork", "cancelled_by_client", "/diary"),
        ("keywork", "cancelled_by_service", "/diary"),
    ],
)
def test_one_press_records_what_came_and_leads_on(
    app, house, as_keyworker, there, past, purpose, outcome, leads
):
    id_ = past(purpose)
    form = next(one for one in on_page(as_keyworker, "/diary") if id_ in one.action)
    answer = as_keyworker.post(form.action, data=form.data() | {"outcome": outcome})
    assert answer.status_code == 303
    assert leads in answer.location
    (row,) = stored(app)
    assert (row.outcome, row.outcome_by) == (outcome, house.keyworker)


def test_how_late_is_kept_of_who_came_alone(app, as_keyworker, there, past):
    came, stayed = past(), past()
    press(as_keyworker, there, came, "attended", late="12")
    press(as_keyworker, there, stayed, "did_not_attend", late="12")
    assert {row.id: row.late_minutes for row in stored(app)} == {came: 12, stayed: None}
    assert "12 minutes late" in as_keyworker.get("/diary").text


@pytest.mark.parametrize(
    ("outcome", "late"), [("", ""), ("dozed_off", ""), ("attended", "ten"), ("attended", "999")]
)
def test_a_press_that_says_nothing_is_refused_and_writes_nothing(
    app, as_keyworker, there, past, outcome, late
):
    id_ = past()
    answer = press(as_keyworker, there, id_, outcome, late=late)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert stored(app)[0].outcome is None


def test_nobody_came_to_what_is_still_to_come(app, as_keyworker, there, past):
    id_ = past(starts_at=now() + timedelta(days=2))
    answer = press(as_keyworker, there, id_, "did_not_attend")
    assert answer.status_code == 422
    assert "still to come" in answer.text
    assert press(as_keyworker, there, id_, "cancelled_by_client").status_code == 303


def test_an_outcome_is_filled_once_and_then_corrected(app, house, as_keyworker, there, past):
    id_ = past()
    press(as_keyworker, there, id_, "did_not_attend")
    answer = as_keyworker.post(f"{there}/{id_}/outcome", data={"outcome": "attended"}, follow_redirects=True)
    assert "recorded for this appointment already" in answer.text
    path = f"{there}/{id_}/correct"
    form = on_page(as_keyworker, path)[0].data()
    assert as_keyworker.post(path, data=form | {"outcome": "attended", "why": ""}).status_code == 422
    sent = form | {"outcome": "attended", "late": "5", "why": "She waited outside"}
    assert as_keyworker.post(path, data=sent).status_code == 303
    with app.app_context():
        old, right = db.session.scalars(select(Appointment).order_by(Appointment.recorded_at)).all()
        assert (old.outcome, old.superseded_by) == ("did_not_attend", right.id)
        assert (right.outcome, right.late_minutes, right.root_id) == ("attended", 5, id_)
    assert "She waited outside" in as_keyworker.get(f"/record/{house.episode}/history?part=contacts").text
    assert as_keyworker.get(f"{there}/{id_}").status_code == 200
    assert as_keyworker.get("/diary").text.count("5 minutes late") == 1


def test_an_outcome_of_another_appointment_is_taken_back(app, as_keyworker, there, past):
    id_ = past()
    press(as_keyworker, there, id_, "attended")
    path = f"{there}/{id_}/correct"
    sent = on_page(as_keyworker, path)[0].data() | {"outcome": "none", "why": "It was her sister"}
    assert as_keyworker.post(path, data=sent).status_code == 303
    assert on_page(as_keyworker, f"{there}/{id_}")[0].action.endswith("/outcome")


def test_why_is_added_once_to_what_was_called_off(app, as_keyworker, there, past):
    id_ = past()
    press(as_keyworker, there, id_, "cancelled_by_client")
    form = on_page(as_keyworker, f"{there}/{id_}")[0].data()
    assert as_keyworker.post(f"{there}/{id_}", data=form | {"why": ""}).status_code == 422
    assert as_keyworker.post(f"{there}/{id_}", data=form | {"why": "Has the flu"}).status_code == 303
    assert "Has the flu" in as_keyworker.get(f"{there}/{id_}").text
    assert on_page(as_keyworker, f"{there}/{id_}") == []


def test_moving_cancels_for_who_asked_and_books_another(app, as_keyworker, there, past):
    id_ = past(place="Room 2")
    path, soon = f"{there}/{id_}/move", today() + timedelta(3)
    form = on_page(as_keyworker, path)[0].data()
    assert as_keyworker.post(path, data=form).status_code == 422
    back = form | parts("day", today() - timedelta(1)) | {"at": "9am", "outcome": "cancelled_by_client"}
    refused = as_keyworker.post(path, data=back)
    assert (refused.status_code, "is moved to one to come" in refused.text) == (422, True)
    sent = (
        form | parts("day", soon) | {"at": "9am", "outcome": "cancelled_by_client", "why": "Works that day"}
    )
    assert as_keyworker.post(path, data=sent).status_code == 303
    old, new = stored(app)
    assert (old.outcome, old.outcome_words) == ("cancelled_by_client", "Works that day")
    assert (new.moved_from, new.place, new.outcome) == (id_, "Room 2", None)
    assert "Moved to" in as_keyworker.get(f"{there}/{id_}").text
    assert as_keyworker.get(path).status_code == 303


def test_an_appointment_recorded_by_mistake_leaves_the_diary(app, house, as_keyworker, there, past):
    id_ = past()
    path = f"/record/{house.episode}/mistake/appointment/{id_}"
    assert on_page(as_keyworker, path) == []
    book(as_keyworker, there, today())
    id_ = next(row.id for row in stored(app) if row.recorded_by == house.keyworker)
    assert id_ in as_keyworker.get("/diary").text
    path = f"/record/{house.episode}/mistake/appointment/{id_}"
    assert (
        as_keyworker.post(path, data=on_page(as_keyworker, path)[0].data() | {"why": "Twice"}).status_code
        == 303
    )
    assert as_keyworker.get(f"{there}/{id_}").location == f"/record/{house.episode}/history"
    assert id_ not in as_keyworker.get("/diary").text


def test_today_lists_my_appointments_and_asks_for_outcomes_that_nobody_recorded(
    app, house, as_keyworker, as_manager, there, past
):
    today_id = past("triage")
    yesterday = past(starts_at=moment_of(today() - timedelta(1), "10:00"))
    nobodys = past("assessment", starts_at=moment_of(today() - timedelta(2), "10:00"), worker_id=None)
    past(starts_at=moment_of(today() - timedelta(DIARY.latest.asked_for_days + 1), "10:00"))
    page = as_keyworker.get("/").text
    assert f"/contacts/new?appointment={today_id}" in page
    assert page.count("did the client come?") == 2
    assert yesterday in page
    assert nobodys in page
    assert "did the client come?" not in as_manager.get("/").text
    press(as_keyworker, there, yesterday, "attended")
    assert as_keyworker.get("/").text.count("did the client come?") == 1


def test_today_leads_to_a_note_about_any_client_of_mine(house, as_keyworker, as_manager):
    page = as_keyworker.get("/").text
    assert f'<option value="{house.episode}"' in page
    assert (
        as_keyworker.get(f"/diary/note?about={house.episode}").location
        == f"/record/{house.episode}/contacts/new"
    )
    assert as_manager.get(f"/diary/note?about={house.episode}").status_code == 404


def test_the_note_of_an_appointment_is_told_in_the_diary(app, house, as_keyworker, there, past):
    id_ = past()
    press(as_keyworker, there, id_, "attended")
    assert "Write the note" in as_keyworker.get("/diary").text
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        ContactNoteFactory(episode=episode, worker_id=house.keyworker, appointment_id=id_)
        db.session.commit()
    assert "Write the note" not in as_keyworker.get("/diary").text


def test_nothing_of_another_service_is_in_the_diary(app, house, as_keyworker, charlie, there, past):
    id_ = past()
    assert "WILLIAMS" in as_keyworker.get("/diary?whose=all").text
    for path in ("/diary?whose=all", "/diary?whose=all&view=week", f"/diary?whose={house.keyworker}"):
        assert "WILLIAMS" not in charlie.get(path).text
    for path in (there, f"{there}/{id_}", f"{there}/{id_}/move", f"{there}/{id_}/correct"):
        assert charlie.get(path).status_code == 404
    assert press(charlie, there, id_, "attended").status_code == 404


@pytest.mark.parametrize(
    "query", ["day=31-02-2026", "view=year", "whose=nobody", "place=%00", "day=2026-02-31"]
)
def test_an_address_that_means_nothing_shows_what_it_can(as_keyworker, query):
    assert as_keyworker.get(f"/diary?{query}").status_code == 200


def test_diary_and_list_take_the_same_statements_for_more_rows(app, house, as_keyworker, there, statements):
    counts = []
    for more in (2, 40):
        with app.app_context():
            for number in range(more):
                client = ClientFactory(nhs_number=None, last_name=f"Number{number}")
                one = EpisodeFactory(client=client, service_id=house.service, keyworker_id=house.keyworker)
                starts = moment_of(today(), "08:00") + timedelta(minutes=10 * number)
                AppointmentFactory(episode=one, starts_at=starts, worker_id=house.keyworker)
                mine = db.session.get_one(Episode, house.episode)
                AppointmentFactory(episode=mine, starts_at=starts, worker_id=house.keyworker)
            db.session.commit()
        for path in ("/diary", "/diary?view=week&whose=all", there, "/"):
            as_keyworker.get(path)
            statements.clear()
            assert as_keyworker.get(path).status_code == 200
            counts.append(len(statements))
    assert counts[:4] == counts[4:]
    assert counts[0] <= 4


def test_a_long_day_stands_in_pages_and_the_week_shows_its_beginning(app, house, as_keyworker):
    with app.app_context():
        for number in range(SIZE + MOST):
            one = EpisodeFactory(client=ClientFactory(last_name=f"N{number:02}x"), service_id=house.service)
            starts = moment_of(today(), "08:00") + timedelta(minutes=10 * number)
            AppointmentFactory(episode=one, starts_at=starts, worker_id=house.keyworker)
        db.session.commit()

    def shown(query):
        page = as_keyworker.get(f"/diary?whose=all{query}").text
        return [number for number in range(SIZE + MOST) if f"N{number:02}X" in page], page

    first, text = shown("")
    assert first == list(range(SIZE))
    assert "page=2" in text
    last, text = shown("&page=2")
    assert last == list(range(SIZE, SIZE + MOST))
    assert 'name="back" value="day=' in text
    assert "page=2" in text.partition('name="back"')[2].partition(">")[0]
    assert shown("&page=99")[0] == last
    week, text = shown("&view=week")
    assert week == list(range(MOST))
    assert f"And {SIZE} more" in text


def test_who_works_at_two_services_sees_and_chooses_which(app, house, as_manager, past):
    past()
    with app.app_context():
        theirs = db.session.get_one(Episode, house.other_episode)
        AppointmentFactory(episode=theirs, starts_at=moment_of(today(), "09:00"), worker_id=house.charlie)
        MembershipFactory(worker_id=house.manager, service_id=house.other_service, role="manager")
        db.session.commit()
    for view in ("day", "week"):
        both = as_manager.get(f"/diary?whose=all&view={view}").text
        one = as_manager.get(f"/diary?whose=all&view={view}&service={house.service}").text
        assert "ELSEWHERE, Otto" in both
        assert "Riverside Test Service" in both.partition("</form>")[2]
        assert "ELSEWHERE, Otto" not in one
        assert "WILLIAMS" in one
        assert f"service={house.service}" in one
        assert "ELSEWHERE" in as_manager.get(f"/diary?whose=all&view={view}&service=elsewhere").text


def test_a_review_of_the_day_is_the_account_of_its_appointment(app, house, as_prescriber, there, past):
    id_ = past("prescribing", worker_id=house.prescriber)
    press(as_prescriber, there, id_, "attended")
    new = f"/record/{house.episode}/prescribing-reviews/new"
    for path in ("/diary", f"{there}/{id_}"):
        assert f'href="{new}"' in as_prescriber.get(path).text
    said = {"way": "face_to_face", "withdrawal": "none", "sedation": "none", "decision": "same"}
    sent = on_page(as_prescriber, new)[0].data() | said | {"other_use": "Nothing"}
    assert as_prescriber.post(new, data=sent).status_code == 303
    assert f'href="{new}"' not in as_prescriber.get("/diary").text


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
@pytest.mark.parametrize("view", ["day", "week"])
def test_a_day_at_the_end_of_all_calendars_shows_today(as_keyworker, day, view):
    assert as_keyworker.get(f"/diary?day={day}&view={view}").status_code == 200
