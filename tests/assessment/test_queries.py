"""Reads of the assessment room: scoped, ordered, and of a number of statements that does not grow."""

from datetime import UTC, date, datetime, timedelta

import pytest

from careplan.assessment import queries
from careplan.assessment.queries.waiting import PENDING
from careplan.clients.codes import READ_RECORD
from careplan.clients.models import Episode
from tests.factories.assessment import AnswerFactory, AssessmentFactory, ChecklistChoiceFactory
from tests.factories.clients import ClientFactory, EpisodeFactory
from tests.waiting import waits

DAY = date(2026, 3, 2)


@pytest.fixture
def episode(house, session):
    return session.get_one(Episode, house.episode)


def made(house, **more):
    given = {"episode_id": house.episode, "service_id": house.service, "worker_id": house.keyworker}
    return AssessmentFactory(**{**given, **more})


def test_the_list_comes_latest_first_with_the_worker_and_the_number_of_answers(house, episode):
    first = made(house, kind="triage", started_on=date(2026, 1, 1))
    second = made(house, kind="risk", started_on=date(2026, 2, 1))
    AnswerFactory(assessment=first, item="sleep", value={"value": True})
    AnswerFactory(assessment=first, item="alcohol_use", status="not_asked", value=None)
    lines = queries.assessments(house.services, episode.root_id)
    assert [(line.row.id, line.row.kind, line.worker, line.answers) for line in lines] == [
        (second.id, "risk", "Kay Keyworker", 0),
        (first.id, "triage", "Kay Keyworker", 1),
    ]


def test_charlie_sees_nothing(house, episode):
    one = made(house)
    services = house.actors.charlie.services(READ_RECORD)
    assert queries.assessments(services, episode.root_id) == []
    assert queries.sheet(services, episode, one.id) is None
    assert waits(PENDING, services, house.charlie, DAY) == []


def test_an_assessment_is_found_only_together_with_its_episode(house, session):
    one = made(house)
    other = session.get_one(Episode, house.other_episode)
    assert queries.sheet(house.services | {house.other_service}, other, one.id) is None


def test_the_latest_choice_that_holds_on_the_day_of_the_start_says_what_is_hidden(house, episode):
    one = made(house, kind="triage", started_on=DAY)
    for from_on, hidden in ((date(2025, 1, 1), "sleep"), (DAY, "urgency pain"), (date(2026, 3, 3), "")):
        ChecklistChoiceFactory(service_id=house.service, checklist="triage", from_on=from_on, hidden=hidden)
    ChecklistChoiceFactory(
        service_id=house.other_service, checklist="triage", from_on=DAY, hidden="alcohol_use"
    )
    assert queries.sheet(house.services, episode, one.id).hidden == {"urgency", "pain"}


def test_what_was_taken_out_of_edition_1_is_left_out_of_edition_2_and_not_the_other_way(house, episode):
    since = date(2026, 12, 1)
    for edition, from_on, hidden in (("1", DAY, "pain"), ("2", since, "sleep")):
        ChecklistChoiceFactory(
            service_id=house.service, checklist="triage", edition=edition, from_on=from_on, hidden=hidden
        )
    days = {"1": since, "2": since - timedelta(days=1)}
    rows = [made(house, kind="triage", edition=name, started_on=on) for name, on in days.items()]
    assert [queries.sheet(house.services, episode, row.id).hidden for row in rows] == [{"pain"}, {"pain"}]


def test_the_latest_answered_value_is_known(house, episode):
    for day, value in ((date(2026, 1, 1), "heroin"), (date(2026, 2, 1), "crack")):
        AnswerFactory(assessment=made(house, started_on=day), item="main_problem_substance", value=value)
    AnswerFactory(
        assessment=made(house, started_on=DAY), item="main_problem_substance", status="declined", value=None
    )
    assert (
        queries.latest_answers(episode, ["main_problem_substance"])["main_problem_substance"].value == "crack"
    )
    assert queries.latest_answers(episode, ["self_harm"]) == {}


def test_a_sheet_takes_one_statement_however_many_answers(house, episode, session, statements):
    one = made(house)
    session.expire_all()
    episode.id, episode.root_id  # noqa: B018 - loaded before counting
    taken = []
    for item in ("sleep", "pain", "alcohol_use"):
        AnswerFactory(assessment=one, item=item, status="declined", value=None)
        session.flush()
        statements.clear()
        assert queries.sheet(house.services, episode, one.id) is not None
        taken.append(len(statements))
    assert taken == [1, 1, 1]


def test_today_lists_what_the_worker_began_and_did_not_finish_the_oldest_first(house, session, statements):
    made(house, kind="triage", completed_on=DAY)
    begun = made(house, kind="risk", started_on=date(2026, 2, 1))
    made(house, kind="triage", incomplete_reason="client_left")
    client = ClientFactory(first_name="Ann", last_name="Other", nhs_number="9990000034")
    theirs = EpisodeFactory(client=client, service_id=house.service, keyworker_id=house.manager)
    other = AssessmentFactory(episode_id=theirs.id, service_id=house.service, kind="triage", started_on=DAY)
    statements.clear()
    lines = waits(PENDING, house.services, house.keyworker, DAY)
    assert len(statements) == 1
    assert [(line.reason, line.since) for line in lines] == [
        ("Risk assessment begun and not finished", date(2026, 2, 1))
    ]
    assert dict(lines[0].values)["assessment_id"] == begun.id
    assert [
        dict(line.values)["assessment_id"] for line in waits(PENDING, house.services, house.manager, DAY)
    ] == [other.id]


def test_a_carried_copy_that_nobody_confirmed_never_hides_what_was_said_since(house, episode):
    triage = made(house, kind="triage", started_on=DAY, completed_on=DAY)
    risk = made(house, kind="risk", started_on=DAY)
    later = made(house, kind="comprehensive", started_on=date(2026, 3, 9))
    AnswerFactory(assessment=triage, item="suicidal_thoughts", value="none")
    AnswerFactory(assessment=risk, item="suicidal_thoughts", value="active_with_plan")
    copy = AnswerFactory(
        assessment=later, item="suicidal_thoughts", value="none", carried_from=triage.id, confirmed_on=None
    )
    assert (
        queries.latest_answers(episode, ["suicidal_thoughts"])["suicidal_thoughts"].value
        == "active_with_plan"
    )
    assert queries.earlier(episode)[-1].value == "active_with_plan"
    copy.confirmed_on = date(2026, 3, 9)
    assert queries.latest_answers(episode, ["suicidal_thoughts"])["suicidal_thoughts"].value == "none"


def test_what_was_told_in_an_assessment_that_took_long_stands_over_one_made_in_between(house, episode):
    long = made(house, started_on=date(2026, 1, 5), completed_on=date(2026, 3, 2))
    short = made(house, kind="triage", started_on=date(2026, 2, 1), completed_on=date(2026, 2, 1))
    still = made(house, kind="risk", started_on=date(2026, 1, 1))
    AnswerFactory(assessment=long, item="self_harm", value="current")
    AnswerFactory(assessment=short, item="self_harm", value="never")
    AnswerFactory(assessment=short, item="pregnancy_status", value="no")
    at = datetime(2026, 2, 20, 9, 0, tzinfo=UTC)
    AnswerFactory(assessment=still, item="pregnancy_status", value="yes", recorded_at=at)
    found = queries.latest_answers(episode, ["self_harm", "pregnancy_status"])
    assert {item: given.value for item, given in found.items()} == {
        "self_harm": "current",
        "pregnancy_status": "yes",
    }


def test_an_earlier_day_recorded_later_hides_nothing_and_of_one_day_the_one_recorded_later_stands(
    house, episode
):
    early, late = (datetime(2026, 3, 2, hour, 0, tzinfo=UTC) for hour in (9, 15))
    for id_, day, at, value in (
        ("c-last-recorded", date(2026, 2, 1), datetime(2026, 3, 5, tzinfo=UTC), "none"),
        ("b-morning", DAY, early, "passive"),
        ("a-afternoon", DAY, late, "active_no_plan"),
    ):
        one = made(house, id=id_, started_on=day, completed_on=day, recorded_at=at)
        AnswerFactory(assessment=one, item="suicidal_thoughts", value=value, recorded_at=at)
    assert (
        queries.latest_answers(episode, ["suicidal_thoughts"])["suicidal_thoughts"].value == "active_no_plan"
    )
