"""Tasks: one for each source, answered once, on a page of the record."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from careplan.clients.actions import TaskClosed, act_on_task, close_task, give, raise_task
from careplan.clients.models import Client, Episode, Task, TaskAction
from careplan.clients.queries import open_tasks, task
from careplan.clients.queries.today import PENDING
from careplan.ground.clock import today
from careplan.ground.corrections import supersede
from careplan.ground.db import db
from careplan.ground.offers import Rank
from careplan.trail.models import TrailEntry
from tests.factories.clients import ClientFactory
from tests.waiting import waits

DUE = date(2025, 3, 1)


def raised(house, source="assessment:a1:suicidal_thoughts", kind="safety"):
    return raise_task(
        by=house.actors.keyworker,
        episode=db.session.get_one(Episode, house.episode),
        kind=kind,
        source=source,
        words="Active thoughts of suicide recorded",
        due_on=DUE,
    )


def test_a_task_is_raised_once_for_each_source(house, session):
    first, again = raised(house), raised(house)
    assert first.id == again.id
    assert raised(house, "assessment:a1:overdose").id != first.id
    assert len(session.scalars(select(Task)).all()) == 2


def test_a_new_task_goes_to_the_keyworker_and_to_the_trail(house, session):
    found = raised(house)
    assert found.worker_id == house.keyworker
    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "task.raised")).one()
    assert (entry.subject, entry.client_id) == (f"tasks:{found.id}", house.client)


def test_a_note_leaves_the_task_open_and_a_close_ends_it(house, session):
    found = raised(house)
    episode = session.get_one(Episode, house.episode)
    act_on_task(by=house.actors.keyworker, task=found, words="Rang, no answer", closes=False)
    assert open_tasks(episode) == [found]
    close_task(by=house.actors.keyworker, task=found, words="Seen by the crisis team")
    assert open_tasks(episode) == []


def test_a_closed_task_takes_no_second_answer(house, session):
    found = raised(house)
    close_task(by=house.actors.keyworker, task=found, words="Seen")
    with pytest.raises(TaskClosed):
        close_task(by=house.actors.keyworker, task=found, words="Seen again")


def test_todo_ranks_safety_before_a_date_and_gives_it_to_its_keyworker(house, session):
    raised(house)
    raised(house, "note:1", kind="note")
    lines = waits(PENDING, house.services, house.keyworker, date(2025, 3, 2))
    assert [line.rank for line in lines] == [Rank.SAFETY, Rank.OVERDUE]
    assert waits(PENDING, house.services, house.prescriber, DUE) == []
    assert len(waits(PENDING, house.services, house.keyworker, DUE)) == 2


def test_one_action_answers_a_matter_that_three_assessments_raised(house, session, as_keyworker):
    first, *again = [
        raised(house, f"assessment:a{number}:suicidal_thoughts:2025-03-01") for number in (1, 2, 3)
    ]
    other = raised(house, "note:1", kind="note")
    db.session.commit()
    address = f"/record/{house.episode}/tasks/{first.id}"
    assert "What you record here answers all of them." in as_keyworker.get(address).text
    assert as_keyworker.get(f"/record/{house.episode}").text.count("Act now") == 1
    assert as_keyworker.get("/").text.count("raised 1 March 2025") == 1
    said = {"words": "Crisis team rang", "closes": "yes", "seen": ""}
    assert as_keyworker.post(address, data=said).status_code == 303
    for one in again:
        assert "Crisis team rang" in as_keyworker.get(f"/record/{house.episode}/tasks/{one.id}").text
    assert open_tasks(session.get_one(Episode, house.episode)) == [other]
    assert "Raised again" not in as_keyworker.get(address).text


def test_open_tasks_go_over_to_the_next_keyworker_and_answered_ones_stay(house, session):
    waiting, answered = raised(house), raised(house, "note:1", kind="note")
    close_task(by=house.actors.keyworker, task=answered, words="Done")
    episode = session.get_one(Episode, house.episode)
    give(by=house.actors.manager, episodes=[episode], keyworker_id=house.prescriber)
    session.flush()
    assert waits(PENDING, house.services, house.keyworker, DUE) == []
    assert len(waits(PENDING, house.services, house.prescriber, DUE)) == 1
    assert (waiting.worker_id, answered.worker_id) == (house.prescriber, house.keyworker)


def test_a_corrected_name_stands_in_the_list(house, session):
    raised(house)
    old = session.get_one(Client, house.client)
    supersede(old, ClientFactory.build(last_name="Wood"), reason="misheard")
    assert [line.client_name for line in waits(PENDING, house.services, house.keyworker, DUE)] == [
        "WOOD, Janet"
    ]


def test_charlie_sees_no_task_of_another_service(house, session):
    found = raised(house)
    assert waits(PENDING, frozenset({house.other_service}), house.keyworker, DUE) == []
    assert task(session.get_one(Episode, house.other_episode), found.id) is None


def address(house):
    found = raised(house)
    db.session.commit()
    return f"/record/{house.episode}/tasks/{found.id}"


def test_a_keyworker_records_what_was_done(house, session, as_keyworker):
    url = address(house)
    page = as_keyworker.get(url)
    assert page.status_code == 200
    assert "WILLIAMS, Janet" in page.text
    answer = as_keyworker.post(url, data={"words": "Crisis team came", "closes": "yes", "seen": ""})
    assert answer.status_code == 303
    assert "Dealt with" in as_keyworker.get(url).text
    assert session.scalars(select(TaskAction.closes)).all() == [True]


def test_an_empty_answer_keeps_the_page_and_says_what_to_enter(house, session, as_keyworker):
    page = as_keyworker.post(address(house), data={"words": "", "closes": "no", "seen": ""})
    assert page.status_code == 422
    assert "Enter what you did and what came of it" in page.text
    assert session.scalars(select(TaskAction)).all() == []


def test_a_second_answer_sees_the_first(house, session, as_keyworker):
    url = address(house)
    as_keyworker.post(url, data={"words": "Rang the pharmacy", "closes": "no", "seen": ""})
    page = as_keyworker.post(url, data={"words": "Wrote a letter", "closes": "yes", "seen": ""})
    assert page.status_code == 409
    assert "Rang the pharmacy" in page.text
    assert "Wrote a letter" in page.text


@pytest.mark.parametrize("words", ["x", "...", "ok ok", "What did you do, and what came of it?"])
def test_a_safety_matter_is_not_closed_with_a_letter(house, session, as_keyworker, words):
    refused = as_keyworker.post(address(house), data={"words": words, "closes": "yes", "seen": ""})
    assert refused.status_code == 422
    assert "Say in words what was done" in refused.text
    assert words in refused.text
    assert session.scalars(select(TaskAction)).all() == []


def test_charlie_gets_404_for_a_task_of_another_service(house, session, charlie):
    url = address(house)
    assert charlie.get(url).status_code == 404
    assert charlie.post(url, data={"words": "x", "closes": "yes"}).status_code == 404


def test_who_raised_a_task_or_a_manager_strikes_it_out_with_a_reason(
    house, session, as_keyworker, as_manager
):
    url = address(house)
    mistake = url.replace("/tasks/", "/mistake/task/")
    page = as_keyworker.get(url).text
    assert "This was raised by mistake" in page
    assert f'href="{mistake}"' in page
    assert as_manager.get(mistake).status_code == 200
    refused = as_keyworker.post(mistake, data={"why": "x"})
    assert refused.status_code == 422
    assert as_keyworker.post(mistake, data={"why": "Tapped for another client"}).status_code == 303
    page = as_keyworker.get(url).text
    assert "<s>Active thoughts of suicide recorded</s>" in page
    assert "Kay Keyworker as recorded by mistake: Tapped for another client" in page
    assert "Active thoughts" not in as_keyworker.get("/?show=all").text
    assert "Struck out" in as_keyworker.get(f"/record/{house.episode}/history").text
    again = as_keyworker.post(url, data={"words": "Done", "closes": "yes", "seen": ""})
    assert again.status_code == 303
    assert session.scalars(select(TaskAction)).all() == []


def test_nobody_else_strikes_a_task_out(house, session, as_prescriber, charlie):
    url = address(house)
    assert "raised by mistake" not in as_prescriber.get(url).text
    mistake = url.replace("/tasks/", "/mistake/task/")
    assert as_prescriber.post(mistake, data={"why": "Not true at all"}).status_code == 422
    assert charlie.post(mistake, data={"why": "Not true at all"}).status_code == 404


def parts(on: date) -> dict[str, str]:
    return {f"due_on-{part}": str(getattr(on, part)) for part in ("day", "month", "year")}


def test_a_task_for_a_colleague_stands_on_their_today_and_late_on_the_keyworkers(
    house, session, as_keyworker, as_prescriber, as_manager
):
    path = f"/record/{house.episode}/tasks/new"
    answer = as_keyworker.post(path, data={"words": "", "worker_id": house.charlie})
    assert answer.status_code == 422
    assert all(
        words in answer.text
        for words in ("Enter what has to be done", "Select from the list", "Enter the day")
    )
    sent = {"words": "Ring the ward about her dose", "worker_id": house.prescriber} | parts(today())
    assert as_keyworker.post(path, data=sent).status_code == 303
    assert "Ring the ward" in as_prescriber.get("/").text
    assert "Ring the ward" not in as_keyworker.get("/").text
    assert "Ring the ward" in as_keyworker.get(f"/record/{house.episode}").text
    late = today() + timedelta(1)
    assert len(waits(PENDING, house.services, house.keyworker, late)) == 1
    episode = session.get_one(Episode, house.episode)
    give(by=house.actors.manager, episodes=[episode], keyworker_id=house.manager)
    assert [one.worker_id for one in open_tasks(episode)] == [house.prescriber]


def test_a_task_is_not_for_yesterday(house, as_keyworker):
    sent = {"words": "Ring the ward", "worker_id": house.keyworker} | parts(today() - timedelta(1))
    answer = as_keyworker.post(f"/record/{house.episode}/tasks/new", data=sent)
    assert answer.status_code == 422
    assert "must be today or later" in answer.text
