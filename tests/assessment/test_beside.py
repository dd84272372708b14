"""Two assessments side by side, and what completing one changes elsewhere."""

from datetime import date

import pytest
import time_machine

from careplan.checklists.queries import bank
from careplan.clients.models import Episode
from careplan.ground.db import db
from tests.factories.assessment import AnswerFactory, AssessmentFactory, ChecklistChoiceFactory


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel("2026-03-02T10:42:00+00:00", tick=False):
        yield


@pytest.fixture
def told(app, house):
    """An assessment of that day with these answers: item → value, or value and the assessment it was carried from."""

    def make(on=None, kind="triage", source=None, **answers):
        with app.app_context():
            made = AssessmentFactory(
                episode_id=house.episode,
                service_id=house.service,
                kind=kind,
                started_on=on or date(2026, 3, 2),
                completed_on=None,
                worker_id=house.keyworker,
            )
            for item, value in answers.items():
                carried = source if item == "referral_source" else None
                AnswerFactory(assessment=made, item=item, value=value, carried_from=carried)
            made.completed_on = on
            db.session.commit()
            return made.id

    return make


def path(house, made, *parts):
    return "/".join(["", "record", house.episode, "assessments", made, *parts])


def test_what_changed_stands_side_by_side_with_the_days_and_the_rest_is_left_out(house, as_keyworker, told):
    old = told(date(2025, 11, 3), housing_status="hostel", referral_source="gp", urgency="same_day")
    new = told(
        date(2026, 2, 27), source=old, housing_status="settled", referral_source="self", urgency="same_day"
    )
    page = as_keyworker.get(path(house, new)).text
    assert path(house, new, "changes") in page
    assert path(house, old, "changes") not in as_keyworker.get(path(house, old)).text
    page = as_keyworker.get(path(house, new, "changes")).text
    assert "What changed since 3 November 2025" in page
    assert page.index("Hostel") < page.index("Settled home")
    assert 'Settled home<br><span class="app-quiet">27 February 2026' in page
    assert 'Self<br><span class="app-quiet">3 November 2025' in page
    assert "The same day" not in page


def test_what_is_only_asked_alone_is_left_off_a_print(house, as_keyworker, told):
    told(date(2025, 11, 3), domestic_abuse_experienced="never")
    new = told(date(2026, 2, 27), domestic_abuse_experienced="current")
    page = as_keyworker.get(path(house, new, "changes")).text
    assert "Nothing that was answered changed." in page
    assert page.index("app-screen-only") < page.index("hurt, controlled or frightened")


def test_the_first_and_an_open_assessment_have_nothing_beside_them(house, as_keyworker, told):
    assert as_keyworker.get(path(house, told(date(2025, 11, 3)), "changes")).status_code == 404
    assert as_keyworker.get(path(house, told(), "changes")).status_code == 404


def test_an_assessment_of_another_kind_is_not_the_one_before(house, as_keyworker, told):
    told(date(2025, 11, 3), kind="comprehensive")
    assert as_keyworker.get(path(house, told(date(2026, 2, 27)), "changes")).status_code == 404


def test_completing_says_what_it_changes_in_clocks_and_tasks(app, house, as_keyworker, told):
    with app.app_context():
        referred = db.session.get_one(Episode, house.episode).referred_on
    made = told(
        urgency="within_5_days",
        ndtms_privacy="refused",
        triage_outcome="comprehensive_assessment",
        next_appointment={"value": "2026-03-09"},
    )
    page = as_keyworker.get(path(house, made, "complete")).text
    waited = (date(2026, 3, 2) - referred).days
    assert f"The wait for triage ends on 2 March 2026, {waited} days after the referral." in page
    assert "On the overview, How quickly must the person be seen? Within 5 days." in page
    assert "The next appointment wished for is 9 March 2026." in page
    assert "National monitoring: the client does not agree." in page
    assert "What the audit will miss" not in page


def test_completing_says_what_the_services_form_leaves_out_of_the_audit(app, house, as_keyworker, told):
    with app.app_context():
        ChecklistChoiceFactory(service_id=house.service, checklist="triage", edition="1", hidden="urgency")
        db.session.commit()
    page = as_keyworker.get(path(house, told(), "complete")).text
    assert "Your service left 1 question out of its form." in page
    assert f"<li>{bank('1').items['urgency'].question}</li>" in page
