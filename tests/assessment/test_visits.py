"""The visits in which an assessment was held: their days, and who else was there."""

from datetime import date

import pytest
import time_machine

from careplan.assessment import actions, queries
from careplan.assessment.codes import Kind
from careplan.assessment.models import Answer, Assessment
from careplan.checklists.codes import Status
from careplan.checklists.queries import bank
from careplan.checklists.rules.asked import Given
from careplan.checklists.rules.visits import company, visit_days
from careplan.clients.models import Episode
from careplan.ground.db import db
from tests.assessment.test_bounds import opened, send
from tests.factories.assessment import AnswerFactory, ChecklistChoiceFactory

TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel("2026-03-02T10:42:00+00:00", tick=False):
        yield


@pytest.fixture
def sheet(app, house):
    """The address of an open triage that asks for its visits."""
    return opened(app, house, edition="4", kind="triage")


def row(number, **cells):
    return {f"visits-{number}-{column}": text for column, text in cells.items()}


def held(app):
    with app.app_context():
        one = db.session.query(Answer).filter_by(item="visits").one_or_none()
        return one and one.value


def test_a_visit_is_told_with_one_click_and_is_of_today(app, sheet, as_keyworker):
    assert send(as_keyworker, f"{sheet}/visits", **row(0, visit_how="In person")).status_code == 303
    assert held(app) == [{"visit_day": "2026-03-02", "visit_how": "In person"}]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("5/1/2025", "must be on or after 6/1/2025, the day of referral"),
        ("3/3/2026", "must be today or in the past"),
        ("last week", "must be a day, like 27/3/2026"),
        ("31/2/2026", "must be a day, like 27/3/2026"),
    ],
)
def test_a_visit_before_the_referral_or_after_today_is_refused_at_its_cell(
    app, sheet, as_keyworker, day, told
):
    refused = send(as_keyworker, f"{sheet}/visits", **row(0, visit_day=day, visit_how="Outreach"))
    assert refused.status_code == 422
    assert refused.text.count(f"in row 1 of “Visits in which this assessment was held” {told}") == 2
    assert '<a href="#visits-0-visit_day">' in refused.text
    assert f'value="{day}"' in refused.text
    assert held(app) is None


def test_the_days_of_an_assessment_are_those_of_its_visits_and_the_typing_is_kept(
    app, house, sheet, as_keyworker
):
    with app.app_context():
        made = db.session.query(Assessment).one()
        for one in bank("4").lists[Kind.TRIAGE]:
            if one.item != "visits":
                AnswerFactory(
                    assessment=made,
                    item=one.item,
                    status="declined",
                    value=None,
                    confirmed_on=TODAY,
                    carried_from=made.id,
                )
        db.session.commit()
    cells = row(0, visit_day="10/2/2026", visit_how="In person") | row(1, visit_day="17 2 2026")
    assert send(as_keyworker, f"{sheet}/visits", **cells).status_code == 303
    page = as_keyworker.get(f"{sheet}/complete").text
    assert "Held from 10 February 2026 to 17 February 2026." in page
    assert "The wait for triage ends on 17 February 2026, 407 days after the referral." in page
    assert as_keyworker.post(f"{sheet}/complete", data={}).status_code == 303
    with app.app_context():
        done = db.session.query(Assessment).filter_by(kind="triage").one()
        assert (done.started_on, done.completed_on) == (date(2026, 2, 10), date(2026, 2, 17))
        assert done.completed_at.date() == TODAY
        assert {one.confirmed_on for one in db.session.query(Answer)} == {None, date(2026, 2, 17)}
        episode = db.session.query(Episode).filter_by(id=house.episode).one()
        assert episode.triaged_on == date(2026, 2, 17)


def test_what_is_only_asked_alone_is_closed_while_somebody_else_is_there(sheet, as_keyworker):
    page = f"{sheet}/home"
    assert "A question for when you are alone" not in as_keyworker.get(page).text
    send(as_keyworker, f"{sheet}/visits", **row(0, visit_how="In person", who_else="Partner"))
    text = as_keyworker.get(page).text
    assert "Also here today: Partner" in text
    assert text.index("A question for when you are alone") < text.index('id="q-domestic_abuse_experienced"')
    with time_machine.travel("2026-03-03T10:42:00+00:00", tick=False):
        assert "A question for when you are alone" not in as_keyworker.get(page).text


def test_visits_stay_with_their_assessment(app, house, session):
    start = {"by": house.actors.keyworker, "bank": bank("4"), "on": TODAY}
    episode = session.get_one(Episode, house.episode)
    old = actions.start(episode=episode, kind=Kind.TRIAGE, **start)
    value = [{"visit_day": "2026-03-01", "who_else": "Nobody"}]
    AnswerFactory(assessment=old, item="visits", value=value)
    AnswerFactory(assessment=old, item="housing_status", value="hostel")
    session.flush()
    new = actions.start(episode=episode, kind=Kind.COMPREHENSIVE, **start)
    taken = queries.sheet(house.services, episode, new.id).saved
    assert "visits" not in taken
    assert "housing_status" in taken


def test_a_form_without_visits_is_held_on_the_day_it_is_completed(app, house, sheet, as_keyworker):
    with app.app_context():
        hidden = {"checklist": "triage", "edition": "4", "hidden": "visits"}
        ChecklistChoiceFactory(service_id=house.service, **hidden)
        db.session.commit()
    assert "When, how and who is here" not in as_keyworker.get(f"{sheet}/consent").text
    assert as_keyworker.get(f"{sheet}/complete").status_code == 200


def test_what_an_import_brought_as_a_day_breaks_nothing():
    value = [{"visit_day": "soon"}, {"visit_day": 7}, {}, {"visit_day": "2026-03-02", "who_else": "Her aunt"}]
    given = {"visits": Given(Status.ANSWERED, value)}
    assert visit_days(given) == [TODAY]
    assert company(bank("4"), given, TODAY) == ["Her aunt"]
