"""Leaving treatment hides nothing: each open matter is shown, and what is not done stays with the manager."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from careplan.clients.codes import ExitReason
from careplan.clients.models import Client, Episode, Task
from careplan.clients.queries import actions_of, open_tasks
from careplan.clients.rules.facts import Waiting
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.ground.standards import StandardError
from careplan.plans.rules.leaving import (
    LEAVING,
    Latest,
    Use,
    any_doubt,
    children,
    doubts,
    of_tasks,
    pharmacy,
    version,
)
from careplan.prescribing.models import Course, PrescriptionEvent
from careplan.risk.models import RiskAction
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.factories.clients import InterventionFactory, TaskFactory
from tests.factories.outcomes import TopFactory
from tests.factories.prescribing import CourseFactory, DoseEventFactory, DoseOrderFactory, PrescriptionFactory
from tests.factories.risk import RiskActionFactory, RiskLevelFactory
from tests.standards import planted

STANDARD = LEAVING.latest
HEROIN = Latest((Use("heroin", "heroin", 28),), date(2026, 3, 3))


@pytest.mark.parametrize(
    ("reason", "said", "doubtful"),
    [
        ("completed_drug_free", HEROIN, True),
        ("completed_occasional_user", HEROIN, True),
        ("completed_alcohol_free", HEROIN, True),
        ("dropped_out", HEROIN, False),
        ("completed_drug_free", Latest((Use("heroin", "heroin", 0),)), False),
        (
            "completed_drug_free",
            Latest((Use("alcohol", "alcohol", 28), Use("tobacco", "tobacco", 28))),
            False,
        ),
        ("completed_alcohol_free", Latest((Use("alcohol", "alcohol", 2),)), True),
        ("completed_occasional_user", Latest((Use("cannabis", "cannabis", 9),)), False),
        ("completed_drug_free", Latest((Use("cannabis", "cannabis", 1),)), True),
        ("completed_drug_free", Latest(started=False), True),
        ("moved_away", Latest(started=False), False),
        ("dropped_out", Latest(died_on=date(2026, 3, 1)), True),
        ("died", Latest(died_on=date(2026, 3, 1)), False),
    ],
)
def test_a_reason_that_the_record_speaks_against_is_doubtful(reason, said, doubtful):
    assert bool(list(doubts(ExitReason(reason), said, STANDARD))) is doubtful


def test_a_doubt_says_what_the_record_says_and_each_sentence_stands_once():
    assert any_doubt(HEROIN, STANDARD) == ["The last answers say heroin on 28 of 28 days (3 March 2026)"]


def test_a_standard_of_leaving_with_an_unknown_reason_or_without_substances_is_refused(tmp_path):
    for change in (("completed_drug_free]", "cured]"), ('all_but = ["alcohol", "tobacco"]', "")):
        with pytest.raises(StandardError):
            planted(LEAVING, tmp_path, change).latest  # noqa: B018


def test_the_same_safety_words_are_one_matter_and_notes_come_after():
    on = date(2026, 3, 1)
    given = (("a", "note", "Ring"), ("b", "safety", "Die"), ("c", "safety", "Die"), ("d", "note", "Ring"))
    tasks = [Waiting(name, kind, words, on) for name, kind, words in given]
    found = of_tasks(tasks)
    assert [one.tasks for one in found] == [("b", "c"), ("a",), ("d",)]
    assert version(found) != version(found[1:])
    assert version([]) == ""


def test_no_child_and_nothing_that_ends_is_no_matter():
    assert children([]) is None
    assert pharmacy([]) is None


@pytest.fixture
def grave(house, session):
    """An episode with every kind of open matter."""
    episode = session.get_one(Episode, house.episode)
    InterventionFactory(episode=episode)
    TaskFactory(
        episode=episode,
        kind="safety",
        words="Active thoughts of suicide",
        source="assessment:a:suicidal_thoughts:2026-01-01",
    )
    TaskFactory(episode=episode, kind="assessment", words="Risk is not finished")
    done = AssessmentFactory(episode=episode, kind="risk", started_on=today() - timedelta(9))
    RiskLevelFactory(assessment=done, domain="self", level="immediate")
    RiskLevelFactory(assessment=done, domain="children", level="high")
    RiskActionFactory(
        assessment=done, domain="self", action="Ring the crisis team", responsible="Kay", due_on=today()
    )
    done.completed_on = today() - timedelta(9)
    told = AssessmentFactory(episode=episode, kind="comprehensive", started_on=today() - timedelta(9))
    use = [
        {"substance": "heroin", "days_28": 28},
        {"substance": "cannabis", "days_28": 3, "prescribed": True},
    ]
    AnswerFactory(assessment=told, item="substances_used", value=use)
    AnswerFactory(assessment=told, item="children_under_18", value=[{"age": 3, "lives_with": True}])
    course = CourseFactory(episode=episode, first_dose_on=today() - timedelta(20))
    DoseOrderFactory(course=course, effective_on=today() - timedelta(20), daily_mg=30)
    for back in range(20, 6, -1):
        day = today() - timedelta(back)
        DoseEventFactory(course=course, happened_on=day, status="taken", mg=30)
    PrescriptionFactory(
        course=course, serial="77001234567", starts_on=today() - timedelta(3), ends_on=today() + timedelta(6)
    )
    PrescriptionFactory(
        course=course,
        serial="77000000001",
        starts_on=today() - timedelta(30),
        ends_on=today() - timedelta(20),
    )
    db.session.commit()
    return episode


SHOWN = (
    "Active thoughts of suicide", "Immediate risk: harm to self, High risk: harm to children", "not countersigned",
    "Ring the crisis team (Kay, due", "Children: high risk, a child lives with the client", "of methadone missed",
    "Ends with the episode: the methadone course; prescription 77001234567", "Ring the pharmacy",
)  # fmt: skip


def left(on=None, **more):
    on = on or today()
    return {
        **{"closed_on-day": str(on.day), "closed_on-month": str(on.month), "closed_on-year": str(on.year)},
        **{"exit_reason": "dropped_out", "end_courses": "y"},
        **more,
    }


def test_leaving_shows_each_open_matter_with_what_must_be_done(grave, as_keyworker):
    page = as_keyworker.get(f"/record/{grave.id}/leave").text
    for words in SHOWN:
        assert words in page, words
    assert "77000000001" not in page


def test_what_is_not_done_stays_with_the_manager_after_the_episode_is_closed(
    house, grave, session, as_keyworker, as_manager
):
    answer = as_keyworker.post(f"/record/{grave.id}/leave", data=left())
    assert answer.status_code == 303
    assert "6 open matters went to the manager" in as_keyworker.get(answer.location).text
    page = as_manager.get("/?show=all").text
    for words in (
        "thoughts of suicide",
        "not countersigned",
        "Ring the crisis team",
        "Children:",
        "missed",
        "Ring the pharmacy",
    ):
        assert re.search(f"Left treatment. [^<]*{words}", page), words
    assert "not finished" not in page
    left_open = [task for task in open_tasks(session.get_one(Episode, grave.id)) if task.kind != "exit"]
    assert all(task.worker_id is None for task in left_open)
    statuses = session.scalars(select(PrescriptionEvent.status)).all()
    assert statuses == ["cancelled"]
    assert session.scalars(select(Course.ended_on)).all() == [today()]


def test_what_was_done_is_recorded_and_closes_the_matter(house, grave, session, as_keyworker, as_manager):
    page = as_keyworker.get(f"/record/{grave.id}/leave").text
    keys = dict.fromkeys(re.findall(r'name="((?:task|action|missed)-[^"]+|children|pharmacy)"', page))
    assert len(keys) == 5
    words = {key: f"Rang about it: {key}" for key in keys}
    words |= {f"step_{step}": "done" for step in ("gp", "tolerance", "reaching", "letter")}
    as_keyworker.post(f"/record/{grave.id}/leave", data=left(**words))
    still = open_tasks(session.get_one(Episode, grave.id))
    assert [task.source.split("-")[0] for task in still] == ["left:countersign"]
    call = session.scalars(select(Task).where(Task.source == f"left:pharmacy:{today()}")).one()
    assert actions_of(call)[-1].words == "Rang about it: pharmacy"
    assert session.scalars(select(RiskAction.done_on)).all() == [today()]
    assessment = still[0].source.removeprefix("left:countersign-")
    page = as_manager.get("/").text
    assert "not countersigned" in page
    assert re.search(r">Countersign<", page)
    sent = as_manager.post(
        f"/record/{grave.id}/risk/{assessment}/countersign", data={"note": "Crisis team knows"}
    )
    assert sent.status_code == 303
    assert open_tasks(session.get_one(Episode, grave.id)) == []


def test_a_letter_closes_no_matter_of_a_client_who_leaves(grave, session, as_keyworker):
    path = f"/record/{grave.id}/leave"
    assert "Closing the episode does none of this for you" in as_keyworker.get(path).text
    refused = as_keyworker.post(path, data=left(pharmacy="x"))
    assert refused.status_code == 422
    assert "Say in words what was done" in refused.text
    assert session.scalars(select(Task).where(Task.source == f"left:pharmacy:{today()}")).all() == []


def test_completed_drug_free_with_heroin_on_28_days_asks_for_a_reason(grave, session, as_keyworker):
    path, data = f"/record/{grave.id}/leave", left(exit_reason="completed_drug_free")
    refused = as_keyworker.post(path, data=data)
    assert refused.status_code == 422
    assert "The last answers say heroin on 28 of 28 days" in refused.text
    assert "cannabis" not in refused.text
    assert as_keyworker.post(path, data=data | {"doubt_reason": "xxxxx"}).status_code == 422
    why = "The answers are of before the detox, tested clean since"
    assert as_keyworker.post(path, data=data | {"doubt_reason": why}).status_code == 303
    assert session.scalars(select(Episode.exit_note).where(Episode.id == grave.id)).one() == why
    assert why in as_keyworker.get(f"/record/{grave.id}").text


def test_a_later_profile_takes_the_place_of_an_earlier_answer(grave, session, as_keyworker):
    TopFactory(episode=grave, interviewed_on=today(), opiuse="0", alcuse="9", crause="NA")
    db.session.commit()
    answer = as_keyworker.post(f"/record/{grave.id}/leave", data=left(exit_reason="completed_drug_free"))
    assert answer.status_code == 303


def test_completed_without_a_start_asks_for_a_reason(house, session, as_keyworker):
    InterventionFactory(
        episode=session.get_one(Episode, house.episode), started_on=None, first_offered_on=None
    )
    db.session.commit()
    answer = as_keyworker.post(f"/record/{house.episode}/leave", data=left(exit_reason="completed_drug_free"))
    assert answer.status_code == 422
    assert "No treatment was ever started" in answer.text


def test_what_was_recorded_meanwhile_is_shown_before_the_episode_closes(grave, session, as_keyworker):
    path = f"/record/{grave.id}/leave"
    seen = re.search(r'name="seen"[^>]*value="([^"]+)"', as_keyworker.get(path).text)[1]
    TaskFactory(episode=grave, kind="safety", words="A physical problem that needs help today")
    db.session.commit()
    refused = as_keyworker.post(path, data=left(seen=seen, children="Told the health visitor"))
    assert refused.status_code == 422
    assert "Something was recorded meanwhile" in refused.text
    assert "A physical problem" in refused.text
    assert "Told the health visitor" in refused.text
    again = re.search(r'name="seen"[^>]*value="([^"]+)"', refused.text)[1]
    assert as_keyworker.post(path, data=left(seen=again)).status_code == 303


def test_who_leaves_by_death_leaves_the_duties_of_a_death(grave, session, as_keyworker):
    as_keyworker.post(f"/record/{grave.id}/leave", data=left(exit_reason="died"))
    kinds = {task.kind for task in open_tasks(session.get_one(Episode, grave.id))}
    assert kinds == {"death"}
    page = as_keyworker.get(f"/record/{grave.id}").text
    assert "After the death" in page
    assert "ring every pharmacy" in page
    assert "record the date of death" in page
    client = db.session.get_one(Client, grave.client_id)
    form = {"first_name": "Janet", "last_name": "Williams", "sex": "female", "seen": client.version}
    form |= {"date_of_birth-day": "14", "date_of_birth-month": "7", "date_of_birth-year": "1985"}
    form |= {f"deceased_on-{part}": str(getattr(today(), part)) for part in ("day", "month", "year")}
    assert as_keyworker.post(f"/record/{grave.id}/details", data=form).status_code == 303
    page = as_keyworker.get(f"/record/{grave.id}").text
    assert "record the date of death" not in page
    assert "ring every pharmacy" in page


def test_the_form_for_a_client_who_died_gives_no_advice_to_the_living(house, session, as_keyworker):
    client = session.get_one(Client, session.get_one(Episode, house.episode).client_id)
    form = {"first_name": "Janet", "last_name": "Williams", "sex": "female", "seen": client.version}
    form |= {"date_of_birth-day": "14", "date_of_birth-month": "7", "date_of_birth-year": "1985"}
    form |= {f"deceased_on-{part}": str(getattr(today(), part)) for part in ("day", "month", "year")}
    assert as_keyworker.post(f"/record/{house.episode}/details", data=form).status_code == 303
    page = as_keyworker.get(f"/record/{house.episode}/leave").text
    assert "give naloxone" not in page
    assert "The client died on" in page
    assert '<option value="died" selected>' in page
    answer = as_keyworker.post(f"/record/{house.episode}/leave", data=left(exit_reason="died"))
    shown = as_keyworker.get(answer.location).text
    assert "What must be done after the death stands below" in shown
    assert "went to the manager" not in shown


def test_a_dose_that_stops_in_one_step_is_an_open_matter(house, session, as_keyworker):
    # Spec 04 M15: whoever leaves stops too, so somebody says which prescriber agreed, or a manager asks.
    episode = session.get_one(Episode, house.episode)
    course = CourseFactory(episode=episode, first_dose_on=today() - timedelta(20))
    DoseOrderFactory(course=course, effective_on=today() - timedelta(20), daily_mg=90)
    session.commit()
    page = as_keyworker.get(f"/record/{house.episode}/leave").text.replace("\u00a0", " ")
    assert "M15: methadone stops from 90 mg in one step" in page
    assert as_keyworker.post(f"/record/{house.episode}/leave", data=left()).status_code == 303
    words = session.scalars(
        select(Task.words).where(Task.source == f"left:stops-{course.id}:{today()}")
    ).one()
    assert "which prescriber agreed" in words
