"""After a death: what was open closes with the reason, and what must be done is asked for until somebody answers."""

from datetime import date, timedelta

import pytest

from careplan.clients.actions import edit_client
from careplan.clients.models import Episode, Task
from careplan.clients.queries import actions_of, open_tasks
from careplan.clients.queries import episode as load
from careplan.clients.queries.today import PENDING
from careplan.clients.rules.afterwards import AFTERWARDS
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.ground.offers import Rank
from careplan.ground.standards import StandardError
from tests.clients.test_registering import details
from tests.factories.clients import ClientFactory, EpisodeFactory, TaskFactory
from tests.factories.prescribing import CourseFactory, PrescriptionFactory
from tests.standards import planted
from tests.waiting import waits

MATTERS = ["pharmacy", "prescriptions", "told", "review"]


def died(house, episode_id=None, on=None, by=None):
    row = load(house.services, episode_id or house.episode)
    person = details(deceased_on=on or today(), first_name="Janet", last_name="Williams")
    edit_client(by=by or house.actors.keyworker, episode=row, seen=row.client.version, details=person)
    db.session.flush()
    return row


def test_every_duty_has_words_and_days(tmp_path):
    assert [duty.matter for duty in AFTERWARDS.latest.death] == MATTERS
    days = "days = 7"
    for change in (
        ('"review"', '"told"'),
        ('words = "After', 'word = "After'),
        (days, "days = -1"),
        (days, 'days = "7"'),
    ):
        with pytest.raises(StandardError, match=r"afterwards-1\.toml: death"):
            planted(AFTERWARDS, tmp_path, change).latest  # noqa: B018


def test_a_death_closes_what_was_open_with_its_reason_in_every_episode_of_the_person(house, session):
    mine = load(house.services, house.episode)
    elsewhere = EpisodeFactory(client=mine.client, service_id=house.other_service)
    tasks = [TaskFactory(episode=mine, kind="safety"), TaskFactory(episode=elsewhere)]
    died(house, on=date(2026, 3, 2))
    for task in tasks:
        last = actions_of(task)[-1]
        assert (last.words, last.closes) == ("The client died on 2 March 2026.", True)
    for episode in (mine, elsewhere):
        assert [one.source for one in open_tasks(episode)] == [f"death:{matter}" for matter in MATTERS]


def test_a_death_that_is_corrected_asks_for_nothing_twice(house, session):
    row = died(house, on=date(2026, 3, 2))
    died(house, on=date(2026, 3, 1))
    assert len(open_tasks(row)) == len(MATTERS)


def test_the_overview_says_what_must_be_done_until_it_is(house, session, as_keyworker, as_manager):
    row = session.get_one(Episode, house.episode)
    course = CourseFactory(episode=row, first_dose_on=today() - timedelta(days=9))
    PrescriptionFactory(
        course=course, serial="77001234567", starts_on=today(), ends_on=today() + timedelta(days=6)
    )
    TaskFactory(episode=row, kind="safety", words="Active thoughts of suicide")
    died(house)
    db.session.commit()
    page = as_keyworker.get(f"/record/{house.episode}").text
    assert "Active thoughts of suicide" not in page
    for words in (
        "After the death",
        "End the methadone course",
        "prescription 77001234567",
        "ring every pharmacy",
    ):
        assert words in page, words
    assert "Nothing is missing" not in page
    for who in (as_keyworker, as_manager):
        assert "who was told" in who.get("/?show=all").text
    for task in session.query(Task).where(Task.kind == "death"):
        form = {"words": "Done by telephone", "closes": "yes", "seen": ""}
        as_keyworker.post(f"/record/{house.episode}/tasks/{task.id}", data=form)
    page = as_keyworker.get(f"/record/{house.episode}").text
    assert "who was told" not in page
    assert "End the methadone course" in page


def test_a_death_that_an_import_brought_claims_nothing_was_done(house, session, as_keyworker):
    load(house.services, house.episode).client.deceased_on = today()
    session.info["trailed"] = True
    db.session.commit()
    page = as_keyworker.get(f"/record/{house.episode}").text
    assert "No task after the death is open" in page
    assert "answered" not in page


def test_what_is_still_supplied_after_a_death_cannot_wait(house, session):
    died(house)
    ranks = {
        line.subject: line.rank
        for line in waits(PENDING, house.services, house.keyworker, today())
        if "death:" in line.subject
    }
    assert ranks["death:pharmacy"] is ranks["death:prescriptions"] is Rank.SAFETY
    assert ranks["death:told"] is ranks["death:review"] is Rank.OPEN


def test_the_duties_outlive_the_episode(house, session, as_manager):
    row = died(house)
    row.closed_on, row.exit_reason = today(), "died"
    db.session.commit()
    page = as_manager.get("/?show=all").text
    assert "After a death: ring every pharmacy" in page
    assert "Left treatment. After" not in page


def test_a_death_entered_after_the_episode_closed_asks_there(house, session):
    row = load(house.services, house.episode)
    row.closed_on, row.exit_reason = today(), "dropped_out"
    other = EpisodeFactory(client=ClientFactory(nhs_number=None), service_id=house.service)
    died(house)
    assert len(open_tasks(row)) == len(MATTERS)
    assert open_tasks(other) == []


def test_a_death_entered_by_mistake_opens_again_what_it_closed(house, session, as_keyworker):
    mine = load(house.services, house.episode)
    task = TaskFactory(episode=mine, kind="safety", words="Active thoughts of suicide")
    died(house)
    row = load(house.services, house.episode)
    person = details(deceased_on=None, first_name="Janet", last_name="Williams")
    edit_client(by=house.actors.manager, episode=row, seen=row.client.version, details=person)
    assert open_tasks(mine) == [task]
    assert actions_of(task) == []
    db.session.commit()
    assert "Active thoughts of suicide" in as_keyworker.get("/?show=all").text
    died(house)
    assert [one.kind for one in open_tasks(mine)] == ["death"] * 4
