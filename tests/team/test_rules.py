"""Who may be away and who covers, the weight of a client, the days of a rota, and when supervision is due."""

from datetime import date
from decimal import Decimal

import pytest

from careplan.ground.offers import Rank, Todo
from careplan.staff.codes import Role
from careplan.staff.rules import Actor, RoleAtService
from careplan.team.pages.duty import time_words
from careplan.team.rules import (
    TEAM,
    Away,
    ends_after_begin,
    instead,
    last_after_first,
    named,
    next_after_held,
    refused,
    rota_days,
    seen_by_and_at,
    supervision_due,
    weight,
)

FIRST, LAST = date(2026, 12, 1), date(2026, 12, 5)
AMIRA = Away("A1", "north", "amira", "Amira Shah", FIRST, LAST, "ben", "Ben Reed")


def absence(**more):
    return {"worker_id": "carl", "from_on": FIRST, "until_on": LAST, "cover_id": None, "why": "leave"} | more


def test_the_last_day_away_is_not_before_the_first():
    assert "1 December 2026" in last_after_first(absence(until_on=date(2026, 11, 30)))["until_on"]
    assert last_after_first(absence(until_on=FIRST)) == {}


def test_nobody_covers_for_themselves():
    assert "cover_id" in last_after_first(absence(cover_id="carl"))


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"worker_id": "amira", "from_on": LAST, "until_on": date(2026, 12, 9)}, "from_on", "already"),
        ({"cover_id": "amira"}, "cover_id", "Amira Shah is away from 1 December 2026 until 5 December 2026"),
        ({"cover_id": "dan"}, "cover_id", "keeps clients at this service"),
    ],
)
def test_leave_that_cannot_stand_is_refused_at_its_field(more, field, words):
    assert words in refused(absence(**more), [AMIRA], {"amira", "ben", "carl"})[field]


def test_leave_beside_other_leave_is_taken():
    later = {"worker_id": "amira", "from_on": date(2026, 12, 6), "until_on": date(2026, 12, 9)}
    assert refused(absence(**later, cover_id="ben"), [], {"ben"}) == {}


def test_times_and_days_that_do_not_follow_each_other_are_told():
    assert "until_time" in ends_after_begin({"from_time": "13:00", "until_time": "09:00"})
    assert ends_after_begin({"from_time": "09:00", "until_time": "13:00"}) == {}
    assert "seen_at" in seen_by_and_at({"seen_by": "ben", "seen_at": None})
    assert "seen_by" in seen_by_and_at({"seen_by": None, "seen_at": "10:00"})
    assert "next_on" in next_after_held({"held_on": FIRST, "next_on": FIRST})


def line(**more):
    values = {"episode_id": "E1", "client_name": "MOSS, Ellen", "reason": "review", "since": FIRST}
    values |= {"rank": Rank.DUE, "endpoint": "x", "values": (), "button": "See", "service_id": "north"}
    return Todo(**values | more)


def ben(*roles):
    held = tuple(RoleAtService("north", role, FIRST, None) for role in roles)
    return Actor("ben", "ben", "Ben Reed", held)


def test_what_is_anothers_is_marked_and_what_is_covered_nowhere_left_out():
    own, theirs = line(keyworker_id="ben"), line(keyworker_id="amira")
    task, elsewhere = (
        line(keyworker_id="carl", worker_id="amira"),
        line(keyworker_id="amira", service_id="river"),
    )
    told = list(instead([own, theirs, task, elsewhere], ben(Role.KEYWORKER), [AMIRA]))
    assert [one.instead for one in told] == ["", *["for Amira Shah, away until 5 December 2026"] * 2]


def test_a_manager_keeps_the_safety_of_a_service_where_nobody_is_covered():
    unsafe = line(keyworker_id="amira", service_id="river", rank=Rank.SAFETY)
    assert [one.instead for one in instead([unsafe], ben(Role.MANAGER), [AMIRA])] == [""]


def test_a_rota_falls_on_the_chosen_weekdays():
    assert rota_days(FIRST, {0, 2}, 2) == [date(2026, 12, day) for day in (2, 7, 9, 14)]


@pytest.mark.parametrize(
    ("loads", "expected"),
    [
        ((), "1"),
        (("prescribing",), "1.25"),
        (("priority",), "1.5"),
        (("priority", "homeless", "prescribing"), "2.25"),
        (("risk",), "2"),
    ],
)
def test_a_client_weighs_by_level_and_more_on_a_course(loads, expected):
    assert weight(loads, TEAM.latest.weight) == Decimal(expected)


def test_supervision_is_due_when_was_said_or_after_the_interval():
    assert supervision_due(None, None, 6) is None
    assert supervision_due(FIRST, None, 6) == date(2027, 1, 12)
    assert supervision_due(FIRST, LAST, 6) == LAST


def test_only_a_whole_name_or_a_number_names_a_client():
    assert named("janet  WILLIAMS", "Janet", "Williams")
    assert named("999 000 0018", "Janet", "Williams")
    assert not named("Janet", "Janet", "Williams")


def test_times_are_told_as_people_write_them():
    assert [time_words(one) for one in ("09:00", "14:30", "12:00")] == ["9am", "2.30pm", "12pm"]
