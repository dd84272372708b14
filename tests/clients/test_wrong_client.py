"""What was recorded in the wrong record: told by kind alone, out of every export, recorded again in the right one."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from careplan.assessment.queries.waiting import source_of
from careplan.clients import queries
from careplan.clients.actions import begin_pause
from careplan.clients.models import Pause
from careplan.ground.corrections import REMOVED, live_at, live_until, supersede
from careplan.ground.db import db
from careplan.package.actions.export import export
from careplan.package.queries.content import fitting, removals
from careplan.package.queries.scope import Scope
from careplan.package.rules.profile import profile_1, profile_2
from careplan.staff.models import Worker
from careplan.trail.actions import write
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.factories.clients import ClientFactory, EpisodeFactory, TaskActionFactory, TaskFactory
from tests.factories.outcomes import DrugTestFactory
from tests.factories.risk import RiskActionFactory, RiskLevelFactory

FROM = date(2025, 2, 1)
WHY = {"why": "It was Benedict Other", "wrong_client": "y"}


@pytest.fixture
def right(house, session):
    client = ClientFactory(first_name="Benedict", last_name="Other", nhs_number=None)
    row = EpisodeFactory(client=client, service_id=house.service)
    db.session.commit()
    return row


@pytest.fixture
def pause(house, session):
    episode = queries.episode(house.services, house.episode)
    row = begin_pause(by=house.actors.keyworker, episode=episode, reason="prison", from_on=FROM)
    db.session.commit()
    return row


@pytest.fixture
def at(house, pause):
    return f"/record/{house.episode}/mistake/pause/{pause.id}"


def test_the_same_act_leads_to_the_form_in_the_right_record(house, session, at, right, as_keyworker):
    answer = as_keyworker.post(at, data=WHY)
    assert (answer.status_code, answer.location) == (303, f"{at}/right")
    page = as_keyworker.get(f"{at}/right").text
    assert "In prison" in page
    listed = as_keyworker.post(f"{at}/right", data={"name": "Other"}).text
    assert "Record it for OTHER, Benedict" in listed
    assert "Nobody else" in as_keyworker.post(f"{at}/right", data={"name": "Nobody"}).text
    opened = as_keyworker.post(f"{at}/right/{right.id}")
    assert (opened.status_code, opened.location) == (303, f"/record/{right.id}/pause?draft=1")
    form = as_keyworker.get(opened.location).text
    assert 'value="2025"' in form
    assert 'value="prison" checked' in form
    assert "filled in with what was struck out in another record. Nothing is recorded here yet" in form
    assert "draft of" not in form
    assert "Discard the draft" not in form
    assert session.query(Pause).count() == 1
    assert as_keyworker.post(f"{at}/right/{house.other_episode}").status_code == 404


def test_it_is_taken_to_one_record_once(house, session, at, right, as_keyworker, as_manager):
    as_keyworker.post(at, data=WHY)
    assert as_keyworker.post(f"{at}/right/{right.id}").location.endswith("draft=1")
    for browser in (as_keyworker, as_manager):
        again = browser.post(f"{at}/right/{right.id}")
        assert (again.status_code, again.location) == (303, f"{at}/right")
        page = browser.get(f"{at}/right").text
        assert "its form was opened in the record of the right client" in page
        assert f'href="/record/{right.id}"' in page
        assert "Record it for" not in browser.post(f"{at}/right", data={"name": "Other"}).text


def test_its_content_is_the_managers_alone(
    house, session, at, right, as_keyworker, as_prescriber, as_manager
):
    as_keyworker.post(at, data=WHY)
    history = f"/record/{house.episode}/history"
    for browser in (as_keyworker, as_prescriber):
        page = browser.get(history).text
        assert f"as recorded by mistake</strong> by Kay Keyworker: {REMOVED}" in page
        assert "Time away" in page
        assert "prison" not in page
        assert "Benedict" not in page
    assert f'href="{at}/right"' in as_keyworker.get(history).text
    assert as_prescriber.get(f"{at}/right").status_code == 404
    told = as_manager.get(history).text
    assert "In prison, 1 February 2025" in told
    assert "It was Benedict Other" in told


def test_a_colleague_of_the_same_name_is_not_led_to_it(house, session, at, as_keyworker, as_prescriber):
    session.get_one(Worker, house.prescriber).name = "Kay Keyworker"
    db.session.commit()
    as_keyworker.post(at, data=WHY)
    history = f"/record/{house.episode}/history"
    assert f"{at}/right" in as_keyworker.get(history).text
    assert f"{at}/right" not in as_prescriber.get(history).text


def test_no_version_of_it_is_told(house, session, at, pause, as_prescriber, as_keyworker):
    right = Pause(
        episode_id=house.episode, service_id=house.service, reason="hospital", from_on=FROM,
        recorded_by=house.keyworker,
    )  # fmt: skip
    supersede(pause, right, reason="Not prison")
    write("pause.corrected", by=house.actors.keyworker, subject=f"pauses:{right.id}")
    db.session.commit()
    assert as_keyworker.post(at.replace(pause.id, right.id), data=WHY).status_code == 303
    session.expire_all()
    assert right.struck_reason == pause.struck_reason == f"{REMOVED}: It was Benedict Other"
    assert "hospital" not in as_prescriber.get(f"/record/{house.episode}/history").text.lower()


def test_it_leaves_no_export(house, session, at, right, as_keyworker, tmp_path):
    assert not removals(session)
    as_keyworker.post(at, data=WHY)
    session.expire_all()
    assert removals(session)
    scope = Scope(profile_1(), client_id=house.client, removals=True)  # the services' roles are of profile 2
    assert fitting(session, scope) is profile_1()
    for number, profile in enumerate((profile_1(), profile_2())):
        out = tmp_path / str(number)
        export(session, out, Scope(profile, removals=True), lambda _: None)
        (file,) = out.rglob("pauses.csv")
        assert len(file.read_text().splitlines()) == 1


def test_it_was_never_this_clients_as_known_before_either(house, session, at, pause, as_keyworker):
    as_keyworker.post(at, data=WHY)
    session.expire_all()
    before = pause.struck_at - timedelta(microseconds=1)
    assert pause.wrong_client
    assert session.scalars(select(Pause.id).where(live_until(Pause, before))).all() == []
    assert session.scalars(select(Pause.id).where(live_at(Pause, before))).all() == []


def test_what_hung_on_it_and_ended_before_is_not_told_either(house, session, as_keyworker, as_prescriber):
    """A level and an answer that were mistakes already, a corrected action, and what was done about a task."""
    own = {"recorded_by": house.keyworker}
    made = AssessmentFactory(
        episode_id=house.episode, service_id=house.service, kind="risk", started_on=FROM, **own
    )
    level = RiskLevelFactory(assessment=made, domain="self", level="low", **own)
    AnswerFactory(assessment=made, item="pregnancy_status", value={"value": "yes"}, **own)
    AnswerFactory(assessment=made, item="presenting_reason", value="Heroin", **own)
    before = RiskActionFactory(assessment=made, action="Call her mother", **own)
    action = RiskActionFactory.build(assessment=made, action="Call her sister", **own)
    supersede(before, action, reason="Not her mother")
    task = TaskFactory(
        episode_id=house.episode, service_id=house.service, source=f"{source_of(made.id)}suicidal_thoughts:{FROM}",
        kind="safety", words="Overdose",
    )  # fmt: skip
    TaskActionFactory(task_id=task.id, service_id=house.service, words="Rang the hostel", closes=False)
    closed = TaskFactory(
        episode_id=house.episode, service_id=house.service, source=f"{source_of(made.id)}recent_overdose:{FROM}",
        kind="safety", words="Bad night",
    )  # fmt: skip
    TaskActionFactory(task_id=closed.id, service_id=house.service, words="Gave a kit")
    made.completed_on = FROM
    db.session.flush()
    write("assessment.made", by=house.actors.keyworker, subject=f"assessments:{made.id}")
    db.session.commit()
    at = f"/record/{house.episode}/mistake"
    plain = {"why": "She is not pregnant"}
    for kind, row in (
        ("risk_level", level.id),
        ("risk_action", action.id),
        ("answer", f"{made.id}:pregnancy_status:1"),
    ):
        assert as_keyworker.post(f"{at}/{kind}/{row}", data=plain).status_code == 303
    assert as_keyworker.post(f"{at}/assessment/{made.id}", data=WHY).status_code == 303
    page = as_prescriber.get(f"/record/{house.episode}/history").text
    assert REMOVED in page
    for words in (
        "mother",
        "sister",
        "low",
        "pregnan",
        "Overdose",
        "hostel",
        "Bad night",
        "a kit",
        "1 answer",
        "Risk assessment",
    ):
        assert words.lower() not in page.lower(), words


def test_a_row_of_a_register_leads_to_its_form_in_the_right_record(house, session, right, as_keyworker):
    keys = {"episode_id": house.episode, "service_id": house.service, "episode": None}
    row = DrugTestFactory(**keys, recorded_by=house.keyworker)
    db.session.commit()
    at = f"/record/{house.episode}/mistake/drug_test/{row.id}"
    assert "record it for the right client" in as_keyworker.get(at).text
    assert as_keyworker.post(at, data=WHY).location == f"{at}/right"
    opened = as_keyworker.post(f"{at}/right/{right.id}")
    assert opened.location == f"/record/{right.id}/drug-tests/new?draft=1"
    form = as_keyworker.get(opened.location).text
    assert 'value="2025"' in form
    assert 'value="urine" checked' in form
    assert 'name="results_0" type="radio" value="positive" checked' in form


def test_a_kind_without_a_form_promises_none(house, session, as_keyworker):
    keys = {"episode_id": house.episode, "service_id": house.service, "episode": None}
    task = TaskFactory(**keys, recorded_by=house.keyworker)
    db.session.commit()
    page = as_keyworker.get(f"/record/{house.episode}/mistake/task/{task.id}").text
    assert "It belongs in another client’s record" in page
    assert "right client" not in page


def test_no_part_of_an_export_names_what_was_taken_out(house, session, as_keyworker, tmp_path):
    """An answer that was carried over from it keeps its value, whether all is exported or one service."""
    own = {"episode_id": house.episode, "service_id": house.service, "recorded_by": house.keyworker}
    wrong = AssessmentFactory(**own, started_on=FROM, completed_on=FROM)
    later = AssessmentFactory(**own, started_on=FROM + timedelta(30))
    AnswerFactory(assessment=later, carried_from=wrong.id)
    db.session.commit()
    at = f"/record/{house.episode}/mistake/assessment/{wrong.id}"
    assert as_keyworker.post(at, data=WHY).status_code == 303
    for number, service in enumerate((None, house.service)):
        out = tmp_path / str(number)
        export(session, out, Scope(profile_2(), service_id=service, removals=True), lambda _: None)
        (file,) = out.rglob("answers.csv")
        assert later.id in file.read_text()
        assert wrong.id not in file.read_text()
