"""From the audit to the form that mends a record, and back: the way back can only lead to pages of the audit."""

from datetime import date
from re import findall
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from flask import Flask

from careplan.ground.clock import today
from careplan.ground.db import db
from tests.conftest import Browser
from tests.factories import clients, governance, plans
from tests.test_pages import faults


@pytest.fixture
def mended(app: Flask, house: SimpleNamespace) -> SimpleNamespace:
    """A client in treatment with an agreed plan of which no copy was offered, and a service without a policy."""
    with app.app_context():
        client = clients.ClientFactory(last_name="Fictitious", nhs_number=None)
        episode = clients.EpisodeFactory(
            client=client, service_id=house.service, referred_on=date(2025, 6, 1)
        )
        clients.InterventionFactory(
            episode=episode,
            referred_on=date(2025, 6, 1),
            first_offered_on=date(2025, 6, 9),
            started_on=date(2025, 7, 1),
        )
        plan = plans.CarePlanFactory(episode=episode, drafted_on=date(2025, 8, 1))
        plans.GoalFactory(plan=plan)
        plan.agreed_on, plan.agreement = date(2025, 8, 1), "signed"
        db.session.commit()
        return SimpleNamespace(**vars(house) | {"episode": episode.id, "plan": plan.id})


def led(page: str, ending: str) -> str:
    """The link of the page whose path ends so."""
    (found,) = {href for href in findall(r'href="([^"]+)"', page) if href.split("?")[0].endswith(ending)}
    return found.replace("&amp;", "&")


def worklist(house: SimpleNamespace) -> str:
    return f"/audit/{house.service}/worklist"


def test_the_worklist_leads_to_the_form_and_the_saved_form_leads_back(
    as_manager: Browser, mended: SimpleNamespace
) -> None:
    there = led(as_manager.get(worklist(mended)).text, "/copy")
    form = as_manager.get(there)
    assert (form.status_code, form.location) == (
        303,
        f"/record/{mended.episode}/care-plan/{mended.plan}/copy",
    )
    page = as_manager.get(form.location).text
    assert f'href="{worklist(mended)}">Back to the worklist of the audit</a>' in page
    assert faults(page) == []
    on = today()
    sent = {
        "offered_on-day": on.day,
        "offered_on-month": on.month,
        "offered_on-year": on.year,
        "taken": "paper",
    }
    refused = as_manager.post(form.location, data={"taken": ""})
    assert (refused.status_code, "Back to the worklist of the audit" in refused.text) == (422, True)
    saved = as_manager.post(form.location, data=sent)
    assert (saved.status_code, saved.location) == (303, worklist(mended))
    again = as_manager.get(saved.location).text
    assert "Offer of a copy recorded." in again
    assert "Back to the worklist" not in again
    assert " of the audit" not in as_manager.get(f"/record/{mended.episode}/care-plan").text


def test_a_page_with_several_forms_keeps_the_way_back_within_the_record_alone(
    as_manager: Browser, mended: SimpleNamespace
) -> None:
    listed = f"/audit/{mended.service}/{today()}/cp8/records?part=missed"
    there = led(as_manager.get(listed).text, "/assessments")
    as_manager.get(there)
    for page in ("assessments", "care-plan", "risk"):
        text = as_manager.get(f"/record/{mended.episode}/{page}").text
        assert f'href="{listed}">Back to the list in the audit</a>' in text
    assert "Back to the list" not in as_manager.get("/").text
    started = as_manager.post(f"/record/{mended.episode}/assessments", data={"kind": "risk"})
    assert started.status_code == 303
    assert f"/record/{mended.episode}/assessments/" in started.location
    as_manager.get(listed)
    assert "Back to the list" not in as_manager.get(f"/record/{mended.episode}/risk").text


def test_an_answer_and_a_policy_are_given_from_the_audit_and_lead_back(
    app: Flask, as_manager: Browser, mended: SimpleNamespace
) -> None:
    report = f"/audit/{mended.service}/{today()}"
    page = as_manager.get(report).text
    form = as_manager.get(led(page, "/6.4")).location
    saved = as_manager.post(form, data={"caseload_system": "yes"})
    assert (saved.status_code, saved.location) == (303, report)
    listed = f"{report}/5.1/records?part=missed"
    hrefs = findall(r'href="([^"]+policies/new[^"]*)"', as_manager.get(listed).text)
    there = next(href for href in hrefs if "policy=complaints_practice_protocols" in href).replace(
        "&amp;", "&"
    )
    form = as_manager.get(there).location
    assert 'value="complaints_practice_protocols" selected' in as_manager.get(form).text
    on = today()
    sent = {"policy": "complaints_practice_protocols"}
    for name, year in (("approved_on", on.year), ("review_due_on", on.year + 1)):
        sent |= {f"{name}-day": "1", f"{name}-month": "1", f"{name}-year": str(year)}
    saved = as_manager.post(form.split("?")[0], data=sent)
    assert (saved.status_code, saved.location) == (303, listed)


def test_the_worklist_leads_from_a_policy_to_its_form(
    app: Flask, as_manager: Browser, mended: SimpleNamespace
) -> None:
    with app.app_context():
        for policy in ("prescribing", "prescribing_review", "adverse_incidents", "risk_assessment_protocols"):
            governance.ServicePolicyFactory(service_id=mended.service, policy=policy)
        db.session.commit()
    page = as_manager.get(worklist(mended)).text
    assert "policies/new?policy=methadone_titration" in page


def test_a_line_of_the_worklist_without_records_leads_to_the_answer(
    app: Flask, as_manager: Browser, mended: SimpleNamespace
) -> None:
    with app.app_context():
        given = {"question": "7.1", "key": "involvement", "value": "financial"}
        governance.ReturnFactory(unit_id=mended.service, **given)
        db.session.commit()
    page = as_manager.get(worklist(mended)).text
    line = page.split("kind of support for involvement")[1].split("app-worklist__line")[0]
    assert led(line, f"/evidence/service/{mended.service}/7.1")


def test_a_missing_mid_point_leads_to_where_it_is_set(as_manager: Browser, mended: SimpleNamespace) -> None:
    report = f"/audit/{mended.service}/{today()}"
    found = as_manager.get(report).text.split('aria-labelledby="m-11.1"')[1].split("</section>")[0]
    there = led(found, f"/midpoints/{mended.service}")
    assert as_manager.get(there).location == f"/midpoints/{mended.service}"
    sent = {"measure": "11.1", "percent": "75", "source": "National report"}
    saved = as_manager.post(f"/midpoints/{mended.service}", data=sent)
    assert (saved.status_code, saved.location) == (303, report)


EVIL = [
    "https://elsewhere.example/",
    "//elsewhere.example/audit",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "javascript:alert(1)",
    "/audit/x\r\nSet-Cookie: a=b",
    "/sign-out",
    "/record/{0}",
    "/audit/" + "x" * 400 + "/2026-01-01",
    "audit",
    "",
    "http:///audit",
    "/audit/../sign-out",
    "/audit/%2e%2E/sign-out",
]


@pytest.mark.parametrize("back", EVIL)
def test_back_leads_nowhere_but_to_pages_of_the_audit(
    as_manager: Browser, mended: SimpleNamespace, back: str
) -> None:
    path = f"/record/{mended.episode}/care-plan/{mended.plan}/copy"
    asked = as_manager.get(f"{path}?back={quote(back.format(mended.episode))}")
    assert (asked.status_code, asked.location) == (303, path)
    assert " of the audit" not in as_manager.get(path).text
    on = today()
    sent = {
        "offered_on-day": on.day,
        "offered_on-month": on.month,
        "offered_on-year": on.year,
        "taken": "paper",
    }
    assert as_manager.post(path, data=sent).location == f"/record/{mended.episode}/care-plan"


def test_a_page_of_another_service_stays_closed_whatever_leads_there(
    as_manager: Browser, charlie: Browser, mended: SimpleNamespace
) -> None:
    path = f"/record/{mended.episode}/care-plan"
    answer = charlie.get(f"{path}?back=/audit", follow_redirects=True)
    assert answer.status_code == 404
