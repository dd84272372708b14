"""Signing an audit off: what it asks, what it fixes, that it stays so, and that it counts for 4.5."""

import json
import re
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from careplan.audit.commands import audit_command, figures
from careplan.audit.models import ActionLine, SignedAudit, SignedFigure, SignedRecord
from careplan.audit.plans.rules import Planned
from careplan.audit.review.queries.reports import audited
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Level, Request, Unit
from careplan.audit.review.rules.export import as_data
from careplan.audit.review.rules.ruleset import load
from careplan.audit.signing.actions import Unsaid, sign
from careplan.audit.signing.queries import Signed, signed
from careplan.audit.signing.rules.signing import FindingWords, Signature
from careplan.governance.registers import ClinicalAudit
from careplan.ground.clock import now, today
from careplan.ground.corrections import supersede
from careplan.ground.db import db
from careplan.ground.types import canonical
from careplan.prescribing.models import Course, DoseOrder, Regimen
from careplan.trail.models import TrailEntry
from tests.conftest import Browser
from tests.factories import clients, prescribing
from tests.test_pages import faults
from tests.walk import on_page

ON = date(2026, 3, 31)
ENTERED = {"title": "Supervision", "statement": "All courses", "other_finding": "Weekends are not supervised"}
ACTION = {
    "q4_3_finding": "Two clients take all doses home",
    "q4_3_action": "Look at each regimen with the client",
    "q4_3_measure": "4.3a",
    "q4_3_owner_name": "Kay Keyworker",
    "q4_3_due_on-day": "1",
    "q4_3_due_on-month": "6",
    "q4_3_due_on-year": str(today().year + 1),
}
SIGNED = {"step": "sign", "signed_name": "mo  manager", "signed_role": "Service manager"}


def treated(service: str, name: str, days: str) -> str:
    """A client in the first twelve weeks on the census with so many supervised days; returns the course."""
    client = clients.ClientFactory(last_name=name, nhs_number=None)
    episode = clients.EpisodeFactory(client=client, service_id=service, referred_on=date(2026, 2, 1))
    clients.InterventionFactory(
        episode=episode,
        referred_on=date(2026, 2, 1),
        first_offered_on=date(2026, 2, 10),
        started_on=date(2026, 2, 20),
    )
    course = prescribing.CourseFactory(episode=episode, first_dose_on=date(2026, 3, 1))
    prescribing.DoseOrderFactory(course=course, effective_on=date(2026, 3, 1), phase="maintenance")
    prescribing.RegimenFactory(
        course=course, effective_on=date(2026, 3, 1), collect="1111111", supervised=days
    )
    return str(course.id)


@pytest.fixture
def caseload(app: Flask, house: SimpleNamespace) -> SimpleNamespace:
    """Three courses, one of them supervised: question 4.3 is weak."""
    with app.app_context():
        names = (("Fictitious01", "1111111"), ("Fictitious02", "0000000"), ("Fictitious03", "1000000"))
        house.courses = [treated(house.service, name, days) for name, days in names]
        db.session.commit()
    return house


def path(house: SimpleNamespace, on: date = ON) -> str:
    return f"/audit/{house.service}/{on.isoformat()}/sign"


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


def signed_by_page(who: Browser, house: SimpleNamespace, **more: str) -> str:
    """Signs through the pages; returns the id."""
    sent = ENTERED | ACTION | more
    shown = who.post(path(house), data=sent)
    assert shown.status_code == 200, shown.text
    answer = who.post(path(house), data=sent | SIGNED | {"seen": seen(shown.text)})
    assert answer.status_code == 303, answer.text
    return str(answer.location.rsplit("/", 1)[1])


def request(house: SimpleNamespace, on: date = ON) -> Request:
    return Request(Unit(Level.SERVICE, house.service, "Northgate Test Service"), Census.at(on), load())


def test_the_form_asks_about_each_weak_question(as_manager: Browser, caseload) -> None:
    page = as_manager.get(path(caseload)).text
    assert "4.3 " in page
    assert 'name="q4_3_finding"' in page
    assert faults(page) == []


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Enter a title"),
        ({"title": "T", "statement": "S"}, "Enter at least one finding"),
        (ENTERED, "Enter an action for at least one finding, or why no action is needed"),
        (ENTERED | ACTION | {"no_action": "None"}, "Leave this empty, or take the action out"),
        (ENTERED | ACTION | {"q4_3_finding": ""}, "Enter the finding that the action answers"),
        (ENTERED | ACTION | {"q4_3_action": ""}, "Enter what will be done"),
        (ENTERED | ACTION | {"q4_3_measure": ""}, "Select the measure that will show whether it worked"),
        (ENTERED | ACTION | {"q4_3_owner_name": ""}, "Select who owns the action, or enter a name"),
        (ENTERED | ACTION | {"q4_3_due_on-year": "2020"}, "must be today or later"),
        (ENTERED | ACTION | {"q4_3_due_on-day": ""}, "must include a day"),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    as_manager: Browser, caseload, sent: dict[str, str], sentence: str
) -> None:
    answer = as_manager.post(path(caseload), data=sent)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_what_will_be_fixed_is_shown_before_the_name_is_asked(as_manager: Browser, caseload) -> None:
    page = as_manager.post(path(caseload), data=ENTERED | ACTION).text
    assert "1 of 3 (33.3%)" in page
    assert "Two clients take all doses home" in page
    assert "4.3a: from weak to fair" in page
    assert load().sha256 in page
    assert faults(page) == []


def test_another_name_does_not_sign(app: Flask, as_manager: Browser, caseload) -> None:
    shown = as_manager.post(path(caseload), data=ENTERED | ACTION).text
    sent = ENTERED | ACTION | SIGNED | {"seen": seen(shown), "signed_name": "Somebody Else"}
    answer = as_manager.post(path(caseload), data=sent)
    assert answer.status_code == 422
    assert "Type your own name as careplan knows it: Mo Manager" in answer.text
    assert "Two clients take all doses home" in answer.text
    with app.app_context():
        assert db.session.scalars(select(SignedAudit)).all() == []


def test_a_record_that_changed_since_is_shown_again_before_it_is_signed(
    app: Flask, as_manager: Browser, caseload
) -> None:
    shown = as_manager.post(path(caseload), data=ENTERED | ACTION).text
    with app.app_context():
        treated(caseload.service, "Fictitious04", "1111111")
        db.session.commit()
    sent = ENTERED | ACTION | SIGNED
    answer = as_manager.post(path(caseload), data=sent | {"seen": seen(shown)})
    assert answer.status_code == 409
    assert "The record changed since you checked" in answer.text
    assert "2 of 4 (50.0%)" in answer.text
    assert as_manager.post(path(caseload), data=sent | {"seen": seen(answer.text)}).status_code == 303


def test_going_back_from_the_check_keeps_what_was_written(as_manager: Browser, caseload) -> None:
    page = as_manager.post(path(caseload), data=ENTERED | ACTION | {"step": "change"}).text
    assert "See what will be fixed" in page
    assert "Two clients take all doses home" in page


def test_no_census_that_lies_ahead_is_signed(app: Flask, as_manager: Browser, caseload) -> None:
    later = path(caseload, today() + timedelta(days=1))
    assert as_manager.get(later).status_code == 303
    as_manager.post(later, data=ENTERED | ACTION | SIGNED)
    with app.app_context():
        assert db.session.scalars(select(SignedAudit)).all() == []


def test_signing_writes_the_trail_and_fixes_the_rows(app: Flask, as_manager: Browser, caseload) -> None:
    id_ = signed_by_page(as_manager, caseload)
    with app.app_context():
        entry = db.session.scalars(select(TrailEntry).where(TrailEntry.action == "audit.signed")).one()
        assert (entry.actor, entry.service_id) == (caseload.manager, caseload.service)
        assert entry.subject == f"signed_audits:{id_}"
        for change in (
            update(SignedAudit).values(title="Other"),
            update(SignedFigure).values(numerator="9"),
            update(SignedRecord).values(part="excluded"),
            delete(SignedRecord),
        ):
            with pytest.raises(IntegrityError), db.session.begin_nested():
                db.session.execute(change)
        db.session.rollback()


def test_the_page_of_a_signed_audit_says_who_when_and_both_hashes(
    app: Flask, as_manager: Browser, caseload
) -> None:
    id_ = signed_by_page(as_manager, caseload)
    page = as_manager.get(f"/signed-audits/{id_}").text
    with app.app_context():
        head = db.session.get_one(SignedAudit, id_)
        assert head.sha256 in page
    assert load().sha256 in page
    assert "Mo Manager, Service manager" in page
    assert "The rows kept give the hash that was signed" in page
    assert "1 of 3 (33.3%)" in page
    assert faults(page) == []


def corrected(row: Any, **values: Any) -> None:
    """Replace a row of the record by a correction."""
    model = type(row)
    columns = {c.name for c in model.__table__.columns} - {
        "id",
        "recorded_at",
        "superseded_at",
        "superseded_by",
    }
    kept = {name: getattr(row, name) for name in columns}
    db.session().info["trailed"] = True
    supersede(row, model(**(kept | values)), reason="wrong")


def change_the_record(house: SimpleNamespace) -> None:
    """After the signature: a corrected week, an ended course, a corrected dose, a new client entered late."""
    first, second, third = house.courses
    week = db.session.scalars(select(Regimen).where(Regimen.course_id == second)).one()
    corrected(week, supervised="1111111")
    order = db.session.scalars(select(DoseOrder).where(DoseOrder.course_id == first)).one()
    corrected(order, daily_mg=order.daily_mg + 10)
    course = db.session.get_one(Course, third)
    course.ended_on, course.ending = date(2026, 3, 20), "completed"
    course.ended_at, course.ended_by = now(), "factory"
    treated(house.service, "Fictitious09", "1111111")
    db.session.commit()


def test_as_known_at_the_signature_the_record_gives_what_was_signed_whatever_was_corrected_since(
    app: Flask, as_manager: Browser, caseload
) -> None:
    id_ = signed_by_page(as_manager, caseload)
    with app.app_context():
        change_the_record(caseload)
        found = signed(caseload.services, id_)
        assert found is not None
        assert found.whole
        known = audited(request(caseload), caseload.services, found.head.signed_at)
        assert canonical(as_data(known, with_records=True)) == canonical(found.report)
        today_ = audited(request(caseload), caseload.services)
        assert canonical(as_data(today_, with_records=True)) != canonical(found.report)


def test_what_today_says_otherwise_is_named_for_each_measure_and_record(
    app: Flask, as_manager: Browser, caseload
) -> None:
    id_ = signed_by_page(as_manager, caseload)
    assert "Today’s record gives the same figures" in as_manager.get(f"/signed-audits/{id_}").text
    with app.app_context():
        change_the_record(caseload)
    page = as_manager.get(f"/signed-audits/{id_}").text
    assert "1 of 3 (33.3%)" in page
    assert "3 of 3 (100.0%)" in page
    assert "1 appeared, 1 disappeared, 1 changed" in page
    records = as_manager.get(f"/signed-audits/{id_}/4.3a/records").text
    assert "FICTITIOUS09" in records
    assert "no longer behind the figure" in records
    assert faults(page) == []
    assert faults(records) == []


def test_an_audit_signed_with_a_ruleset_that_was_changed_keeps_figures_and_words(
    app: Flask, as_manager: Browser, caseload, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = signed_by_page(as_manager, caseload)
    monkeypatch.setattr(Signed, "ruleset", None)
    page = as_manager.get(f"/signed-audits/{id_}").text
    assert "no longer has the ruleset that was used" in page
    assert "Kept in treatment for twelve weeks" in page


def test_opening_the_records_of_a_signed_figure_is_written_to_the_trail(
    app: Flask, as_manager: Browser, caseload
) -> None:
    id_ = signed_by_page(as_manager, caseload)
    assert as_manager.get(f"/signed-audits/{id_}/4.3a/records").status_code == 200
    assert as_manager.get(f"/signed-audits/{id_}/4.9z/records").status_code == 404
    with app.app_context():
        entry = db.session.scalars(select(TrailEntry).where(TrailEntry.action == "audit.list_opened")).one()
        assert len(entry.detail["episodes"]) == 3


@pytest.fixture
def at_head(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of a test stands at the newest migration, inside a transaction of its own."""
    monkeypatch.setattr(figures, "ready", lambda *_: None)


@pytest.mark.usefixtures("at_head")
def test_the_command_prints_what_was_signed(app: Flask, as_manager: Browser, caseload) -> None:
    id_ = signed_by_page(as_manager, caseload)
    with app.app_context():
        found = signed(caseload.services, id_)
        assert found is not None
        content, sha256 = json.loads(canonical(found.content)), found.head.sha256
    printed = json.loads(app.test_cli_runner().invoke(audit_command, ["--signed", id_]).stdout)
    assert printed.pop("sha256") == sha256
    assert printed == content
    assert printed["format"] == "careplan-audit/1"
    assert printed["signed"]["by"]["name"] == "Mo Manager"


@pytest.mark.usefixtures("at_head")
def test_the_command_knows_no_other_signed_audit(app: Flask, house) -> None:
    found = app.test_cli_runner().invoke(audit_command, ["--signed", "nothing"])
    assert (found.exit_code, len(found.stderr.splitlines())) == (2, 1)


def result_of_4_5(house: SimpleNamespace, on: date) -> str:
    found = audited(request(house, on), house.services).result("4.5")
    assert found is not None
    return f"{found.figure.part} of {found.figure.whole}" if found.figure else "none"


def test_an_audit_with_findings_and_actions_counts_for_4_5(app: Flask, as_manager: Browser, caseload) -> None:
    with app.app_context():
        assert result_of_4_5(caseload, today()) == "0 of 1"
    id_ = signed_by_page(as_manager, caseload)
    with app.app_context():
        assert result_of_4_5(caseload, today()) == "1 of 1"
        assert result_of_4_5(caseload, today() - timedelta(days=1)) == "0 of 1"
        row = db.session.scalars(select(ClinicalAudit)).one()
        assert row.id == db.session.get_one(SignedAudit, id_).clinical_audit_id
        assert row.signed_off_by == "Mo Manager, Service manager"
        assert db.session.scalars(select(ActionLine)).one().signed_audit_id == id_


def test_an_audit_without_an_action_does_not_count_for_4_5(app: Flask, as_manager: Browser, caseload) -> None:
    sent = ENTERED | {"no_action": "Nothing can be done here"}
    shown = as_manager.post(path(caseload), data=sent)
    assert "it does not count for question 4.5" in shown.text
    assert as_manager.post(path(caseload), data=sent | SIGNED | {"seen": seen(shown.text)}).status_code == 303
    with app.app_context():
        assert result_of_4_5(caseload, today()) == "0 of 1"
        assert db.session.scalars(select(SignedAudit)).one().clinical_audit_id is None


@pytest.mark.parametrize(("findings", "reason"), [((), "none"), ((FindingWords(None, "One"),), None)])
def test_the_action_itself_refuses_an_audit_that_says_nothing(
    app: Flask, caseload, findings: tuple[FindingWords, ...], reason: str | None
) -> None:
    with app.app_context():
        empty: tuple[Planned, ...] = ()
        said = Signature("T", "S", caseload.manager, "Mo", "manager", now(), {}, findings, empty, reason)
        with pytest.raises(Unsaid):
            sign(
                by=caseload.actors.manager,
                report=audited(request(caseload), caseload.services),
                signature=said,
                on=today(),
            )


def test_the_list_of_signed_audits_shows_own_services_alone(
    as_manager: Browser, charlie: Browser, caseload
) -> None:
    id_ = signed_by_page(as_manager, caseload)
    assert "Supervision" in as_manager.get("/signed-audits").text
    assert "Supervision" not in charlie.get("/signed-audits").text
    for more in ("", "/4.3a/records"):
        assert charlie.get(f"/signed-audits/{id_}{more}").status_code == 404


def test_the_form_on_the_page_can_be_sent_as_a_browser_does(as_manager: Browser, caseload) -> None:
    (form,) = on_page(as_manager, path(caseload))
    filled = {name: values[0] for name, values in form.data().items()} | ENTERED | ACTION
    assert as_manager.post(path(caseload), data=filled).status_code == 200
