"""A review begins with what happened since the last one."""

from datetime import timedelta

import pytest

from careplan.clients.models import Episode
from careplan.ground.clock import moment_of, now, today
from careplan.ground.db import db
from careplan.people.registers import Address, Consent, Relation, SafeguardingStep
from careplan.ui.words import day
from tests.factories.assessment import AnswerFactory, AssessmentFactory, ToolResultFactory
from tests.factories.clients import AppointmentFactory, PauseFactory
from tests.factories.contacts import ContactNoteFactory
from tests.factories.outcomes import DrugTestFactory
from tests.factories.plans import CarePlanFactory, CarePlanReviewFactory, GoalActionFactory, GoalFactory
from tests.factories.prescribing import CourseFactory, DoseEventFactory
from tests.factories.risk import RiskLevelFactory

LAST = today() - timedelta(30)


@pytest.fixture
def path(app, house):
    """The page of a review of a plan that was reviewed thirty days ago."""
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        plan = CarePlanFactory(episode=episode, drafted_on=today() - timedelta(90))
        GoalActionFactory(goal=GoalFactory(plan=plan))
        plan.agreed_on, plan.agreement = today() - timedelta(90), "signed"
        CarePlanReviewFactory(episode=episode, reviewed_on=LAST)
        CarePlanReviewFactory(episode=episode, reviewed_on=today() - timedelta(2), held=False)
        db.session.commit()
    return f"/record/{house.episode}/care-plan/review"


def happens(episode: Episode) -> None:
    """Something of each kind, before the last review and since."""
    course = CourseFactory(episode=episode, first_dose_on=today() - timedelta(60))
    for ago, status in ((40, "missed"), (9, "taken"), (8, "taken"), (7, "missed"), (6, "collected")):
        mg = 0 if status == "missed" else 30
        DoseEventFactory(course=course, happened_on=today() - timedelta(ago), status=status, mg=mg)
    for ago in (50, 12, 5):
        ContactNoteFactory(episode=episode, happened_on=today() - timedelta(ago))
    DrugTestFactory(episode=episode, taken_on=today() - timedelta(4))
    for ago, points in ((45, 1), (3, 2)):
        answers = {f"q{one}": points for one in range(1, 10)}
        ToolResultFactory(episode=episode, done_on=today() - timedelta(ago), answers=answers)
    asked = AssessmentFactory(episode=episode, kind="risk", started_on=today() - timedelta(11))
    RiskLevelFactory(assessment=asked, domain="self", level="high")
    asked.completed_on = today() - timedelta(10)
    PauseFactory(
        episode=episode, reason="hospital", from_on=today() - timedelta(20), until_on=LAST + timedelta(12)
    )
    for outcome in ("attended", "did_not_attend"):
        starts = moment_of(today() - timedelta(1))
        AppointmentFactory(
            episode=episode, starts_at=starts, outcome=outcome, outcome_at=now(), outcome_by="factory"
        )


def test_the_page_begins_with_what_happened_since_the_last_review_that_was_held(
    app, house, as_keyworker, path
):
    page = as_keyworker.get(path).text
    assert f"Since {day(LAST)}" in page
    assert (
        "No dose, appointment, contact, test, score, risk assessment, change at home or time away is recorded since."
        in page
    )
    with app.app_context():
        happens(db.session.get_one(Episode, house.episode))
        db.session.commit()
    page = as_keyworker.get(path).text
    for words in (
        "</a>: 2 taken, 1 collected to take home, 1 missed",
        "</a>: 1 attended, 1 did not attend",
        f"</a>: 2 notes, the last on {day(today() - timedelta(5))}",
        f"</a>: 1 test, the last on {day(today() - timedelta(4))}",
        f"</a>: 18 of 27 on {day(today() - timedelta(3))}, before that 9 of 27",
        f"</a>: assessed on {day(today() - timedelta(10))}, harm to self high",
        f"</a>: from {day(today() - timedelta(20))} until {day(today() - timedelta(18))}",
    ):
        assert words in page


def test_what_was_struck_out_did_not_happen(app, house, as_keyworker, path):
    with app.app_context():
        note = ContactNoteFactory(episode=db.session.get_one(Episode, house.episode), happened_on=today())
        note.struck_at, note.struck_by, note.struck_reason = now(), house.keyworker, "Another client"
        db.session.commit()
    assert "No dose, appointment, contact" in as_keyworker.get(path).text


def test_many_doses_cost_no_more_statements_than_few(app, house, as_keyworker, path, statements):
    counts = []
    for ago in (range(1, 3), range(3, 28)):
        with app.app_context():
            course = CourseFactory(
                episode=db.session.get_one(Episode, house.episode),
                first_dose_on=today() - timedelta(60 + len(ago)),
            )
            for one in ago:
                DoseEventFactory(course=course, happened_on=today() - timedelta(one))
            db.session.commit()
        statements.clear()
        as_keyworker.get(path)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_children_home_consent_and_safeguarding_are_told_too(app, house, as_keyworker, path):
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        db.session.info["trailed"] = True
        mine = {"recorded_by": house.keyworker}
        client = mine | {"client_id": episode.client_id, "told_by": "client"}
        here = mine | {"episode_id": episode.id, "service_id": episode.service_id}
        son = {"name": "Sam Reach", "relation": "child", "lives": "with_client", "may_be_told": False}
        db.session.add(Relation(**client, **son))
        db.session.add(Address(**client, kind="hostel", safe_to_write=False))
        step = {"whom": "child", "stage": "referral", "account": "Left alone at night"}
        db.session.add(SafeguardingStep(**here, happened_on=today() - timedelta(3), **step))
        consent = {
            "party": "Her mother",
            "purpose": "treatment",
            "scope": "That she comes",
            "basis": "spoken",
        }
        for ago in (60, 4):
            db.session.add(Consent(**here, given_on=today() - timedelta(ago), **consent))
        asked = AssessmentFactory(episode=episode, started_on=today() - timedelta(6), edition="1")
        AnswerFactory(assessment=asked, item="housing_status", status="answered", value="hostel")
        asked.completed_on = today() - timedelta(5)
        db.session.commit()
    page = as_keyworker.get(path).text
    for words in (
        f"Home</a>: Hostel or supported housing, written down last on {day(today())}",
        f"Family and others</a>: Child, written down last on {day(today())}",
        f"Safeguarding</a>: A child, written down last on {day(today() - timedelta(3))}",
        f"Consent and sharing</a>: Her mother, written down last on {day(today() - timedelta(4))}",
        f"told on {day(today() - timedelta(5))}",
    ):
        assert words in page, words
    assert "change at home or time away" not in page
