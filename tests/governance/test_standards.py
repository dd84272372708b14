"""Every edition of every standard is listed, told in words, and signed in the version that was read."""

import re
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urljoin

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from careplan.governance.models import StandardInForce
from careplan.governance.queries import editions
from careplan.governance.rules.editions import Change, changes, sheets, state
from careplan.ground.standards import Series
from careplan.ground.stated import Stated
from careplan.staff.models import Worker
from careplan.team.rules import TEAM, Team
from careplan.trail.models import TrailEntry
from tests.conftest import Browser
from tests.factories.staff import MembershipFactory
from tests.walk import on_page

HERE = "/standards/team/1"


def test_every_dated_edition_of_every_room_is_listed_once(app: Flask, as_clinical_lead: Browser) -> None:
    with app.app_context():
        names = set(editions())
    needed = {
        "checklists/1",
        "checklists/2",
        "uk-2017/1",
        "team/1",
        "lost-touch/1",
        "waits/1",
        "review-schedule/1",
    }
    assert needed <= names
    page = as_clinical_lead.get("/standards").text
    for name in names:
        assert page.count(f'href="/standards/{name}"') == 1, name


def test_an_edition_says_its_values_with_their_source(as_clinical_lead: Browser) -> None:
    page = as_clinical_lead.get(HERE).text
    assert "Weight, medium" in page
    assert "1.5" in page
    assert "a service manager has to sign it off" in page
    assert "Decided here" in page
    assert "Nobody has signed this edition" in page


def test_what_differs_from_the_edition_before_is_told(tmp_path: Path) -> None:
    first = TEAM.paths()[0].read_text()
    (tmp_path / "team-1.toml").write_text(first)
    later = first.replace('edition = "1"', 'edition = "2"').replace("2026-01-01", "2026-02-01")
    (tmp_path / "team-2.toml").write_text(later.replace("weeks = 6", "weeks = 4"))
    one, two = sheets(Series(tmp_path, "team", Team), "team").values()
    assert (one.before, one.changes) == ("", ())
    assert (two.before, two.changes) == ("1", (Change("supervision, weeks", "6", "4"),))
    assert one.sha256 != two.sha256


def test_what_is_new_and_what_is_gone_is_a_change() -> None:
    before, after = {"a": Stated("1"), "b": Stated("2")}, {"b": Stated("2"), "c": Stated("3")}
    assert list(changes(before, after)) == [Change("c", None, "3"), Change("a", "1", None)]


@pytest.mark.parametrize(
    ("signed", "words", "done"),
    [
        ({}, "Not signed", False),
        ({"n": "h"}, "Not signed for South", False),
        ({"n": "h", "s": "old"}, "Changed since it was signed", False),
        ({"n": "h", "s": None}, "Signed", True),
    ],
)
def test_how_far_an_edition_is_signed(signed: dict[str, str | None], words: str, done: bool) -> None:
    assert state(signed, {"n": "North", "s": "South"}, "h") == (words, done)


def numbered(session: Session, house: SimpleNamespace, number: str | None) -> None:
    session.get_one(Worker, house.clinical_lead).registration_number = number
    session.commit()


def test_the_clinical_lead_signs_what_they_read(
    session: Session, house: SimpleNamespace, as_clinical_lead: Browser, as_manager: Browser
) -> None:
    numbered(session, house, "7012345")
    assert "Sign this edition" not in as_manager.get(HERE).text
    assert as_manager.post(f"{HERE}/sign").status_code == 403
    (form,) = on_page(as_clinical_lead, HERE)
    other = as_clinical_lead.post(form.action, data=form.data() | {"sha256": "0" * 64})
    assert (other.status_code, "not the one that you read" in other.text) == (409, True)
    assert as_clinical_lead.post(form.action, data=form.data()).location == HERE
    (row,) = session.scalars(select(StandardInForce)).all()
    assert (row.standard, row.service_id, row.lead) == ("team/1", house.service, "Leah Lead")
    assert [row.sha256] == form.data()["sha256"]
    assert session.scalars(select(TrailEntry).where(TrailEntry.action == "standard.signed_off")).one()
    page = as_clinical_lead.get(HERE).text
    assert f"{row.sha256[:12]}, this one" in page
    assert "Sign this edition" not in page
    data = {"sha256": row.sha256}
    again = as_clinical_lead.post(form.action, data=data, follow_redirects=True)
    assert "have this sign-off already" in again.text
    assert len(session.scalars(select(StandardInForce)).all()) == 1


def test_nobody_is_asked_to_sign_for_a_service_that_another_lead_answers_for(
    session: Session, house: SimpleNamespace, as_clinical_lead: Browser
) -> None:
    numbered(session, house, "7012345")
    MembershipFactory(worker_id=house.clinical_lead, service_id=house.other_service, role="manager")
    session.commit()
    (form,) = on_page(as_clinical_lead, HERE)
    assert as_clinical_lead.post(form.action, data=form.data()).location == HERE
    page = as_clinical_lead.get(HERE).text
    assert "Not signed for: Riverside Test Service" in page
    assert "Sign this edition" not in page


def test_a_refused_signature_leads_to_pages_that_open(
    session: Session, house: SimpleNamespace, as_clinical_lead: Browser
) -> None:
    here = "/standards/checklists/2"
    numbered(session, house, None)
    (form,) = on_page(as_clinical_lead, here)
    text = as_clinical_lead.post(form.action, data=form.data()).text
    pages = re.findall(r'href="([^"]*[?]page=2)"', text)
    assert pages
    assert as_clinical_lead.get(urljoin(form.action, pages[0])).status_code == 200


def test_who_has_no_registration_number_is_told(
    session: Session, house: SimpleNamespace, as_clinical_lead: Browser
) -> None:
    numbered(session, house, None)
    (form,) = on_page(as_clinical_lead, HERE)
    answer = as_clinical_lead.post(form.action, data=form.data())
    assert (answer.status_code, "no registration number" in answer.text) == (422, True)
    assert session.scalars(select(StandardInForce)).all() == []


def test_an_edition_that_does_not_exist_is_404(as_clinical_lead: Browser) -> None:
    assert as_clinical_lead.get("/standards/team/99").status_code == 404
    assert as_clinical_lead.post("/standards/team/99/sign").status_code == 404


def test_sign_offs_of_another_service_are_not_shown(
    session: Session, house: SimpleNamespace, as_clinical_lead: Browser
) -> None:
    row = StandardInForce(service_id=house.other_service, standard="team/1", recorded_by="test")
    row.lead, row.registration, row.signed_on = "Otto Elsewhere", "1", TEAM.latest.in_force_from
    session.info["trailed"] = True
    session.add(row)
    session.commit()
    assert "Otto Elsewhere" not in as_clinical_lead.get(HERE).text
    assert "Sign this edition" in as_clinical_lead.get(HERE).text
