"""Recording a Treatment Outcomes Profile, correcting it, and what the record shows of it."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from careplan.clients.models import Client, Episode
from careplan.ground.clock import today
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.outcomes.registers import Top
from tests.conftest import Browser
from tests.factories.clients import EpisodeFactory, InterventionFactory
from tests.factories.outcomes import TopFactory
from tests.people.test_pages import day
from tests.walk import on_page

REFERRED, START = date(2026, 1, 13), date(2026, 2, 2)


@pytest.fixture
def there(app: Flask, house: SimpleNamespace) -> str:
    """A record in treatment, without a profile."""
    with app.app_context():
        episode = db.session.scalars(select(Episode).where(Episode.id == house.episode)).one()
        new = EpisodeFactory(
            service_id=episode.service_id,
            client=db.session.get_one(Client, episode.client_id),
            referred_on=REFERRED,
        )
        InterventionFactory(episode=new, referred_on=REFERRED, first_offered_on=REFERRED, started_on=START)
        db.session.commit()
        return f"/record/{new.id}/tops"


def answers(**some: str) -> dict[str, str]:
    return {"stage": "start", "opiuse-total": "28"} | day("interviewed_on", START) | some


def weeks(name: str, *each: str) -> dict[str, str]:
    return {f"{name}-week{place}": value for place, value in enumerate(each, 1)}


def send(browser: Browser, path: str, values: dict[str, Any]) -> Any:
    return browser.post(path, data=on_page(browser, path)[0].data() | values)


def rows(app: Flask, there: str) -> list[Top]:
    with app.app_context():
        mine = select(Top).where(Top.episode_id == there.split("/")[2], live(Top))
        return list(db.session.scalars(mine.order_by(Top.interviewed_on, Top.id)))


def test_weeks_are_summed_and_an_untouched_box_stays_not_asked(
    app: Flask, as_keyworker: Browser, there: str
) -> None:
    sent = answers(
        psyhstat="9", acuthpbm="N", crause="", **weeks("alcuse", "7", "7", "6", "0"), consmp="12.5"
    )
    assert send(as_keyworker, f"{there}/new", sent).status_code == 303
    (row,) = rows(app, there)
    assert (row.alcuse, row.consmp, row.opiuse, row.crause) == ("20", "12.5", "28", None)
    assert (row.psyhstat, row.acuthpbm, row.sharing) == ("9", "N", None)
    page = as_keyworker.get(there).text
    assert "Crack" not in page
    assert "12.5" in page


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (answers(**{"opiuse-total": "29"}), "Opiates: the total must be a whole number from 0 to 28, or NA"),
        (
            answers(**weeks("alcuse", "7", "7", "7", "8")),
            "Alcohol: week 4 must be a whole number from 0 to 7",
        ),
        (answers(psyhstat="21"), "Psychological health must be a whole number from 0 to 20, or NA"),
        (
            answers(stage="review", **day("interviewed_on", START - timedelta(days=1))),
            "before treatment began on 2 February 2026",
        ),
        (
            answers(**day("interviewed_on", REFERRED - timedelta(days=1))),
            "before the referral on 13 January 2026",
        ),
        (answers(stage=""), "Select which profile it is"),
        (answers(**{"opiuse-total": ""}), "Answer at least one question"),
        (answers(**{"ivdrguse-total": "0"}, sharing="Y"), "No day of injecting is recorded"),
    ],
)
def test_what_cannot_stand_is_said_at_its_field_and_nothing_is_written(
    app: Flask, as_keyworker: Browser, there: str, values: dict[str, str], sentence: str
) -> None:
    answer = send(as_keyworker, f"{there}/new", values)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows(app, there) == []
    assert 'value="28"' in answer.text or values["opiuse-total"] != "28"


def test_a_second_start_profile_is_refused(app: Flask, as_keyworker: Browser, there: str) -> None:
    send(as_keyworker, f"{there}/new", answers())
    again = send(as_keyworker, f"{there}/new", answers(**day("interviewed_on", START + timedelta(days=1))))
    assert "A start profile is recorded already, of 2 February 2026" in again.text


def test_the_record_shows_what_changed_since_the_start(as_keyworker: Browser, there: str) -> None:
    send(as_keyworker, f"{there}/new", answers(psyhstat="8", acuthpbm="Y"))
    later = answers(
        stage="review", psyhstat="11", acuthpbm="N", **day("interviewed_on", START + timedelta(90))
    )
    send(as_keyworker, f"{there}/new", later | {"opiuse-total": "10"})
    page = as_keyworker.get(there).text
    assert "Improved" in page
    assert "18 less" in page
    assert "3 more" in page
    assert "Yes to no" in page
    assert "These thresholds are provisional" in page
    history = as_keyworker.get(there.replace("/tops", "/history")).text
    assert "3 May 2026, Review" in history


def test_a_profile_is_corrected_beside_the_old_and_struck_out_by_its_author(
    app: Flask, as_keyworker: Browser, there: str
) -> None:
    send(as_keyworker, f"{there}/new", answers())
    (wrong,) = rows(app, there)
    assert on_page(as_keyworker, f"{there}/{wrong.id}")[0].data()["opiuse-total"] == ["28"]
    right = {"opiuse-total": "26", "why": "Counted again"}
    assert send(as_keyworker, f"{there}/{wrong.id}", right).status_code == 303
    (row,) = rows(app, there)
    assert (row.opiuse, row.corrects) == ("26", wrong.id)
    mistake = there.replace("/tops", f"/mistake/top/{row.id}")
    assert "Opiates" in as_keyworker.get(mistake).text


def test_a_record_of_another_service_is_not_found(charlie: Browser, there: str) -> None:
    assert charlie.get(there).status_code == 404
    assert charlie.get(f"{there}/new").status_code == 404


def test_many_profiles_take_no_more_statements(
    app: Flask, as_keyworker: Browser, there: str, statements: list[str]
) -> None:
    def count() -> int:
        statements.clear()
        as_keyworker.get(there)
        return len(statements)

    with app.app_context():
        episode = db.session.get_one(Episode, there.split("/")[2])
        TopFactory(episode=episode, interviewed_on=START)
        db.session.commit()
    first = count()
    with app.app_context():
        episode = db.session.get_one(Episode, there.split("/")[2])
        for turn in range(1, 9):
            TopFactory(episode=episode, stage="review", interviewed_on=START + timedelta(days=30 * turn))
        db.session.commit()
        assert (
            db.session.scalar(select(func.count()).select_from(Top).where(Top.episode_id == episode.id)) == 9
        )
    assert count() == first
    assert today() > START
