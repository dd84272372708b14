"""Steps of leaving are recorded or left with a reason; follow-ups have their days; who comes back soon goes on."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from careplan.clients.codes import ExitReason
from careplan.clients.models import Episode, Intervention, Task
from careplan.clients.queries import actions_of, open_tasks
from careplan.clients.rules.aftercare import AFTERCARE, EXIT, FOLLOW_UP, follow_ups, last_way_back
from careplan.contacts.models import ContactNote
from careplan.ground.clock import today
from careplan.ground.corrections import live
from careplan.plans.codes import ExitStep, StepState
from careplan.plans.registers import TakenStep, why_not_done
from careplan.plans.rules.exit_steps import EXIT_STEPS as STANDARD
from careplan.plans.rules.exit_steps import steps_of, unanswered
from careplan.prescribing.models import Course, PrescriptionEvent
from tests.factories.clients import InterventionFactory, TaskFactory
from tests.factories.harm_reduction import NaloxoneSupplyFactory
from tests.factories.letters import DocumentFactory
from tests.factories.plans import CarePlanReviewFactory
from tests.factories.prescribing import CourseFactory, DoseOrderFactory, PrescriptionFactory


def days(name, on):
    return {f"{name}-{part}": str(getattr(on, part)) for part in ("day", "month", "year")}


def leaving(reason="completed_alcohol_free", on=None, **more):
    return {**days("closed_on", on or today()), "exit_reason": reason, "end_courses": "y", **more}


def test_an_ending_has_its_own_steps_and_a_death_none():
    standard = STANDARD.latest
    assert ExitStep.AFTERCARE_PLAN in steps_of(ExitReason.COMPLETED_DRUG_FREE, standard)
    assert ExitStep.LETTER in steps_of(ExitReason.DROPPED_OUT, standard)
    assert ExitStep.TOLERANCE in set(standard.planned) & set(standard.unplanned)
    assert steps_of(ExitReason.DIED, standard) == ()
    every = set(standard.planned)
    assert unanswered(ExitReason.COMPLETED_DRUG_FREE, every - {ExitStep.GP}, standard) == [ExitStep.GP]
    assert set(standard.every) == set(ExitStep) == set(standard.asks)


def test_follow_ups_are_counted_in_weeks_from_the_day_of_leaving():
    # Spec 03 §2.4: "follow-up dates e.g. 2, 6, 12, 26 weeks".
    made = list(follow_ups(date(2026, 1, 1), [2, 26], AFTERCARE.latest))
    assert made == [(2, date(2026, 1, 15)), (26, date(2026, 7, 2))]
    assert AFTERCARE.latest.follow_ups.weeks == (2, 6, 12, 26)


def test_the_way_back_is_open_until_the_21st_day():
    # Spec 03 §2.4: "re-open within 21 days keeps the same episode".
    assert last_way_back(date(2026, 1, 1)) == date(2026, 1, 22)


def test_what_was_not_done_asks_why():
    assert why_not_done({"state": StepState.NOT_DONE, "words": None}) == {
        "words": "Enter why it was not done"
    }
    assert why_not_done({"state": StepState.DONE, "words": None}) == {}


@pytest.fixture
def treated(house, session):
    """An episode with a treatment that began."""
    episode = session.get_one(Episode, house.episode)
    InterventionFactory(episode=episode)
    session.commit()
    return episode


def test_what_the_record_holds_is_filled_in(treated, session, as_keyworker):
    CarePlanReviewFactory(episode=treated, reviewed_on=today() - timedelta(3), held=True)
    NaloxoneSupplyFactory(client_id=treated.client_id, expires_on=today() + timedelta(300))
    letter = {"episode": treated, "kind": "letter_out", "happened_on": today()}
    DocumentFactory(title="Invitation", party="Janet Williams", **letter)
    session.commit()
    page = as_keyworker.get(f"/record/{treated.id}/leave").text
    assert "Held " in page
    assert "Supplied " in page
    assert "Invitation, " in page
    assert page.count('value="done" checked') == 3


def test_a_planned_ending_keeps_its_steps_and_makes_its_follow_ups(treated, session, as_keyworker):
    said = {"step_gp": "done", "said_gp": "Rang the practice", "step_naloxone": "not_done"}
    path = f"/record/{treated.id}/leave"
    refused = as_keyworker.post(path, data=leaving(**said))
    assert refused.status_code == 422
    assert "Enter why it was not done: naloxone at home" in refused.text
    assert "Rang the practice" in refused.text
    assert session.scalars(select(TakenStep)).all() == []
    said |= {"said_naloxone": "Never used opioids", "follow_ups": ["2", "26"]}
    assert as_keyworker.post(path, data=leaving(**said)).status_code == 303
    rows = {row.step: (row.state, row.words) for row in session.scalars(select(TakenStep))}
    assert rows == {"gp": ("done", "Rang the practice"), "naloxone": ("not_done", "Never used opioids")}
    tasks = {task.source: task for task in open_tasks(session.get_one(Episode, treated.id))}
    assert tasks[f"follow_up:{today()}:2"].due_on == today() + timedelta(14)
    assert tasks[f"follow_up:{today()}:26"].due_on == today() + timedelta(182)
    rest = tasks[f"exit:{today()}"]
    assert "aftercare plan" in rest.words
    assert "gp told" not in rest.words
    assert "letter" not in rest.words
    assert rest.due_on == today() + timedelta(7)
    page = as_keyworker.get(f"/record/{treated.id}/exit-steps").text
    assert "Never used opioids" in page
    assert "Not done" in page


def test_words_without_done_or_not_done_are_asked_about(treated, as_keyworker):
    refused = as_keyworker.post(f"/record/{treated.id}/leave", data=leaving(said_gp="Wrote to Dr Example"))
    assert refused.status_code == 422
    assert "Select whether it was done: GP told" in refused.text


def test_an_unplanned_ending_has_no_follow_ups_but_its_own_steps(treated, session, as_keyworker):
    sent = leaving("dropped_out", follow_ups=["2"])
    assert as_keyworker.post(f"/record/{treated.id}/leave", data=sent).status_code == 303
    tasks = open_tasks(session.get_one(Episode, treated.id))
    assert [task.kind for task in tasks] == [EXIT]
    assert "letter to the client" in tasks[0].words
    assert "aftercare" not in tasks[0].words


def test_without_a_treatment_that_began_nothing_is_stepped_out_of(house, session, as_keyworker):
    page = as_keyworker.get(f"/record/{house.episode}/leave").text
    assert "Steps of leaving" not in page
    sent = leaving("declined")
    assert as_keyworker.post(f"/record/{house.episode}/leave", data=sent).status_code == 303
    assert open_tasks(session.get_one(Episode, house.episode)) == []


def test_a_follow_up_stands_on_today_near_its_day_and_a_note_ends_it(
    house, treated, session, as_keyworker, as_manager
):
    as_keyworker.post(f"/record/{treated.id}/leave", data=leaving(on=today(), follow_ups=["2", "6"]))
    far, near = today() + timedelta(8), today() + timedelta(7)
    mine = {"episode": treated, "kind": FOLLOW_UP, "worker_id": house.keyworker}
    TaskFactory(source="follow_up:x:12", words="In twelve weeks", due_on=far, **mine)
    soon = TaskFactory(source="follow_up:x:2", words="In two weeks", due_on=near, **mine)
    session.commit()
    page = as_keyworker.get("/?show=all").text
    assert "In two weeks" in page
    assert "In twelve weeks" not in page
    assert "In two weeks" not in as_manager.get("/?show=all").text
    assert f"/record/{treated.id}/contacts/new?task={soon.id}" in page
    assert f"/record/{treated.id}" not in as_keyworker.get("/caseload").text
    note = {
        **days("happened_on", today()),
        "way": "phone",
        "words": "Well, works again",
        "risk_changed": "no",
    }
    note |= {"purpose": "other", "worker_id": treated.keyworker_id or house.keyworker}
    path = f"/record/{treated.id}/contacts/new?task={soon.id}"
    assert as_keyworker.get(path).status_code == 200
    answer = as_keyworker.post(path, data=note)
    assert answer.status_code == 303, answer.text
    assert session.scalars(select(ContactNote.words)).all() == ["Well, works again"]
    assert actions_of(soon)[-1].closes
    assert "In two weeks" not in as_keyworker.get("/?show=all").text
    assert as_keyworker.get(f"/record/{treated.id}/contacts/new?task=nothing").status_code == 404


@pytest.fixture
def left(treated, session, as_keyworker):
    """A client who left today with a running course and a prescription."""
    course = CourseFactory(episode=treated, first_dose_on=today() - timedelta(20))
    DoseOrderFactory(course=course, effective_on=today() - timedelta(20), daily_mg=10)
    PrescriptionFactory(course=course, starts_on=today(), ends_on=today() + timedelta(6))
    session.commit()
    sent = leaving("dropped_out", pharmacy="Rang the pharmacy on the corner")
    assert as_keyworker.post(f"/record/{treated.id}/leave", data=sent).status_code == 303
    return treated


def back(on=None, **more):
    return {**days("came_on", on or today()), "words": "Rang and wants to go on", **more}


def current(session, episode):
    rows = select(Episode).where(Episode.root_id == episode.root_id, live(Episode))
    return session.scalars(rows.execution_options(populate_existing=True)).one()


def test_who_comes_back_soon_goes_on_and_what_ended_stays_ended(left, session, as_keyworker):
    page = as_keyworker.get(f"/record/{left.id}").text
    assert "Came back" in page
    answer = as_keyworker.post(f"/record/{left.id}/came-back", data=back())
    assert answer.status_code == 303
    session.expire_all()
    now = current(session, left)
    assert now.id != left.id
    assert now.closed_on is None
    assert "Rang and wants to go on" in now.correction_reason
    assert session.get_one(Episode, left.id).closed_on == today()
    assert session.scalars(select(Intervention.ended_on).where(live(Intervention))).all() == [today()]
    assert session.scalars(select(Course.ended_on).where(live(Course))).all() == [today()]
    assert session.scalars(select(PrescriptionEvent.status)).all() == ["cancelled"]
    assert [task.kind for task in open_tasks(now)] == []
    assert "The same episode goes on" not in as_keyworker.get(answer.location).text
    told = as_keyworker.get(f"/record/{now.id}/came-back", follow_redirects=True).text
    assert "This episode is open." in told


def test_a_second_leaving_raises_its_own_matters(left, session, as_keyworker):
    (first,) = [task for task in open_tasks(left) if task.kind == EXIT]
    as_keyworker.post(f"/record/{left.id}/came-back", data=back())
    now = current(session, left)
    InterventionFactory(episode=now)
    session.commit()
    sent = leaving("completed_drug_free", follow_ups=["2"])
    assert as_keyworker.post(f"/record/{now.id}/leave", data=sent).status_code == 303
    tasks = {task.kind: task for task in open_tasks(current(session, left))}
    assert set(tasks) == {EXIT, FOLLOW_UP}
    assert tasks[EXIT].id != first.id
    assert "aftercare plan" in tasks[EXIT].words


def test_the_day_of_coming_back_lies_between_leaving_and_the_end_of_the_way_back(left, session, as_keyworker):
    path = f"/record/{left.id}/came-back"
    early = as_keyworker.post(path, data=back(today() - timedelta(1)))
    assert early.status_code == 422
    assert "The client left on" in early.text
    assert as_keyworker.post(path, data=back(words="")).status_code == 422


def test_a_closing_that_was_a_mistake_takes_its_steps_and_follow_ups_along(treated, session, as_keyworker):
    sent = leaving(follow_ups=["2"], step_gp="done")
    as_keyworker.post(f"/record/{treated.id}/leave", data=sent)
    path = f"/record/{treated.id}/mistake/closed/{treated.id}"
    answer = as_keyworker.post(path, data={"why": "The wrong client was closed"})
    assert answer.status_code == 303, answer.text
    now = current(session, treated)
    assert open_tasks(now) == []
    assert session.scalars(select(TakenStep).where(live(TakenStep))).all() == []
    assert session.scalars(select(Task.kind).where(live(Task))).all() == []
