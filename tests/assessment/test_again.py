"""When a comprehensive assessment is gone through again: the rule, Today and the list of assessments."""

from datetime import date, timedelta

import pytest

from careplan.assessment.rules.again import AGAIN, again_by, asked_for, last_day
from careplan.clients.models import Episode
from careplan.ground.clock import today
from careplan.ground.dates import add_months
from careplan.ground.db import db
from tests.factories.assessment import AssessmentFactory

WORDS = "Comprehensive assessment: to be gone through again"


def test_it_is_due_after_the_months_of_the_edition_and_asked_for_some_days_before():
    edition = AGAIN.on(date(2026, 12, 1))
    due = again_by(date(2025, 11, 30))
    assert due == add_months(date(2025, 11, 30), edition.months)
    first = due - timedelta(days=edition.due_soon_days)
    assert not asked_for(date(2025, 11, 30), first - timedelta(days=1))
    assert asked_for(date(2025, 11, 30), first)


@pytest.mark.parametrize("on", [date(2026, 2, 28), date(2026, 3, 31), date(2028, 2, 29), date(2026, 12, 1)])
def test_the_last_day_that_is_read_is_the_last_that_is_asked_for(on):
    assert asked_for(last_day(on), on)
    assert not asked_for(last_day(on) + timedelta(days=1), on)


def assessed(house, session, months, *, kind="comprehensive", done=True):
    row = AssessmentFactory(
        episode=session.get_one(Episode, house.episode), kind=kind, started_on=add_months(today(), -months)
    )
    if done:
        row.completed_on = row.started_on
    db.session.commit()
    return row


def test_an_old_assessment_stands_on_today_and_in_the_list_until_the_next_is_begun(
    house, session, as_keyworker
):
    listed = f"/record/{house.episode}/assessments"
    assert WORDS not in as_keyworker.get("/?show=all").text
    assessed(house, session, 40)
    assessed(house, session, 13)
    page = as_keyworker.get("/?show=all").text
    assert page.count(WORDS) == 1
    assert "Assess again" in page
    assert "which has passed" in as_keyworker.get(listed).text
    assessed(house, session, 0, done=False)
    assert WORDS not in as_keyworker.get("/?show=all").text
    assert "gone through again by" not in as_keyworker.get(listed).text


@pytest.mark.parametrize(("months", "kind"), [(10, "comprehensive"), (40, "triage")])
def test_a_younger_one_and_other_kinds_are_not_asked_for(house, session, as_keyworker, months, kind):
    assessed(house, session, months, kind=kind)
    assert WORDS not in as_keyworker.get("/?show=all").text


def test_nobody_is_asked_about_a_closed_episode(house, session, as_keyworker):
    assessed(house, session, 13)
    row = session.get_one(Episode, house.episode)
    row.closed_on, row.exit_reason = today(), "completed_drug_free"
    db.session.info["trailed"] = True
    db.session.commit()
    assert WORDS not in as_keyworker.get("/?show=all").text
