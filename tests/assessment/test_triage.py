"""What a completed triage tells the episode, and what is opened with what."""

from datetime import date
from typing import Any

import pytest
import time_machine
from sqlalchemy import update

from careplan.assessment.models import Answer, Assessment
from careplan.assessment.rules import triage
from careplan.checklists.codes import Kind, Status
from careplan.checklists.queries import bank
from careplan.checklists.rules.asked import Given
from careplan.clients.codes import Priority, Urgency
from careplan.clients.models import Episode
from careplan.ground.db import db
from tests.factories.assessment import AnswerFactory, AssessmentFactory

BANK = bank("1")
TOLD = {
    "priority_group": ["recent_overdose", "current_suicide_risk"],
    "urgency": "same_day",
    "triage_outcome": "comprehensive_assessment",
    "next_appointment": {"value": "2026-03-03", "text": "with Kay, after 2pm"},
}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel("2026-03-02T10:42:00+00:00", tick=False):
        yield


def given(**told: Any) -> dict[str, Given]:
    return {item: Given(Status.ANSWERED, value) for item, value in told.items()}


@pytest.mark.parametrize(
    ("told", "priority"),
    [
        (["none"], "none"),
        (["prison_leaver"], "prison_leaver"),
        (["recent_overdose", "pregnant"], "pregnant"),
        (["current_suicide_risk"], "suicide_risk"),
    ],
)
def test_the_first_priority_of_the_question_is_the_priority_of_the_episode(told, priority):
    assert triage.priority(BANK, given(priority_group=told)) == priority


def test_what_triage_did_not_tell_stays_open():
    assert triage.priority(BANK, {}) is None
    assert triage.urgency(BANK, {"urgency": Given(Status.DECLINED)}) is None
    assert triage.wish(BANK, {"next_appointment": Given(Status.NOT_KNOWN)}) == triage.Wish()


def test_every_option_of_the_edition_has_a_code_of_the_episode():
    for code in BANK.items["priority_group"].answer.options:
        assert triage.priority(BANK, given(priority_group=[code])) in set(Priority)
    assert set(BANK.items["urgency"].answer.options) == set(Urgency)


def opened(app: Any, house: Any, kind: str, **answers: Any) -> str:
    """An open assessment of which everything else is declined."""
    with app.app_context():
        row = AssessmentFactory(
            episode_id=house.episode,
            service_id=house.service,
            kind=kind,
            started_on=date(2026, 3, 2),
            worker_id=house.keyworker,
        )
        for item in BANK.lists[Kind(kind)]:
            value = answers.get(item.item)
            AnswerFactory(
                assessment=row, item=item.item, value=value, status="answered" if value else "declined"
            )
        db.session.commit()
        return str(row.id)


def test_a_completed_triage_sets_day_priority_and_next_appointment_and_the_overview_shows_them(
    app: Any, house: Any, as_keyworker: Any
) -> None:
    made = opened(app, house, "triage", **TOLD)
    path = f"/record/{house.episode}/assessments/{made}/complete"
    assert as_keyworker.post(path, data={}).status_code == 303
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        assert (episode.triaged_on, episode.priority) == (date(2026, 3, 2), "suicide_risk")
        assert (episode.urgency, episode.next_appointment_on) == ("same_day", date(2026, 3, 3))
    page = as_keyworker.get(f"/record/{house.episode}").text
    for words in (
        "Triaged 2 March 2026",
        "Priority: Risk of suicide",
        "To be seen the same day",
        "Next appointment wished for: 3 March 2026, with Kay, after 2pm",
    ):
        assert words in page


def test_a_triage_that_is_left_incomplete_tells_the_episode_nothing(
    app: Any, house: Any, as_keyworker: Any
) -> None:
    made = opened(app, house, "triage", **TOLD)
    with app.app_context():
        db.session.execute(
            db.text("UPDATE answers SET status = 'not_asked' WHERE item = 'presenting_reason'")
        )
        db.session.commit()
    path = f"/record/{house.episode}/assessments/{made}/complete"
    assert as_keyworker.post(path, data={"reason": "client_left"}).status_code == 303
    with app.app_context():
        assert db.session.get_one(Episode, house.episode).urgency is None


def test_two_assessments_completed_on_one_day_do_not_open_a_third(
    app: Any, house: Any, as_keyworker: Any
) -> None:
    with app.app_context():
        for kind in ("triage", "risk"):
            row = AssessmentFactory(
                episode_id=house.episode, service_id=house.service, kind=kind, started_on=date(2026, 3, 2)
            )
            row.completed_on = date(2026, 3, 2)
        db.session.commit()
    answer = as_keyworker.post(f"/record/{house.episode}/assessments", data={"kind": "comprehensive"})
    assert answer.status_code == 303
    with app.app_context():
        rows = db.session.query(Assessment).filter_by(episode_id=house.episode, completed_on=None)
        assert [row.kind for row in rows] == ["comprehensive"]


def test_referral_source_and_consent_are_asked_once(app: Any, house: Any, as_keyworker: Any) -> None:
    with app.app_context():
        db.session.execute(update(Episode).values(ndtms_consent=True))
        source = db.session.get_one(Episode, house.episode).referral_source
        db.session.commit()
    assert (
        as_keyworker.post(f"/record/{house.episode}/assessments", data={"kind": "triage"}).status_code == 303
    )
    with app.app_context():
        (row,) = db.session.query(Assessment).filter_by(episode_id=house.episode, kind="triage")
        told = {one.item: one.value for one in db.session.query(Answer).filter_by(assessment_id=row.id)}
    assert told == {"referral_source": source, "ndtms_privacy": "agreed"}


def test_consent_that_changed_in_an_assessment_stands_on_the_episode(
    app: Any, house: Any, as_keyworker: Any
) -> None:
    with app.app_context():
        db.session.execute(update(Episode).values(ndtms_consent=True))
        db.session.commit()
    made = opened(app, house, "triage", **TOLD, ndtms_privacy="refused")
    assert (
        as_keyworker.post(f"/record/{house.episode}/assessments/{made}/complete", data={}).status_code == 303
    )
    with app.app_context():
        assert db.session.get_one(Episode, house.episode).ndtms_consent is False
