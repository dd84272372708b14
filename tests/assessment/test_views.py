"""Pages of the assessment room, as a keyworker meets them."""

import re
from datetime import date

import pytest
import time_machine

from careplan.assessment.models import Answer, Assessment
from careplan.checklists.queries import bank
from careplan.clients.models import Episode, Task, TaskAction
from careplan.ground.clock import now
from careplan.ground.db import db
from tests.factories.assessment import AnswerFactory, AssessmentFactory, ChecklistChoiceFactory

NOW = "2026-03-02T10:42:00+00:00"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def opened(app, house):
    """An open assessment of that kind with these answers: item → value."""

    def make(kind="triage", completed_on=None, started_on=date(2026, 3, 2), **answers):
        with app.app_context():
            assessment = AssessmentFactory(
                episode_id=house.episode,
                service_id=house.service,
                kind=kind,
                started_on=started_on,
                completed_on=None,
                worker_id=house.keyworker,
            )
            for item, value in answers.items():
                AnswerFactory(assessment=assessment, item=item, value=value)
            assessment.completed_on = completed_on
            db.session.commit()
            return assessment.id

    return make


def path(house, *parts):
    return "/".join(["", "record", house.episode, "assessments", *parts])


def answers(app, assessment_id):
    with app.app_context():
        rows = db.session.query(Answer).filter_by(assessment_id=assessment_id).all()
        return {row.item: row for row in rows}


def seen(page):
    found = re.search(r'name="seen" value="([^"]*)"', page)
    return found[1] if found else ""


def test_a_keyworker_starts_triage_and_a_risk_assessment_goes_with_it(app, house, as_keyworker):
    answer = as_keyworker.post(path(house), data={"kind": "triage"}, follow_redirects=True)
    assert answer.status_code == 200
    assert "0 of 6 asked" in answer.text
    with app.app_context():
        kinds = sorted(row.kind for row in db.session.query(Assessment).filter_by(episode_id=house.episode))
        assert kinds == ["risk", "triage"]


def test_pressing_start_again_goes_on_with_the_open_assessment(app, house, as_keyworker, opened):
    open_id = opened("triage")
    answer = as_keyworker.post(path(house), data={"kind": "triage"})
    assert answer.location.endswith(f"{open_id}/consent")


def test_nothing_is_started_in_a_closed_episode_and_the_page_says_why(app, house, as_keyworker):
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        episode.closed_on, episode.exit_reason = date(2026, 2, 27), "completed_drug_free"
        episode.closed_at, episode.closed_by = now(), house.keyworker
        db.session.info["trailed"] = True
        db.session.commit()
    answer = as_keyworker.post(path(house), data={"kind": "triage"})
    assert answer.status_code == 409
    assert "There is a problem" in answer.text
    assert "This episode is closed, so no assessment can be started in it" in answer.text
    with app.app_context():
        assert db.session.query(Assessment).count() == 0


def test_the_list_shows_every_assessment_with_its_state(house, as_keyworker, opened):
    opened("triage", completed_on=date(2026, 3, 2))
    opened("comprehensive")
    page = as_keyworker.get(path(house)).text
    assert "Completed 2 March 2026" in page
    assert "Not finished" in page
    assert "Continue: comprehensive assessment" in page
    assert "Start: triage" in page


def test_a_section_is_saved_and_shown_again(app, house, as_keyworker, opened):
    triage = opened("triage")
    page = as_keyworker.get(path(house, triage, "consent")).text
    sent = {
        "seen": seen(page),
        "then": "back",
        "assessment_consent": "yes",
        "assessment_consent-status": "",
        "confidentiality_explained": "no",
        "confidentiality_explained-status": "",
        "communication_needs": ["bsl", "large_print"],
        "communication_needs-status": "",
        "info_sharing_consent-0-party": "GP",
        "info_sharing_consent-1-party": "",
        "info_sharing_consent-status": "",
        "ndtms_privacy-status": "declined",
        "safe_contact-status": "",
    }
    answer = as_keyworker.post(path(house, triage, "consent"), data=sent)
    assert answer.status_code == 303
    assert answer.location.endswith(triage)
    saved = answers(app, triage)
    assert saved["assessment_consent"].value == "yes"
    assert saved["confidentiality_explained"].value is False
    assert saved["communication_needs"].value == ["large_print", "bsl"]
    assert saved["info_sharing_consent"].value == [{"party": "GP"}]
    assert (saved["ndtms_privacy"].status, saved["ndtms_privacy"].value) == ("declined", None)
    assert "safe_contact" not in saved
    again = as_keyworker.get(path(house, triage, "consent")).text
    assert "Saved 10.42am" in again
    assert "5 of 6 asked" in again
    assert 'value="GP"' in again


def test_saving_a_section_in_which_nothing_changed_says_so(house, as_keyworker, opened):
    triage = opened("triage", assessment_consent="yes")
    sent = {"then": "back", "assessment_consent": "yes", "assessment_consent-status": ""}
    sent["seen"] = seen(as_keyworker.get(path(house, triage, "consent")).text)
    page = as_keyworker.post(path(house, triage, "consent"), data=sent, follow_redirects=True).text
    assert (
        "Consent, contact and information sharing · Why now, wishes and motivation: nothing was changed"
        in page
    )
    assert "motivation: saved." not in page
    sent["assessment_consent"] = "no"
    page = as_keyworker.post(path(house, triage, "consent"), data=sent, follow_redirects=True).text
    assert "Consent, contact and information sharing · Why now, wishes and motivation: saved." in page


def test_an_optional_question_says_so_and_an_expected_one_does_not(house, as_keyworker, opened):
    page = as_keyworker.get(path(house, opened("triage"), "drugs-and-alcohol")).text
    assert "AUDIT-C or AUDIT score (tool and score) (optional)</" in page
    assert page.count("(optional)</") == 2


def test_short_neighbours_stand_on_one_page_each_with_its_name_and_what_is_open(house, as_keyworker, opened):
    page = as_keyworker.get(path(house, opened("triage", referral_source="gp"), "why-now")).text
    assert "<title>Consent, contact and information sharing · Why now, wishes and motivation – " in page
    assert 'id="s-why-now">Why now, wishes and motivation <span class="app-part__left">1 of 6 asked<' in page
    assert page.index('id="s-consent"') < page.index('id="q-safe_contact"') < page.index('id="s-why-now"')
    assert page.count('aria-current="page"') >= 2
    assert 'id="s-drugs' not in page


def test_save_and_continue_leads_to_the_next_section_after_those_of_the_page(house, as_keyworker, opened):
    triage = opened("triage")
    sent = {"then": "continue", "assessment_consent": "yes", "assessment_consent-status": ""}
    answer = as_keyworker.post(path(house, triage, "consent"), data=sent)
    assert answer.location.endswith("/drugs-and-alcohol")


def test_a_saved_section_leads_past_what_is_asked_and_in_the_end_to_completing(
    app, house, as_keyworker, opened
):
    triage = opened("triage")
    with app.app_context():
        assessment = db.session.get_one(Assessment, triage)
        for one in bank("1").lists["triage"]:
            if one.item != "urgency":
                AnswerFactory(assessment=assessment, item=one.item, status="declined", value=None)
        db.session.commit()
    page = as_keyworker.get(path(house, triage, "consent")).text
    sent = {"seen": seen(page), "then": "continue", "assessment_consent-status": "not_known"}
    answer = as_keyworker.post(path(house, triage, "consent"), data=sent)
    assert answer.location.endswith("/home#s-outcome")
    page = as_keyworker.get(path(house, triage, "outcome")).text
    sent = {"seen": seen(page), "then": "continue", "urgency-status": "declined"}
    answer = as_keyworker.post(path(house, triage, "outcome"), data=sent)
    assert answer.location.endswith("/complete")


def test_the_page_of_a_section_names_all_sections_and_what_is_open_in_each(house, as_keyworker, opened):
    page = as_keyworker.get(path(house, opened("triage", overdose_ever=False), "consent")).text
    for words in ("Overdose <span", "1 of 3", "Physical health <span", "0 of 5"):
        assert words in page


def test_questions_that_follow_from_an_answer_are_shown_before_going_on(house, as_keyworker, opened):
    triage = opened("triage")
    sent = {"then": "continue", "injecting_status": "current", "injecting_status-status": ""}
    answer = as_keyworker.post(path(house, triage, "injecting"), data=sent)
    assert answer.location.endswith("/injecting#q-injecting_days_28")
    page = as_keyworker.get(path(house, triage, "injecting")).text
    assert 'id="q-injecting_days_28">' in page


def test_a_dependent_that_is_not_asked_says_why(house, as_keyworker, opened):
    page = as_keyworker.get(path(house, opened("triage"), "injecting")).text
    assert "Asked when “Has the person ever injected?” is Current." in page
    assert 'data-follows="injecting_status" data-codes="current" hidden disabled' in page


def test_nonsense_is_refused_at_its_question_and_nothing_typed_is_lost(app, house, as_keyworker, opened):
    triage = opened("triage", alcohol_use="never")
    sent = {
        "seen": "",
        "overdose_ever": "yes",
        "overdose_ever-status": "",
        "overdose_last_date-day": "31",
        "overdose_last_date-month": "2",
        "overdose_last_date-year": "2025",
        "overdose_last_date-status": "",
        "naloxone_status-status": "",
        "tolerance_loss": ["none", "detox"],
        "tolerance_loss-status": "",
    }
    page = as_keyworker.get(path(house, triage, "overdose")).text
    answer = as_keyworker.post(path(house, triage, "overdose"), data={**sent, "seen": seen(page)})
    assert answer.status_code == 422
    assert 'href="#overdose_last_date-day"' in answer.text
    assert "must be a real date" in answer.text
    assert "or other answers, not both" in answer.text
    assert 'value="31"' in answer.text
    assert set(answers(app, triage)) == {"alcohol_use"}


def test_a_page_of_which_nothing_arrived_is_refused(house, as_keyworker, opened):
    answer = as_keyworker.post(path(house, opened("triage"), "overdose"), data={})
    assert answer.status_code == 422
    assert "Nothing of this page arrived" in answer.text


def test_an_answer_and_a_reason_for_none_are_refused_together(house, as_keyworker, opened):
    sent = {"presenting_reason": "Tired of it", "presenting_reason-status": "declined"}
    answer = as_keyworker.post(path(house, opened("triage"), "why-now"), data=sent)
    assert answer.status_code == 422
    assert "Tired of it" in answer.text
    assert "Give an answer or say why there is none" in answer.text


def test_a_section_saved_by_somebody_else_meanwhile_shows_both_texts(app, house, as_keyworker, opened):
    triage = opened("triage", presenting_reason="Court date")
    sent = {
        "seen": "2026-01-01T00:00:00+00:00",
        "presenting_reason": "Tired of it",
        "presenting_reason-status": "",
    }
    answer = as_keyworker.post(path(house, triage, "why-now"), data=sent)
    assert answer.status_code == 409
    assert "Court date" in answer.text
    assert "Tired of it" in answer.text
    again = as_keyworker.post(path(house, triage, "why-now"), data={**sent, "seen": seen(answer.text)})
    assert again.status_code == 303
    assert answers(app, triage)["presenting_reason"].value == "Tired of it"


def test_two_workers_on_different_sections_do_not_meet(app, house, as_keyworker, opened):
    triage = opened("triage")
    first = seen(as_keyworker.get(path(house, triage, "legal")).text)
    as_keyworker.post(
        path(house, triage, "overdose"), data={"overdose_ever": "no", "overdose_ever-status": ""}
    )
    sent = {"seen": first, "criminal_justice_status": ["bail"], "criminal_justice_status-status": ""}
    assert as_keyworker.post(path(house, triage, "legal"), data=sent).status_code == 303


def test_earlier_answers_are_carried_over_and_confirmed_with_one_tick(app, house, as_keyworker, opened):
    opened("triage", completed_on=date(2026, 1, 3), started_on=date(2026, 1, 3), housing_status="hostel")
    as_keyworker.post(path(house), data={"kind": "comprehensive"})
    with app.app_context():
        new = db.session.query(Assessment).filter_by(kind="comprehensive").one().id
    page = as_keyworker.get(path(house, new, "home")).text
    assert (
        "Said before on 3 January, to Kay Keyworker, where a question does not name another source." in page
    )
    assert "Said before: Hostel" in page
    sent = {"seen": seen(page), "housing_status": "hostel", "housing_status-status": ""}
    as_keyworker.post(path(house, new, "home"), data={**sent, "housing_status-confirm": "y"})
    saved = answers(app, new)["housing_status"]
    assert (saved.value, saved.confirmed_on, bool(saved.carried_from)) == ("hostel", date(2026, 3, 2), True)


def test_the_rest_of_a_section_is_held_to_stand_but_never_risks_triggers_or_what_is_old(
    app, house, as_keyworker, opened
):
    told = {"overdose_last_date": "2025-12-01", "overdose_ever": True, "naloxone_status": "already_has"}
    told |= {
        "housing_status": "hostel",
        "children_services": {"value": "none"},
        "children_under_18": [{"age": 4}],
    }
    opened("triage", completed_on=date(2026, 1, 3), started_on=date(2026, 1, 3), **told)
    as_keyworker.post(path(house), data={"kind": "comprehensive"})
    with app.app_context():
        new = db.session.query(Assessment).filter_by(kind="comprehensive").one().id
    page = as_keyworker.get(path(house, new, "home")).text
    assert "Save, the rest is unchanged" in page
    sent = {
        "seen": seen(page),
        "then": "unchanged",
        "housing_status": "settled",
        "children_under_18-0-age": "4",
    }
    sent |= {"children_services": "none"}
    sent |= {f"{item}-status": "" for item in ("housing_status", "children_services", "children_under_18")}
    assert as_keyworker.post(path(house, new, "home"), data=sent).status_code == 303
    page = as_keyworker.get(path(house, new, "overdose")).text
    assert "Save, the rest is unchanged" not in page
    sent = {"seen": seen(page), "then": "unchanged", "overdose_ever": "yes", "naloxone_status": "already_has"}
    sent |= {
        "overdose_last_date-day": "1",
        "overdose_last_date-month": "12",
        "overdose_last_date-year": "2025",
    }
    sent |= {f"{item}-status": "" for item in ("overdose_ever", "naloxone_status", "overdose_last_date")}
    as_keyworker.post(path(house, new, "overdose"), data=sent)
    rows = answers(app, new)
    days = {item: row.confirmed_on for item, row in rows.items()}
    assert days.pop("children_services") == date(2026, 3, 2)
    assert set(days.values()) == {None}
    assert (rows["housing_status"].value, rows["housing_status"].carried_from) == ("settled", None)


def test_what_is_old_does_not_stand_in_bulk(app, house, as_keyworker, opened):
    opened("triage", completed_on=date(2025, 8, 3), started_on=date(2025, 8, 3), housing_status="hostel")
    as_keyworker.post(path(house), data={"kind": "comprehensive"})
    with app.app_context():
        new = db.session.query(Assessment).filter_by(kind="comprehensive").one().id
    page = as_keyworker.get(path(house, new, "home")).text
    assert "Save, the rest is unchanged" not in page
    sent = {"seen": seen(page), "then": "unchanged", "housing_status": "hostel", "housing_status-status": ""}
    as_keyworker.post(path(house, new, "home"), data=sent)
    assert answers(app, new)["housing_status"].confirmed_on is None


def test_a_carried_answer_that_changed_is_given_here(app, house, as_keyworker, opened):
    opened("triage", completed_on=date(2026, 1, 3), started_on=date(2026, 1, 3), housing_status="hostel")
    as_keyworker.post(path(house), data={"kind": "comprehensive"})
    with app.app_context():
        new = db.session.query(Assessment).filter_by(kind="comprehensive").one().id
    page = as_keyworker.get(path(house, new, "home")).text
    sent = {"seen": seen(page), "housing_status": "settled", "housing_status-status": ""}
    as_keyworker.post(path(house, new, "home"), data={**sent, "housing_status-confirm": "y"})
    saved = answers(app, new)["housing_status"]
    assert (saved.value, saved.confirmed_on, saved.carried_from) == ("settled", None, None)


def test_what_was_typed_before_a_crash_comes_back_from_the_draft(app, house, as_keyworker, opened):
    triage = opened("triage", presenting_reason="Court date")
    target = path(house, triage, "why-now")
    now = seen(as_keyworker.get(target).text)
    typed = {
        "seen": now,
        "presenting_reason": "Tired of it",
        "presenting_reason-status": "",
        "motivation_ruler": "x",
    }
    assert as_keyworker.post("/drafts", data={**typed, "draft_path": target}).status_code < 300
    page = as_keyworker.get(f"{target}?draft=1").text
    assert "Tired of it" in page
    assert seen(page) == now
    sent = {**typed, "motivation_ruler": "7", "motivation_ruler-status": ""}
    assert as_keyworker.post(target, data={**sent, "submission": "once"}).status_code == 303
    assert answers(app, triage)["presenting_reason"].value == "Tired of it"
    assert "Tired of it" in as_keyworker.get(f"{target}?draft=1").text


def test_what_is_asked_alone_says_so(house, as_keyworker, opened):
    page = as_keyworker.get(path(house, opened("triage"), "home")).text
    assert page.count("Only ask when nobody else is present.") == 1


def test_what_the_service_took_out_is_left_off_the_form(app, house, as_keyworker, opened):
    with app.app_context():
        ChecklistChoiceFactory(service_id=house.service, checklist="triage", hidden="tolerance_loss")
        db.session.commit()
    page = as_keyworker.get(path(house, opened("triage"), "overdose")).text
    assert 'id="q-tolerance_loss"' not in page
    assert 'id="q-naloxone_status"' in page


def test_active_thoughts_of_suicide_raise_a_task_that_holds_completing_back(app, house, as_keyworker, opened):
    triage = opened("triage")
    sent = {"suicidal_thoughts": "active_with_plan", "suicidal_thoughts-status": "", "then": "back"}
    page = as_keyworker.post(path(house, triage, "psychological"), data=sent, follow_redirects=True).text
    assert "Act on this today" in page
    complete = {"reason": "client_left"}
    answer = as_keyworker.post(path(house, triage, "complete"), data=complete)
    assert answer.status_code == 422
    assert "Record an action on each safety task first" in answer.text
    with app.app_context():
        task = db.session.query(Task).one()
        db.session.info["trailed"] = True
        db.session.add(
            TaskAction(task_id=task.id, service_id=house.service, words="Crisis team", recorded_by="x")
        )
        db.session.commit()
    assert as_keyworker.post(path(house, triage, "complete"), data=complete).status_code == 303


def test_completing_lists_what_is_missing_as_links_and_needs_a_reason(app, house, as_keyworker, opened):
    triage = opened("triage", pregnancy_possible=True)
    page = as_keyworker.get(path(house, triage, "complete")).text
    assert "41 questions still to ask" in page
    assert page.count('<h3 class="nhsuk-heading-s">Physical health</h3>') == 1
    assert f"{triage}/injecting#q-pregnancy_status" in page
    refused = as_keyworker.post(path(house, triage, "complete"), data={})
    assert refused.status_code == 422
    assert "select why it is not finished" in refused.text
    no_day = as_keyworker.post(path(house, triage, "complete"), data={"reason": "to_finish"})
    assert no_day.status_code == 422
    assert "Enter the day by which it will be finished" in no_day.text
    day = {"finish_by-day": "9", "finish_by-month": "3", "finish_by-year": "2026"}
    done = as_keyworker.post(path(house, triage, "complete"), data={"reason": "to_finish", **day})
    assert done.status_code == 303
    with app.app_context():
        task = db.session.query(Task).one()
        assert task.due_on == date(2026, 3, 9)
        assert db.session.get_one(Assessment, triage).completed_on is None


def test_completing_says_why_does_not_apply_is_still_to_ask(app, house, as_keyworker, opened):
    triage = opened("triage")
    words = "“Does not apply” does not count here"
    assert words not in as_keyworker.get(path(house, triage, "complete")).text
    with app.app_context():
        sheet = db.session.get_one(Assessment, triage)
        AnswerFactory(assessment=sheet, item="other_problem_substances", status="not_applicable", value=None)
        db.session.commit()
    assert as_keyworker.get(path(house, triage, "complete")).text.count(words) == 1


def test_no_safe_way_of_contact_stands_alone(house, as_keyworker, opened):
    consent = path(house, opened("triage"), "consent")
    page = as_keyworker.get(consent).text
    sent = dict.fromkeys(re.findall(r'name="(\w+-status)"', page), "") | {"seen": seen(page)}
    answer = as_keyworker.post(consent, data=sent | {"safe_contact": ["none_safe", "mobile"]})
    assert answer.status_code == 422
    assert "Select “No way is safe” or other answers, not both" in answer.text
    assert as_keyworker.post(consent, data=sent | {"safe_contact": "none_safe"}).status_code == 303


def test_a_finished_assessment_is_shown_with_all_answers_and_takes_no_more(app, house, as_keyworker, opened):
    done = opened(
        "triage", completed_on=date(2026, 3, 2), injecting_status="never", domestic_abuse_experienced="past"
    )
    page = as_keyworker.get(path(house, done)).text
    assert "Triage, 2 March 2026" in page
    assert "Has the person ever injected?" in page
    assert page.count("app-screen-only") == 4
    assert as_keyworker.get(path(house, done) + "?print=all").text.count("app-screen-only") == 2
    assert as_keyworker.get(path(house, done, "overdose")).status_code == 303
    sent = {"overdose_ever": "no", "overdose_ever-status": ""}
    assert as_keyworker.post(path(house, done, "overdose"), data=sent).status_code == 409
    assert "overdose_ever" not in answers(app, done)


@pytest.mark.parametrize("part", ["", "/overdose", "/complete"])
def test_charlie_finds_nothing(house, charlie, opened, part):
    triage = opened("triage")
    assert charlie.get(path(house, triage) + part).status_code == 404
    assert charlie.get(path(house)).status_code == 404
    stolen = f"/record/{house.other_episode}/assessments/{triage}{part}"
    assert charlie.get(stolen).status_code == 404


def test_a_section_or_kind_that_does_not_exist_is_not_found(house, as_keyworker, opened):
    assert as_keyworker.get(path(house, opened("triage"), "weather")).status_code == 404
    assert as_keyworker.post(path(house), data={"kind": "weather"}).status_code == 404


SECTIONS = [("comprehensive", "consent"), ("comprehensive", "physical"), ("comprehensive", "overdose")]


@pytest.mark.parametrize(("kind", "section"), SECTIONS)
def test_saving_and_showing_a_section_takes_fifteen_statements_however_many_items(
    house, as_keyworker, opened, statements, kind, section
):
    bank_items = {
        "consent": {"assessment_consent": "yes", "confidentiality_explained": "yes"},
        "physical": {"gp_registered": "not_registered", "allergies": "no", "sleep": "x", "pain": "3"},
        "overdose": {"overdose_ever": "no"},
    }[section]
    target = path(house, opened(kind), section)
    sent = {
        "submission": "once",
        "then": "more-x",
        **bank_items,
        **{f"{item}-status": "" for item in bank_items},
    }
    statements.clear()
    assert as_keyworker.post(target, data=sent).status_code == 303
    saving = list(statements)
    statements.clear()
    assert as_keyworker.get(target).status_code == 200
    assert len(saving) + len(statements) <= 15, saving + statements
