"""A form asks again for what no human can be; what the record holds already stays."""

from datetime import date
from typing import Any

import pytest
import time_machine

from careplan.assessment.models import Answer
from careplan.clients.models import Client, Episode
from careplan.ground.db import db
from tests.assessment.test_what_is_held import as_a_browser_sends
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.walk import on_page

DRUGS = "drugs-and-alcohol"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel("2026-03-02T10:42:00+00:00", tick=False):
        yield


def opened(
    app: Any,
    house: Any,
    known: str = "known",
    kind: str = "comprehensive",
    edition: str = "1",
    **answers: Any,
) -> str:
    with app.app_context():
        client = db.session.get_one(Client, db.session.get_one(Episode, house.episode).client_id)
        client.date_of_birth, client.birth_known = date(1985, 7, 14), known
        row = AssessmentFactory(
            episode_id=house.episode,
            service_id=house.service,
            kind=kind,
            edition=edition,
            started_on=date(2026, 3, 2),
        )
        for item, value in answers.items():
            AnswerFactory(assessment=row, item=item, value=value)
        db.session.commit()
        return f"/record/{house.episode}/assessments/{row.id}"


def send(browser: Any, path: str, **typed: str) -> Any:
    form = next(one for one in on_page(browser, path) if "seen" in one.data())
    return browser.post(path, data=as_a_browser_sends(form) | typed)


@pytest.mark.parametrize(
    ("section", "typed", "told"),
    [
        (DRUGS, {"substances_used-0-substance": "heroin", "substances_used-0-days_28": "29"}, "0 to 28"),
        (DRUGS, {"substances_used-0-days_28": "9"}, "Fill in “Substance” in row 1"),
        ("physical", {"current_medication-0-dose": "50 mg"}, "Fill in “Medicine” in row 1"),
        ("home", {"who_lives_in_house-0-concern": "Deals"}, "Fill in “Relation to the client” in row 1"),
        (
            DRUGS,
            {"substances_used-0-substance": "heroin", "substances_used-0-age_first": "41"},
            "0 to 40, the age",
        ),
        (
            DRUGS,
            {"substances_used-0-substance": "heroin", "substances_used-0-last_used": "1984"},
            "client was born",
        ),
        (DRUGS, {"tobacco_use-0-days_28": "30"}, "0 to 28"),
        (
            DRUGS,
            {"alcohol_use": "current", "audit_score": "13", "audit_score-tool": "audit_c"},
            "0 to 12 with AUDIT-C",
        ),
        ("psychological", {"mood_anxiety-phq_9": "28"}, "0 to 27 for the PHQ-9 score"),
        ("psychological", {"mood_anxiety-gad_7": "22"}, "0 to 21 for the GAD-7 score"),
        ("legal", {"offending_28-0-offence": "theft", "offending_28-0-days": "29"}, "0 to 28"),
        ("home", {"children_under_18-0-age": "18"}, "0 to 17"),
        (
            "injecting",
            {"sexual_health-day": "13", "sexual_health-month": "7", "sexual_health-year": "1985"},
            "on or after the day the client was born",
        ),
    ],
)
def test_what_no_human_can_be_is_asked_again_and_kept_as_typed(
    app: Any, house: Any, as_keyworker: Any, section: str, typed: dict[str, str], told: str
) -> None:
    path = f"{opened(app, house)}/{section}"
    answer = send(as_keyworker, path, **typed)
    assert answer.status_code == 422
    assert told in answer.text
    assert list(typed.values())[-1] in answer.text


def test_scores_are_kept_each_in_its_place(app: Any, house: Any, as_keyworker: Any) -> None:
    path = opened(app, house) + "/psychological"
    assert (
        send(as_keyworker, path, **{"mood_anxiety-phq_9": "14", "mood_anxiety-gad_7": "9"}).status_code == 303
    )
    with app.app_context():
        (row,) = db.session.query(Answer).filter_by(item="mood_anxiety")
        assert row.value == {"value": 14, "phq_9": 14, "gad_7": 9}
    assert send(as_keyworker, path, **{"mood_anxiety-phq_9": "10"}).status_code == 303
    with app.app_context():
        (row,) = db.session.query(Answer).filter_by(item="mood_anxiety")
        assert row.value == {"value": 10, "phq_9": 10, "gad_7": 9}


@pytest.mark.parametrize(
    ("edition", "value", "shown"),
    [("1", {"value": 14}, False), ("1", {"value": 14, "phq_9": 14}, True), ("2", {"value": 14}, True)],
)
def test_edition_2_offers_places_for_scores_and_edition_1_only_shows_those_it_holds(
    app: Any, house: Any, as_keyworker: Any, edition: str, value: Any, shown: bool
) -> None:
    path = opened(app, house, edition=edition, mood_anxiety=value) + "/psychological"
    assert ("PHQ-9 score (0 to 27)" in as_keyworker.get(path).text) is shown
    assert send(as_keyworker, path, **{"mood_anxiety-text": "better"}).status_code == 303
    with app.app_context():
        (row,) = db.session.query(Answer).filter_by(item="mood_anxiety")
        assert row.value == {**value, "text": "better"}


@pytest.mark.parametrize("known", ["estimated", "unknown"])
def test_an_age_bounds_nothing_where_the_birth_is_not_known(
    app: Any, house: Any, as_keyworker: Any, known: str
) -> None:
    path = f"{opened(app, house, known)}/{DRUGS}"
    typed = {"substances_used-0-substance": "heroin", "substances_used-0-age_first": "60"}
    assert send(as_keyworker, path, **typed, **{"substances_used-0-last_used": "1901"}).status_code == 303


def test_a_value_beyond_its_bound_that_is_held_never_blocks_another(
    app: Any, house: Any, as_keyworker: Any
) -> None:
    rows = [{"substance": "heroin", "days_28": 31, "age_first": 99}]
    path = f"{opened(app, house, substances_used=rows)}/{DRUGS}"
    assert "a whole number from 0 to 28" in as_keyworker.get(path).text
    assert send(as_keyworker, path, alcohol_use="past").status_code == 303
    with app.app_context():
        (row,) = db.session.query(Answer).filter_by(item="substances_used")
        assert row.value == rows


def test_what_stands_after_a_refused_part_is_not_lost(app: Any, house: Any, as_keyworker: Any) -> None:
    base = opened(app, house)
    typed = {"mood_anxiety-phq_9": "40", "mood_anxiety-gad_7": "13", "mood_anxiety-text": "worse at night"}
    page = send(as_keyworker, f"{base}/psychological", **typed)
    assert page.status_code == 422
    assert [text for text in typed.values() if text not in page.text] == []
    rows = {"substances_used-0-substance": "heroin", "substances_used-0-days_28": "29"}
    rows |= {"substances_used-1-substance": "crack", "substances_used-1-amount": "two stones"}
    page = send(as_keyworker, f"{base}/{DRUGS}", **rows)
    assert page.status_code == 422
    assert "two stones" in page.text
