"""Groups: the register of a session on one page, notes and non-attendances from it, joining on the spot."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import select

from careplan.clients.models import Appointment, Episode
from careplan.contacts.models import ContactGoal, ContactNote
from careplan.contacts.registers import Group, GroupMember
from careplan.contacts.rules.groups import WEEK, Came, Meeting, day_fault, faults, following, sessions
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.trail.models import TrailEntry
from tests.conftest import Browser
from tests.factories.clients import ClientFactory, EpisodeFactory
from tests.factories.plans import CarePlanFactory, GoalFactory
from tests.walk import on_page

MEETING = Meeting(
    "g", "s", "Tuesday group", "tue", "14:00", 90, None, None, date(2026, 3, 3), date(2026, 4, 14)
)


def test_a_group_meets_once_a_week_from_its_first_day_to_its_last() -> None:
    assert list(sessions(MEETING, date(2026, 3, 18))) == [
        date(2026, 3, 17),
        date(2026, 3, 10),
        date(2026, 3, 3),
    ]
    assert next(sessions(MEETING, date(2026, 6, 1))) == date(2026, 4, 14)
    assert following(MEETING, date(2026, 3, 3)) == date(2026, 3, 10)
    assert following(MEETING, date(2026, 1, 1)) == date(2026, 3, 3)
    assert following(MEETING, date(2026, 4, 14)) is None


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (date(2026, 3, 2), "The group had not begun on this day"),
        (date(2026, 4, 15), "The group had ended by this day"),
        (date(2026, 4, 14), "This session is still to come"),
        (date(2026, 3, 10), ""),
    ],
)
def test_a_session_is_on_a_day_of_the_group(on: date, sentence: str) -> None:
    assert day_fault(MEETING, on, date(2026, 4, 1)) == sentence


@pytest.mark.parametrize(
    ("row", "risk", "words", "field"),
    [
        (Came("e", "did_not_attend", goals=("g",)), False, "Sleep", ("e", "goals")),
        (Came("e", "late"), False, "Sleep", ("e", "late")),
        (Came("e", "attended", 5), False, "Sleep", ("e", "late")),
        (Came("e", "did_not_attend", risk=True), True, "Sleep", ("e", "risk")),
        (Came("e", "attended", risk=True), True, "Sleep", ("e", "line")),
        (Came("e", "attended", line="Uses again", risk=True), False, "Sleep", ("", "risk")),
        (Came("e", "attended"), True, "Sleep", ("", "risk")),
        (Came("e", "attended"), False, "", ("", "words")),
    ],
)
def test_a_row_says_what_fits_together(row: Came, risk: bool, words: str, field: tuple[str, str]) -> None:
    assert field in [(one, name) for one, name, _ in faults([row], risk, words)]


@pytest.fixture
def group(app: Flask, house: SimpleNamespace) -> SimpleNamespace:
    """A group of today's weekday with the client of the house and a second one in it."""
    with app.app_context():
        other = EpisodeFactory(
            client=ClientFactory(first_name="Linnet", last_name="Ash", nhs_number=None),
            service_id=house.service,
        ).id
        row = Group(
            service_id=house.service, name="Sleep group", weekday=WEEK[today().weekday()], at="00:00",
            worker_id=house.keyworker, began_on=today() - timedelta(60), recorded_by="test",
        )  # fmt: skip
        db.session().info["trailed"] = True
        db.session.add(row)
        db.session.flush()
        for episode in (house.episode, other):
            keys = {"episode_id": episode, "service_id": house.service, "recorded_by": "test"}
            db.session.add(GroupMember(group_id=row.id, since=today() - timedelta(30), **keys))
        db.session.commit()
        return SimpleNamespace(id=row.id, other=other, path=f"/groups/{row.id}/register")


def stored(app: Flask, model: type) -> list:
    with app.app_context():
        return list(db.session.scalars(select(model).order_by(model.recorded_at, model.id)))


def filled(who: Browser, group: SimpleNamespace, **more: str) -> dict:
    return on_page(who, group.path)[0].data() | more


def test_one_save_writes_outcomes_and_notes_of_all(
    app: Flask, house: SimpleNamespace, group: SimpleNamespace, as_keyworker: Browser
) -> None:
    rows = {
        f"came_{house.episode}": "late",
        f"late_{house.episode}": "10",
        f"line_{house.episode}": "Slept at last",
    }
    rows |= {f"came_{group.other}": "did_not_attend", "words": "Evenings without a screen", "risk": "no"}
    answer = as_keyworker.post(group.path, data=filled(as_keyworker, group, **rows))
    assert answer.status_code == 303
    came = {one.episode_id: one for one in stored(app, Appointment)}
    assert (came[house.episode].outcome, came[house.episode].late_minutes) == ("attended", 10)
    assert (came[group.other].outcome, came[group.other].clinic) == ("did_not_attend", "Sleep group")
    (note,) = stored(app, ContactNote)
    assert note.words == "Evenings without a screen\n\nSlept at last"
    assert (note.with_whom, note.appointment_id) == ("Group: Sleep group", came[house.episode].id)
    page = as_keyworker.get(answer.location).text
    assert "Everybody in the group is recorded" in page
    assert "Sleep group" in as_keyworker.get(f"/diary?day={today()}&whose=all").text
    assert "Not attended 1 time" in as_keyworker.get(f"/record/{group.other}/losing-touch").text
    with app.app_context():
        acts = set(db.session.scalars(select(TrailEntry.action)))
    assert {"appointment.booked", "appointment.settled", "contact_note.recorded"} <= acts


def test_risk_of_one_is_the_risk_of_that_note_alone(
    app: Flask, house: SimpleNamespace, group: SimpleNamespace, as_keyworker: Browser
) -> None:
    rows = {f"came_{one}": "attended" for one in (house.episode, group.other)}
    rows |= {
        f"risk_{group.other}": "yes",
        f"line_{group.other}": "Lost the flat",
        "words": "Sleep",
        "risk": "yes",
    }
    assert as_keyworker.post(group.path, data=filled(as_keyworker, group, **rows)).status_code == 303
    risky = {one.episode_id: one.risk_words for one in stored(app, ContactNote)}
    assert risky == {house.episode: None, group.other: "Lost the flat"}


def test_goals_are_ticked_for_each_client(
    app: Flask, house: SimpleNamespace, group: SimpleNamespace, as_keyworker: Browser
) -> None:
    with app.app_context():
        plan = CarePlanFactory(
            episode=db.session.get_one(Episode, house.episode),
            version=1,
            agreed_on=today() - timedelta(20),
            agreement="signed",
        )
        goal = GoalFactory(plan=plan, wording="Sleep six hours a night").id
        db.session.commit()
    page = as_keyworker.get(group.path).text
    assert page.count("Goals touched: ") == 1, "the other client has no plan"
    rows = {f"came_{one}": "attended" for one in (house.episode, group.other)}
    rows |= {f"goals_{house.episode}": goal, "words": "Sleep", "risk": "no"}
    foreign = filled(as_keyworker, group, **rows) | {f"goals_{group.other}": goal}
    assert as_keyworker.post(group.path, data=foreign).status_code == 422
    assert as_keyworker.post(group.path, data=filled(as_keyworker, group, **rows)).status_code == 303
    with app.app_context():
        touched = {(one.note_id, one.goal_id) for one in db.session.scalars(select(ContactGoal))}
    mine = next(one for one in stored(app, ContactNote) if one.episode_id == house.episode)
    assert touched == {(mine.id, goal)}


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({}, "Choose for at least one client whether they came"),
        ({"came": "late", "words": "x", "risk": "no"}, "Enter how many minutes late"),
        ({"came": "attended", "risk": "no"}, "Enter what the session was about"),
        ({"came": "attended", "words": "x"}, "Select whether risk has changed for anybody"),
        ({"line": "Came for tea"}, "Select whether this client came"),
        ({"came": "flew"}, "Select"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_written_nor_lost(
    app: Flask,
    house: SimpleNamespace,
    group: SimpleNamespace,
    as_keyworker: Browser,
    more: dict,
    sentence: str,
) -> None:
    named = {
        name if name in ("words", "risk") else f"{name}_{house.episode}": value
        for name, value in more.items()
    }
    answer = as_keyworker.post(group.path, data=filled(as_keyworker, group, add="typed here", **named))
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert "typed here" in answer.text
    assert stored(app, Appointment) == []


@pytest.mark.parametrize(
    ("days", "sentence"), [(61, "had not begun"), (-1, "still to come")], ids=["before", "after"]
)
def test_no_session_is_recorded_where_there_was_none(
    app: Flask, group: SimpleNamespace, as_keyworker: Browser, days: int, sentence: str
) -> None:
    path = f"{group.path}?day={today() - timedelta(days)}"
    assert sentence in as_keyworker.get(path).text
    assert as_keyworker.post(path, data={"words": "x"}).status_code == 422
    assert stored(app, Appointment) == []


def test_anybody_joins_on_the_spot_and_what_was_typed_stays(
    app: Flask, house: SimpleNamespace, group: SimpleNamespace, as_keyworker: Browser
) -> None:
    with app.app_context():
        person = ClientFactory(first_name="Teal", last_name="Moor", nhs_number=None)
        third = EpisodeFactory(client=person, service_id=house.service).id
        db.session.commit()
    data = filled(as_keyworker, group, add="Teal Moor", join="1", words="Half written")
    answer = as_keyworker.post(group.path, data=data)
    assert answer.status_code == 200
    assert f"came_{third}" in answer.text
    assert "Half written" in answer.text
    assert third in {one.episode_id for one in stored(app, GroupMember)}
    again = as_keyworker.post(group.path, data=filled(as_keyworker, group, add="Teal Moor", join="1"))
    assert "This client is in the group already" in again.text
    stranger = as_keyworker.post(group.path, data=filled(as_keyworker, group, add="Otto Elsewhere", join="1"))
    assert "No client of this service is found" in stranger.text
    assert "Sleep group" in as_keyworker.get(f"/record/{third}/history?part=contacts").text


def test_a_colleague_who_was_faster_is_shown_first(
    house: SimpleNamespace, group: SimpleNamespace, as_keyworker: Browser
) -> None:
    rows = {f"came_{house.episode}": "attended", "words": "Sleep", "risk": "no"}
    first, second = filled(as_keyworker, group, **rows), filled(as_keyworker, group, **rows)
    assert as_keyworker.post(group.path, data=first).status_code == 303
    assert as_keyworker.post(group.path, data=second).status_code == 409


def test_the_next_session_stands_in_the_diary_and_is_settled_not_booked_anew(
    app: Flask, house: SimpleNamespace, group: SimpleNamespace, as_keyworker: Browser
) -> None:
    answer = as_keyworker.post(f"/groups/{group.id}/next")
    assert f"day={today() + timedelta(7)}" in answer.location
    as_keyworker.post(f"/groups/{group.id}/next")
    assert len(stored(app, Appointment)) == 2
    assert "Sleep group" in as_keyworker.get(answer.location).text


def test_a_group_of_another_service_is_404(group: SimpleNamespace, charlie: Browser) -> None:
    assert charlie.get(group.path).status_code == 404
    assert charlie.post(f"/groups/{group.id}/next").status_code == 404


def test_the_register_runs_no_more_statements_for_more_clients(
    app: Flask, house: SimpleNamespace, group: SimpleNamespace, as_keyworker: Browser, statements: list
) -> None:
    as_keyworker.get(group.path)
    statements.clear()
    as_keyworker.get(group.path)
    few = len(statements)
    with app.app_context():
        for number in range(8):
            person = ClientFactory(first_name="Ash", last_name=f"Grove {number}", nhs_number=None)
            episode = EpisodeFactory(client=person, service_id=house.service).id
            keys = {"episode_id": episode, "service_id": house.service, "recorded_by": "test"}
            db.session().info["trailed"] = True
            db.session.add(GroupMember(group_id=group.id, since=today() - timedelta(30), **keys))
        db.session.commit()
    statements.clear()
    as_keyworker.get(group.path)
    assert len(statements) == few
