"""Scored tools on their pages: filling one in, what is refused, what cannot wait, corrections, the course."""

import re
from datetime import date

import pytest
import time_machine

from careplan.assessment.actions.scores import Filled, record_result
from careplan.assessment.codes import Kind
from careplan.assessment.models import Answer, Assessment, ToolResult
from careplan.assessment.queries.scores import scored
from careplan.assessment.rules.scores import SCORE_OF
from careplan.checklists.queries import bank, editions
from careplan.checklists.rules.tools import TOOLS
from careplan.clients import queries
from careplan.clients.actions import act_on_task
from careplan.clients.models import Episode, Task
from careplan.ground.db import db
from tests.factories.assessment import AnswerFactory, AssessmentFactory, ToolResultFactory

NOW = "2026-03-02T10:42:00+00:00"
TODAY = {"done_on-day": "2", "done_on-month": "3", "done_on-year": "2026"}
PHQ = TOOLS.latest.by_code["phq_9"].items


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def at(house, *parts):
    return "/".join(["", "record", house.episode, "scores", *parts])


def seen(page):
    found = re.search(r'name="seen" value="([^"]*)"', page)
    return found[1] if found else ""


def send(browser, path, follow=True, **data):
    form = TODAY | {"seen": seen(browser.get(path).text)} | data
    return browser.post(path, data=form, follow_redirects=follow)


def answers(points, items=PHQ, **other):
    return dict.fromkeys(items, str(points)) | {name: str(one) for name, one in other.items()}


def results(session):
    session.expire_all()
    return session.query(ToolResult).order_by(ToolResult.recorded_at, ToolResult.id).all()


def kept(house, session, **values):
    row = ToolResultFactory(
        episode_id=house.episode, service_id=house.service, recorded_by=house.keyworker, **values
    )
    db.session.commit()
    return row


def tasks(session):
    session.expire_all()
    return session.query(Task).filter(Task.source.startswith("tool:")).all()


def test_a_tool_is_filled_in_with_one_answer_for_each_item_and_save(house, session, as_keyworker):
    page = send(as_keyworker, at(house, "phq_9", "new"), **answers(1, self_harm_thoughts=0))
    assert page.status_code == 200
    assert "PHQ-9: 8 of 27, mild." in page.text
    (row,) = results(session)
    assert (row.total, row.points, row.answered, row.band, row.edition) == (8, 8, 9, "mild", "1")
    assert (row.done_on, row.recorded_by) == (date(2026, 3, 2), house.keyworker)
    assert "cut-points as in spec 04 §7 (remembered, to be checked before release)" in page.text
    assert tasks(session) == []


def test_the_page_shows_every_item_with_its_answers_and_nothing_is_chosen(house, session, as_keyworker):
    page = as_keyworker.get(at(house, "cows", "new")).text
    tools = TOOLS.latest
    for item in tools.by_code["cows"].items:
        for points, words in tools.choices(item):
            assert re.search(rf'name="{item}" type="radio" value="{points}"', page)
            assert words in page
    assert 'type="radio" checked' not in page
    assert 'name="since_opioid"' in page


@pytest.mark.parametrize("tool", [one.tool for one in TOOLS.latest.rows])
def test_every_tool_has_its_pages(house, session, as_keyworker, tool):
    assert as_keyworker.get(at(house, tool)).status_code == 200
    assert as_keyworker.get(at(house, tool, "new")).status_code == 200


def test_no_tool_of_that_name_is_404(house, session, as_keyworker):
    assert as_keyworker.get(at(house, "mmse")).status_code == 404
    assert as_keyworker.get(at(house, "mmse", "new")).status_code == 404


def test_an_open_question_is_asked_for_and_nothing_is_written(house, session, as_keyworker):
    given = answers(2, PHQ[:7])
    page = send(as_keyworker, at(house, "phq_9", "new"), **given)
    assert page.status_code == 422
    assert (
        page.text.count("Answer this, or tick below") == 4
    )  # two questions, each in the summary and in its place
    assert re.search(r'name="interest" type="radio" value="2" checked', page.text)
    assert results(session) == []


def test_what_stays_open_leaves_no_total_and_says_how_many_were_answered(house, session, as_keyworker):
    page = send(as_keyworker, at(house, "phq_9", "new"), stays_open="y", **answers(2, PHQ[:7]))
    assert "PHQ-9: No total, 7 of 9 answered." in page.text
    (row,) = results(session)
    assert (row.total, row.band, row.points, row.answered) == (None, None, 14, 7)


def test_a_tool_without_any_answer_is_refused(house, session, as_keyworker):
    page = send(as_keyworker, at(house, "gad_7", "new"), stays_open="y")
    assert page.status_code == 422
    assert "Answer the questions before you save" in page.text
    assert results(session) == []


def test_who_never_drinks_answers_three_questions(house, session, as_keyworker):
    page = send(as_keyworker, at(house, "audit", "new"), often="0", injury="0", concern="0")
    assert "AUDIT: 0 of 40, low risk." in page.text
    assert "Need not be asked: 0" in page.text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"pulse": "3"}, "Select from the list: question 1"),
        ({"since_opioid": "ten"}, "The hours since the last opioid must be"),
        ({"done_on-day": "3"}, "The day must be today or in the past"),
        ({"done_on-year": "1999"}, "The client was referred on"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_nothing_is_lost(house, session, as_keyworker, sent, words):
    items = TOOLS.latest.by_code["cows"].items
    page = send(as_keyworker, at(house, "cows", "new"), **answers(0, items) | sent)
    assert page.status_code == 422
    assert words in page.text
    assert re.search(r'name="tremor" type="radio" value="0" checked', page.text)
    assert results(session) == []


def test_a_total_from_paper_is_kept_and_one_beyond_the_scale_is_not(house, session, as_keyworker):
    there = at(house, "ldq", "new")
    page = send(as_keyworker, there, points="31", answered="11")
    assert page.status_code == 422
    assert "Enter the points of LDQ, from 0 to 30" in page.text
    assert "Enter how many items were answered, from 1 to 10" in page.text
    assert 'value="31"' in page.text
    assert results(session) == []
    page = send(as_keyworker, there, points="12", answered="8")
    assert "LDQ: 15 of 30, 8 of 10 answered, moderate." in page.text


def test_a_day_after_the_stay_ended_is_refused(house, session, as_keyworker):
    episode = session.get_one(Episode, house.episode)
    episode.closed_on, episode.exit_reason = date(2026, 2, 20), "dropped_out"
    episode.closed_by, episode.closed_at = house.keyworker, episode.recorded_at
    db.session().info["trailed"] = True
    db.session.commit()
    page = send(as_keyworker, at(house, "ldq", "new"), points="12", answered="10")
    assert page.status_code == 422
    assert "This stay ended on 20 February 2026" in page.text


def test_question_nine_above_nothing_raises_a_safety_task_and_asks_for_a_risk_assessment(
    house, session, as_keyworker
):
    page = send(as_keyworker, at(house, "phq_9", "new"), **answers(0, self_harm_thoughts=1))
    (task,) = tasks(session)
    assert (task.kind, task.due_on) == ("safety", date(2026, 3, 2))
    assert "make a risk assessment" in task.words
    assert page.text.count(task.words) == 2  # said once, and stands on the page of the result
    assert "Go to the risk assessment" in page.text
    as_keyworker.post(f"/record/{house.episode}/assessments", data={"kind": "risk"})
    assert session.query(Assessment).filter_by(kind=Kind.RISK).count() == 1


def test_the_page_of_a_result_asks_until_an_action_is_recorded(house, session, as_keyworker):
    send(as_keyworker, at(house, "phq_9", "new"), **answers(0, self_harm_thoughts=1))
    (row,) = results(session)
    there = at(house, "result", row.id)
    assert "Go to the risk assessment" in as_keyworker.get(there).text
    (task,) = tasks(session)
    act_on_task(by=house.actors.keyworker, task=task, words="Rang the crisis team", closes=True)
    db.session.commit()
    assert "Go to the risk assessment" not in as_keyworker.get(there).text


def test_the_task_holds_an_assessment_until_an_action_is_recorded(house, session, as_keyworker):
    send(as_keyworker, at(house, "phq_9", "new"), **answers(0, self_harm_thoughts=2))
    open_one = AssessmentFactory(
        episode_id=house.episode, service_id=house.service, started_on=date(2026, 3, 2), completed_on=None
    )
    db.session.commit()
    to = f"/record/{house.episode}/assessments/{open_one.id}/complete"
    sent = {"reason": "client_left"}
    page = as_keyworker.post(to, data=sent | {"seen": seen(as_keyworker.get(to).text)})
    assert page.status_code == 422
    assert "Record an action on each safety task first" in page.text
    (task,) = tasks(session)
    act_on_task(by=house.actors.keyworker, task=task, words="Rang the crisis team", closes=True)
    db.session.commit()
    assert as_keyworker.post(to, data=sent).status_code == 303


def test_a_correction_takes_the_place_of_the_result_and_ends_the_task_of_a_slip(house, session, as_keyworker):
    send(as_keyworker, at(house, "phq_9", "new"), **answers(1))
    (wrong,) = results(session)
    there = at(house, "result", wrong.id, "correct")
    page = as_keyworker.get(there).text
    assert len(re.findall(r'value="1" checked', page)) == 9
    page = send(as_keyworker, there, why="Ticked the wrong line", **answers(1, self_harm_thoughts=0))
    assert "Struck out with the correction: PHQ-9 question 9" in page.text
    wrong, right = results(session)
    assert (wrong.superseded_by, right.total, right.correction_reason) == (
        right.id,
        8,
        "Ticked the wrong line",
    )
    (task,) = tasks(session)
    assert task.struck_at
    assert as_keyworker.get(at(house, "result", wrong.id)).status_code == 303
    history = as_keyworker.get(f"/record/{house.episode}/history").text
    assert "PHQ-9, 8 of 27" in history
    assert "PHQ-9, 9 of 27" in history


def test_a_correction_without_a_reason_is_refused(house, session, as_keyworker):
    row = kept(house, session)
    page = send(as_keyworker, at(house, "result", row.id, "correct"), **answers(2))
    assert page.status_code == 422
    assert "Enter why it is changed" in page.text
    assert len(results(session)) == 1


def test_a_correction_that_finds_something_raises_it(house, session, as_keyworker):
    row = kept(house, session, answers=dict.fromkeys(PHQ, 0), done_on=date(2026, 2, 3))
    send(
        as_keyworker, at(house, "result", row.id, "correct"), why="Missed", **answers(0, self_harm_thoughts=3)
    )
    (task,) = tasks(session)
    assert task.due_on == date(2026, 3, 2)


def test_a_task_of_an_earlier_day_stays_when_its_answer_is_corrected(house, session, as_keyworker):
    episode = queries.episode(house.services, house.episode)
    filled = Filled(TOOLS.latest.by_code["phq_9"], "1", date(2026, 3, 1), dict.fromkeys(PHQ, 1))
    record_result(by=house.actors.keyworker, episode=episode, filled=filled, on=date(2026, 3, 1))
    db.session.commit()
    (row,) = results(session)
    there = at(house, "result", row.id, "correct")
    page = send(as_keyworker, there, why="Slip", **answers(1, self_harm_thoughts=0))
    assert "This was raised before, so it stays" in page.text
    (task,) = tasks(session)
    assert task.struck_at is None


def test_a_result_that_was_corrected_meanwhile_is_shown_before_another_correction(
    house, session, as_keyworker
):
    row = kept(house, session)
    there = at(house, "result", row.id, "correct")
    send(as_keyworker, there, why="First", **answers(2))
    page = as_keyworker.post(there, data=TODAY | answers(3, why="Second"))
    assert page.status_code == 409
    assert "More than half the days" in page.text
    assert "Nearly every day" in page.text


def test_a_struck_result_counts_nowhere_and_takes_its_open_task_along(house, session, as_keyworker):
    send(as_keyworker, at(house, "phq_9", "new"), **answers(1))
    (row,) = results(session)
    strike = f"/record/{house.episode}/mistake/tool_result/{row.id}"
    assert "PHQ-9" in as_keyworker.get(strike).text
    assert as_keyworker.post(strike, data={"why": "Another client's form"}).status_code == 303
    episode = queries.episode(house.services, house.episode)
    assert scored(house.services, episode, {"phq_9"}) == []
    (task,) = tasks(session)
    assert task.struck_at
    assert "No PHQ-9 is recorded." in as_keyworker.get(at(house, "phq_9")).text


def test_somebody_elses_result_of_the_moment_is_shown_before_a_second_one(house, session, as_keyworker):
    before = seen(as_keyworker.get(at(house, "phq_9", "new")).text)
    kept(house, session, done_on=date(2026, 3, 2))
    page = as_keyworker.post(at(house, "phq_9", "new"), data=TODAY | answers(3, seen=before))
    assert page.status_code == 409
    assert len(results(session)) == 1


def test_a_foreign_result_is_404(house, session, as_keyworker, charlie):
    row = kept(house, session)
    theirs = ToolResultFactory(episode_id=house.other_episode, service_id=house.other_service)
    db.session.commit()
    for one in (at(house, "result", theirs.id), at(house, "result", theirs.id, "correct")):
        assert as_keyworker.get(one).status_code == 404
    for one in (at(house), at(house, "phq_9"), at(house, "phq_9", "new"), at(house, "result", row.id)):
        assert charlie.get(one).status_code == 404


def test_the_course_draws_two_results_or_more_with_their_figures(house, session, as_keyworker):
    kept(house, session, done_on=date(2025, 6, 3), answers=dict.fromkeys(PHQ, 2))
    assert "<svg" not in as_keyworker.get(at(house, "phq_9")).text.split("<main")[1]
    kept(house, session, done_on=date(2025, 9, 3), answers=dict.fromkeys(PHQ[:4], 1))
    kept(house, session, done_on=date(2026, 1, 3))
    page = as_keyworker.get(at(house, "phq_9")).text
    assert "From 18 to 9 of 27." in page
    assert "Bands begin at 5, 10, 15, 20" in page
    assert page.count("No total, 4 of 9 answered") == 2
    assert "Moderately severe" in page


def test_the_list_shows_the_latest_of_each_tool_in_as_many_statements_however_many_there_are(
    house, session, as_keyworker, statements
):
    kept(house, session, done_on=date(2025, 6, 3))
    as_keyworker.get(at(house))
    statements.clear()
    as_keyworker.get(at(house))
    few = len(statements)
    for month in range(7, 13):
        kept(house, session, done_on=date(2025, month, 3), answers=dict.fromkeys(PHQ, 2))
        kept(house, session, done_on=date(2025, month, 3), tool="gad_7")
    statements.clear()
    page = as_keyworker.get(at(house)).text
    assert len(statements) == few
    assert "18 of 27" in page
    assert "3 December 2025" in page


def section(house, session, slug="psychological", started_on=date(2026, 3, 2), edition="3"):
    made = AssessmentFactory(
        episode_id=house.episode,
        service_id=house.service,
        started_on=started_on,
        completed_on=None,
        edition=edition,
    )
    db.session.commit()
    return f"/record/{house.episode}/assessments/{made.id}/{slug}"


def common(page):
    return {"seen": seen(page), "shown": field(page, "shown") or ""}


def field(page, name):
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    return found[1] if found else None


def test_a_section_reads_the_latest_score_with_its_day_and_source(house, session, as_keyworker):
    kept(house, session, done_on=date(2026, 2, 3))
    kept(house, session, done_on=date(2026, 2, 20), answers=dict.fromkeys(PHQ, 2))
    page = as_keyworker.get(section(house, session)).text
    assert "PHQ-9 18 of 27 (Moderately severe), 20 February 2026, Kay Keyworker" in page
    assert "PHQ-9 9 of 27" not in page
    assert field(page, "mood_anxiety-phq_9") == "18"
    assert field(page, "mood_anxiety-gad_7") == ""


def test_an_old_score_is_read_and_not_put_into_the_answer(house, session, as_keyworker):
    kept(house, session, done_on=date(2025, 9, 1))
    page = as_keyworker.get(section(house, session)).text
    assert "PHQ-9 9 of 27" in page
    assert field(page, "mood_anxiety-phq_9") == ""


def test_a_section_leads_to_a_tool_and_back_with_what_was_typed(house, session, as_keyworker):
    there = section(house, session)
    page = as_keyworker.get(there).text
    assert "Save and fill in PHQ-9" in page
    assert "The record says nothing of this yet" not in page
    sent = {
        "mood_anxiety-status": "",
        "mood_anxiety-text": "",
        "mood_anxiety-gad_7": "4",
        "then": "tool-phq_9-mood_anxiety",
    }
    sent |= {"seen": seen(page), "shown": field(page, "shown") or ""}
    answer = as_keyworker.post(there, data=sent)
    assert answer.status_code == 303
    tool = as_keyworker.get(answer.location)
    assert tool.location == at(house, "phq_9", "new")  # the way back is kept, the address is the tool's own
    assert "Back to the section" in as_keyworker.get(tool.location).text
    saved = send(as_keyworker, tool.location, follow=False, **answers(1, self_harm_thoughts=0))
    assert saved.location == f"{there}#q-mood_anxiety"
    page = as_keyworker.get(there).text
    assert "PHQ-9: 8 of 27, mild." in page
    assert field(page, "mood_anxiety-gad_7") == "4"


def test_a_score_that_was_filled_in_is_saved_with_the_section(house, session, as_keyworker):
    kept(
        house, session, tool="audit_c", answers={"often": 4, "units": 2, "heavy": 1}, done_on=date(2026, 3, 1)
    )
    there = section(house, session, "drugs-and-alcohol")
    assessment = there.split("/")[-2]
    AnswerFactory(assessment=session.get_one(Assessment, assessment), item="alcohol_use", value="current")
    db.session.commit()
    page = as_keyworker.get(there).text
    assert field(page, "audit_score") == "7"
    assert re.search(r'<option value="audit_c" selected>', page)
    assert "AUDIT-C 0 to 12, AUDIT 0 to 40" in page
    sent = common(page) | {"audit_score-status": "", "audit_score": "7", "audit_score-tool": "audit_c"}
    assert as_keyworker.post(there, data=sent).status_code == 303
    session.expire_all()
    assert session.get_one(Answer, (assessment, "audit_score", 1)).value == {"value": 7, "tool": "audit_c"}


def test_a_total_typed_by_hand_still_works_within_its_bounds(house, session, as_keyworker):
    there = section(house, session)
    page = as_keyworker.get(there).text
    sent = {
        "mood_anxiety-status": "",
        "seen": seen(page),
        "shown": field(page, "shown") or "",
        "then": "back",
    }
    refused = as_keyworker.post(there, data=sent | {"mood_anxiety-phq_9": "28"})
    assert refused.status_code == 422
    assert "Enter a whole number from 0 to 27 for the PHQ-9 score" in refused.text
    assert field(refused.text, "mood_anxiety-phq_9") == "28"
    assert as_keyworker.post(there, data=sent | {"mood_anxiety-phq_9": "12"}).status_code == 303


def test_no_other_button_leads_to_a_tool(house, session, as_keyworker):
    there = section(house, session)
    page = as_keyworker.get(there).text
    sent = {
        "mood_anxiety-status": "",
        "mood_anxiety-phq_9": "3",
        "seen": seen(page),
        "shown": field(page, "shown") or "",
    }
    answer = as_keyworker.post(there, data=sent | {"then": "tool-cows-mood_anxiety"})
    assert answer.status_code == 303
    assert "/scores/" not in answer.location


@pytest.mark.parametrize(
    ("edition", "tools"), [("1", []), ("2", ["PHQ-9", "GAD-7"]), ("3", ["PHQ-9", "GAD-7"])]
)
def test_only_editions_with_a_place_for_a_score_offer_its_tool(house, session, as_keyworker, edition, tools):
    page = as_keyworker.get(section(house, session, edition=edition)).text
    assert re.findall(r"Save and fill in ([A-Z0-9-]+)", page) == tools


def test_what_sections_read_are_items_of_every_edition_that_take_that_tool():
    for edition in editions():
        items = bank(edition).items
        for item, tools in SCORE_OF.items():
            answer = items[item].answer
            assert {*answer.tools, *(one.place for one in answer.places)} == set(tools)
