"""The manager's pages: answering, giving evidence, and what stands at a service."""

import io
import re
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from careplan.governance.models import Evidence, Return
from careplan.governance.registers import REGISTERS, ClinicalAudit, Incident, Post, ServicePolicy
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.staff.models import Service
from careplan.trail.models import TrailEntry
from tests.conftest import Browser
from tests.factories.governance import PostFactory, ReturnFactory, ServicePolicyFactory
from tests.walk import on_page

PDF = b"%PDF-1.7 fictitious"


@pytest.fixture
def at(house: SimpleNamespace) -> str:
    return f"/evidence/service/{house.service}"


@pytest.fixture
def partnership(app: Flask, house: SimpleNamespace) -> str:
    with app.app_context():
        return f"/evidence/partnership/{db.session.get_one(Service, house.service).partnership_id}"


def day(name: str, on: date) -> dict[str, str]:
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def rows(app: Flask, model: type[Any]) -> list[Any]:
    with app.app_context():
        return list(db.session.scalars(select(model).order_by(model.id)))


def given(app: Flask) -> dict[str, str]:
    return {row.key: row.value for row in rows(app, Return) if row.superseded_at is None}


def send(browser: Browser, path: str, **values: Any) -> Any:
    form = on_page(browser, path)[0]
    return browser.post(path, data=form.data() | values)


def test_what_is_kept_of_a_service_is_headed_by_its_name(as_manager: Browser, at: str) -> None:
    heads = re.findall(r'columnheader">(.*?)</th>', as_manager.get("/evidence").text)
    assert heads[5:] == ["Service", *(register.title for register in REGISTERS)]


def test_a_manager_sees_what_waits_for_an_answer(as_manager: Browser, at: str) -> None:
    assert "Northgate Test Service" in as_manager.get("/evidence").text
    page = as_manager.get(at).text
    assert "1.1 Are the seven elements in the service level agreement" in page
    assert "No answer" in page


@pytest.mark.parametrize(
    ("question", "sent", "kept"),
    [
        ("1.1", {"sla_provider": ["aims", "definition"]}, {"sla.provider": "definition aims"}),
        ("2.1", {"wait_reported_days": "12.50"}, {"wait.reported_days": "12.5"}),
        ("6.4", {"caseload_system": "no"}, {"caseload.system": "no"}),
        ("7.1", {"involvement": "none"}, {"involvement": "none"}),
        (
            "10.4",
            {"review_first_months": "3", "review_then_months": "6"},
            {"review.first_months": "3", "review.then_months": "6"},
        ),
    ],
)
def test_a_service_answers_in_the_form_of_the_question(
    app: Flask, as_manager: Browser, at: str, question: str, sent: dict[str, Any], kept: dict[str, str]
) -> None:
    assert send(as_manager, f"{at}/{question}", **sent).status_code == 303
    assert given(app) == kept


@pytest.mark.parametrize(
    ("question", "sent", "kept"),
    [
        (
            "2.2",
            {"practices_access": "4", "practices_all": "4"},
            {"practices.access": "4", "practices.all": "4"},
        ),
        ("7.3", {"planning": "none"}, {"planning": "none"}),
        (
            "7.2",
            {"directory_published": "yes", **day("directory_updated_on", date(2026, 2, 3))},
            {"directory.published": "yes", "directory.updated_on": "2026-02-03"},
        ),
    ],
)
def test_a_partnership_is_answered_for_by_the_manager_of_any_of_its_services(
    app: Flask,
    as_manager: Browser,
    charlie: Browser,
    partnership: str,
    question: str,
    sent: dict[str, Any],
    kept: dict[str, str],
) -> None:
    assert send(as_manager, f"{partnership}/{question}", **sent).status_code == 303
    assert given(app) == kept
    assert "Mo Manager" in charlie.get(f"{partnership}/{question}").text


@pytest.mark.parametrize(
    ("question", "sent", "sentence"),
    [
        ("6.5", {"feedback_positive": "41", "feedback_respondents": "40"}, "cannot be more than all answers"),
        ("6.5", {"feedback_positive": "4"}, "Enter how many answers there were"),
        ("6.5", {"feedback_positive": "four", "feedback_respondents": "40"}, "must be a whole number"),
        ("10.4", {"review_first_months": "3.5", "review_then_months": "6"}, "must be a whole number"),
        ("7.1", {"involvement": ["none", "forum"]}, "not both"),
        ("7.1", {"involvement": ["lunch"]}, "Select from the list"),
        ("6.4", {}, "Select yes if there is a caseload management system"),
        ("1.1", {}, "Enter an answer"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_at_its_field(
    app: Flask, as_manager: Browser, at: str, question: str, sent: dict[str, Any], sentence: str
) -> None:
    answer = send(as_manager, f"{at}/{question}", **sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert given(app) == {}


def test_todays_answer_is_changed_with_a_reason_only(app: Flask, as_manager: Browser, at: str) -> None:
    send(as_manager, f"{at}/6.4", caseload_system="yes")
    refused = send(as_manager, f"{at}/6.4", caseload_system="no")
    assert (refused.status_code, given(app)) == (422, {"caseload.system": "yes"})
    send(as_manager, f"{at}/6.4", caseload_system="no", reason="asked the team again")
    assert given(app) == {"caseload.system": "no"}
    assert "asked the team again" in as_manager.get(f"{at}/6.4").text


def test_an_answer_once_given_is_not_emptied(app: Flask, house, as_manager: Browser, at: str) -> None:
    with app.app_context():
        for side in ("provider", "commissioner"):
            ReturnFactory(unit_id=house.service, question="1.1", key=f"sla.{side}", value="aims")
        db.session.commit()
    answer = send(as_manager, f"{at}/1.1", sla_provider=[], sla_commissioner=["aims"])
    assert (answer.status_code, "cannot be left empty" in answer.text) == (422, True)


def test_an_answer_given_meanwhile_is_shown_beside_the_own(
    app: Flask, house, as_manager: Browser, at: str
) -> None:
    form = on_page(as_manager, f"{at}/6.4")[0]
    with app.app_context():
        ReturnFactory(unit_id=house.service, recorded_on=today())
        db.session.commit()
    answer = as_manager.post(f"{at}/6.4", data=form.data() | {"caseload_system": "no"})
    assert answer.status_code == 409
    assert given(app) == {"caseload.system": "yes"}


def test_a_question_that_the_unit_is_not_asked_is_not_found(
    as_manager: Browser, at: str, partnership: str
) -> None:
    assert as_manager.get(f"{at}/5.3").status_code == 404  # a voluntary provider
    assert as_manager.get(f"{at}/2.2").status_code == 404
    assert as_manager.get(f"{partnership}/6.4").status_code == 404


def document(name: str = "agreement.pdf", content: bytes = PDF, **values: Any) -> dict[str, Any]:
    return {"title": "Agreement", "kind": "document", "document": (io.BytesIO(content), name)} | values


def test_a_document_comes_back_as_it_was_and_is_never_opened_inside(
    app: Flask, as_manager: Browser, charlie: Browser, at: str
) -> None:
    assert send(as_manager, f"{at}/6.4/give", **document("..\\Vertrag ü.pdf")).status_code == 303
    row = rows(app, Evidence)[0]
    answer = as_manager.get(f"/evidence/documents/{row.id}")
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "Vertrag%20%C3%BC.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert charlie.get(f"/evidence/documents/{row.id}").status_code == 404


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (document(content=b"MZ\x90"), "not what its name says"),
        (document("agreement.exe"), "must be one of these"),
        (document(content=b""), "The document is empty"),
        (document("a\u202efdp.pdf"), "The name of the file cannot be kept"),
        (document(document=(io.BytesIO(b""), "")), "Choose the document"),
        (document(title=""), "Choose the document again"),
        ({"title": "A", "kind": "link", "url": ""}, "Enter the link"),
        ({"title": "A", "kind": "link", "url": "http://example.org"}, "Enter a link that begins with https://"),
        ({"title": "A", "kind": "link", "url": "javascript:alert(1)"}, "Enter a link that begins with https://"),
        ({"title": "A", "kind": "link", "url": "https://user:word@example.org/"}, "Enter a link"),
        ({"title": "A"}, "Select whether it is a document or a link"),
    ],
)  # fmt: skip
def test_evidence_that_cannot_be_kept_is_refused_at_its_field(
    app: Flask, as_manager: Browser, at: str, sent: dict[str, Any], sentence: str
) -> None:
    answer = send(as_manager, f"{at}/6.4/give", **sent)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert rows(app, Evidence) == []


def test_evidence_expires_after_today(as_manager: Browser, at: str) -> None:
    answer = send(as_manager, f"{at}/6.4/give", **document(**day("expires_on", today())))
    assert (answer.status_code, "must be after today" in answer.text) == (422, True)


def test_an_answer_is_claimed_until_evidence_is_given_and_after_it_is_withdrawn(
    app: Flask, as_manager: Browser, at: str
) -> None:
    send(as_manager, f"{at}/6.4", caseload_system="yes")
    assert "Claimed: no evidence" in as_manager.get(f"{at}/6.4").text
    link = {"title": "Handbook", "kind": "link", "url": "https://example.org/handbook"}
    send(as_manager, f"{at}/6.4/give", **link, **day("expires_on", today() + timedelta(days=400)))
    assert "Evidence is here" in as_manager.get(f"{at}/6.4").text
    withdrawing = f"/evidence/withdraw/{rows(app, Evidence)[0].id}"
    assert send(as_manager, withdrawing, reason="an old edition").status_code == 303
    page = as_manager.get(f"{at}/6.4").text
    assert "Claimed: no evidence" in page
    assert "Withdrawn by Mo Manager: an old edition" in page


def test_a_policy_is_recorded_once_a_day_and_shown_by_its_state(
    app: Flask, house, as_manager: Browser
) -> None:
    there = f"/evidence/of/{house.service}/policies"
    assert as_manager.get(there).text.count("Missing") == 11
    approved = {"policy": "prescribing", **day("approved_on", today())}
    due = day("review_due_on", today() + timedelta(days=700))
    assert send(as_manager, f"{there}/new", **approved, **due).status_code == 303
    assert as_manager.get(there).text.count("Missing") == 10
    again = send(as_manager, f"{there}/new", **approved, **due, write_again="yes")
    assert (again.status_code, "recorded already" in again.text) == (422, True)
    assert len(rows(app, ServicePolicy)) == 1


def test_a_review_is_due_after_the_approval(house, as_manager: Browser) -> None:
    both = day("approved_on", today()) | day("review_due_on", today())
    answer = send(as_manager, f"/evidence/of/{house.service}/policies/new", policy="prescribing", **both)
    assert (answer.status_code, "must be after the day it was approved" in answer.text) == (422, True)


def test_a_post_that_falls_vacant_is_corrected(app: Flask, house, as_manager: Browser) -> None:
    there = f"/evidence/of/{house.service}/posts"
    posted = {
        "role": "practitioner",
        "established_wte": "0.5",
        "status": "filled",
        "worker_id": house.keyworker,
    }
    assert send(as_manager, f"{there}/new", **posted).status_code == 303
    row = rows(app, Post)[0]
    changed = {"status": "vacant", "worker_id": "", "why": "Kay left"}
    assert send(as_manager, f"{there}/{row.id}", **changed).status_code == 303
    assert [one.status for one in rows(app, Post) if one.superseded_at is None] == ["vacant"]
    assert "Kay left" in as_manager.get(there).text


def test_nobody_stands_in_a_vacant_post(house, as_manager: Browser) -> None:
    posted = {"role": "doctor", "established_wte": "1", "status": "vacant", "worker_id": house.keyworker}
    answer = send(as_manager, f"/evidence/of/{house.service}/posts/new", **posted)
    assert (answer.status_code, "Nobody stands in a vacant post" in answer.text) == (422, True)


def test_a_row_corrected_meanwhile_is_not_corrected_again(app: Flask, house, as_manager: Browser) -> None:
    with app.app_context():
        row_id = PostFactory(service_id=house.service).id
        db.session.commit()
    path = f"/evidence/of/{house.service}/posts/{row_id}"
    form = on_page(as_manager, path)[0].data()
    as_manager.post(path, data=form | {"status": "vacant", "worker_id": "", "why": "left"})
    late = as_manager.post(path, data=form | {"status": "temporary", "why": "cover", "submission": "other"})
    assert late.status_code == 409
    assert len(rows(app, Post)) == 2


def test_a_clinical_audit_is_recorded(app: Flask, house, as_manager: Browser) -> None:
    audit = {"title": "Doses", "signed_off_by": "Dr Pria Prescriber", **day("completed_on", today())}
    assert send(as_manager, f"/evidence/of/{house.service}/clinical-audits/new", **audit).status_code == 303
    assert [row.title for row in rows(app, ClinicalAudit)] == ["Doses"]


def incident(**values: Any) -> dict[str, Any]:
    return {"kind": "overdose", "severity": "moderate", **day("happened_on", today()), **values}


def test_an_incident_names_a_client_of_the_service_only(app: Flask, house, as_manager: Browser) -> None:
    there = f"/evidence/of/{house.service}/incidents"
    assert send(as_manager, f"{there}/new", **incident(client_id=house.client)).status_code == 303
    assert [row.client_id for row in rows(app, Incident)] == [house.client]
    for stranger in (house.other_client, "9990000026", "Otto Elsewhere"):
        answer = send(as_manager, f"{there}/new", **incident(client_id=stranger))
        assert (answer.status_code, "No client of this service" in answer.text) == (422, True)


def test_opening_the_incidents_tells_the_trail_whose_names_were_shown(
    app: Flask, house, as_manager: Browser
) -> None:
    there = f"/evidence/of/{house.service}/incidents"
    send(as_manager, f"{there}/new", **incident(client_id=house.client))
    as_manager.get(there)
    (entry,) = [one for one in rows(app, TrailEntry) if one.action == "incident.list_opened"]
    assert (entry.actor, entry.service_id) == (house.manager, house.service)
    assert entry.detail == {"page": 1, "episodes": [house.episode]}


def test_an_outsider_who_asks_for_the_incidents_leaves_nothing_in_the_trail(
    app: Flask, house, charlie: Browser
) -> None:
    assert charlie.get(f"/evidence/of/{house.service}/incidents").status_code == 404
    assert not [one for one in rows(app, TrailEntry) if one.service_id == house.service]


def test_an_incident_is_not_before_the_clients_birth(house, as_manager: Browser) -> None:
    early = incident(client_id=house.client, **day("happened_on", date(1901, 1, 1)))
    answer = send(as_manager, f"/evidence/of/{house.service}/incidents/new", **early)
    assert (answer.status_code, "before this client’s birth" in answer.text) == (422, True)


def test_a_mistaken_row_is_taken_out_with_a_reason(app: Flask, house, as_manager: Browser) -> None:
    with app.app_context():
        row_id = ServicePolicyFactory(service_id=house.service).id
        db.session.commit()
    path = f"/evidence/of/{house.service}/policies/{row_id}/remove"
    assert send(as_manager, path, why="of another service").status_code == 303
    assert "Struck out" in as_manager.get(f"/evidence/of/{house.service}/policies").text


def test_the_first_page_asks_as_few_statements_for_many_answers(
    app: Flask, house, as_manager: Browser, statements: list[str]
) -> None:
    as_manager.get("/evidence")
    statements.clear()
    as_manager.get("/evidence")
    few = len(statements)
    with app.app_context():
        for number in range(20):
            ReturnFactory(unit_id=house.service, recorded_on=date(2020, 1, 1) + timedelta(days=number))
        db.session.commit()
    statements.clear()
    as_manager.get("/evidence")
    assert len(statements) == few


def test_a_page_number_beyond_the_list_shows_its_last_page(app: Flask, as_manager: Browser, house) -> None:
    with app.app_context():
        for _ in range(26):
            PostFactory(service_id=house.service)
        db.session.commit()
    there = f"/evidence/of/{house.service}/posts"
    last = as_manager.get(f"{there}?page=2").text
    assert as_manager.get(f"{there}?page=9").text.count(">Correct<") == last.count(">Correct<") == 1


def test_an_approval_that_another_replaced_is_corrected_too(app: Flask, as_manager: Browser, house) -> None:
    with app.app_context():
        old = ServicePolicyFactory(service_id=house.service, approved_on=date(2022, 3, 1)).id
        now = ServicePolicyFactory(service_id=house.service, approved_on=date(2025, 3, 1)).id
        ahead = ServicePolicyFactory(service_id=house.service, approved_on=today() + timedelta(days=9)).id
        db.session.commit()
    page = as_manager.get(f"/evidence/of/{house.service}/policies").text
    assert "Other approvals" in page
    for id_ in (old, now, ahead):
        assert page.count(f'/policies/{id_}"') == 1
        assert as_manager.get(f"/evidence/of/{house.service}/policies/{id_}").status_code == 200


def test_nobody_types_totals_of_clients_experience_any_more(
    app: Flask, as_manager: Browser, house: SimpleNamespace, at: str
) -> None:
    with app.app_context():
        told = {"experience.positive": "31", "experience.respondents": "40"}
        for key, value in told.items():
            ReturnFactory(
                unit_id=house.service, question="7.4", key=key, value=value, recorded_on=date(2025, 2, 3)
            )
        db.session.commit()
    page = as_manager.get(f"{at}/7.4").text
    assert "Save answer" not in page
    assert "31" in page
    assert f"/survey/{house.service}" in page
    assert "Total typed before the survey:" in as_manager.get(at).text
    sent = {"experience_positive": "39", "experience_respondents": "40"}
    answer = as_manager.post(f"{at}/7.4", data=sent)
    assert answer.status_code == 422
    assert "Totals are no longer typed here" in answer.text
    assert given(app) == told
