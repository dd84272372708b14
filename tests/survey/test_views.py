"""Handing out, answering once, keying in, and results that name nobody."""

import re
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.survey.models import SurveyCount, SurveyLink
from careplan.survey.queries import digest
from careplan.survey.rules import SURVEY
from careplan.trail.models import TrailEntry
from tests.conftest import Browser
from tests.factories.survey import SurveyCountFactory, SurveyLinkFactory
from tests.test_pages import faults

FULL = {"has_plan": "says_yes", "knows_plan": "says_no", "reviewed": "not_sure", "satisfied": "says_yes"}


def rows(app: Flask, model: type[Any]) -> list[Any]:
    with app.app_context():
        return list(db.session.scalars(select(model).order_by(*model.__table__.primary_key)))


def counts(app: Flask) -> dict[str, tuple[int, int]]:
    return {row.question: (row.positive, row.answered) for row in rows(app, SurveyCount)}


@pytest.fixture
def at(house: SimpleNamespace) -> str:
    return f"/survey/{house.service}"


@pytest.fixture
def link(app: Flask, house: SimpleNamespace) -> str:
    """The address of a live link."""
    with app.app_context():
        SurveyLinkFactory(service_id=house.service, secret="plainly-fictitious")
        db.session.commit()
    return "/your-view/plainly-fictitious"


def test_one_press_signs_the_device_out_and_opens_the_survey(
    app: Flask, as_keyworker: Browser, at: str
) -> None:
    answer = as_keyworker.post(f"{at}/hand-over")
    assert answer.status_code == 303
    assert answer.location.startswith("/your-view/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    page = as_keyworker.get(answer.location)
    assert page.status_code == 200
    assert as_keyworker.get("/caseload").location.startswith("/sign-in")
    with as_keyworker.session_transaction() as cookie:
        assert "_user_id" not in cookie


def test_the_link_is_kept_as_a_digest_and_tied_to_nobody(app: Flask, as_keyworker: Browser, at: str) -> None:
    secret = as_keyworker.post(f"{at}/hand-over").location.rpartition("/")[2]
    (row,) = rows(app, SurveyLink)
    assert row.secret_sha256 == digest(secret) != secret
    assert set(SurveyLink.__table__.columns.keys()) == {"id", "service_id", "secret_sha256", "until", "used"}
    (entry,) = [one for one in rows(app, TrailEntry) if one.action == "survey_link.made"]
    assert entry.client_id is None
    assert secret not in f"{entry.subject}{entry.detail}"


def test_a_record_offers_the_survey_in_one_press_and_sends_nothing_of_the_client(
    as_keyworker: Browser, house: SimpleNamespace, at: str
) -> None:
    page = as_keyworker.get(f"/record/{house.episode}").text
    form = re.search(rf'<form[^>]*action="{at}/hand-over".*?</form>', page, re.DOTALL)
    assert form is not None
    assert house.episode not in form[0]


def test_the_survey_is_sound_and_leads_nowhere_else(anyone: Browser, link: str) -> None:
    page = anyone.get(link).text
    assert faults(page) == []
    assert set(re.findall(r'<a [^>]*href="([^"]*)"', page)) == {"#maincontent"}


def test_answers_are_counted_by_month_and_the_end_has_no_way_on(
    app: Flask, anyone: Browser, link: str
) -> None:
    end = anyone.post(link, data=FULL, follow_redirects=True)
    assert counts(app) == {
        "has_plan": (1, 1), "knows_plan": (0, 1), "reviewed": (0, 1), "satisfied": (1, 1),
    }  # fmt: skip
    assert {row.month for row in rows(app, SurveyCount)} == {today().replace(day=1)}
    assert "Thank you" in end.text
    assert faults(end.text) == []
    assert re.findall(r'<a [^>]*href="([^"#]+)"', end.text) == []


def test_a_link_counts_once(app: Flask, anyone: Browser, link: str) -> None:
    anyone.post(link, data=FULL)
    before = counts(app)
    again = anyone.post(link, data=FULL)
    assert again.status_code == 410
    assert "It was used already" in again.text
    assert anyone.get(link).status_code == 410
    assert counts(app) == before


def test_answering_leaves_no_moment_and_no_trail(app: Flask, anyone: Browser, link: str) -> None:
    before = len(rows(app, TrailEntry))
    anyone.post(link, data=FULL)
    assert len(rows(app, TrailEntry)) == before
    moments = [one.name for one in SurveyCount.__table__.columns if one.name.endswith(("_at", "_by"))]
    assert moments == []


def test_a_link_runs_out(app: Flask, anyone: Browser, house: SimpleNamespace) -> None:
    with app.app_context():
        late = datetime(2026, 1, 1, tzinfo=UTC)
        SurveyLinkFactory(service_id=house.service, secret="late", until=late)
        db.session.commit()
    answer = anyone.post("/your-view/late", data=FULL)
    assert answer.status_code == 410
    assert "It ran out" in answer.text
    assert counts(app) == {}


def test_an_unknown_link_opens_nothing(app: Flask, anyone: Browser) -> None:
    for path in ("/your-view/guessed", "/your-view/%00", "/your-view/" + "x" * 3000):
        assert anyone.post(path, data=FULL).status_code == 404
    assert counts(app) == {}


def test_nothing_answered_is_told_at_the_first_question_and_uses_nothing_up(
    app: Flask, anyone: Browser, link: str
) -> None:
    for sent, sentence in (
        ({}, "Answer at least one question"),
        ({"satisfied": "perhaps"}, "Select from the list"),
    ):
        answer = anyone.post(link, data=sent)
        assert answer.status_code == 422
        assert sentence in answer.text
    assert anyone.get(link).status_code == 200
    assert counts(app) == {}


def test_a_link_opened_in_a_worker_s_browser_signs_it_out(as_manager: Browser, link: str) -> None:
    assert "Clear-Site-Data" in as_manager.get(link).headers
    assert as_manager.get("/evidence").location.startswith("/sign-in")


def test_a_dead_link_signs_nobody_out(as_manager: Browser) -> None:
    as_manager.get("/your-view/guessed")
    assert as_manager.get("/evidence").status_code == 200


def test_a_link_for_another_device_is_shown_once_and_leaves_the_worker_signed_in(
    app: Flask, as_keyworker: Browser, anyone: Browser, at: str
) -> None:
    page = as_keyworker.post(f"{at}/link").text
    path = re.search(r"http://localhost(/your-view/[\w-]+)", page)[1]
    assert path not in as_keyworker.get(at).text
    assert anyone.post(path, data=FULL).status_code == 303
    assert counts(app)["satisfied"] == (1, 1)


def test_so_many_open_links_are_enough(
    app: Flask, as_keyworker: Browser, house: SimpleNamespace, at: str
) -> None:
    with app.app_context():
        for number in range(SURVEY.latest.bounds.most_open):
            SurveyLinkFactory(service_id=house.service, secret=f"open {number}")
        db.session.commit()
    for path in ("link", "hand-over"):
        answer = as_keyworker.post(f"{at}/{path}")
        assert answer.status_code == 429
        assert "50 links of this service are open already" in answer.text
    assert as_keyworker.get(at).status_code == 200, "nobody was signed out"
    assert len(rows(app, SurveyLink)) == 50


def test_a_pile_of_papers_is_counted_and_the_trail_says_how_many(
    app: Flask, as_keyworker: Browser, at: str
) -> None:
    answer = as_keyworker.post(f"{at}/papers", data={"papers": "yyyyy\nynsn-\n", "submission": "one"})
    assert answer.status_code == 303
    as_keyworker.post(f"{at}/papers", data={"papers": "yyyyy\nynsn-\n", "submission": "one"})
    assert counts(app) == {
        "has_plan": (2, 2), "involved": (1, 2), "knows_plan": (1, 2), "reviewed": (1, 2), "satisfied": (1, 1),
    }  # fmt: skip
    (entry,) = [one for one in rows(app, TrailEntry) if one.action == "survey.keyed_in"]
    assert entry.detail == {"papers": 2}


def test_a_wrong_line_counts_nothing_and_loses_nothing(app: Flask, as_keyworker: Browser, at: str) -> None:
    answer = as_keyworker.post(f"{at}/papers", data={"papers": "yyyyy\nyy"})
    assert answer.status_code == 422
    assert "Line 2 has 2 letters" in answer.text
    assert "yyyyy\nyy</textarea>" in answer.text
    assert counts(app) == {}


def test_the_paper_asks_what_the_screen_asks(
    as_keyworker: Browser, anyone: Browser, at: str, link: str
) -> None:
    paper, screen = as_keyworker.get(f"{at}/blank").text, anyone.get(link).text
    for words in SURVEY.latest.asked.values():
        assert words in paper
        assert words in screen


def month(back: int) -> date:
    first = today().replace(day=1)
    for _ in range(back):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


def test_results_show_no_small_month_and_count_it_in_the_whole(
    app: Flask, as_manager: Browser, house: SimpleNamespace, at: str
) -> None:
    with app.app_context():
        for back, positive, answered in ((1, 2, 3), (2, 7, 9), (3, 8, 11)):
            SurveyCountFactory(
                service_id=house.service, month=month(back), positive=positive, answered=answered
            )
        db.session.commit()
    page = as_manager.get(f"{at}/results").text
    assert "17 of 23 (73.9%)" in page
    assert "8 of 11 (72.7%)" in page
    assert "7 of 9" not in page, "the whole less this month would give the small one back"
    assert "2 of 3" not in page
    assert "None" not in page, "it would read as if nobody had said yes"
    assert faults(page) == []


def test_nobody_watches_the_running_month_grow(
    app: Flask, as_manager: Browser, house: SimpleNamespace, at: str
) -> None:
    with app.app_context():
        SurveyCountFactory(service_id=house.service, month=month(0), positive=40, answered=50)
        db.session.commit()
    assert "40 of 50" not in as_manager.get(f"{at}/results").text


def test_another_service_s_survey_is_not_there(house: SimpleNamespace, charlie: Browser, at: str) -> None:
    for path in ("", "/blank", "/papers", "/results"):
        assert charlie.get(at + path).status_code == 404
    for path in ("/hand-over", "/link", "/papers"):
        assert charlie.post(at + path, data={"papers": "yyyyy"}).status_code == 404


def test_a_keyworker_hands_out_and_does_not_read(as_keyworker: Browser, as_manager: Browser, at: str) -> None:
    assert "Results" not in as_keyworker.get(at).text
    assert as_keyworker.get(f"{at}/results").status_code == 403
    assert "Results" in as_manager.get(at).text


def test_results_lead_to_typed_totals_only_who_may_open_them(
    as_clinical_lead: Browser, as_manager: Browser, house: SimpleNamespace, at: str
) -> None:
    typed = f"/evidence/service/{house.service}/7.4"
    assert typed in as_manager.get(f"{at}/results").text
    assert as_manager.get(typed).status_code == 200
    assert typed not in as_clinical_lead.get(f"{at}/results").text
    assert as_clinical_lead.get(typed).status_code == 403


def test_answers_of_the_last_evening_belong_to_their_month_in_london(
    app: Flask, anyone: Browser, link: str
) -> None:
    with time_machine.travel(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), tick=False):
        anyone.post(link, data=FULL)
    assert {row.month for row in rows(app, SurveyCount)} == {date(2026, 7, 1)}
