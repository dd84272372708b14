"""A partnership's pages: who may choose it, pooled figures beside each service's bands, lists that name the service."""

from datetime import date, timedelta
from re import findall, sub
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import select

from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.trail.models import TrailEntry
from tests.conftest import Browser
from tests.factories import clients, governance, plans, prescribing
from tests.factories.audit import ActionLineFactory
from tests.factories.staff import MembershipFactory, ServiceFactory
from tests.test_pages import faults

ON = date(2026, 3, 31)
PAGES = ((), ("items",), ("pictures",), ("4.3a", "records"), ("4.3a", "run-chart"))


def path(house: SimpleNamespace, *more: str, on: date = ON) -> str:
    return "/".join(("/audit/partnerships", house.partnership, on.isoformat(), *more))


def also(app: Flask, worker: str, service: str, role: str) -> None:
    with app.app_context():
        MembershipFactory(worker_id=worker, service_id=service, role=role)
        db.session.commit()


@pytest.fixture
def pooled(app: Flask, audited: SimpleNamespace) -> SimpleNamespace:
    """Beside the eight audited clients three at the other service, one of them supervised daily."""
    with app.app_context():
        for n in range(3):
            client = clients.ClientFactory(last_name=f"Pooled{n}", nhs_number=None)
            episode = clients.EpisodeFactory(client=client, service_id=audited.other_service)
            clients.InterventionFactory(episode=episode, started_on=date(2025, 7, 1))
            course = prescribing.CourseFactory(episode=episode, first_dose_on=date(2026, 3, 1))
            prescribing.DoseOrderFactory(course=course, effective_on=date(2026, 3, 1), phase="maintenance")
            prescribing.RegimenFactory(
                course=course, effective_on=date(2026, 3, 1), collect="1111111",
                supervised="1111111" if n == 0 else "1000000",
            )  # fmt: skip
            plan = plans.CarePlanFactory(episode=episode, drafted_on=date(2025, 8, 1))
            plans.GoalFactory(plan=plan)
            plan.agreed_on, plan.agreement = date(2025, 8, 1), "signed"
        for key, value in (("directory.published", "yes"), ("directory.formats", "no")):
            governance.ReturnFactory(
                level="partnership", unit_id=audited.partnership, question="7.2", key=key, value=value
            )
        governance.ReturnFactory(
            level="partnership",
            unit_id=audited.partnership,
            question="6.2",
            key="doctor.specialist",
            value="no",
        )
        governance.ReturnFactory(unit_id=audited.service, value="no")
        governance.ReturnFactory(unit_id=audited.other_service, value="yes")
        db.session.commit()
    return audited


@pytest.fixture
def as_both(app: Flask, as_manager: Browser, pooled: SimpleNamespace) -> Browser:
    """Mo Manager, now of both services of the partnership."""
    also(app, pooled.manager, pooled.other_service, "manager")
    return as_manager


def section(page: str, measure: str) -> str:
    """The words of one measure."""
    found = page.split(f'aria-labelledby="m-{measure}"')[1].split("</section>")[0]
    return " ".join(sub("<[^>]*>", " ", found).split())


def test_a_partnership_is_offered_to_who_may_read_every_one_of_its_services(
    app: Flask, as_manager: Browser, house
) -> None:
    assert "all its services together" not in as_manager.get("/audit").text
    also(app, house.manager, house.other_service, "keyworker")
    assert "all its services together" not in as_manager.get("/audit").text
    also(app, house.manager, house.other_service, "manager")
    page = as_manager.get("/audit").text
    assert f'value="partnership:{house.partnership}"' in page
    assert faults(page) == []


def test_the_form_leads_to_the_partnership(as_both: Browser, pooled) -> None:
    sent = {"census-day": "31", "census-month": "3", "census-year": "2026"}
    answer = as_both.get("/audit", query_string=sent | {"unit": f"partnership:{pooled.partnership}"})
    assert (answer.status_code, answer.location) == (303, path(pooled))


@pytest.mark.parametrize("more", PAGES)
def test_a_partnership_that_is_held_in_part_is_not_found(
    app: Flask, as_manager: Browser, as_auditor: Browser, charlie: Browser, pooled, more: tuple[str, ...]
) -> None:
    for who in (as_manager, charlie):
        assert who.get(path(pooled, *more)).status_code == 404
    assert as_auditor.get(path(pooled, *more)).status_code in (403, 404)
    with app.app_context():
        ServiceFactory(partnership_id=pooled.partnership)
        db.session.commit()
    also(app, pooled.manager, pooled.other_service, "manager")
    assert as_manager.get(path(pooled, *more)).status_code == 404


@pytest.mark.parametrize("partnership", ["elsewhere", "%00", "%F0%9F%92%8A", "%ED%A0%80", "x" * 5000])
def test_a_partnership_that_cannot_be_is_not_found(as_both: Browser, pooled, partnership: str) -> None:
    assert as_both.get(f"/audit/partnerships/{partnership}/2026-03-31").status_code == 404
    assert as_both.get(f"/audit/partnerships/{pooled.service}/2026-03-31").status_code == 404


def test_records_are_pooled_and_services_counted(as_both: Browser, pooled) -> None:
    page = as_both.get(path(pooled)).text
    assert faults(page) == []
    supervised = section(page, "4.3a")
    assert "6 of 10 (60.0%)" in supervised
    assert "2 services with a band of their own, 1 of them weak" in supervised
    assert "1 of 2" in section(page, "6.4")
    assert "judged for a partnership only" not in page


def test_the_services_stand_in_a_table_that_leads_to_their_reports(as_both: Browser, pooled) -> None:
    page = as_both.get(path(pooled)).text
    table = page.split('id="services"')[1].split("</table>")[0]
    for service in (pooled.service, pooled.other_service):
        href = f"/audit/{service}/2026-03-31"
        assert f'href="{href}"' in table
        found = findall(rf'href="{href}#(c[0-9]+)">([a-z ]+)<', table)
        own = as_both.get(href).text
        summary = findall(r'nhsuk-tag--[a-z]+">([a-z ]+)<', own.split('id="summary"')[1].split("</table>")[0])
        assert [band for _, band in found] == summary
        assert len(found) == 11


def test_what_only_a_partnership_answers_is_judged_and_opens(as_both: Browser, pooled) -> None:
    page = as_both.get(path(pooled)).text
    assert "weak" in section(page, "6.2")
    assert "good" in section(page, "7.2")
    assert "no answer was given" in section(page, "2.2")
    shown = as_both.get(path(pooled, "6.2", "records")).text
    assert "Testshire drug partnership" in shown
    assert "answered no" in shown
    assert "Open the answer and its evidence" in shown


def test_every_link_of_the_partnership_opens(as_both: Browser, pooled) -> None:
    pages = [as_both.get(path(pooled, *more)).text for more in ((), ("items",), ("pictures",))]
    links = {link.replace("&amp;", "&") for page in pages for link in findall(r'href="(/[^"#]+)', page)}
    lists = [link for link in links if "/records" in link]
    assert len(lists) > 20
    for link in links - set(sorted(lists)[::2]):
        answer = as_both.get(link)
        assert answer.status_code in (200, 303), link
        assert b"No records in this list" not in answer.data, link


def test_a_list_names_the_service_of_each_record_and_is_written_to_the_trail(
    app: Flask, as_both: Browser, pooled
) -> None:
    page = as_both.get(path(pooled, "4.3a", "records") + "?part=missed").text
    assert faults(page) == []
    rows = [" ".join(sub("<[^>]*>", " ", row).split()) for row in findall(r"(?s)<tr.*?</tr>", page)]
    assert any("FICTITIOUS05" in row and "Northgate Test Service" in row for row in rows)
    assert any("POOLED1" in row and "Riverside Test Service" in row for row in rows)
    with app.app_context():
        (entry,) = db.session.scalars(
            select(TrailEntry).where(TrailEntry.action == "audit.list_opened")
        ).all()
    assert (entry.subject, entry.service_id) == (f"partnerships:{pooled.partnership}", None)
    assert entry.detail["services"] == sorted([pooled.service, pooled.other_service])
    assert len(entry.detail["episodes"]) == 4


def test_an_auditor_of_every_service_sees_stars_and_no_client(
    app: Flask, as_auditor: Browser, pooled
) -> None:
    also(app, pooled.auditor, pooled.other_service, "auditor")
    for more in ((), ("items",), ("pictures",)):
        answer = as_auditor.get(path(pooled, *more))
        assert (answer.status_code, faults(answer.text)) == (200, [])
        assert "/records" not in answer.text
        assert "FICTITIOUS0" not in answer.text.upper()
    page = as_auditor.get(path(pooled)).text
    assert " * hidden" in section(page, "4.3a")
    assert "6 of 10" not in page
    assert as_auditor.get(path(pooled, "4.3a", "records")).status_code == 403
    assert as_auditor.get(path(pooled, on=ON - timedelta(days=1))).status_code == 303


def test_who_manages_one_service_and_audits_the_other_opens_no_list_of_both(
    app: Flask, as_manager: Browser, pooled
) -> None:
    also(app, pooled.manager, pooled.other_service, "auditor")
    page = as_manager.get(path(pooled)).text
    assert "/records" not in page
    assert "6 of 10" not in page
    table = page.split('id="services"')[1].split("</table>")[0]
    own = findall(rf'href="/audit/{pooled.service}/2026-03-31#c04">([a-z *]+)<', table)
    other = findall(rf'href="/audit/{pooled.other_service}/2026-03-31#c04">([a-z *]+)<', table)
    assert (own, other) == (["fair"], ["*"])
    assert as_manager.get(path(pooled, "4.3a", "records")).status_code == 404


def test_a_partnership_is_taken_away_in_every_form(app: Flask, as_both: Browser, pooled) -> None:
    for kind in ("csv", "schema", "xlsx"):
        assert as_both.get(path(pooled, "file", kind)).status_code == 200
    printed = as_both.get(path(pooled, "print")).text
    assert faults(printed) == []
    assert "1 of 2 services with a band are weak" in printed
    assert as_both.post(path(pooled, "pack")).data.startswith(b"PK")
    with app.app_context():
        (entry,) = db.session.scalars(select(TrailEntry).where(TrailEntry.action == "audit.pack_built")).all()
    assert (entry.subject, entry.service_id) == (f"partnerships:{pooled.partnership}", None)


def test_before_the_first_record_there_is_no_data_and_no_error(as_both: Browser, pooled) -> None:
    for more in ((), ("items",), ("pictures",)):
        answer = as_both.get(path(pooled, *more, on=date(1902, 1, 1)))
        assert (answer.status_code, faults(answer.text)) == (200, [])
    page = as_both.get(path(pooled, on=date(1902, 1, 1))).text
    assert "Overall rating: none" in page
    assert "is an indication" not in page
    assert 'nhsuk-tag--red">weak' not in page
    assert section(page, "4.3a").count("no cases") >= 1
    own = as_both.get(f"/audit/{pooled.service}/1902-01-01")
    assert (own.status_code, "Overall indication: none" in own.text) == (200, True)


@pytest.mark.parametrize("more", PAGES)
def test_a_census_in_the_future_goes_back_to_the_form_which_says_why(
    as_both: Browser, pooled, more: tuple[str, ...]
) -> None:
    answer = as_both.get(path(pooled, *more, on=today() + timedelta(days=1)), follow_redirects=True)
    assert answer.status_code == 422
    assert "The census must be today or in the past" in answer.text


def test_weak_questions_stand_at_the_top_and_lead_to_where_they_are_asked(as_both: Browser, pooled) -> None:
    page = as_both.get(path(pooled)).text
    listed = findall(r'href="#(q-[0-9.]+)"', page.split('id="weak"')[1].split("<h2")[0])
    assert "q-6.2" in listed
    for target in listed:
        heading = page.split(f'id="{target}"')[1].split("</h3>")[0]
        assert ">weak<" in heading
    own = as_both.get(f"/audit/{pooled.service}/2026-03-31").text
    assert f"/audit/{pooled.service}/worklist" in own.split('id="weak"')[1].split("<h2")[0]


def test_the_number_of_statements_does_not_grow_with_the_services(
    app: Flask, as_both: Browser, pooled, statements: list[str]
) -> None:
    def counted(*more: str) -> int:
        statements.clear()
        assert as_both.get(path(pooled, *more)).status_code == 200
        return len(statements)

    before = [counted(*more) for more in PAGES]
    with app.app_context():
        for _ in range(3):
            service = ServiceFactory(partnership_id=pooled.partnership)
            MembershipFactory(worker_id=pooled.manager, service_id=service.id, role="manager")
            clients.EpisodeFactory(service_id=service.id)
        db.session.commit()
    assert [counted(*more) for more in PAGES] == before


def test_a_partnership_leads_to_the_actions_and_worklists_of_its_services(
    app: Flask, as_both: Browser, as_manager: Browser, charlie: Browser, pooled: SimpleNamespace
) -> None:
    with app.app_context():
        for service, action in ((pooled.service, "Ours to do"), (pooled.other_service, "Theirs to do")):
            ActionLineFactory(unit_id=service, action=action)
        db.session.commit()
    report = as_both.get(path(pooled)).text
    plan = f"/action-plan/partnerships/{pooled.partnership}"
    assert f'href="{plan}"' in report
    for service in (pooled.service, pooled.other_service):
        assert f'href="/audit/{service}/worklist"' in report
    page = as_both.get(plan).text
    assert "Ours to do" in page
    assert "Theirs to do" in page
    assert f'href="/action-plan/{pooled.other_service}/' in page
    assert "Plan an action" not in page
    assert faults(page) == []
    assert charlie.get(plan).status_code == 404
