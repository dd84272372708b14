"""A closing that was recorded by mistake: the episode is open again with everything as it was."""

from datetime import timedelta

import pytest

from careplan.clients import queries
from careplan.clients.actions import raise_task
from careplan.clients.codes import ExitReason
from careplan.clients.models import Client
from careplan.ground.clock import today
from careplan.ground.corrections import live_until
from careplan.ground.db import db
from careplan.plans.actions.leaving import Leaving, leave
from careplan.plans.queries import clock
from careplan.plans.queries.leaving import running
from careplan.prescribing.models import Course
from careplan.prescribing.queries import course_summary
from careplan.trail.actions import write
from tests.factories.clients import EpisodeFactory, InterventionFactory
from tests.factories.prescribing import CourseFactory, DoseEventFactory, DoseOrderFactory, RegimenFactory

WHY = {"why": "Another client of the same name left"}
LEFT = today() - timedelta(3)


@pytest.fixture
def episode(house, session):
    """In treatment for twenty days; 30 mg taken every day until four days ago; one treatment had ended before."""
    found = queries.episode(house.services, house.episode)
    begun = today() - timedelta(20)
    for kind, end in (("specialist_prescribing", None), ("structured_day_programme", LEFT)):
        InterventionFactory(
            episode=found, kind=kind, referred_on=begun, first_offered_on=begun, started_on=begun,
            ended_on=end, ending="planned" if end else None,
            ended_at=None if end is None else found.recorded_at - timedelta(9), ended_by=end and "kay",
        )  # fmt: skip
    course = CourseFactory(episode=found, first_dose_on=begun)
    DoseOrderFactory(course=course, effective_on=begun, daily_mg=30, recorded_by=house.prescriber)
    RegimenFactory(course=course, effective_on=begun, collect="1111111", supervised="1111111")
    for back in range(20, 3, -1):
        DoseEventFactory(course=course, happened_on=today() - timedelta(back), status="taken", mg=30)
    raise_task(
        by=house.actors.keyworker, episode=found, kind="assessment", source="unfinished:a:1", words="Finish",
        due_on=today(),
    )  # fmt: skip
    db.session.commit()
    return queries.episode(house.services, house.episode)


def state(house, session):
    """What an open episode shows: its treatments, courses, tasks and clock."""
    (row,) = queries.episodes_of(house.services, session.get_one(Client, house.client))
    found = queries.episode(house.services, row.id)
    days = {one.kind: (one.started_on, one.ended_on, one.ending) for one in queries.interventions(found)}
    courses = [(one.root_id, one.ended_on) for one in running_courses(house, found)]
    tasks = [(task.id, task.worker_id) for task in queries.open_tasks(found)]
    return found.closed_on, days, courses, tasks, clock(house.services, [found.id], today())[found.id]


def running_courses(house, episode):
    return [one.course for one in running(house.services, episode, today()).courses]


def close(house, episode, reason=ExitReason.DROPPED_OUT):
    leaving = Leaving(LEFT, reason, "Not seen", end_courses=True)
    found = running(house.services, episode, LEFT)
    leave(by=house.actors.keyworker, episode=episode, leaving=leaving, running=found, today=today())
    db.session.commit()
    db.session.expire_all()
    return f"/record/{house.episode}/mistake/closed/{house.episode}"


def test_the_episode_is_open_again_with_everything_as_it_was(house, session, episode, as_keyworker):
    before = state(house, session)
    at = close(house, episode)
    assert state(house, session)[:3] != before[:3]
    page = as_keyworker.get(at).text
    assert "Left treatment" in page
    assert f'href="{at}"' in as_keyworker.get(f"/record/{house.episode}/history").text
    answer = as_keyworker.post(at, data=WHY)
    assert answer.status_code == 303
    session.expire_all()
    assert state(house, session) == before
    history = as_keyworker.get(answer.location).text
    assert "The closing was recorded by mistake: Another client of the same name left" in history
    assert f'href="{at}"' not in history


def test_a_course_goes_on_as_reassess_first(house, session, episode, as_keyworker):
    as_keyworker.post(close(house, episode), data=WHY)
    session.expire_all()
    (row,) = queries.episodes_of(house.services, session.get_one(Client, house.client))
    (found,) = course_summary(house.services, row.id, today())
    assert "reassess" in as_keyworker.get(f"/record/{row.id}/prescribing").text.lower()
    assert found.facts.doses


def test_as_known_before_the_course_had_ended(house, session, episode, as_keyworker):
    as_keyworker.post(close(house, episode), data=WHY)
    session.expire_all()
    now = session.query(Course).filter(Course.superseded_at.is_(None)).one()
    then = session.query(Course).filter(live_until(Course, now.recorded_at)).one()
    assert (then.ended_on, now.ended_on) == (LEFT, None)


def test_after_a_death_or_beside_another_open_episode_it_stays_closed(house, session, episode, as_keyworker):
    at = close(house, episode)
    client = session.get_one(Client, house.client)
    other = EpisodeFactory(client=client, service_id=house.service)
    db.session.commit()
    assert "another open episode" in as_keyworker.post(at, data=WHY, follow_redirects=True).text
    other.closed_on, other.exit_reason = today(), "moved_away"
    client.deceased_on = LEFT
    write("client.edited", by=house.manager, subject=f"clients:{client.id}")
    db.session.commit()
    assert "Take it back in the client" in as_keyworker.post(at, data=WHY, follow_redirects=True).text
    session.expire_all()
    assert queries.episode(house.services, house.episode).closed_on == LEFT


def test_a_death_that_closed_it_by_mistake_leaves_no_duties(house, session, episode, as_manager):
    at = close(house, episode, ExitReason.DIED)
    assert any(
        task.kind == "death" for task in queries.open_tasks(queries.episode(house.services, house.episode))
    )
    assert as_manager.post(at, data=WHY).status_code == 303
    session.expire_all()
    (row,) = queries.episodes_of(house.services, session.get_one(Client, house.client))
    assert [task.kind for task in queries.open_tasks(row)] == ["assessment"]


def test_an_open_episode_has_no_closing_to_strike(house, session, episode, as_keyworker):
    at = f"/record/{house.episode}/mistake/closed/{house.episode}"
    assert "This episode is not closed." in as_keyworker.post(at, data=WHY, follow_redirects=True).text


def test_an_address_from_before_the_correction_leads_on(house, session, episode, as_keyworker, charlie):
    as_keyworker.post(close(house, episode), data=WHY)
    session.expire_all()
    (row,) = queries.episodes_of(house.services, session.get_one(Client, house.client))
    assert row.id != house.episode
    old = f"/record/{house.episode}/history?part=treatment"
    answer = as_keyworker.get(old)
    assert (answer.status_code, answer.location) == (307, f"/record/{row.id}/history?part=treatment")
    assert as_keyworker.get(old, follow_redirects=True).status_code == 200
    assert charlie.get(old).status_code == 404
