"""The audit's pages: who sees what, figures and words, lists with names, the trail, a constant number of statements."""

from datetime import date, timedelta
from re import findall, sub
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import select

from careplan.audit.release.rules.items import last_quarter_end
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.staff.models import Service
from careplan.trail.models import TrailEntry
from careplan.ui.words import day
from tests.conftest import Browser
from tests.factories import assessment as assessments
from tests.factories import clients, governance, plans, prescribing
from tests.factories.staff import MembershipFactory
from tests.test_pages import faults

ON = date(2026, 3, 31)
NAMES = [f"Fictitious{n:02}" for n in range(8)]


@pytest.fixture
def audited(app: Flask, house: SimpleNamespace) -> SimpleNamespace:
    """Eight clients on methadone, five of them supervised daily, all with a plan; one assessment."""
    with app.app_context():
        for n, name in enumerate(NAMES):
            client = clients.ClientFactory(last_name=name, nhs_number=None)
            episode = clients.EpisodeFactory(
                client=client, service_id=house.service, referred_on=date(2025, 6, 1)
            )
            clients.InterventionFactory(
                episode=episode,
                referred_on=date(2025, 6, 1),
                first_offered_on=date(2025, 6, 10 + n),
                started_on=date(2025, 7, 1),
            )
            course = prescribing.CourseFactory(episode=episode, first_dose_on=date(2026, 3, 1))
            prescribing.DoseOrderFactory(
                course=course, effective_on=date(2026, 3, 1), phase="maintenance", daily_mg=55 + n
            )
            if n < 7:
                days = "1111111" if n < 5 else "1000000"
                prescribing.RegimenFactory(
                    course=course, effective_on=date(2026, 3, 1), collect="1111111", supervised=days
                )
            plan = plans.CarePlanFactory(episode=episode, drafted_on=date(2025, 8, 1))
            plans.GoalFactory(plan=plan)
            plan.agreed_on, plan.agreement = date(2025, 8, 1), "signed"
        assessed = assessments.AssessmentFactory(episode=episode, started_on=date(2026, 1, 10))
        assessments.AnswerFactory(assessment=assessed, item="pain", value={"value": 3})
        assessed.completed_on = date(2026, 1, 12)
        db.session.commit()
    return house


def path(house: SimpleNamespace, *more: str, on: date = ON) -> str:
    return "/".join(("/audit", house.service, on.isoformat(), *more))


def test_the_audit_opens_on_the_own_service_at_the_last_months_end_with_the_choice_above_it(
    as_manager: Browser, house
) -> None:
    page = as_manager.get("/audit").text
    ended = today() if (today() + timedelta(days=1)).day == 1 else today().replace(day=1) - timedelta(days=1)
    assert f"Clinical audit: Northgate Test Service at {day(ended)}</h1>" in page
    choice, _, report = page.partition('id="summary"')
    assert f'value="service:{house.service}" selected' in choice
    assert '<option value=""' not in choice
    assert house.other_service not in page
    assert f'value="{ended.day}"' in choice
    assert f'value="{ended.year}"' in choice
    assert "The eleven criteria" in report
    assert faults(page) == []


def test_a_manager_of_two_services_opens_on_the_first_of_them(app: Flask, as_manager: Browser, house) -> None:
    with app.app_context():
        MembershipFactory(worker_id=house.manager, service_id=house.other_service, role="manager")
        db.session.commit()
    page = as_manager.get("/audit").text
    assert "Clinical audit: Northgate Test Service at" in page
    assert f'value="service:{house.other_service}"' in page


def test_an_auditor_opens_on_the_last_quarters_end(as_auditor: Browser, house) -> None:
    page = as_auditor.get("/audit").text
    assert f"Clinical audit: Northgate Test Service at {day(last_quarter_end(today()))}</h1>" in page


def test_a_report_has_the_choice_above_it_filled_with_what_it_shows(as_manager: Browser, house) -> None:
    choice, _, _ = as_manager.get(path(house)).text.partition('id="summary"')
    for words in (f'value="service:{house.service}" selected', 'value="31"', 'value="3"', 'value="2026"'):
        assert words in choice


def test_figures_are_told_in_plain_words(as_manager: Browser, audited) -> None:
    page = as_manager.get(path(audited)).text
    met, against = measure(page, "4.3a"), measure(page, "4.1b")
    assert "Counted as met" in met
    assert "Counted as not met" in met
    assert "Counted against" in against  # fewer is better there
    listed = as_manager.get(path(audited, "4.3a", "records")).text
    assert "Counted as met (5)" in listed
    for text in (page, listed, as_manager.get(path(audited, "print")).text):
        assert "numerator" not in text.lower()
        assert "denominator" not in text.lower()


def test_the_summary_says_of_each_band_how_many_of_its_answers_are_claimed(
    app: Flask, as_manager: Browser, house
) -> None:
    with app.app_context():
        for question, key in (("6.4", "caseload.system"), ("10.3", "coordination.protocol")):
            governance.ReturnFactory(unit_id=house.service, question=question, key=key, value="yes")
        governance.EvidenceFactory(unit_id=house.service, question="10.3", key=None)
        db.session.commit()
    on = today().isoformat()
    for more in ((), ("print",)):
        page = as_manager.get("/".join(("/audit", house.service, on, *more))).text
        named = sub('<td[^>]*data-label="([^"]*)"[^>]*>', r" \1 ", page)
        cells = [sub("<[^>]*>", " ", row.partition(">")[2]).split() for row in named.split("<tr ")]
        found = {row[0].rstrip("."): " ".join(row) for row in cells if "claimed" in row}
        assert "Answers claimed 1 of 1" in found["6"]
        assert "Answers claimed 0 of 1" in found["10"]
        assert "Answers claimed no answers" in found["4"]
        assert "Answers claimed in all: 1 of 2" in page


def test_an_overdue_review_of_a_policy_is_told_beside_the_figure(
    app: Flask, as_manager: Browser, house
) -> None:
    old = {"approved_on": date(2024, 5, 1), "review_due_on": date(2025, 5, 1)}
    with app.app_context():
        governance.ServicePolicyFactory(service_id=house.service, policy="prescribing", **old)
        db.session.commit()
    page = as_manager.get(path(house)).text
    assert "1 in place, review overdue" in measure(page, "5.1")
    assert "1 of 7" in measure(page, "5.1")
    assert "1 in place, review overdue" in as_manager.get(path(house, "print")).text
    listed = as_manager.get(path(house, "5.1", "records") + "?part=met").text
    assert "In place, review overdue" in as_manager.get(f"/evidence/of/{house.service}/policies").text
    assert "in place, review overdue" in listed


def measure(page: str, id_: str) -> str:
    found = page.split(f'aria-labelledby="m-{id_}"')[1].split("</section>")[0]
    return " ".join(sub("<[^>]*>", " ", found).split())


def test_the_form_leads_to_an_address_of_codes_only(as_manager: Browser, house) -> None:
    sent = {
        "unit": f"service:{house.service}",
        "census-day": "31",
        "census-month": "3",
        "census-year": "2026",
    }
    answer = as_manager.get("/audit", query_string=sent)
    assert (answer.status_code, answer.location) == (303, path(house))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"census-day": "31", "census-month": "2"}, "Census must be a real date"),
        ({"census-day": ""}, "Census must include a day"),
        ({"census-year": "2150"}, "The census must be today or in the past"),
        ({"unit": "service:elsewhere"}, "Select from the list: Service or partnership"),
        ({"unit": ""}, "Select a service or a partnership"),
        ({"census-day": "\x00"}, "contains a character that cannot be kept"),
    ],
)
def test_a_wrong_question_is_answered_in_words(
    as_manager: Browser, house, change: dict[str, str], sentence: str
) -> None:
    sent = {
        "unit": f"service:{house.service}",
        "census-day": "31",
        "census-month": "3",
        "census-year": "2026",
    } | change
    answer = as_manager.get("/audit", query_string=sent)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_census_in_the_future_goes_back_to_the_form_which_says_why(as_manager: Browser, house) -> None:
    later = today() + timedelta(days=1)
    for more in ((), ("items",), ("4.3a", "records")):
        answer = as_manager.get(path(house, *more, on=later), follow_redirects=True)
        assert answer.status_code == 422
        assert "The census must be today or in the past" in answer.text


def test_the_report_shows_figure_band_cut_off_and_lists(as_manager: Browser, audited) -> None:
    page = as_manager.get(path(audited)).text
    assert "econstructed 2005/06 framework; not a current CQC or OHID rating" in page
    assert "5 of 7 (71.4%)" in page
    assert "under 70 % weak, under 85 % fair, from 85 % good" in page
    assert "1 no weekly regimen in force" in page
    assert "58.5 mg, mean of 8" in page
    assert "8 of 8 (100.0%)" in page
    assert "rests on fewer than 10 records" in page
    assert "no band: judged for a partnership only" in page
    assert "Overall indication: none: too few criteria are known" in page
    assert "The review rates partnerships: for one service this is an indication." in page
    assert "Overall rating" not in page
    assert faults(page) == []


def test_a_list_names_clients_and_leads_to_where_a_record_is_mended(as_manager: Browser, audited) -> None:
    page = as_manager.get(path(audited, "4.3a", "records") + "?part=missed").text
    assert "FICTITIOUS05" in page
    assert "FICTITIOUS00" not in page
    assert "supervised on fewer than three days a week" in page
    assert "/prescribing" in page
    assert faults(page) == []
    left_out = as_manager.get(path(audited, "4.3a", "records") + "?part=left-out&reason=no_regimen").text
    assert "FICTITIOUS07" in left_out
    assert "FICTITIOUS05" not in left_out


def test_every_link_of_the_report_opens(as_manager: Browser, audited) -> None:
    report, items = as_manager.get(path(audited)).text, as_manager.get(path(audited, "items")).text
    find = r'href="(/audit/[^"]+)"'
    links = {link.replace("&amp;", "&") for link in [*findall(find, report), *findall(find, items)[::20]]}
    assert len(links) > 20
    for link in links:
        answer = as_manager.get(link)
        assert answer.status_code == 200, link
        assert b"No records in this list" not in answer.data, link


STANDING = {
    "1.1": "core element",
    "2.3": "office hours",
    "4.5": "no audit was signed off",
    "5.1": "Prescribing review",
    "5.2": "incident in the period",
    "6.1a": "over three years in the field",
    "6.3": "filled",
    "6.4": "answered yes",
    "7.1": "answered",
    "8.1": "mean wait",
    "10.1": "Child protection",
    "10.4": "within 3 months",
}


@pytest.fixture
def governed(app: Flask, audited: SimpleNamespace) -> SimpleNamespace:
    """The same, with policies, a post, an incident and returns."""
    answers = [
        *(
            ("1.1", "sla.provider", "aims"),
            ("1.1", "sla.commissioner", "aims"),
            ("6.4", "caseload.system", "yes"),
        ),
        *(
            ("7.1", "involvement", "forum"),
            ("10.4", "review.first_months", "3"),
            ("10.4", "review.then_months", "6"),
        ),
    ]
    with app.app_context():
        governance.ServicePolicyFactory(service_id=audited.service)
        governance.PostFactory(service_id=audited.service)
        governance.IncidentFactory(service_id=audited.service, happened_on=date(2026, 3, 1))
        for question, key, value in answers:
            governance.ReturnFactory(unit_id=audited.service, question=question, key=key, value=value)
        db.session.commit()
    return audited


@pytest.mark.parametrize("measure", STANDING)
def test_policies_posts_returns_and_services_have_lists_as_well(
    as_manager: Browser, governed, measure: str
) -> None:
    report = as_manager.get(path(governed)).text
    assert path(governed, measure, "records") in report
    shown = as_manager.get(path(governed, measure, "records"))
    other = as_manager.get(path(governed, measure, "records") + "?part=met")
    assert (shown.status_code, faults(shown.text)) == (200, [])
    assert STANDING[measure] in shown.text + other.text


def test_every_link_of_a_full_report_opens(as_manager: Browser, governed) -> None:
    report = as_manager.get(path(governed)).text
    assert faults(report) == []
    for link in {link.replace("&amp;", "&") for link in findall(r'href="(/audit/[^"]+)"', report)}:
        answer = as_manager.get(link)
        assert answer.status_code == 200, link
        assert b"No records in this list" not in answer.data, link


def test_opening_a_list_is_written_to_the_trail(app: Flask, as_manager: Browser, audited) -> None:
    as_manager.get(path(audited, "cp4", "records") + "?part=missed")
    with app.app_context():
        (entry,) = db.session.scalars(
            select(TrailEntry).where(TrailEntry.action == "audit.list_opened")
        ).all()
    assert (entry.actor, entry.service_id) == (audited.manager, audited.service)
    assert (entry.detail["measure"], entry.detail["part"], entry.detail["census"]) == (
        "cp4",
        "missed",
        "2026-03-31",
    )
    assert len(entry.detail["episodes"]) == 8


def test_the_items_stand_worst_first_with_the_national_gap(as_manager: Browser, audited) -> None:
    page = as_manager.get(path(audited, "items")).text
    assert "0 of 1 (0.0%)" in page
    assert page.index("0 of 1 (0.0%)") < page.index("1 of 1 (100.0%)")
    assert "61%" in page
    assert "No assessment of this kind was completed in the period." in page
    assert faults(page) == []


def test_an_auditor_sees_figures_and_stars_and_no_client(as_auditor: Browser, audited) -> None:
    for more in ((), ("items",)):
        answer = as_auditor.get(path(audited, *more))
        assert answer.status_code == 200
        assert "ICTITIOUS" not in answer.text.upper().replace("PLAINLY FICTITIOUS", "")
        assert "/records" not in answer.text
        assert faults(answer.text) == []
    page = as_auditor.get(path(audited)).text
    assert "5 of 7" not in page
    assert "hidden: it would tell of fewer than five records" in page
    assert "58.5 mg, mean of 8" in page
    assert as_auditor.get(path(audited, "4.3a", "records")).status_code == 403


def test_the_form_tells_an_auditor_beforehand_which_days_may_be_chosen(
    as_auditor: Browser, as_manager: Browser, audited
) -> None:
    assert "The last day of March, June, September or December" in as_auditor.get("/audit").text
    assert "The last day of March" not in as_manager.get("/audit").text


def test_an_auditor_chooses_quarter_ends_only(as_auditor: Browser, audited) -> None:
    for more in ((), ("items",)):
        answer = as_auditor.get(path(audited, *more, on=ON - timedelta(days=1)))
        assert answer.status_code == 303
    said = as_auditor.get(answer.location)
    assert said.status_code == 422
    assert "Enter the last day of March, June, September or December" in said.text
    assert as_auditor.get(path(audited, on=date(2025, 12, 31))).status_code == 200


def test_an_auditor_is_told_no_number_of_who_was_left_out_and_no_total_beside_a_hidden_item(
    as_auditor: Browser, as_manager: Browser, audited
) -> None:
    for asker, told in ((as_manager, True), (as_auditor, False)):
        page = asker.get(path(audited)).text
        assert ("1 no weekly regimen in force" in page) is told
        assert ("about" in page.split('id="completeness"')[1].split("criterion")[0]) is False
        assert ("1 of 5" in page) is False


def test_a_keyworker_has_no_audit_and_another_service_is_not_found(
    as_keyworker: Browser, charlie: Browser, as_manager: Browser, audited
) -> None:
    for more in ((), ("items",), ("4.3a", "records")):
        assert as_keyworker.get(path(audited, *more)).status_code == 403
        assert charlie.get(path(audited, *more)).status_code == 404
    assert as_keyworker.get("/audit").status_code == 403
    assert as_manager.get(f"/audit/{audited.other_service}/2026-03-31").status_code == 404


NOTHING = (
    *("2026-02-30", "20260331", "0000-01-01", "2026-03-31/9.9/records", "2026-03-31/2.2/records"),
    *("2026-03-31/12.1/records", "2026-03-31/triage.no_such/records", "2026-03-31/elsewhere.pain/records"),
    *("2026-03-31/4.3a/records?part=none", "2026-03-31/4.3a/records?part=met&reason=nonsense"),
    *("2026-03-31/\u202e/records", "2026-03-31/%00/records"),
)


@pytest.mark.parametrize("more", NOTHING)
def test_addresses_that_name_nothing_are_not_found(as_manager: Browser, house, more: str) -> None:
    assert as_manager.get(f"/audit/{house.service}/{more}").status_code == 404


@pytest.mark.parametrize("service", ["%00", "%F0%9F%92%8A", "%ED%A0%80", "x" * 5000])
def test_a_service_that_cannot_be_is_not_found(as_manager: Browser, house, service: str) -> None:
    assert as_manager.get(f"/audit/{service}/2026-03-31").status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "x", "999999999999", "2"])
def test_a_page_number_beyond_the_list_shows_a_page_that_exists(
    as_manager: Browser, audited, number: str
) -> None:
    answer = as_manager.get(path(audited, "4.3a", "records"), query_string={"part": "all", "page": number})
    assert answer.status_code == 200
    assert "FICTITIOUS00" in answer.text


def test_what_does_not_apply_says_so_once(app: Flask, as_manager: Browser, house) -> None:
    with app.app_context():
        db.session.get_one(Service, house.service).prescribing = False
        db.session.commit()
    page = as_manager.get(path(house)).text
    section = page.split('aria-labelledby="m-4.2"')[1].split("</section>")[0]
    assert section.count("does not apply") == 1


def test_a_long_list_is_paged(app: Flask, as_manager: Browser, house) -> None:
    with app.app_context():
        for n in range(60):
            client = clients.ClientFactory(last_name=f"Many{n:02}", nhs_number=None)
            episode = clients.EpisodeFactory(client=client, service_id=house.service)
            clients.InterventionFactory(episode=episode)
        db.session.commit()
    first = as_manager.get(path(house, "cp1", "records") + "?part=missed").text
    second = as_manager.get(path(house, "cp1", "records") + "?part=missed&page=2").text
    assert ("MANY00" in first, "MANY59" in first) == (True, False)
    assert ("MANY00" in second, "MANY59" in second) == (False, True)
    assert faults(first) == []


def test_the_number_of_statements_does_not_grow_with_the_record(
    app: Flask, as_manager: Browser, house, statements: list[str], request: pytest.FixtureRequest
) -> None:
    def counted(*more: str) -> int:
        statements.clear()
        assert as_manager.get(path(house, *more)).status_code == 200
        return len(statements)

    before = [counted(), counted("items"), counted("cp1", "records")]
    request.getfixturevalue("audited")
    assert [counted(), counted("items"), counted("cp1", "records")] == before
    assert max(before) <= 37
