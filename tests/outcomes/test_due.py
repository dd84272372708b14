"""Which outcomes profile is due, on Today, in a review and at leaving."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import select

from careplan.clients.models import Client, Episode
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.ground.offers import Rank
from careplan.outcomes.codes import Stage
from careplan.outcomes.queries import PENDING, exit_due, next_due
from careplan.outcomes.rules.due import Asked, Due, due
from careplan.outcomes.rules.standard import TOP
from tests.conftest import Browser
from tests.factories.clients import EpisodeFactory, InterventionFactory
from tests.factories.outcomes import TopFactory
from tests.waiting import waits

STARTED = date(2026, 1, 10)
PROFILE = TOP.latest


def at(on: date, **more: date) -> Due | None:
    return due(Asked(STARTED, **more), on, PROFILE)


def test_the_start_is_due_from_the_first_day_and_late_after_14_days() -> None:
    assert at(STARTED - timedelta(days=1)) is None
    assert at(STARTED) == Due(Stage.START, date(2026, 1, 24), late=False)
    assert at(date(2026, 1, 24)) == Due(Stage.START, date(2026, 1, 24), late=False)
    assert at(date(2026, 1, 25)) == Due(Stage.START, date(2026, 1, 24), late=True)


def test_a_review_is_due_after_three_months_and_late_after_182_days() -> None:
    """Vector 35."""
    last = date(2026, 4, 10)
    assert at(date(2026, 7, 9), last_on=last) is None
    assert at(date(2026, 7, 10), last_on=last) == Due(Stage.REVIEW, date(2026, 10, 9), late=False)
    assert at(date(2026, 10, 9), last_on=last) == Due(Stage.REVIEW, date(2026, 10, 9), late=False)
    assert at(date(2026, 10, 10), last_on=last) == Due(Stage.REVIEW, date(2026, 10, 9), late=True)


def test_who_was_never_asked_is_asked_like_a_review_once_no_start_can_count() -> None:
    assert at(STARTED + timedelta(days=183)) == Due(Stage.REVIEW, STARTED + timedelta(days=182), late=True)


def test_at_leaving_it_is_due_for_14_days_and_not_where_it_was_taken_shortly_before() -> None:
    """Vector 36."""
    left = date(2026, 6, 1)
    assert at(date(2026, 6, 15), closed_on=left) == Due(Stage.EXIT, date(2026, 6, 15), late=False)
    assert at(date(2026, 6, 16), closed_on=left) is None
    assert at(left, closed_on=left, exit_on=left - timedelta(days=14)) is None
    assert at(left, closed_on=left, exit_on=left - timedelta(days=15)) is not None


@pytest.fixture
def treated(app: Flask, house: SimpleNamespace) -> str:
    """The root id of an episode that the keyworker of the house keeps, ten days in treatment."""
    with app.app_context():
        of = db.session.scalars(select(Episode).where(Episode.id == house.episode)).one()
        day = today() - timedelta(days=10)
        client = db.session.get_one(Client, of.client_id)
        new = EpisodeFactory(
            service_id=of.service_id, client=client, referred_on=day, keyworker_id=of.keyworker_id
        )
        InterventionFactory(episode=new, referred_on=day, first_offered_on=day, started_on=day)
        db.session.commit()
        return str(new.id)


def lines(app: Flask, episode_id: str, ahead: int = 0) -> list[tuple[str, Rank, tuple[tuple[str, str], ...]]]:
    with app.app_context():
        of = db.session.get_one(Episode, episode_id)
        on = today() + timedelta(days=ahead)
        every = waits(PENDING, {of.service_id}, of.keyworker_id or "", on)
        return [(one.reason, one.rank, one.values) for one in every if one.episode_id == episode_id]


def test_today_asks_for_the_start_then_for_the_review(app: Flask, treated: str) -> None:
    start = (("episode_id", treated), ("stage", "start"))
    assert lines(app, treated) == [("Outcomes profile at the start", Rank.DUE, start)]
    assert [one[1] for one in lines(app, treated, ahead=5)] == [Rank.OVERDUE]
    with app.app_context():
        TopFactory(episode=db.session.get_one(Episode, treated), interviewed_on=today())
        db.session.commit()
    assert lines(app, treated, ahead=80) == []
    review = (("episode_id", treated), ("stage", "review"))
    assert lines(app, treated, ahead=95) == [("Outcomes profile with the review", Rank.DUE, review)]
    assert [one[1] for one in lines(app, treated, ahead=183)] == [Rank.OVERDUE]


def test_the_button_of_today_opens_the_form_with_its_stage_and_day(
    as_keyworker: Browser, treated: str
) -> None:
    assert f"/record/{treated}/tops/new?stage=start" in as_keyworker.get("/").text
    form = as_keyworker.get(f"/record/{treated}/tops/new?stage=start").text
    assert 'value="start" checked' in form


def test_leaving_says_whether_the_profile_at_leaving_was_taken(
    app: Flask, as_keyworker: Browser, treated: str
) -> None:
    page = as_keyworker.get(f"/record/{treated}/leave").text
    assert "Record the outcomes profile at leaving" in page
    with app.app_context():
        of = db.session.get_one(Episode, treated)
        services = frozenset({of.service_id})
        assert next_due(services, of, today()) == Due(Stage.START, today() + timedelta(days=4), late=False)
        assert exit_due(services, of, today()) is not None
        TopFactory(episode=of, stage="exit", interviewed_on=today())
        db.session.commit()
        assert exit_due(services, of, today()) is None
    assert "Record the outcomes profile at leaving" not in as_keyworker.get(f"/record/{treated}/leave").text
