"""The client's copy of a finished assessment: what was said, without what is only asked alone."""

from datetime import date

import pytest

from careplan.checklists.queries import bank
from careplan.clients.models import Episode
from careplan.ground.db import db
from tests.factories.assessment import AnswerFactory, AssessmentFactory

ALONE = "domestic_abuse_experienced"


@pytest.fixture
def finished(app, house) -> str:
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        made = AssessmentFactory(
            episode=episode, edition="1", started_on=date(2026, 1, 5), worker_id=house.keyworker
        )
        AnswerFactory(assessment=made, item="presenting_reason", value="Wants a <quiet> life", need=True)
        AnswerFactory(assessment=made, item=ALONE, value="current")
        AnswerFactory(assessment=made, item="housing_status", status="declined", value=None)
        made.completed_on = date(2026, 1, 6)
        db.session.commit()
        return f"/record/{house.episode}/assessments/{made.id}"


def test_a_copy_holds_what_was_said_and_leaves_off_what_is_asked_alone(finished, as_keyworker) -> None:
    assert f'href="{finished}/copy"' in as_keyworker.get(finished).text
    page = as_keyworker.get(f"{finished}/copy").text
    secret = bank("1").items[ALONE].question
    assert "My assessment" in page
    assert "Wants a &lt;quiet&gt; life" in page
    assert "What I may want help with" in page
    assert secret not in page
    assert "1 part left off" in page
    assert bank("1").items["housing_status"].question not in page
    safe = as_keyworker.get(f"{finished}/copy?private=1&large=1").text
    assert secret in safe
    assert "app-paper--large" in safe
    assert "Leave that off" in safe


def test_an_open_assessment_and_one_of_elsewhere_have_no_copy(
    app, house, finished, as_keyworker, charlie
) -> None:
    with app.app_context():
        made = AssessmentFactory(episode=db.session.get_one(Episode, house.episode), completed_on=None)
        db.session.commit()
        address = f"/record/{house.episode}/assessments/{made.id}/copy"
    assert as_keyworker.get(address).status_code == 404
    assert charlie.get(f"{finished}/copy").status_code == 404
