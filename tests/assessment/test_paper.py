"""An open assessment as a blank form on paper, with a reference to key it in later."""

from datetime import date

import pytest

from careplan.assessment.models import Assessment
from careplan.clients.models import Episode
from careplan.ground.db import db
from tests.assessment.test_bounds import opened
from tests.factories.assessment import AssessmentFactory, ChecklistChoiceFactory
from tests.walk import forms

ALONE = "Has the person been hurt, controlled or frightened"


@pytest.fixture
def sheet(app, house):
    return opened(app, house, edition="3", kind="triage", presenting_reason="Wants a steady week")


def test_the_form_holds_questions_boxes_and_the_reference_of_the_page_and_nothing_that_was_said(
    house, as_keyworker, sheet
):
    page = as_keyworker.get(f"{sheet}/paper").text
    reference = sheet[-6:].upper()
    assert f"reference <strong>{reference}</strong>" in page
    assert f"reference {reference}." in as_keyworker.get(sheet).text
    assert "☐ Registered, we may contact them" in page
    assert "Asked when “Has the person ever injected?” is Current." in page
    assert "Medicine: " in page
    assert "Wants a steady week" not in page
    assert "Janet" not in page


def test_what_is_only_asked_alone_is_left_off_unless_it_is_asked_for(as_keyworker, sheet):
    page = as_keyworker.get(f"{sheet}/paper").text
    assert ALONE not in page
    assert "left off, because others may read it" in page
    assert ALONE in as_keyworker.get(f"{sheet}/paper?print=all").text


def test_the_sections_of_one_page_are_printed_by_themselves_and_an_unknown_one_is_not_there(
    as_keyworker, sheet
):
    page = as_keyworker.get(f"{sheet}/paper?section=overdose").text
    assert "Has the person ever overdosed" in page
    assert "/paper?section=drugs-and-alcohol" in as_keyworker.get(f"{sheet}/overdose").text
    assert "Registered, we may contact them" not in page
    assert as_keyworker.get(f"{sheet}/paper?section=nowhere").status_code == 404


def test_what_the_form_of_the_service_leaves_out_is_not_printed(app, house, as_keyworker, sheet):
    with app.app_context():
        hidden = {"checklist": "triage", "edition": "3", "hidden": "naloxone_status"}
        ChecklistChoiceFactory(service_id=house.service, **hidden)
        db.session.commit()
    assert "Take-home naloxone" not in as_keyworker.get(f"{sheet}/paper").text


def test_a_finished_assessment_has_no_blank_form(app, as_keyworker, sheet):
    with app.app_context():
        db.session.query(Assessment).one().completed_on = date(2026, 3, 2)
        db.session.info["trailed"] = True
        db.session.commit()
    assert as_keyworker.get(f"{sheet}/paper").status_code == 404


@pytest.mark.parametrize("written", [str.upper, str.lower, " {} ".format])
def test_the_reference_in_the_search_leads_to_the_assessment_and_says_no_name(
    as_keyworker, as_manager, charlie, sheet, written
):
    text = written(sheet[-6:])
    for browser in (as_keyworker, as_manager):
        page = browser.post("/clients/search", data=search(browser, text)).text
        assert "Form on paper found" in page
        assert f'<a href="{sheet}">Triage of ' in page
    page = charlie.post("/clients/search", data=search(charlie, text)).text
    assert sheet not in page
    assert "Nobody in your services matches" in page


def test_a_finished_assessment_and_what_is_no_reference_are_not_looked_for(app, as_keyworker, sheet):
    for text in (sheet[-5:], sheet[-7:], "%%%%%%", "______"):
        assert sheet not in as_keyworker.post("/clients/search", data=search(as_keyworker, text)).text
    with app.app_context():
        db.session.query(Assessment).one().completed_on = date(2026, 3, 2)
        db.session.info["trailed"] = True
        db.session.commit()
    page = as_keyworker.post("/clients/search", data=search(as_keyworker, sheet[-6:])).text
    assert sheet not in page


def search(browser, text):
    """The form of the search with this for a name."""
    (form,) = [
        one for one in forms("/clients/search", browser.get("/clients/search").text) if "name" in one.data()
    ]
    return form.data() | {"name": text}


def test_a_reference_of_an_imported_id_is_found_as_well(app, house, as_keyworker):
    with app.app_context():
        AssessmentFactory(
            id="A77-triage", episode=db.session.get_one(Episode, house.episode), completed_on=None
        )
        db.session.commit()
    page = as_keyworker.post("/clients/search", data=search(as_keyworker, "TRIAGE")).text
    assert "/assessments/A77-triage" in page
