"""What is read: by day and set-based, ordered, and never of another service."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from careplan.clients.models import Episode
from careplan.ground.offers import Rank
from careplan.prescribing import queries
from careplan.prescribing.queries.today import COURSES
from careplan.prescribing.rules import standard
from tests.factories.clients import ClientFactory, EpisodeFactory
from tests.factories.prescribing import (
    CourseFactory,
    DoseEventFactory,
    DoseOrderFactory,
    ReassessmentFactory,
    RegimenFactory,
)
from tests.waiting import waits

MONDAY = date(2026, 3, 9)
UK = standard.UK.latest


def treated(service_id, last_name="Moss", started=date(2026, 3, 2), mg="50", collect="1111110", **more):
    episode = EpisodeFactory(client=ClientFactory(last_name=last_name), service_id=service_id)
    course = CourseFactory(episode=episode, first_dose_on=started, **more)
    DoseOrderFactory(course=course, effective_on=started, daily_mg=Decimal(mg))
    if collect:
        RegimenFactory(course=course, effective_on=started, collect=collect, supervised=collect)
    return course


def doses(course, *days, status="taken"):
    for day in days:
        DoseEventFactory(course=course, happened_on=day, status=status)


def test_the_round_lists_who_comes_on_the_day_by_name(session, house):
    treated(house.service, "Zed")
    treated(house.service, "Abel")
    treated(house.service, "Sunday", collect="0000001")
    treated(house.service, "Unset", collect="")
    treated(house.service, "Ended", ended_on=MONDAY)
    treated(house.service, "Later", started=MONDAY + timedelta(days=1))
    names = [one.client_name.split(",")[0] for one in queries.due(house.services, MONDAY)]
    assert names == ["ABEL", "UNSET", "ZED"]


def test_nobody_is_called_to_the_round_after_their_death(session, house):
    course = treated(house.service, "Gone")
    episode = session.get_one(Episode, course.episode_id)
    session.refresh(episode, ["client"])
    episode.client.deceased_on = MONDAY
    session.flush()
    assert [one.client_name for one in queries.due(house.services, MONDAY)] == ["GONE, Janet"]
    assert queries.due(house.services, MONDAY + timedelta(days=1)) == []


def injected(house, *given):
    """A weekly depot of 24 mg from Monday 2 March 2026, given on these days of March."""
    course = treated(house.service, drug="buprenorphine", collect="")
    DoseOrderFactory(
        course=course, effective_on=date(2026, 3, 3), daily_mg=Decimal(24), formulation="depot_weekly"
    )
    for day in given:
        DoseEventFactory(course=course, happened_on=date(2026, 3, day), mg=Decimal(24), mode="on_site")
    return course


def test_a_depot_is_on_the_round_from_its_day_until_it_is_given(session, house):
    course = injected(house, 3)
    days = {n: [one.id for one in queries.due(house.services, date(2026, 3, n))] for n in (4, 9, 10, 13)}
    assert days == {4: [], 9: [], 10: [course.id], 13: [course.id]}
    DoseEventFactory(course=course, happened_on=date(2026, 3, 13), mg=Decimal(24), mode="on_site")
    assert [one.id for one in queries.due(house.services, date(2026, 3, 13))] == [course.id]
    assert queries.due(house.services, date(2026, 3, 14)) == []


def test_today_says_when_a_depot_is_due_and_when_it_is_late(session, house):
    injected(house, 3)

    def said(day):
        return [
            (line.rank, line.reason)
            for line in waits(COURSES, house.services, house.keyworker, date(2026, 3, day))
        ]

    assert said(7) == []
    due = "weekly depot due on 10 March 2026, may be given until 12 March 2026"
    assert said(8) == said(12) == [(Rank.DUE, due)]
    late = "weekly depot 3 days late, due on 10 March 2026: reassess, then order it anew"
    assert said(13) == [(Rank.OVERDUE, late)]


def test_nothing_of_another_service_is_read(session, house):
    mine, theirs = treated(house.service), treated(house.other_service, "Elsewhere")
    doses(theirs, MONDAY)
    assert [one.id for one in queries.on_day(house.services, MONDAY)] == [mine.id]
    episode = session.get_one(Episode, theirs.episode_id)
    assert queries.courses(house.services, episode.root_id) == []
    assert queries.course(house.services, episode.root_id, theirs.id) is None
    assert queries.course(house.services, mine.episode_id, theirs.id) is None
    assert queries.doses_page(house.services, theirs.id, 1, 10) == ([], 0)
    assert queries.course_summary(house.services, theirs.episode_id, MONDAY) == []
    CourseFactory(episode=episode, drug="buprenorphine", first_dose_on=MONDAY)
    assert waits(COURSES, house.services, house.keyworker, MONDAY) == []
    (found,) = queries.history(house.services, [theirs], None, UK)
    assert (found.orders, found.logged, found.regimens) == ((), (), ())


def test_a_day_knows_order_week_day_number_and_recent_doses(session, house):
    course = treated(house.service)
    DoseOrderFactory(course=course, effective_on=date(2026, 3, 6), daily_mg=Decimal("62.5"))
    doses(course, *(date(2026, 3, day) for day in range(2, 8)))
    (one,) = queries.course_summary(house.services, course.episode_id, MONDAY)
    assert (one.day_no, one.order.daily_mg, one.week.collect) == (8, Decimal("62.5"), "1111110")
    assert [dose.on.day for dose in one.logged] == [2, 3, 4, 5, 6, 7]
    assert one.run.days == 0, "Sunday was provided with Saturday's visit"
    assert one.stopped is None


@pytest.mark.parametrize(("missed", "stopped"), [(2, False), (3, True), (20, True)])
def test_three_uncovered_days_stop_the_row_until_reassessed(session, house, missed, stopped):
    last = MONDAY - timedelta(days=missed + 1)
    course = treated(house.service, started=date(2026, 1, 5), mg="60", collect="1111111")
    doses(course, last)
    (one,) = queries.on_day(house.services, MONDAY)
    assert one.run.days == missed
    assert (one.stopped is not None) == stopped
    if missed == 3:
        ReassessmentFactory(course=course, reassessed_on=MONDAY)
        assert queries.on_day(house.services, MONDAY)[0].stopped is None


def test_a_corrected_course_keeps_its_children(session, house):
    course = treated(house.service)
    fixed = CourseFactory(
        episode=session.get_one(Episode, course.episode_id),
        first_dose_on=date(2026, 3, 3),
        corrects=course.id,
        root_id=course.id,
        correction_reason="The first dose was a day later",
    )
    course.superseded_at, course.superseded_by = fixed.recorded_at, fixed.id
    session.flush()
    (one,) = queries.on_day(house.services, MONDAY)
    assert (one.id, one.day_no, one.order.daily_mg) == (course.id, 7, Decimal(50))
    assert queries.course(house.services, course.episode_id, course.id).id == fixed.id
    assert queries.course(house.services, course.episode_id, fixed.id).id == fixed.id


def test_today_names_safety_first(session, house):
    stopped = treated(house.service, "Stopped", collect="1111111")
    doses(stopped, date(2026, 3, 2))
    doses(stopped, date(2026, 3, 8), status="missed")
    bare = CourseFactory(
        episode=EpisodeFactory(client=ClientFactory(last_name="Bare"), service_id=house.service),
        first_dose_on=date(2026, 3, 2),
    )
    weekless = treated(house.service, "Weekless", collect="")
    logged = treated(house.service, "Logged", collect="1111111")
    doses(logged, *(date(2026, 3, day) for day in range(2, 8)))
    lines = waits(COURSES, house.services, house.keyworker, MONDAY)
    assert all(line.of_prescriber for line in lines if line.episode_id)
    assert [(line.rank, line.episode_id) for line in lines] == [
        (Rank.SAFETY, stopped.episode_id),
        (Rank.OVERDUE, ""),
        (Rank.DUE, bare.episode_id),
        (Rank.OPEN, weekless.episode_id),
    ]
    assert lines[1].values == (("on", "2026-03-08"),)
    assert lines[1].reason == "1 dose of 8 March 2026 not logged"


def test_the_number_of_statements_does_not_grow_with_the_clients(session, house, statements):
    for number in range(3):
        doses(treated(house.service, f"Moss{number}"), MONDAY)
    session.flush()
    statements.clear()
    queries.due(house.services, MONDAY)
    few = len(statements)
    for number in range(12):
        doses(treated(house.service, f"Reid{number}"), MONDAY)
    session.flush()
    statements.clear()
    assert len(queries.due(house.services, MONDAY)) == 15
    assert len(statements) == few == 4
    statements.clear()
    queries.course_summary(house.services, house.episode, MONDAY)
    assert len(statements) <= 3
