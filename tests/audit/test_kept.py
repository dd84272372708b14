"""The report is kept while nothing that it reads was written, and for readers of the same rights alone."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import event, select, text

from careplan.audit.report.pages.report import PAGES
from careplan.clients.models import Episode
from careplan.ground.db import db
from careplan.trail.changes import within
from tests.audit.test_views import audited  # noqa: F401 - a fixture
from tests.conftest import Browser
from tests.factories import clients

PAGE = "/audit/{}/2026-03-31"


def shown(browser: Browser, service_id: str) -> str:
    """The page without its header and the tokens of forms, which change by the second."""
    page = browser.get(PAGE.format(service_id)).text.partition("<main")[2].partition("</main>")[0]
    return re.sub(r'<input[^>]*name="csrf_token"[^>]*>', "", page)


@pytest.fixture
def statements(app: Flask) -> list[str]:
    """What the database was asked."""
    rows: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *of: rows.append(of[2]))
    return rows


def test_a_page_that_nothing_changed_is_not_read_again(audited, as_manager: Browser, statements):  # noqa: F811
    first = shown(as_manager, audited.service)
    statements.clear()
    assert shown(as_manager, audited.service) == first != ""
    assert len([one for one in statements if "SELECT" in one]) <= 8


def test_a_change_of_a_record_is_seen_at_once(app, audited: SimpleNamespace, as_manager: Browser):  # noqa: F811
    first = shown(as_manager, audited.service)
    with app.app_context():
        episode = clients.EpisodeFactory(service_id=audited.service, referred_on=date(2025, 6, 1))
        clients.InterventionFactory(episode=episode, started_on=date(2025, 7, 1))
        db.session.commit()
    assert shown(as_manager, audited.service) != first


def test_a_change_of_one_record_lets_that_record_alone_be_read_again(
    app,
    audited: SimpleNamespace,  # noqa: F811
    as_manager: Browser,
    monkeypatch,
):
    first = shown(as_manager, audited.service)
    whole = []
    monkeypatch.setattr("careplan.audit.review.queries.reports.facts_of", lambda *of: whole.append(of))
    with app.app_context():
        episode = db.session.scalars(select(Episode).where(Episode.service_id == audited.service)).first()
        within(db.session(), episode.client_id, [episode.id, audited.service])
        clients.InterventionFactory(episode=episode, started_on=date(2025, 12, 1))
        db.session.info["trailed"] = True
        db.session.commit()
    assert shown(as_manager, audited.service) != first
    assert not whole


def test_the_mark_of_another_process_is_seen(app, audited, as_manager: Browser, monkeypatch):  # noqa: F811
    as_manager.get(PAGE.format(audited.service))
    made = []
    monkeypatch.setattr(
        "careplan.audit.report.pages.report._made", lambda asked: made.append(asked) or _first()
    )
    as_manager.get(PAGE.format(audited.service))
    assert not made
    with app.app_context():
        db.session.execute(text("INSERT INTO changes (service_id, mark) VALUES ('of another process', 7)"))
        db.session.commit()
    as_manager.get(PAGE.format(audited.service))
    assert len(made) == 1


def _first():
    return next(iter(PAGES._values.values()))[1]


def test_readers_of_other_rights_have_pages_of_their_own(audited, as_manager: Browser, as_auditor: Browser):  # noqa: F811
    with_records = as_manager.get(PAGE.format(audited.service)).text
    outside = as_auditor.get(PAGE.format(audited.service)).text
    assert "/records" in with_records
    assert "/records" not in outside
