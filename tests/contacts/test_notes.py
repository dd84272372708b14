"""Writing, correcting, striking out, listing and searching notes of contacts."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from careplan.clients.models import Client, Episode, Task
from careplan.clients.queries.tasks import open_tasks
from careplan.contacts.models import ContactGoal, ContactNote
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.trail.models import TrailEntry
from tests.conftest import Browser
from tests.factories.assessment import AssessmentFactory
from tests.factories.clients import AppointmentFactory
from tests.factories.contacts import ContactNoteFactory
from tests.factories.plans import CarePlanFactory, GoalFactory
from tests.walk import on_page


def parts(name: str, on: date) -> dict[str, str]:
    return {f"{name}-{part}": str(getattr(on, part)) for part in ("day", "month", "year")}


@pytest.fixture
def there(house) -> str:
    return f"/record/{house.episode}/contacts"


def write(browser: Browser, path: str, **more):
    """The form as it is shown, with what has to be entered."""
    shown = on_page(browser, path)[0].data()
    answers = {"way": "phone", "words": "Rang about the flat", "risk_changed": "no"}
    return browser.post(path, data=shown | answers | more)


def stored(app) -> list[ContactNote]:
    with app.app_context():
        return list(db.session.scalars(select(ContactNote).order_by(ContactNote.recorded_at, ContactNote.id)))


def test_a_note_needs_how_what_and_risk_alone(app, house, as_keyworker, there):
    answer = write(as_keyworker, f"{there}/new")
    assert answer.status_code == 303
    assert answer.location == there
    (row,) = stored(app)
    assert (row.happened_on, row.way, row.words, row.risk_changed) == (
        today(),
        "phone",
        "Rang about the flat",
        False,
    )
    assert row.began is not None
    assert (row.worker_id, row.recorded_by, row.purpose) == (house.keyworker, house.keyworker, "keywork")
    page = as_keyworker.get(there).text
    assert "Rang about the flat" in page
    assert "1 note," in page
    assert "Telephone" in as_keyworker.get(f"/record/{house.episode}").text
    assert "Rang about the flat" in as_keyworker.get(f"/record/{house.episode}/history?part=contacts").text
    with app.app_context():
        entry = db.session.scalars(
            select(TrailEntry).where(TrailEntry.action == "contact_note.recorded")
        ).one()
        assert (entry.actor, entry.client_id) == (house.keyworker, house.client)


def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(app, as_keyworker, there):
    data = {"way": "", "words": "", "risk_changed": "", "next_step": "Ring the GP", "with_whom": "her mother"}
    answer = write(as_keyworker, f"{there}/new", **data)
    assert answer.status_code == 422
    for sentence in (
        "Select how you were in touch",
        "Enter what was said and agreed",
        "Select whether risk has changed",
        "Enter the day by which the next step is done",
    ):
        assert sentence in answer.text
    assert "Ring the GP" in answer.text
    assert "her mother" in answer.text
    assert stored(app) == []


def test_the_day_may_be_earlier_than_today_and_both_days_are_kept(app, as_keyworker, there):
    earlier = today() - timedelta(9)
    assert write(as_keyworker, f"{there}/new", **parts("happened_on", earlier)).status_code == 303
    (row,) = stored(app)
    assert row.happened_on == earlier
    page = as_keyworker.get(f"{there}/{row.id}").text
    assert "Written on" in page


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (today() + timedelta(1), "must be today or in the past"),
        (date(1985, 7, 13), "is before this client’s birth"),
    ],
)
def test_a_day_before_the_birth_or_after_today_is_refused(app, as_keyworker, there, on, sentence):
    answer = write(as_keyworker, f"{there}/new", **parts("happened_on", on))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert stored(app) == []


def test_a_client_whose_birth_is_not_known_refuses_no_day(app, house, as_keyworker, there):
    with app.app_context():
        row = db.session.get_one(Client, house.client)
        row.birth_known, row.date_of_birth = "unknown", date(1900, 1, 1)
        db.session.info["trailed"] = True
        db.session.commit()
    assert write(as_keyworker, f"{there}/new", **parts("happened_on", date(2010, 1, 1))).status_code == 303


def test_changed_risk_says_what_leads_to_risk_and_stands_on_today_until_it_is_assessed(
    app, house, as_keyworker, as_manager, there
):
    assert write(as_keyworker, f"{there}/new", risk_changed="yes").status_code == 422
    data = {"risk_changed": "yes", "risk_words": "Says he cannot go on"}
    answer = write(as_keyworker, f"{there}/new", **data)
    assert answer.location == f"/record/{house.episode}/risk"
    for browser in (as_keyworker, as_manager):
        assert "Risk changed in a contact" in browser.get("/").text
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        AssessmentFactory(
            episode=episode, kind="risk", checklist="risk", started_on=today(), completed_on=today()
        )
        db.session.commit()
    assert "Risk changed in a contact" not in as_keyworker.get("/").text


def test_the_next_step_is_a_task_of_who_had_the_contact(app, house, as_keyworker, there):
    data = {"next_step": "Ring the GP", **parts("next_step_on", today())}
    write(as_keyworker, f"{there}/new", **data)
    assert "Ring the GP" in as_keyworker.get("/").text
    with app.app_context():
        task = db.session.scalars(select(Task)).one()
        assert (task.words, task.due_on, task.worker_id) == ("Ring the GP", today(), house.keyworker)


@pytest.fixture
def goal(app, house) -> str:
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        plan = CarePlanFactory(episode=episode)
        row = GoalFactory(plan=plan, wording="Sleep at night")
        GoalFactory(plan=plan, wording="See a dentist", status="achieved")
        plan.agreed_on, plan.agreement = date(2025, 2, 10), "signed"
        db.session.commit()
        return row.id


def test_open_goals_of_the_agreed_plan_are_offered_and_kept(app, as_keyworker, there, goal):
    page = as_keyworker.get(f"{there}/new").text
    assert "Sleep at night" in page
    assert "See a dentist" not in page
    write(as_keyworker, f"{there}/new", goals=goal)
    (row,) = stored(app)
    assert "Sleep at night" in as_keyworker.get(f"{there}/{row.id}").text


def correct(browser: Browser, path: str, **more):
    return browser.post(path, data=on_page(browser, path)[0].data() | more)


def test_a_correction_stands_beside_the_note_it_corrects(app, house, as_keyworker, there, goal):
    step = {"next_step": "Ring the GP", **parts("next_step_on", today())}
    write(as_keyworker, f"{there}/new", goals=goal, **step)
    (wrong,) = stored(app)
    path = f"{there}/{wrong.id}/correct"
    assert correct(as_keyworker, path, words="Met at the flat").status_code == 422
    more = {"words": "Met at the flat", "way": "home_visit", "next_step": "Write to the GP"}
    assert correct(as_keyworker, path, why="It was no call", **more).status_code == 303
    old, right = stored(app)
    assert (old.words, old.superseded_by) == ("Rang about the flat", right.id)
    assert (right.words, right.way, right.corrects) == ("Met at the flat", "home_visit", wrong.id)
    page = as_keyworker.get(f"{there}/{right.id}").text
    assert all(words in page for words in ("Earlier version", "Rang about the flat", "It was no call"))
    assert "Rang about the flat" not in as_keyworker.get(there).text
    with app.app_context():
        touched = set(db.session.scalars(select(ContactGoal.note_id)))
        assert touched == {old.id, right.id}
        waiting = open_tasks(db.session.get_one(Episode, house.episode))
        assert [one.words for one in waiting] == ["Write to the GP"]
    again = as_keyworker.post(path, data={"words": "Later", "why": "Because"})
    assert again.status_code == 409
    assert as_keyworker.get(path).status_code == 303


def test_a_note_recorded_by_mistake_is_struck_with_its_task_and_its_goals(
    app, house, as_keyworker, there, goal
):
    step = {"next_step": "Ring the GP", **parts("next_step_on", today())}
    write(as_keyworker, f"{there}/new", goals=goal, **step)
    (row,) = stored(app)
    path = f"/record/{house.episode}/mistake/contact_note/{row.id}"
    assert "Rang about the flat" in as_keyworker.get(path).text
    assert correct(as_keyworker, path, why="Another client rang").status_code == 303
    assert "Rang about the flat" not in as_keyworker.get(there).text
    page = as_keyworker.get(f"{there}/{row.id}").text
    assert "Struck out on" in page
    assert "Correct" not in page.split("<main")[1].split("</main")[0]
    with app.app_context():
        assert db.session.scalars(select(ContactGoal)).one().struck_at is not None
        assert open_tasks(db.session.get_one(Episode, house.episode)) == []


def test_who_writes_after_a_colleague_sees_their_note_first(app, as_keyworker, as_manager, there):
    path = f"{there}/new"
    shown = on_page(as_keyworker, path)[0].data()
    write(as_manager, path, words="She rang me first")
    sent = shown | {"way": "phone", "words": "Rang about the flat", "risk_changed": "no"}
    answer = as_keyworker.post(path, data=sent)
    assert answer.status_code == 409
    assert "She rang me first" in answer.text
    assert "Rang about the flat" in answer.text


def test_an_appointment_fills_in_what_it_knows(app, house, as_keyworker, there):
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        one = AppointmentFactory(episode=episode, purpose="triage")
        db.session.commit()
        id_ = one.id
    write(as_keyworker, f"{there}/new?appointment={id_}")
    (row,) = stored(app)
    assert (row.appointment_id, row.purpose) == (id_, "triage")
    assert (row.happened_on, row.began) == (date(2025, 1, 20), "10:30")
    assert as_keyworker.get(f"{there}/new?appointment=nothing").status_code == 404


def test_a_template_is_put_below_what_was_typed_and_nothing_is_saved(
    app, house, as_keyworker, as_manager, there
):
    answer = write(as_keyworker, f"{there}/new", words="She is well.", purpose="keywork", insert="1")
    assert answer.status_code == 200
    assert "She is well.\n\nSince last time" in answer.text
    assert stored(app) == []
    path = f"/notes/of/{house.service}/note-templates/new"
    data = {"purpose": "keywork", "words": "How was the week?"}
    assert as_manager.post(path, data=data).status_code == 303
    answer = write(as_keyworker, f"{there}/new", words="", purpose="keywork", insert="1")
    assert "How was the week?" in answer.text
    assert "Since last time" not in answer.text
    assert as_manager.post(path, data=data).status_code in (409, 422)
    assert as_keyworker.get(path).status_code == 403


def test_the_list_pages_in_a_constant_number_of_statements(app, house, as_keyworker, there, statements):
    counts = []
    for more in (3, 47):
        with app.app_context():
            episode = db.session.get_one(Episode, house.episode)
            for number in range(more):
                ContactNoteFactory(episode=episode, worker_id=house.keyworker, words=f"Note {number}")
            db.session.commit()
        statements.clear()
        assert as_keyworker.get(there).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]
    page = as_keyworker.get(f"{there}?page=3").text
    assert "50 notes," in page
    assert page.count("Rang") == 0
    assert page.count('scope="row"') == 10


def test_a_search_finds_all_words_in_own_services_and_is_in_the_trail(
    app, house, as_keyworker, charlie, there
):
    write(as_keyworker, f"{there}/new", words="The Landlord wrote: 50% more rent")
    for q, hit in (("landlord rent", True), ("50%", True), ("5_%", False), ("landlord dog", False)):
        answer = as_keyworker.post("/notes/search", data={"q": q})
        assert ("WILLIAMS" in answer.text) is hit, q
    assert "WILLIAMS" not in charlie.post("/notes/search", data={"q": "landlord"}).text
    assert as_keyworker.post("/notes/search", data={"q": ""}).status_code == 422
    with app.app_context():
        entries = db.session.scalars(
            select(TrailEntry).where(TrailEntry.action == "contact_note.searched")
        ).all()
        assert [one.actor for one in entries] == [house.keyworker] * 2
        assert entries[0].detail == {"episodes": [house.episode]}


def test_a_note_of_another_service_is_not_there(app, house, charlie, as_keyworker, there):
    write(as_keyworker, f"{there}/new")
    (row,) = stored(app)
    for path in ("", "/new", f"/{row.id}", f"/{row.id}/correct"):
        assert charlie.get(there + path).status_code == 404
        other = f"/record/{house.other_episode}/contacts"
        assert as_keyworker.get(other + path).status_code == 404


def test_notes_of_a_closed_episode_may_still_be_written(app, house, as_keyworker, there):
    with app.app_context():
        row = db.session.get_one(Episode, house.episode)
        row.closed_on, row.exit_reason = date(2025, 6, 1), "dropped_out"
        db.session.info["trailed"] = True
        db.session.commit()
    assert write(as_keyworker, f"{there}/new").status_code == 303


WRONG = {"why": "It was Benedict Other", "wrong_client": "y"}


def test_a_note_of_another_client_takes_its_next_step_along_that_was_done(
    app, house, as_keyworker, as_prescriber, there
):
    step = {"next_step": "Ring Benedict at home", **parts("next_step_on", today())}
    write(as_keyworker, f"{there}/new", **step)
    (note,) = stored(app)
    with app.app_context():
        task = db.session.scalars(select(Task)).one()
    done = {"words": "Benedict was rung", "closes": "yes"}
    assert as_keyworker.post(f"/record/{house.episode}/tasks/{task.id}", data=done).status_code == 303
    struck = as_keyworker.post(f"/record/{house.episode}/mistake/contact_note/{note.id}", data=WRONG)
    assert struck.status_code == 303
    page = as_prescriber.get(f"/record/{house.episode}/history").text
    assert "Ring Benedict" not in page
    assert "Benedict was rung" not in page
    assert as_prescriber.get(f"/record/{house.episode}/tasks/{task.id}").status_code == 303


def test_nobody_who_writes_meanwhile_is_shown_what_is_struck_out(
    app, house, as_keyworker, as_prescriber, there
):
    form = on_page(as_prescriber, f"{there}/new")[0].data()
    write(as_keyworker, f"{there}/new", words="Benedict drank again")
    (note,) = stored(app)
    as_keyworker.post(f"/record/{house.episode}/mistake/contact_note/{note.id}", data=WRONG)
    typed = form | {"way": "phone", "words": "Rang about the flat", "risk_changed": "no"}
    answer = as_prescriber.post(f"{there}/new", data=typed)
    assert answer.status_code == 409
    assert "Rang about the flat" in answer.text
    assert "Benedict" not in answer.text
    corrected = as_prescriber.post(f"{there}/{note.id}/correct", data=typed | {"why": "No"})
    assert corrected.status_code == 409
    assert "Benedict" not in corrected.text
