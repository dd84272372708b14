"""Writes of the assessment room: what they store, refuse and raise, and the trail they leave."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import DatabaseError

from careplan.assessment import actions, queries
from careplan.assessment.codes import Kind, Status
from careplan.assessment.models import Answer, Assessment
from careplan.assessment.rules.completion import Outcome, Reason
from careplan.assessment.rules.saved import Reply
from careplan.checklists.queries import bank
from careplan.clients.models import Episode, Task, TaskAction
from careplan.clients.queries import open_tasks
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.trail.actions import within
from careplan.trail.models import TrailEntry
from careplan.trail.queries import marks_by_record
from tests.factories.assessment import AnswerFactory, AssessmentFactory

DAY = date(2026, 3, 2)


@pytest.fixture
def episode(house, session):
    return session.get_one(Episode, house.episode)


def assessment_of(house, kind="triage", started_on=DAY, completed_on=None, **answers):
    made = AssessmentFactory(
        episode_id=house.episode,
        service_id=house.service,
        kind=kind,
        started_on=started_on,
        worker_id=house.keyworker,
    )
    for item, value in answers.items():
        AnswerFactory(assessment=made, item=item, value=value)
    made.completed_on = completed_on
    db.session.flush()
    return made


def sheet_of(house, episode, made):
    return queries.sheet(house.services, episode, made.id, lock=True)


def save(house, episode, made, *replies, on=DAY):
    sheet = sheet_of(house, episode, made)
    return actions.save_section(
        by=house.actors.keyworker, episode=episode, sheet=sheet, replies=replies, on=on
    )


def said(item, value):
    return Reply(item, Status.ANSWERED, value)


def finish(house, episode, made, **more):
    sheet = sheet_of(house, episode, made)
    return actions.complete(
        by=house.actors.keyworker, episode=episode, sheet=sheet, facts=frozenset(), on=DAY, **more
    )


def trail():
    return [row.action for row in db.session.query(TrailEntry).order_by(TrailEntry.id)]


def test_a_new_assessment_names_its_edition_and_carries_earlier_answers_over(house, episode):
    first = assessment_of(
        house, started_on=date(2026, 1, 3), completed_on=date(2026, 1, 4), housing_status="hostel"
    )
    made = actions.start(
        by=house.actors.keyworker, episode=episode, kind=Kind.COMPREHENSIVE, bank=bank("1"), on=DAY
    )
    assert (made.edition, made.checklist, made.worker_id) == ("1", "comprehensive", house.keyworker)
    row = db.session.get_one(Answer, (made.id, "housing_status", 1))
    assert (row.value, row.carried_from, row.confirmed_on) == ("hostel", first.id, None)
    assert sheet_of(house, episode, made).saved["housing_status"].given.carried_on == date(2026, 1, 4)
    assert trail()[-1] == "assessment.started"


def test_answers_of_edition_1_are_carried_into_edition_2_and_scores_travel_both_ways(house, episode):
    score = {"value": 14, "phq_9": 14}
    first = assessment_of(
        house,
        "comprehensive",
        date(2026, 1, 3),
        date(2026, 1, 4),
        housing_status="hostel",
        mood_anxiety=score,
    )
    still_open = assessment_of(house, "comprehensive", started_on=date(2026, 2, 1))
    made = actions.start(
        by=house.actors.keyworker, episode=episode, kind=Kind.COMPREHENSIVE, bank=bank("2"), on=DAY
    )
    assert (made.edition, still_open.edition) == ("2", "1")
    assert held_by(made, "housing_status") == ("answered", "hostel", first.id, None)
    assert held_by(made, "mood_anxiety") == ("answered", score, first.id, None)
    save(house, episode, made, said("mood_anxiety", {"value": 9, "gad_7": 9}))
    assert held_by(made, "mood_anxiety")[1] == {"value": 9, "gad_7": 9}
    assert held_by(still_open, "mood_anxiety")[1] == {"value": 9, "gad_7": 9}
    save(house, episode, still_open, said("mood_anxiety", {"value": 7}))
    assert held_by(still_open, "mood_anxiety")[1] == {"value": 7}


def test_an_answer_carried_twice_without_confirming_still_comes_from_where_it_was_given(house, episode):
    first = assessment_of(
        house, started_on=date(2025, 1, 3), completed_on=date(2025, 1, 4), housing_status="hostel"
    )
    start = {"by": house.actors.keyworker, "episode": episode, "bank": bank("1")}
    second = actions.start(**start, kind=Kind.COMPREHENSIVE, on=date(2025, 12, 1))
    third = actions.start(**start, kind=Kind.COMPREHENSIVE, on=DAY)
    assert db.session.get_one(Answer, (third.id, "housing_status", 1)).carried_from == first.id
    keep = Reply("housing_status", Status.ANSWERED, "hostel", keeps=True, confirmed=True)
    save(house, episode, second, keep, on=date(2025, 12, 2))
    fourth = actions.start(**start, kind=Kind.COMPREHENSIVE, on=DAY)
    assert db.session.get_one(Answer, (fourth.id, "housing_status", 1)).carried_from == second.id


def held_by(made, item):
    db.session.expire_all()
    row = db.session.get(Answer, (made.id, item, 1))
    return row and (row.status, row.value, row.carried_from, row.confirmed_on)


def test_an_answer_stands_in_the_open_risk_assessment_beside_it_on_the_day_it_is_given(house, episode):
    triage, risk = assessment_of(house), assessment_of(house, kind="risk")
    closed = assessment_of(house, kind="risk", completed_on=DAY)
    save(house, episode, triage, said("self_harm", "past"), said("urgency", "same_day"))
    assert held_by(risk, "self_harm") == ("answered", "past", triage.id, DAY)
    assert held_by(risk, "urgency") is None
    assert held_by(closed, "self_harm") is None
    save(house, episode, triage, said("self_harm", "never"))
    assert held_by(risk, "self_harm") == ("answered", "never", triage.id, DAY)
    save(house, episode, triage, Reply("self_harm", Status.DECLINED))
    assert held_by(risk, "self_harm") == ("not_asked", None, None, None)


def test_an_answer_waits_to_be_confirmed_in_an_assessment_of_another_day_or_another_worker(house, episode):
    earlier = assessment_of(house, started_on=DAY - timedelta(days=1))
    risk = assessment_of(house, kind="risk")
    save(house, episode, earlier, said("self_harm", "past"))
    assert held_by(risk, "self_harm") == ("answered", "past", earlier.id, None)
    save(house, episode, earlier, said("self_harm", "never"))
    assert held_by(risk, "self_harm") == ("answered", "never", earlier.id, None)
    risk.worker_id, triage = house.actors.charlie.id, assessment_of(house)
    save(house, episode, triage, said("self_harm", "past"))
    assert held_by(risk, "self_harm") == ("answered", "past", triage.id, None)


def test_an_answer_that_cannot_wait_is_said_again_in_each_assessment(house, episode):
    triage, risk = assessment_of(house), assessment_of(house, kind="risk")
    save(house, episode, triage, said("suicidal_thoughts", "active_no_plan"))
    assert held_by(risk, "suicidal_thoughts") == ("answered", "active_no_plan", triage.id, None)
    save(house, episode, triage, said("suicidal_thoughts", "passing"))
    assert held_by(risk, "suicidal_thoughts") == ("answered", "passing", triage.id, DAY)


def test_a_new_assessment_holds_to_be_true_what_the_same_worker_heard_today(house, episode):
    triage = assessment_of(house, started_on=today())
    told = (said("self_harm", "past"), said("suicidal_thoughts", "active_with_plan"))
    save(house, episode, triage, *told, on=today())
    start = {"episode": episode, "kind": Kind.RISK, "bank": bank("1"), "on": today()}
    made = actions.start(by=house.actors.keyworker, **start)
    assert held_by(made, "self_harm") == ("answered", "past", triage.id, today())
    assert held_by(made, "suicidal_thoughts") == ("answered", "active_with_plan", triage.id, None)
    by_another = actions.start(by=house.actors.charlie, **start)
    assert held_by(by_another, "self_harm") == ("answered", "past", triage.id, None)


def test_an_answer_confirmed_beside_on_a_later_day_is_left_as_it_is(house, episode):
    triage = assessment_of(house, started_on=DAY - timedelta(days=1))
    risk = assessment_of(house, kind="risk")
    save(house, episode, triage, said("self_harm", "past"))
    keep = Reply("self_harm", Status.ANSWERED, "past", keeps=True, confirmed=True)
    save(house, episode, risk, keep)
    save(house, episode, triage, said("self_harm", "never"))
    assert held_by(risk, "self_harm") == ("answered", "past", triage.id, DAY)


def test_what_counts_as_not_asked_goes_nowhere(house, episode):
    triage, risk = assessment_of(house), assessment_of(house, kind="risk")
    save(house, episode, triage, said("naloxone_status", "not_offered"))
    assert held_by(risk, "naloxone_status") is None


def test_a_section_is_saved_in_place_with_one_trail_entry(house, episode):
    made = assessment_of(house, housing_status="hostel")
    save(house, episode, made, said("housing_status", "settled"), Reply("employment_status", Status.DECLINED))
    db.session.expire_all()
    rows = {row.item: (row.status, row.value) for row in db.session.query(Answer)}
    assert rows == {"housing_status": ("answered", "settled"), "employment_status": ("declined", None)}
    assert trail() == ["assessment.saved"]


@pytest.mark.parametrize(
    ("item", "value"), [("housing_status", "castle"), ("motivation_ruler", 7.5), ("weather", "fine")]
)
def test_an_answer_that_does_not_fit_is_refused_and_nothing_is_written(house, episode, item, value):
    made = assessment_of(house)
    with pytest.raises(actions.Unfit):
        save(house, episode, made, said("gp_registered", "not_registered"), said(item, value))
    assert db.session.query(Answer).count() == 0


def test_a_completed_assessment_takes_no_answer_from_us_nor_from_anybody(house, episode):
    made = assessment_of(house, completed_on=DAY, housing_status="hostel")
    with pytest.raises(actions.Fixed):
        save(house, episode, made, said("housing_status", "settled"))
    with pytest.raises(actions.Fixed):
        finish(house, episode, made)
    row = db.session.get_one(Answer, (made.id, "housing_status", 1))
    row.value = "settled"
    with pytest.raises(DatabaseError):
        db.session.flush()


def test_a_safety_trigger_raises_one_task_for_each_day_it_is_said(house, episode):
    made = assessment_of(house)
    saved = save(house, episode, made, said("suicidal_thoughts", "active_no_plan"))
    assert [finding.trigger for finding in saved.raised] == ["suicidal_thoughts"]
    save(house, episode, made, said("self_harm", "past"))
    assert save(house, episode, made, said("suicidal_thoughts", "active_no_plan")).raised == ()
    assert db.session.query(Task).count() == 1
    task = db.session.query(Task).one()
    assert (task.kind, task.due_on, task.service_id) == ("safety", DAY, house.service)
    save(house, episode, made, said("suicidal_thoughts", "active_with_plan"), on=date(2026, 3, 4))
    assert db.session.query(Task).count() == 2


def test_lost_tolerance_is_raised_with_opioid_use_known_from_an_earlier_assessment(house, episode):
    assessment_of(house, started_on=date(2026, 1, 3), main_problem_substance="heroin")
    made = assessment_of(house, kind="risk")
    saved = save(house, episode, made, said("tolerance_loss", ["prison_release"]))
    assert [finding.trigger for finding in saved.raised] == ["lost_tolerance"]


def test_an_earlier_opioid_answer_alone_raises_nothing(house, episode):
    made = assessment_of(house, main_problem_substance="heroin")
    assert save(house, episode, made, said("tolerance_loss", ["none"])).raised == ()


def everything(made):
    """Every item that its kind always expects, answered so that nothing follows and nothing alarms."""
    plain = {
        "yes_no": False,
        "text": "as agreed",
        "rows": [],
        "scale": 5,
        "whole_number": 0,
        "date": "2026-03-01",
    }
    plain |= {"injecting_status": "never", "alcohol_use": "never", "withdrawal_now": "none"}
    plain |= {
        "suicidal_thoughts": "none",
        "domestic_abuse_experienced": "never",
        "triage_outcome": "advice_only",
    }
    kind = Kind(made.kind)
    for item in bank("1").lists[kind]:
        if item.presence[kind] != "always":
            continue
        answer = item.answer
        bare = plain.get(item.item, plain.get(answer.type))
        if bare is None:
            options = [code for code in answer.options if code not in answer.counts_as_not_asked]
            bare = options[0] if answer.type == "one_of" else ["none" if "none" in options else options[0]]
        yield said(item.item, {"value": bare} if answer.wrapped else bare)


def test_an_assessment_with_everything_asked_is_completed_and_fixed(house, episode):
    made = assessment_of(house)
    save(house, episode, made, *everything(made))
    assert finish(house, episode, made) is Outcome.COMPLETED
    done = db.session.get_one(Assessment, made.id)
    assert (done.completed_on, done.completed_by) == (DAY, house.keyworker)
    assert "assessment.completed" in trail()[-3:]


def test_completing_is_a_change_of_that_record_alone(house, episode):
    made = assessment_of(house, "risk")
    save(house, episode, made, *everything(made))
    db.session.commit()
    before = marks_by_record(house.services)
    ids = (episode.id, episode.root_id, episode.client_id, episode.service_id)
    within(db.session(), episode.client_id, ids)  # as the door to a record does
    assert finish(house, episode, made) is Outcome.COMPLETED
    db.session.commit()
    written = {part for part, _ in before.items() ^ marks_by_record(house.services).items()}
    assert {part for part, _ in written} == {episode.client_id}
    assert db.session.get_one(Assessment, made.id).answered


def test_an_assessment_with_gaps_is_refused_or_left_with_a_task_that_finishing_closes(house, episode):
    made = assessment_of(house)
    assert finish(house, episode, made) is Outcome.REFUSED
    assert finish(house, episode, made, reason=Reason.TOO_UNWELL) is Outcome.INCOMPLETE
    task = db.session.query(Task).one()
    assert (task.kind, task.due_on) == ("assessment", date(2026, 3, 9))
    assert "41 questions to go" in task.words
    save(house, episode, made, *everything(made))
    assert finish(house, episode, made) is Outcome.COMPLETED
    assert open_tasks(episode) == []
    assert db.session.get_one(Assessment, made.id).incomplete_reason is None


def test_a_trigger_without_an_action_holds_completing_back_even_with_a_reason(house, episode):
    made = assessment_of(house)
    save(house, episode, made, said("pregnancy_status", {"value": "yes"}))
    assert finish(house, episode, made, reason=Reason.CLIENT_LEFT) is Outcome.HELD_BACK
    task = db.session.query(Task).one()
    db.session.add(
        TaskAction(task_id=task.id, service_id=house.service, words="Midwife called", recorded_by="x")
    )
    db.session.flush()
    assert finish(house, episode, made, reason=Reason.CLIENT_LEFT) is Outcome.INCOMPLETE


def correct(house, episode, made, value, by, on=DAY, item="suicidal_thoughts"):
    sheet = sheet_of(house, episode, made)
    return actions.save_section(by=by, episode=episode, sheet=sheet, replies=[said(item, value)], on=on)


@pytest.mark.parametrize(
    ("who", "later", "struck"),
    [("keyworker", 0, True), ("manager", 0, True), ("prescriber", 0, False), ("keyworker", 1, False)],
)
def test_a_slip_ends_with_its_correction_and_asks_for_no_invented_action(house, episode, who, later, struck):
    made = assessment_of(house, kind="risk")
    save(house, episode, made, said("suicidal_thoughts", "active_with_plan"))
    (task,) = open_tasks(episode)
    by, on = getattr(house.actors, who), DAY + timedelta(later)
    saved = correct(house, episode, made, "none", by, on)
    assert (saved.struck, saved.left) == (((task.words,), ()) if struck else ((), (task.words,)))
    assert (task.struck_at is not None) is struck
    assert open_tasks(episode) == ([] if struck else [task])
    assert queries.unanswered(episode, made.id) == ([] if struck else [task])
    if struck:
        assert (task.struck_by, "The answer was corrected" in task.struck_reason) == (by.id, True)
        assert "task.struck" in trail()


def test_the_same_answer_given_again_raises_the_task_again(house, episode):
    made = assessment_of(house, kind="risk")
    for value in ("active_with_plan", "none", "active_no_plan"):
        save(house, episode, made, said("suicidal_thoughts", value))
    assert len(open_tasks(episode)) == 1
    assert len(db.session.query(Task).all()) == 2


def test_a_correction_of_one_answer_leaves_what_another_raised(house, episode):
    made = assessment_of(house, kind="risk")
    save(
        house,
        episode,
        made,
        said("suicidal_thoughts", "active_no_plan"),
        said("urgent_physical_health", ["chest"]),
    )
    many = len(open_tasks(episode))
    save(house, episode, made, said("suicidal_thoughts", "passing"))
    assert len(open_tasks(episode)) == many - 1


def test_tolerance_that_is_not_lost_after_all_takes_its_task_along(house, episode):
    made = assessment_of(house, kind="comprehensive")
    save(house, episode, made, said("substances_used", [{"substance": "heroin"}]))
    save(house, episode, made, said("tolerance_loss", ["prison_release"]))
    assert len(open_tasks(episode)) == 1
    save(house, episode, made, said("tolerance_loss", ["none"]))
    assert open_tasks(episode) == []
